"""Checks of the area Store."""
