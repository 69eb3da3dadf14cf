"""Survey of the target, taken once before any check."""
