"""Hooks of pytest that the check calls: implement them in `conftest.py`, or in the file of `--hooks`."""

from collections.abc import Mapping

import pytest


@pytest.hookspec(firstresult=True)
def pytest_contract_headers(owner: str) -> Mapping[str, str] | None:
    """Return headers with the credentials of an owner, `first` or `other`; `None` without such an owner.

    It is called for every request, so that tokens may expire: keep yours as long as it is good.
    """
