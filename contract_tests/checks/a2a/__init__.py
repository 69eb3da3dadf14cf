"""Checks of the A2A protocol."""
