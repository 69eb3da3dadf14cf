"""Recorded and live traffic of other clients, held to the contract."""
