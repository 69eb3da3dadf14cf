"""Modules that take long to import, and that only some requests need."""

from importlib import import_module

from mockserver.state.turns import aside


class Imports:
    """They are imported in a thread, so that the first request which needs one delays no other."""

    def __init__(self) -> None:
        self._done: set[str] = set()

    async def need(self, *modules: str) -> None:
        missing = set(modules) - self._done
        if missing:
            await aside(lambda: [import_module(module) for module in sorted(missing)])
            self._done |= missing
