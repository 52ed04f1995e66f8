"""Frames into tables of SQL databases, and statements that hold together: all of them or none."""
