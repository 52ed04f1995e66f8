"""Tests of fastind: laws over the whole catalogue, parity with peers, exact references, bad input."""
