"""The only time limit of the tests: nothing is ever expected to reach it, however busy the machine is."""

PATIENCE = 600.0
"""Seconds until a test that waits counts as hung."""
