"""Requests for an operation: scripted, generated, and what they need to exist first."""
