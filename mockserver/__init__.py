"""The mock: serves the contract of the LangGraph server HTTP API from memory."""
