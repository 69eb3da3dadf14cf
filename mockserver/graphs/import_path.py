"""Location of a user's graph, as in `langgraph.json`: `path.py:name` or `a.module:name`."""

import re
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import mockserver

PACKAGE_FOLDER = Path(str(mockserver.__file__)).parent


@dataclass(frozen=True, slots=True)
class Source:
    place: Path | str
    """A file, or the name of a module."""
    name: str
    """Name of the attribute in the module."""
    description: str | None = None

    @classmethod
    def parsed(cls, text: str, folder: Path, description: str | None = None) -> "Source | None":
        """Parse a location; files are relative to `folder`. Return `None` if it has no place or no name."""
        place, _, name = text.rpartition(":")
        if not place or not name:
            return None
        is_file = "/" in place or "\\" in place or place.endswith(".py")
        return cls(folder / place if is_file else place, name, description)


def imported(place: Path | str) -> ModuleType:
    """Import the module. It may raise anything, since its code runs."""
    return import_module(place) if isinstance(place, str) else _run(place)


def _run(file: Path) -> ModuleType:
    """Run a file as a module, named after its whole path, since file names may repeat."""
    spec = spec_from_file_location(re.sub(r"\W", "_", str(file.with_suffix(""))), file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses and checkpoints look up classes there
    spec.loader.exec_module(module)
    return module


def sentence(error: BaseException, folders: Iterable[Path] = ()) -> str:
    """Return a one-line message with the user's file and line that raised the error.

    This is the last frame in `folders`, or without one the last frame outside of the mock.
    """
    name, message = type(error).__name__, " ".join(str(error).split())
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: {name}: {error.msg}"
    user_frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_theirs(frame.filename)]
    own_frames = [
        frame for frame in user_frames if any(Path(frame.filename).is_relative_to(place) for place in folders)
    ]
    places = [f"{frame.filename}:{frame.lineno}" for frame in [*user_frames, *own_frames]]
    return ": ".join([*places[-1:], name, *([message] if message else [])])


def _is_theirs(file: str) -> bool:
    return not (file.startswith("<") or "importlib" in file or Path(file).is_relative_to(PACKAGE_FOLDER))
