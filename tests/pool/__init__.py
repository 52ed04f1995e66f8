"""The shared pool."""
