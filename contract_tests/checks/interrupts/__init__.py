"""Checks of interrupts and their answers."""
