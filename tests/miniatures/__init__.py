"""Miniatures: tiny servers, each wrong in exactly one way. What is found on one is what its name says."""
