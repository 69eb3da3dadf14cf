"""Rules of the area System, and of every path."""
