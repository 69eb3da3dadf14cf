"""Checks that apply to both threads and assistants."""
