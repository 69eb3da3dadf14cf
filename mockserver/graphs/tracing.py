"""Tracing to LangSmith, off unless the user allows it: traces contain what users write.

Environment variables are only one way to turn it on. A graph's module may set them after they were read,
attach a tracer, or create a client, which starts a sender thread. So there are three barriers: the
variables, in a process of the mock's own; langsmith's own switch around everything that a graph does; and
its client, which neither keeps nor sends runs.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from types import MappingProxyType
from typing import Any

SWITCHES: Mapping[str, str] = MappingProxyType(
    {
        **{
            f"{namespace}_{name}": "false"
            for namespace in ("LANGSMITH", "LANGCHAIN")
            for name in ("TRACING", "TRACING_V2", "OTEL_ENABLED", "OTEL_ONLY")
        },
        "LANGSMITH_TRACING_MODE": "langsmith",  # not "otel" or "hybrid"
        "LANGCHAIN_TRACING_MODE": "langsmith",
        "LANGCHAIN_HANDLER": "",
        "OTEL_ENABLED": "false",
        "OTEL_SDK_DISABLED": "true",  # disables langsmith's exporters to OpenTelemetry
    }
)
"""Variables that turn tracing on, with values that turn it off. Keys and endpoints stay, for prompts."""

FIRST_VERSION = frozenset({"LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"})
"""Variables for which langchain refuses to run a graph unless the newer tracing is on."""

SENDING = ("create_run", "update_run", "batch_ingest_runs", "multipart_ingest")
SENDING_ASYNC = ("create_run", "update_run")
"""Methods of langsmith's clients through which all runs leave the process."""

OFF: ContextVar[bool] = ContextVar("OFF", default=False)


def switch_off(*, graphs_of_users: bool) -> None:
    """Turn tracing off for this process and its children.

    Only users' graphs can bypass the variables, so with built-in ones nothing is imported here.
    """
    os.environ.update(SWITCHES)
    if graphs_of_users:
        _guard(lambda: True)


def without_switches(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those for tracing."""
    return {name: value for name, value in variables.items() if name not in SWITCHES}


@contextmanager
def untraced(*, allowed: bool) -> Iterator[None]:
    """Turn tracing off in the block, independently of the rest of the process. Blocks may be nested."""
    if allowed or OFF.get():
        yield
        return
    from langsmith.run_helpers import tracing_context  # noqa: PLC0415 slow to import

    _guard(OFF.get)
    before = OFF.get()
    OFF.set(True)
    try:
        with tracing_context(enabled=False):
            yield
    finally:
        OFF.set(before)  # not by token: a stream may be closed in another context than it was opened in


@cache
def _guard(is_off: Callable[[], bool]) -> None:
    """Patch the functions through which langsmith sends runs, once; the first check stays."""
    from langchain_core.callbacks import manager  # noqa: PLC0415
    from langsmith import AsyncClient, Client  # noqa: PLC0415

    if Client.create_run.__module__ == __name__:
        return
    for name in SENDING:
        _replace(Client, name, _or_else(is_off, getattr(Client, name), _nothing))
    for name in SENDING_ASYNC:
        _replace(AsyncClient, name, _or_else(is_off, getattr(AsyncClient, name), _nothing_async))
    _replace(Client, "__init__", _without_thread(is_off, Client.__init__))
    _replace(manager, "env_var_is_set", _but_for_first_version(is_off, vars(manager)["env_var_is_set"]))


def _replace(owner: Any, name: str, function: Callable[..., Any]) -> None:
    function.__module__ = __name__
    setattr(owner, name, function)


def _or_else(
    is_off: Callable[[], bool], method: Callable[..., Any], instead: Callable[..., Any]
) -> Callable[..., Any]:
    @wraps(method)
    def checked(*args: Any, **kwargs: Any) -> Any:
        return instead() if is_off() else method(*args, **kwargs)

    return checked


def _nothing() -> None:
    pass


async def _nothing_async() -> None:
    pass


def _without_thread(is_off: Callable[[], bool], method: Callable[..., None]) -> Callable[..., None]:
    @wraps(method)
    def checked(*args: Any, **kwargs: Any) -> None:
        method(*args, **({**kwargs, "auto_batch_tracing": False} if is_off() else kwargs))

    return checked


def _but_for_first_version(
    is_off: Callable[[], bool], is_set: Callable[[str], bool]
) -> Callable[[str], bool]:
    @wraps(is_set)
    def checked(name: str) -> bool:
        return not (name in FIRST_VERSION and is_off()) and is_set(name)

    return checked
