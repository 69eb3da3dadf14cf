"""Files given by a user, read within limits, including pipes and devices."""

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

MEBIBYTE = 2**20

SETTINGS = MEBIBYTE
"""Maximum bytes of a file with settings: a `langgraph.json`, a config file, environment variables."""

DOCUMENT = 16 * MEBIBYTE
"""Maximum bytes of an OpenAPI document or a baseline."""

RECORDING = 1024 * MEBIBYTE
"""Maximum bytes of recorded traffic or the record of a run."""

MAX_DEPTH = 100
"""Maximum levels of a JSON value. Reports have fewer than ten."""

READ_SECONDS = 10.0
"""Seconds to wait for data from a pipe."""

PAUSE_SECONDS = 0.02
"""Seconds between two reads of an empty pipe."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"


class Unreadable(OSError):
    """A file, or a line of it, can't be used. The message gives the reason."""


class InvalidFile(Exception):
    """A file is not valid. `line` is 0 if the whole file is meant."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(source, line, reason)
        self.source = source
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line else ""
        return f"{self.source}{place}: {self.reason}"


def why(error: OSError) -> str:
    return str(error) if isinstance(error, Unreadable) else f"can't be read: {error.strerror or error}"


def read_text(file: Path, at_most: int) -> str:
    """Return the text, without a byte order mark.

    Raises:
        Unreadable: the file can't be read, is longer, or is not UTF-8.

    """
    try:
        return read(file, at_most).decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise Unreadable(f"not UTF-8 text (byte {error.start} is 0x{byte:02x})") from error
    except OSError as error:
        raise Unreadable(why(error)) from error


def read(file: Path, at_most: int) -> bytes:
    """Return the content of a file or a pipe. Reading a device stops at the limit.

    Raises:
        OSError: the file can't be read, is longer, or is a pipe without data.

    """
    # Without this flag, opening a pipe waits until a writer opens it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb", buffering=0):
        return _all(handle, at_most, is_pipe=stat.S_ISFIFO(os.fstat(handle).st_mode))


def _all(handle: int, at_most: int, *, is_pipe: bool) -> bytes:
    """Read up to the end or the limit. Raises: OSError."""
    content = bytearray()
    deadline = time.monotonic() + READ_SECONDS
    while len(content) <= at_most:
        try:
            chunk = os.read(handle, min(MEBIBYTE, at_most + 1 - len(content)))
        except BlockingIOError:  # the pipe has a writer that has not written yet
            chunk = None
        if chunk == b"" and (content or not is_pipe):
            return bytes(content)
        if chunk:
            content += chunk
            deadline = time.monotonic() + READ_SECONDS
        elif time.monotonic() > deadline:
            raise Unreadable(f"nothing was written to this pipe within {READ_SECONDS:g} s")
        else:
            time.sleep(PAUSE_SECONDS)
    raise Unreadable(f"longer than {at_most // MEBIBYTE} MiB")


def parsed(text: str) -> Any:
    """Return a JSON value.

    Raises:
        Unreadable: the text is not JSON, or nested deeper than any report.

    """
    try:
        value = json.loads(text, parse_constant=_refused)
    except RecursionError as error:
        raise Unreadable(TOO_DEEP) from error
    except ValueError as error:
        raise Unreadable(f"not valid JSON: {error}") from error
    if _depth(value) > MAX_DEPTH:
        raise Unreadable(TOO_DEEP)
    return value


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _depth(value: Any) -> int:
    """Return the levels of a value, counted without recursion."""
    depth, level = 0, [value]
    while level := [
        part
        for each in level
        if isinstance(each, dict | list)
        for part in (each.values() if isinstance(each, dict) else each)
    ]:
        depth += 1
    return depth
