"""Requests for an operation, scripted and generated, and the resources that they require."""
