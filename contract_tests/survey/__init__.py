"""What the target offers, found once before any check."""
