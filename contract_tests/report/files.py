"""Writing of files: atomic, and in characters that any reader can write again."""

import json
import os
import tempfile
from pathlib import Path

from contract_tests.contract import Json


def as_json(value: Json, *, indent: int | None = None) -> str:
    """Return JSON that is safe on a terminal: only invisible characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _unit_escapes(each) for each in text)


def _unit_escapes(character: str) -> str:
    return json.dumps(character)[1:-1]


def writable(text: str) -> str:
    """Escape unpaired surrogates as JSON does; JSON may contain them, but UTF-8 can't encode them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def write(file: Path, text: str) -> None:
    """Replace the file atomically. A device is written to directly.

    Raises:
        OSError: the file can't be written; the former one is unchanged.

    """
    if file.exists() and not file.is_file():
        file.write_text(writable(text), "utf-8")
        return
    place = file.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as whole:
            whole.write(writable(text))
        temporary.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
