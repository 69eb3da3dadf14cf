"""The mock: an in-memory server of the LangGraph server HTTP API."""

DISTRIBUTION = "langgraph-contract"
"""Name of our distribution: distinguishes this package from another one named `mockserver`."""
