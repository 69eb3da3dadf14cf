"""pytest's fixture `conformance_target`. Loaded in every run: nothing is imported before it is used."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from contract_tests.conformance import ConformanceTarget


@pytest.fixture(scope="session")
def conformance_url() -> str:
    """The server to check: define this fixture in your `conftest.py`, and start the server in it."""
    return pytest.skip("which server? define the fixture conformance_url in conftest.py")


@pytest.fixture(scope="session")
def conformance_options() -> dict[str, object]:
    """Options for every check of it: define this fixture to say `{"headers": ("x-api-key: me",)}`."""
    return {}


@pytest.fixture(scope="session")
def conformance_target(conformance_url: str, conformance_options: dict[str, object]) -> "ConformanceTarget":
    """Your server: `conformance_target.assert_conforms(tier=1)` fails with what `langgraph-check` finds."""
    from contract_tests.conformance import ConformanceTarget  # noqa: PLC0415

    return ConformanceTarget(conformance_url, dict(conformance_options))
