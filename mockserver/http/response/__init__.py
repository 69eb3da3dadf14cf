"""Writing of responses: JSON, event streams, errors."""
