"""ASGI middleware, in the order of `app.layers`."""
