"""Checker that holds any server to the contract of the LangGraph server HTTP API."""
