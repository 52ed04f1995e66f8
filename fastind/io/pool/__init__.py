"""The shared pool: arrays, frames and messages in memory that any process on this machine maps."""
