"""Functions of the user that build a graph on each use."""

import inspect
import typing
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph_sdk.runtime import ServerRuntime, _ExecutionRuntime, _ReadRuntime

RUNTIMES = (_ExecutionRuntime, _ReadRuntime)
NAMES = {"ServerRuntime": ServerRuntime, "RunnableConfig": RunnableConfig, "Config": RunnableConfig}
"""Types that annotations may name although their module imports them only for type checkers."""


@dataclass(frozen=True, slots=True)
class Factory:
    make: Callable[..., Any]
    config: str | None = None
    """Name of the parameter for the config; `None` without one."""
    runtime: str | None = None
    """Name of the parameter for the server's runtime; `None` without one."""

    @classmethod
    def of(cls, make: Callable[..., Any]) -> "Factory":
        """Inspect the parameters by type, as the reference server does.

        Raises:
            TypeError: it has more parameters than a config and a runtime, or two without a runtime.

        """
        hints = _hints(make)
        parameters = inspect.signature(make).parameters.values()
        runtimes = [one.name for one in parameters if _is_runtime(hints.get(one.name, one.annotation))]
        others = [one.name for one in parameters if one.name not in runtimes]
        if len(runtimes) > 1 or len(others) > 1:
            names = ", ".join(map(str, parameters))
            raise TypeError(
                "a graph factory takes at most a config and a runtime, which is annotated as "
                f"ServerRuntime, not ({names})"
            )
        return cls(make, next(iter(others), None), next(iter(runtimes), None))

    @asynccontextmanager
    async def open_graph(self, config: Mapping[str, Any], runtime: Any) -> AsyncIterator[Any]:
        """Yield the graph. If the function returns a context manager, it exits at the end of the block."""
        kwargs = {self.config: config, self.runtime: runtime}
        returned = self.make(**{name: value for name, value in kwargs.items() if name})
        if hasattr(returned, "__aenter__") and hasattr(returned, "__aexit__"):
            async with returned as graph:
                yield graph
        elif hasattr(returned, "__enter__") and hasattr(returned, "__exit__"):
            with returned as graph:
                yield graph
        elif inspect.iscoroutine(returned):
            yield await returned
        else:
            yield returned


def runtime_of(access: str, *, user: Any, store: Any, context: Mapping[str, Any] | None) -> Any:
    """Return the runtime for one of the accesses that `langgraph_sdk.runtime` lists."""
    kwargs: dict[str, Any] = {"access_context": access, "user": user, "store": store}
    if access == "threads.create_run":
        return _ExecutionRuntime(**kwargs, context=dict(context or {}))
    return _ReadRuntime(**kwargs)


def _hints(make: Callable[..., Any]) -> dict[str, Any]:
    """Resolve string annotations; return none of them if one is invalid or `make` is not a function."""
    try:
        return typing.get_type_hints(make, localns=NAMES)
    except Exception:  # noqa: BLE001 annotations may be any expression
        return {}


def _is_runtime(annotation: Any) -> bool:
    """Return whether it is a runtime, also with parameters, in `Annotated` or first in a union."""
    if annotation is ServerRuntime:
        return True
    if isinstance(annotation, type):
        return issubclass(annotation, RUNTIMES)
    arguments = typing.get_args(annotation)
    return typing.get_origin(annotation) is ServerRuntime or (bool(arguments) and _is_runtime(arguments[0]))
