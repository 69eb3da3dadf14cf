"""Reading of requests: path, parameters, body, WebSocket messages."""
