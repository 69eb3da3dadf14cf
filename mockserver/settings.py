"""What a mock is told when it starts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Auth = Literal["off", "optional", "required"]


@dataclass(frozen=True, slots=True)
class Settings:
    seed: int | None = None
    """Ids and times that repeat; `None` takes random ids and the wall clock."""
    spec: Path | None = None
    """The document to serve; `None` is the contract."""
    host: str = "127.0.0.1"
    """The address to listen on: one of the names that requests may address the mock by."""
    allowed_hosts: frozenset[str] = frozenset()
    """Further names; `*.example.com` allows all names below it, `*` every name."""
    auth: Auth = "optional"
    """`off`: everyone is one owner. `required`: 401 without credentials."""
    config: Path | None = None
    """A `langgraph.json` with graphs to serve."""
    built_in: bool = True
    """Serve the built-in graphs too."""
    pace: float = 40.0
    """Milliseconds that a scripted model takes for a word."""
    validate_responses: bool = False
    """Hold every answer to the contract: a wrong one is a 500, never a lie. Costs time."""
    allow_webhooks: bool = False
    """Whether the webhooks of runs are called; else they are only kept in the run."""
    allow_tracing: bool = False
    """Whether graphs may send traces to LangSmith."""
    url: str | None = None
    """Where the mock is served, for graphs that need to know; `None` if it isn't."""
    disabled: frozenset[str] = frozenset()
    """Features of the contract that are not served: their paths are unknown."""
    silence: float = 5.0
    """Seconds after which an open stream without news says that it is alive."""
    max_body: int = 32 * 1024 * 1024
    """Bytes of a request body; a longer one is 413."""
