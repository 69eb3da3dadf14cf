"""One run: pytest as a library, the checks of each operation, and their results."""
