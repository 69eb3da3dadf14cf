"""Validation of requests, responses, streams and WebSocket messages against the contract."""
