"""Comparison of two reports, of two runs or of two servers."""
