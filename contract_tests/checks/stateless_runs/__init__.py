"""Checks of the area Stateless runs."""
