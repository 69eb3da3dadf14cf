"""JSON by RFC 8259: UTF-8 without a byte order mark, and no `NaN` or `Infinity`, which Python accepts."""

import codecs
import json
from contextlib import suppress
from typing import NoReturn

from contract_tests.contract import Json


class NotStrictJson(ValueError):
    """JSON that Python accepts, and clients in other languages do not."""


def parse(content: bytes | str) -> Json:
    """Return the value of a JSON text.

    Raises:
        NotStrictJson: it violates RFC 8259, although Python would accept it.
        ValueError: it is not JSON at all.

    """
    return json.loads(_decoded(content), parse_constant=_reject_constant)


def repeated_name(content: bytes | str) -> str | None:
    """Return a name that occurs twice in one object; `None` without one, or if the text is not JSON."""
    repeated: list[str] = []

    def note(pairs: list[tuple[str, Json]]) -> None:
        names = [name for name, _ in pairs]
        if len({*names}) < len(names):
            repeated.append(next(name for name in names if names.count(name) > 1))

    with suppress(ValueError, RecursionError):
        json.loads(_decoded(content), object_pairs_hook=note)
    return repeated[0] if repeated else None


def problem(content: bytes | str) -> str | None:
    """Return what in a text violates RFC 8259, if Python would accept it; `None` for any other text."""
    try:
        parse(content)
    except NotStrictJson as error:
        return str(error)
    except (ValueError, RecursionError):
        return None
    return None


def is_utf8(content: bytes) -> bool:
    """Return whether the bytes are the beginning of a text in UTF-8, which may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotStrictJson("a byte order mark")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotStrictJson("bytes that are not UTF-8") from error


def _reject_constant(name: str) -> NoReturn:
    raise NotStrictJson(f"{name}, which is not JSON")
