"""Deferred import of modules that are slow to import and needed by few requests."""

from importlib import import_module

from mockserver.state.turns import aside


class Imports:
    """An importer that uses a thread, so that the first request that needs a module delays no other."""

    def __init__(self) -> None:
        self._done: set[str] = set()

    async def need(self, *modules: str) -> None:
        missing = set(modules) - self._done
        if missing:
            await aside(lambda: [import_module(module) for module in sorted(missing)])
            self._done |= missing
