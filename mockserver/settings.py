"""Settings of a mock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from contract_tests.text.suggestion import did_you_mean

Auth = Literal["off", "optional", "required"]


@dataclass(frozen=True, slots=True)
class Settings:
    seed: int | None = None
    """Seed for reproducible ids and times; `None` uses random ids and the wall clock."""
    spec: Path | None = None
    """OpenAPI document to serve; `None` is the contract."""
    host: str = "127.0.0.1"
    """Address to listen on, and a host name that requests may use."""
    allowed_hosts: frozenset[str] = frozenset()
    """Host names that requests may also use; `*.example.com` allows all names below it, `*` every name."""
    auth: Auth = "optional"
    """`off`: all requests have one owner. `required`: 401 without credentials."""
    config: Path | None = None
    """A `langgraph.json` with graphs to serve; `None` for none."""
    scenarios: tuple[Path, ...] = ()
    """Scenario files to serve, and folders of them."""
    watch_scenarios: bool = False
    """Serve changes of these files without a restart."""
    built_in: bool = True
    """Serve the built-in graphs, too."""
    pace: float = 40.0
    """Milliseconds per word of a scripted model."""
    validate_responses: bool = False
    """Validate each response against the contract: an invalid one becomes a 500. Costs time."""
    allow_webhooks: bool = False
    """Call the webhooks of runs; otherwise they are only stored in the run."""
    allow_tracing: bool = False
    """Allow graphs to send traces to LangSmith."""
    url: str | None = None
    """URL of the mock, for graphs that need it; `None` if it is not served."""
    disabled: frozenset[str] = frozenset()
    """Features of the contract that are not served: their paths are unknown."""
    state: Path | None = None
    """SQLite file that keeps all state; `None` keeps it in memory only."""
    keep_journal: bool = False
    """Keep the journals in the state file, too."""
    control: bool = True
    """Serve the control plane under `/_mock`, and read the header `X-Mock-Session`."""
    control_token: str | None = None
    """Token required under `/_mock`; `None` admits only requests from this machine."""
    max_sessions: int = 1000
    """Sessions at a time in addition to the default one."""
    session_idle: float = 60.0
    """Minutes without a request after which a session is removed."""
    seed_data: Path | None = None
    """A YAML or JSON file with data of the default session, as for `POST /_mock/seed`; `None` for none."""
    heartbeat_seconds: float = 5.0
    """Seconds without an event after which an open stream sends a heartbeat."""
    max_body: int = 32 * 1024 * 1024
    """Bytes allowed in a request body; a longer one is rejected with 413."""


class BadSetting(ValueError):
    """A setting that is unknown or can't have its value."""


def settings_of(given: Mapping[str, Any]) -> Settings:
    """Return the settings with these names. A path may be a text, and a single value stands for a list.

    Raises:
        BadSetting: a name is unknown, a value is not one of the possible ones, or a file does not exist.

    """
    hints = get_type_hints(Settings)
    for name in given:
        if name not in hints:
            hint = did_you_mean(name, hints, otherwise=f"use {', '.join(hints)}")
            raise BadSetting(f"unknown setting {name!r}; {hint}")
    return Settings(**{name: _value(name, hints[name], value) for name, value in given.items()})


def _value(name: str, hint: Any, given: Any) -> Any:
    if hint == Auth and given not in get_args(Auth):
        raise BadSetting(f"{name}: {given!r} is not one of {', '.join(get_args(Auth))}")
    if hint == frozenset[str]:
        return frozenset(given.split(",") if isinstance(given, str) else given)
    if hint == tuple[Path, ...]:
        return tuple(_existing(name, each) for each in _listed(given))
    return Path(given) if Path in get_args(hint) and isinstance(given, str) else given


def _listed(given: Any) -> Iterable[Any]:
    return [given] if isinstance(given, str | Path) else given


def _existing(name: str, given: Any) -> Path:
    path = Path(given)
    if not path.exists():
        raise BadSetting(f"{name}: {path} does not exist")
    return path
