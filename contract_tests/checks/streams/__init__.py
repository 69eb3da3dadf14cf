"""Checks of streams, for all operations that return one."""
