"""Recorded and live traffic of other clients, validated against the contract."""
