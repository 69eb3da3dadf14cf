"""Keys that the middleware stores in the ASGI scope."""

OWNER = "mockserver.owner"
QUERY = "mockserver.query"
HEADERS = "mockserver.headers"
BODY = "mockserver.body"
PATH = "mockserver.path"
SESSION = "mockserver.session"
