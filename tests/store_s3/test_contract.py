"""The object store keeps the whole contract of a store."""

from __future__ import annotations

from tests.store.suite import StoreTests


class TestBucket(StoreTests):
    """Its `path` is an address on the server."""
