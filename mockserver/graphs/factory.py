"""A function of the user's that makes a graph each time that one is needed."""

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

KEYWORDS = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


@dataclass(frozen=True, slots=True)
class Factory:
    make: Callable[..., Any]
    takes: str | None
    """The name of the argument that takes the config."""

    @classmethod
    def of(cls, make: Callable[..., Any]) -> "Factory":
        """Raise a TypeError if it wants more than the mock has to give."""
        parameters = [one for one in inspect.signature(make).parameters.values() if one.kind in KEYWORDS]
        wanted = [one.name for one in parameters if one.default is one.empty]
        runtime = [one.name for one in parameters if "ServerRuntime" in str(one.annotation)]
        if len(wanted) > 1 or runtime:
            names = ", ".join(runtime or wanted)
            raise TypeError(f"a function that makes a graph takes nothing or the config, not ({names})")
        return cls(make, next(iter([*wanted, *(one.name for one in parameters)]), None))

    @asynccontextmanager
    async def made(self, config: Any) -> AsyncIterator[Any]:
        """Of a function that is a context manager, until the end of the block."""
        there = self.make(**({self.takes: config} if self.takes else {}))
        if inspect.isawaitable(there):
            there = await there
        if isinstance(there, AbstractAsyncContextManager):
            async with there as graph:
                yield graph
        elif isinstance(there, AbstractContextManager):
            with there as graph:
                yield graph
        else:
            yield there
