"""Commands of `langgraph-check`, one a file. Each file defines `command`."""
