"""Stores in an object store: a real server on this machine (moto's), over HTTP."""
