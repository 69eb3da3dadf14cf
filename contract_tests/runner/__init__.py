"""One run: pytest as a library, the checks of an operation and of a rule, their results."""
