"""Options, declared once and read from a command line, pytest or a file."""
