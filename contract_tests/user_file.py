"""Files that a user names: read within bounds, whatever they are."""

import errno
from pathlib import Path

MEBIBYTE = 2**20

SETTINGS = MEBIBYTE
"""Bytes of a file with settings: a `langgraph.json`, a config file, variables of the environment."""

DOCUMENT = 16 * MEBIBYTE
"""Bytes of an OpenAPI document, or of a baseline."""

RECORDING = 1024 * MEBIBYTE
"""Bytes of recorded traffic, or of the record of a run."""


def read(file: Path, at_most: int) -> bytes:
    """Return the content. A device without an end is not read to its end.

    Raises:
        OSError: the file can't be read, or is longer.

    """
    with file.open("rb") as opened:
        data = opened.read(at_most + 1)
    if len(data) > at_most:
        raise OSError(errno.EFBIG, f"longer than {at_most // MEBIBYTE} MiB", str(file))
    return data
