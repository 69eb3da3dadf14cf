"""Checks of threads."""
