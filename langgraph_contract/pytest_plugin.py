"""The pytest plugin: the fixtures, and the options `--contract-...`.

pytest loads it in every run of an environment, also in projects that have a `contract_tests` or a
`mockserver` folder. So it imports our packages only for a run that uses them, and never if the name is taken.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from langgraph_contract import hookspecs
from langgraph_contract.names import NameTaken, require

if TYPE_CHECKING:
    from contract_tests.conformance import ConformanceTarget
    from langgraph_contract.async_control_client import AsyncControlClient
    from langgraph_contract.control_client import ControlClient

OPTIONS = "contract_tests.options.pytest_options"
CHECK = "contract_tests.runner.plugin"

PREFIX = "--contract-"
HELP = frozenset({"-h", "--help"})
FROM_FILE = "@"
"""Prefix of a file name from which pytest reads further arguments."""

MARK = "langgraph_mock"


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hookspecs)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: Sequence[str]) -> None:
    """Add the options if the command line may contain one of them."""
    has_options = any(each.startswith(PREFIX) for each in args)
    if not (has_options or any(each in HELP or each.startswith(FROM_FILE) for each in args)):
        return
    problem = _problem(["contract_tests"])
    if problem and has_options:
        raise pytest.UsageError(problem)
    if not problem:
        early_config.pluginmanager.import_plugin(OPTIONS)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Load the checker's plugin and check for a target before anything else runs."""
    options = config.option
    has_target = getattr(options, "contract_url", "") or getattr(options, "contract_mock", False)
    if not has_target or options.help or options.version:
        return None
    config.pluginmanager.import_plugin(CHECK)
    plugin = config.pluginmanager.get_plugin(CHECK)
    exit_code: int | None = plugin.prepare(config) if plugin else None
    return exit_code


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARK}(**settings): how the mock of this test is set up")


@pytest.fixture(scope="session")
def langgraph_mock_server() -> Iterator[str]:
    """Run one mock for all tests of this process, and return its URL."""
    from langgraph_contract.mock_process import running_mock  # noqa: PLC0415

    with running_mock() as url:
        yield url


@pytest.fixture
def langgraph_mock(request: pytest.FixtureRequest) -> "Iterator[ControlClient]":
    """Return an empty session of a mock, for this test only: `langgraph_mock.url`.

    Words take no time, and ids and times are reproducible. `@pytest.mark.langgraph_mock(pace=40)` runs a
    mock with other settings in the process of the tests; its arguments are the fields of
    `mockserver.settings.Settings`.
    """
    from langgraph_contract.control_client import ControlClient  # noqa: PLC0415

    marks = [*request.node.iter_markers(MARK)]
    if any(mark.args for mark in marks):
        pytest.fail(f'the mark {MARK} takes only named settings, such as auth="required"', pytrace=False)
    given = {name: value for mark in reversed(marks) for name, value in mark.kwargs.items()}
    if given:
        with _in_process(given) as url, ControlClient(url) as control:
            yield control
        return
    server = request.getfixturevalue("langgraph_mock_server")
    session = uuid4().hex
    url = f"{server}/_mock/sessions/{session}/api"
    with ControlClient(server, session, url=url) as control:
        yield control
        control.delete()


@pytest.fixture
def async_langgraph_mock(langgraph_mock: "ControlClient") -> "AsyncControlClient":
    """Return the asynchronous client of the session of `langgraph_mock`."""
    from langgraph_contract.async_control_client import AsyncControlClient  # noqa: PLC0415

    return AsyncControlClient(langgraph_mock.server, langgraph_mock.session, url=langgraph_mock.url)


@contextmanager
def _in_process(settings: Mapping[str, Any]) -> Iterator[str]:
    """Run a mock with these settings in this process, and yield its URL."""
    _require("mockserver", "contract_tests")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # from libraries; irrelevant to the user's tests
        from mockserver.in_process import running  # noqa: PLC0415
        from mockserver.settings import BadSetting, settings_of  # noqa: PLC0415

    try:
        chosen = settings_of({"pace": 0, "seed": 0, **settings})
    except BadSetting as error:
        pytest.fail(f"the mark {MARK}: {error}", pytrace=False)
    with running(chosen) as mock:
        yield mock.url


@pytest.fixture(scope="session")
def conformance_url() -> str:
    """Return the URL of the server to check.

    Define this fixture in your `conftest.py`, and start the server in it.
    """
    return pytest.skip("which server? define the fixture conformance_url in conftest.py")


@pytest.fixture(scope="session")
def conformance_options() -> dict[str, object]:
    """Return options for every check: define this fixture to return `{"headers": ("x-api-key: me",)}`."""
    return {}


@pytest.fixture(scope="session")
def conformance_target(conformance_url: str, conformance_options: dict[str, object]) -> "ConformanceTarget":
    """Return your server; `conformance_target.assert_conforms(tier=1)` fails if `langgraph-check` would."""
    _require("contract_tests")
    from contract_tests.conformance import ConformanceTarget  # noqa: PLC0415

    return ConformanceTarget(conformance_url, dict(conformance_options))


def _require(*names: str) -> None:
    """Fail the test that can't import our packages; a session fixture fails each test that uses it."""
    if problem := _problem(names):
        pytest.fail(problem, pytrace=False)


def _problem(names: Sequence[str]) -> str:
    """Return the reason why our packages can't be imported; empty if they can."""
    try:
        for name in names:
            require(name)
    except NameTaken as taken:
        return str(taken)
    return ""
