"""pytest's fixture `langgraph_mock`. Loaded in every run: nothing is imported before it is used."""

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.in_process import Mock

MARK = "langgraph_mock"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}(**settings): how the mock of this test is set up")


@pytest.fixture
def langgraph_mock(request: pytest.FixtureRequest) -> "Iterator[Mock]":
    """A mock of its own for this test, empty, on a free port: `langgraph_mock.url`.

    It takes no time for words, and its ids and times repeat. `@pytest.mark.langgraph_mock(pace=40)` says
    otherwise; the words are the fields of `mockserver.settings.Settings`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of libraries: no affair of who tests his page
        from mockserver.in_process import running  # noqa: PLC0415
        from mockserver.settings import Settings  # noqa: PLC0415

    marks = [mark.kwargs for mark in request.node.iter_markers(MARK)]
    given = {name: value for told in reversed(marks) for name, value in told.items()}
    with running(Settings(**{"pace": 0, "seed": 0, **given})) as mock:
        yield mock
