"""The Model Context Protocol: assistants as tools."""
