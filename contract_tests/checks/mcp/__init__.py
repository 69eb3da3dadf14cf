"""Checks of the MCP endpoint."""
