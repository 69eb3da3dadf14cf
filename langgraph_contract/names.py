"""Import guard for `contract_tests` and `mockserver`, common names for folders in other projects."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

PACKAGES = ("contract_tests", "mockserver")

ROOT = Path(__file__).resolve().parents[1]
"""The folder that contains our packages, installed or not."""


class NameTaken(Exception):
    """Another package in this process has the same name as one of ours."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(name, place)
        self.name = name
        self.place = place

    def __str__(self) -> str:
        return (
            f"langgraph-contract needs its package {self.name!r}, but {self.place} has this name here; "
            "rename that folder, or use the commands langgraph-check and langgraph-mock instead"
        )


class OursFirst(MetaPathFinder):
    """A finder that looks up our packages before `sys.path` is searched."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return PathFinder.find_spec(fullname, [str(ROOT)], target) if fullname in PACKAGES else None


def claim() -> None:
    """Reserve the names for our packages in this process, which must be one that our commands start."""
    if not any(isinstance(each, OursFirst) for each in sys.meta_path):
        sys.meta_path.insert(0, OursFirst())


def require(name: str) -> None:
    """Check that importing the name gives our package.

    Raises:
        NameTaken: it gives another package, or none.

    """
    known = sys.modules.get(name)
    spec = getattr(known, "__spec__", None) if known else find_spec(name)
    folders = list(getattr(known, "__path__", ()) or getattr(spec, "submodule_search_locations", None) or ())
    if not any(Path(folder).resolve() == ROOT / name for folder in folders[:1]):
        raise NameTaken(name, str(folders[0] if folders else getattr(spec, "origin", None) or "nothing"))
