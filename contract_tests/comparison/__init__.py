"""What changed from one report to another: between two runs, or two servers."""
