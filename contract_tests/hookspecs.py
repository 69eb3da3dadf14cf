"""Hooks of pytest for users of the checker, implemented in `conftest.py` or in the file of `--hooks`."""

from langgraph_contract.hookspecs import pytest_contract_headers

__all__ = ["pytest_contract_headers"]
