"""The mock: serves the contract of the LangGraph server HTTP API from memory."""

DISTRIBUTION = "langgraph-contract"
"""Says whose package this is: another distribution installs a `mockserver` too."""
