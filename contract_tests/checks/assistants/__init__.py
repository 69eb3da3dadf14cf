"""Checks of assistants."""
