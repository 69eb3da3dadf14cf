"""Checks of the area Runs."""
