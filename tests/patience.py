"""The only time limit of the tests. No test should ever reach it, however busy the machine is."""

PATIENCE = 600.0
"""Seconds until a waiting test counts as hung."""
