"""Requests, responses, streams and WebSocket messages, held to the contract."""
