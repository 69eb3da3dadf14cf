"""The report of a check, and its formats, one a file."""
