"""What checks do to a server, one area of the API a file."""
