"""Checks and what they use: requests, assertions, and resources that are removed afterwards."""
