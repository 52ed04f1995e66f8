"""Where chunks run: behind one small contract, which `tests/executor_suite.py` tests for each of them."""
