"""Imports and documents that `checker.py` loads once, before it forks."""

import langgraph_contract.pytest_plugin  # noqa: F401
from contract_tests.commands import check  # noqa: F401
from contract_tests.contract import load
from contract_tests.runner.catalogue import catalogue

load()
catalogue()
