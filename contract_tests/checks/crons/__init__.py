"""Checks of crons."""
