"""Scenario files of a running mock: read at the start and, on request, whenever they change.

The functions here import on demand: the format takes a while to import, and many mocks have no scenarios.
"""
# ruff: noqa: PLC0415

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mockserver.state.world import World

if TYPE_CHECKING:
    from mockserver.scenarios import Loaded, Problem

Report = Callable[[str], None]


class ScenarioFiles:
    def __init__(self, world: Callable[[], World], paths: Sequence[Path], report: Report) -> None:
        """Serve the scenarios of files and folders in the world that is current: a reset replaces it.

        `report` gets a line for each problem.
        """
        self._world = world
        self._paths = [*map(Path, paths)]
        self._report = report
        self._sources: dict[str, str] = {}
        """Files by graph id of the scenarios that were put into the world."""
        self._problems: list[Problem] = []

    def read(self) -> None:
        from mockserver.scenarios import load_all

        self._apply(load_all(self._paths))

    async def follow(self) -> None:
        """Read the files again whenever one of them changes."""
        from watchfiles import Change, awatch

        from mockserver.scenarios import load_all
        from mockserver.scenarios.load import ENDINGS

        def is_scenario(_change: Change, path: str) -> bool:
            return path.endswith(ENDINGS)

        # editors replace files, so that a file is watched by its folder
        folders = {path if path.is_dir() else path.absolute().parent for path in self._paths}
        async for _ in awatch(*folders, watch_filter=is_scenario, debounce=400):
            self._apply(await asyncio.to_thread(load_all, self._paths))

    def _apply(self, loaded: "Loaded") -> None:
        """Put changed scenarios into the world, and remove those without a file.

        The scenario of a broken file stays as it was.
        """
        world = self._world()
        broken = {problem.source for problem in loaded.problems}
        gone = [name for name in self._sources if name not in loaded.scenarios]
        for name in [name for name in gone if self._sources[name] not in broken]:
            del self._sources[name]
            world.remove_scenario(name)
        for name, scenario in loaded.scenarios.items():
            served = world.scenarios.get(name)
            if served is None or served.scenario != scenario:
                world.put_scenario(name, scenario, is_lasting=True)
        self._sources |= loaded.sources
        for problem in loaded.problems:
            if problem not in self._problems:
                self._report(str(problem))
        self._problems = loaded.problems
