"""Definitions of indicators, the loops made from them, and the engine that runs the loops."""
