"""Checks of system operations and of unknown paths."""
