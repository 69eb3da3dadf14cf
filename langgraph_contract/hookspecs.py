"""Hooks that the checker calls; implement them in `conftest.py` or in the file of `--hooks`."""

from collections.abc import Mapping

import pytest


@pytest.hookspec(firstresult=True)
def pytest_contract_headers(owner: str) -> Mapping[str, str] | None:
    """Return headers with the credentials of an owner, `first` or `other`; `None` without such an owner.

    Called for every request, so that tokens may expire: cache a token until it expires.
    """
