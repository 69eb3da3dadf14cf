"""Requests and responses over HTTP, event streams and WebSockets."""
