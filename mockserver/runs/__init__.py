"""The life of a run: start, execution, events, cancellation, result."""
