"""TA-Lib's names, argument order and defaults."""
