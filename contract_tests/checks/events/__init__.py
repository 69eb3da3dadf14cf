"""Checks of protocol v2: commands and events."""
