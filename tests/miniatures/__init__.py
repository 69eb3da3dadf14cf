"""Miniatures: tiny servers with exactly one fault each. The name of a miniature is its fault."""
