"""Names under which the layers leave in the ASGI scope what they have read of a request."""

OWNER = "mockserver.owner"
QUERY = "mockserver.query"
HEADERS = "mockserver.headers"
BODY = "mockserver.body"
PATH = "mockserver.path"
