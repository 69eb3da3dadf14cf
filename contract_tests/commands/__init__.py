"""The commands of `langgraph-check`, one a file: each has a `command`."""
