"""Scenarios as graphs of langgraph. Importing these modules imports langgraph, which takes a while."""
