"""Rules of the area MCP."""
