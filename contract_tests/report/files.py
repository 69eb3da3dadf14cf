"""Writing: what is written to files is whole, and can be written wherever it is read."""

import json
import os
import tempfile
from pathlib import Path

from contract_tests.contract import Json


def as_json(value: Json, *, indent: int | None = None) -> str:
    """JSON that a terminal may show: only characters that are not visible are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(each if each.isprintable() or each == "\n" else _unit_escapes(each) for each in text)


def _unit_escapes(character: str) -> str:
    return json.dumps(character)[1:-1]


def writable(text: str) -> str:
    """Half of a surrogate pair, which JSON may hold and no file can, as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def write(file: Path, text: str) -> None:
    """All of it or nothing: what was there stays until it is done. A device is written to as it is.

    Raises:
        OSError: it can't be written.

    """
    if file.exists() and not file.is_file():
        file.write_text(writable(text), "utf-8")
        return
    place = file.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as whole:
            whole.write(writable(text))
        beside.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
