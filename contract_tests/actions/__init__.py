"""Requests that checks send to a server, one module for each area of the API."""
