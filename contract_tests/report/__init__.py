"""The report: what a check came to, and its formats, one a file."""
