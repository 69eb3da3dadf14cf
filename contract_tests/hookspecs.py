"""What others may tell the check, as hooks of pytest: in `conftest.py`, or in the file of `--hooks`."""

from langgraph_contract.hookspecs import pytest_contract_headers

__all__ = ["pytest_contract_headers"]
