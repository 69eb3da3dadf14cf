"""HTTP: everything between the socket and a handler."""
