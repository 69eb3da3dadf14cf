"""Options, declared once and read from the command line, pytest or a file."""
