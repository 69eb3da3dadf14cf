"""Replays of findings: the requests to repeat, and the parts of a text that are the same in every run."""

import re
import shlex
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from itertools import takewhile

from contract_tests.client.exchange import SOCKET, Exchange
from contract_tests.client.stream import StreamedExchange
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.times import without_times
from contract_tests.operation_groups import CREATING, ENDLESS_STREAMS

RUN = "contract_run"
"""Metadata key of all resources that a run creates; the value is twelve digits unique to the run."""

ANY_RUN = "0" * 12
"""Placeholder in reports for these digits, so that the same seed gives the same report."""

READING = ("get", "list", "search", "count", "find")
"""First words of the names of operations that change nothing."""

ESCAPED = re.compile(r"\\u[0-9a-f]{4}|%[0-9A-F]{2}")
"""Pattern of an escaped character in a command."""

ESCAPED_COUNTS_FOR = 40

WAITING = frozenset({"join_thread_run"})
"""Operations that change nothing, and are answered when a run has ended: what follows needs its end."""

LOCATIONS = ("content-location", "location")
"""Headers with the ids of a run and its thread."""

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ANY_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
"""Pattern that also matches upper case and ids without dashes."""

HEX = re.compile("[0-9a-f]{32}")
KEYED = re.compile(rf'"(\w+)": ?"({UUID.pattern}(?::{UUID.pattern})?|{HEX.pattern})"')
"""Pattern of a JSON field with an id. The id of a task consists of two UUIDs; that of an interrupt is hex."""
WRITTEN_ID = "[0-9a-f-]{36}(:[0-9a-f-]{36})?"
"""Pattern of an id with dashes for grep. Other ids may have the same key."""

POLLS, PAUSE = 50, 0.2
"""Number of requests of a replay that polls, and seconds between two of them."""

WORD = re.compile(r"\w+")
ESCAPED_QUOTE = shlex.quote("'").strip("'")
MARK = re.compile(r'"contract_check": "[^"]+"')

RANDOM_NAME = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w.:|-]{16,}")
"""Pattern of a generated name: long, of letters and digits."""

GENERATED = "*"
"""Placeholder for such a name in a pointer, as for the number of an item."""


def without_ids(pointer: str) -> str:
    """Return a JSON pointer without the keys of objects that are ids, such as those of messages and tasks."""
    return "/".join(GENERATED if _is_id(each) else each for each in pointer.split("/"))


def _is_id(name: str) -> bool:
    return bool(ANY_UUID.search(name) or RANDOM_NAME.fullmatch(name))


def leading_to(last: Exchange, exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Return the exchanges to repeat before the last request, in their order.

    These are the writes to the resources that the request refers to, and to those named along with them; and
    an earlier identical request, because the target may have cached its response. A request that names none,
    such as one for a list, refers to what its response shows. A conflict with an equal resource needs that
    one, which another check may have created.
    """
    before = list(takewhile(lambda each: each.request is not last.request, exchanges))
    writes = [each for each in before if (each.ok or each.request.method == SOCKET) and _writes(each)]
    names, found = _names(last) or _mentioned(last), list[Exchange]()
    while more := [
        each for each in writes if all(each is not one for one in found) and names & _mentioned(each)
    ]:
        found += more
        names |= {name for each in more for name in _names(each)}
    found += [each for each in before if each.request == last.request and not _writes(each)][:1]
    found += _showing_ids([*found, last], before)
    equal = [last] if _conflicts_with_an_equal_one(last, found) else []
    return (*(each for each in before if any(each is one for one in found)), *equal)


def _conflicts_with_an_equal_one(last: Exchange, found: Sequence[Exchange]) -> bool:
    """Return whether a resource is rejected because of an equal one that no request to repeat creates."""
    name = last.operation_id
    is_conflict = name in CREATING and last.status == HTTPStatus.CONFLICT
    return is_conflict and not _sent(last) and not any(each.operation_id == name for each in found)


def limits(exchange: Exchange) -> tuple[ReplayLimit, ...]:
    """Return the reasons why commands may not show what the exchange showed."""
    reasons = {
        ReplayLimit.CONNECTIONS: exchange.is_overlapping,
        ReplayLimit.WEBSOCKET: exchange.request.method == SOCKET,
    }
    return tuple(limit for limit, applies in reasons.items() if applies)


def _showing_ids(kept: Sequence[Exchange], before: Sequence[Exchange]) -> Iterator[Exchange]:
    """Yield the reads that show ids in the requests to repeat, unless a request to repeat shows them."""
    *found, _ = kept
    for name in sorted({name for each in kept for name in _sent(each)}):
        unused = takewhile(lambda each: name not in _sent(each), before)  # noqa: B023 - used at once
        showing = [each for each in unused if name in _mentioned(each)]
        if showing and not any(each is one for each in showing for one in found):
            yield showing[0]


def _sent(exchange: Exchange) -> set[str]:
    return _ids(f"{exchange.request.path} {exchange.request.body!r}")


def _mentioned(exchange: Exchange) -> set[str]:
    """Return the ids and marks in a request and its response."""
    located = " ".join(exchange.headers.get(name, "") for name in LOCATIONS)
    text = f"{exchange.request.path} {exchange.request.body!r} {exchange.response.content!r} {located}"
    return {*_ids(text), *MARK.findall(text)}


def _names(exchange: Exchange) -> set[str]:
    """Return the ids in a request; unless it writes to them, also the mark of the check's resources."""
    text = f"{exchange.request.path} {exchange.request.body!r}"
    ids = _ids(text)
    return ids if ids and _writes(exchange) else ids | set(MARK.findall(text))


def _ids(text: str) -> set[str]:
    """Return the ids in canonical form; some requests contain other spellings."""
    return {str(uuid.UUID(each)) for each in ANY_UUID.findall(text)}


def _writes(exchange: Exchange) -> bool:
    """Return whether later responses may depend on the request."""
    name = exchange.operation_id or ""
    if name in WAITING or exchange.awaited is not None:
        return True
    is_reading = name in ENDLESS_STREAMS or name.split("_")[0] in READING
    if exchange.request.method == SOCKET:  # whose body has the frames
        return bool(exchange.request.body)
    return not is_reading and exchange.request.method not in {"GET", "HEAD"}


def commands(exchanges: Sequence[Exchange]) -> tuple[str, ...]:
    """Return command lines that repeat the requests.

    An id that the target generates differs each time: a shell variable takes it from the response.
    """
    lines: list[str] = []
    variables: dict[str, str] = {}
    for place, exchange in enumerate(exchanges):
        line = exchange.curl()
        for made, variable in variables.items():
            line = _with_variable(line, made, variable)
        if found := _made_for_later(exchange, exchanges[: place + 1], exchanges[place + 1 :]):
            pipe, made = found
            variables[made] = variable = f"ID{len(variables) + 1}"
            line = f"{variable}=$({_polling(line, exchange)} | {pipe})"
        else:
            is_left = place < len(exchanges) - 1 and _was_left_at_once(exchange)
            line = _leaving(line) if is_left else _polling(line, exchange)
        lines.append(line)
    return tuple(lines)


def sign(exchange: Exchange) -> str:
    """Return a pattern of the value that a check has just read; of the status if it read none.

    It is empty if the value may differ in the next run, or can't be found by its key.
    """
    if exchange.source.last is None:
        return f"^HTTP/[0-9.]+ {exchange.status}"
    place, value = exchange.source.last
    key = place.pointer.rpartition("/")[2]
    is_lasting = isinstance(value, str) and WORD.fullmatch(value) and not ANY_UUID.fullmatch(value)
    return f'"{key}": *"{value}"' if is_lasting and WORD.fullmatch(key) else ""


def _found_id(exchange: Exchange, key: str, made: str) -> str:
    """Return a pipe that prints the id; it leaves a stream only if the check did."""
    pattern = HEX.pattern if HEX.fullmatch(made) else WRITTEN_ID
    first = "head -n 1" if _is_left(exchange) else "sed -n 1p"
    return f'grep {_once(exchange)}-oE \'"{key}": *"{pattern}"\' | {first} | cut -d \'"\' -f 4'


def _found_in_header(exchange: Exchange, name: str, number: int) -> str:
    """Return a pipe that prints one of the ids in a header."""
    return f"grep {_once(exchange)}-i '^{name}:' | grep -oE '{UUID.pattern}' | sed -n {number}p"


def _once(exchange: Exchange) -> str:
    return "-m 1 " if _is_left(exchange) else ""


def _is_left(exchange: Exchange) -> bool:
    return isinstance(exchange, StreamedExchange) and not exchange.is_complete


def _was_left_at_once(exchange: Exchange) -> bool:
    is_left = isinstance(exchange, StreamedExchange) and exchange.is_stream and exchange.ended == "left"
    return is_left and not exchange.response.content


def _leaving(line: str) -> str:
    """Return a command that ends curl as soon as it has the status, before the first event."""
    return (
        f'{{ {line} & echo $!; wait; }} | {{ read -r CURL; read -r STATUS; kill "$CURL"; echo "$STATUS"; }}'
    )


def _polling(line: str, exchange: Exchange) -> str:
    """Return a loop that repeats the request as the check did, and prints the last response."""
    if exchange.awaited is None:
        return line
    show = """printf '%s\\n' "$RESPONSE\""""
    stop = f"{show} | grep -qE {shlex.quote(exchange.awaited)} && break; " if exchange.awaited else ""
    return f"for i in $(seq {POLLS}); do RESPONSE=$({line}); {stop}sleep {PAUSE}; done; {show}"


def _made_for_later(
    exchange: Exchange, so_far: Sequence[Exchange], later: Sequence[Exchange]
) -> tuple[str, str] | None:
    """Return the first new id in the response that a later request needs, behind a pipe that prints it."""
    sent, needed = _command(so_far), _command(later)
    new = ((pipe, made) for pipe, made in _shown_ids(exchange) if made in needed and made not in sent)
    return next(new, None)


def _shown_ids(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Yield the ids that a response shows, each behind a pipe that prints it."""
    text = exchange.response.content.decode("utf-8", "replace")
    firsts = {(key, bool(HEX.fullmatch(made))): made for key, made in reversed(KEYED.findall(text))}
    for (key, _), made in firsts.items():
        yield _found_id(exchange, key, made), made
    for name in LOCATIONS:
        for number, made in enumerate(UUID.findall(exchange.headers.get(name, "")), 1):
            yield _found_in_header(exchange, name, number), made


def _command(exchanges: Sequence[Exchange]) -> str:
    return " ".join(f"{each.request.path} {each.request.body!r}" for each in exchanges)


def _with_variable(line: str, made: str, variable: str) -> str:
    if ESCAPED_QUOTE in line:  # counting quotes does not find where they begin and end
        return line
    parts = line.split("'")
    for place, part in enumerate(parts):
        is_quoted = place % 2 == 1
        parts[place] = part.replace(made, f"'\"${variable}\"'" if is_quoted else f'"${variable}"')
    return "'".join(parts)


def of_any_run(text: str, run: str) -> str:
    """Return the text with the placeholder for the run, also where the run is truncated."""
    begun = "|".join(run[:size] for size in range(len(run) - 1, 0, -1))
    cut = re.compile(rf'(-[0-9a-fA-F]{{4}}-|"{RUN}": ?")({begun})(?=\N{{HORIZONTAL ELLIPSIS}})')
    return cut.sub(lambda found: found[1] + ANY_RUN[: len(found[2])], text.replace(run, ANY_RUN))


def exchange_of_any_run(exchange: Exchange, of_any: Callable[[str], str]) -> Exchange:
    """Return the exchange as any other run would record it; `of_any` converts a text."""
    sent, received = exchange.request, exchange.response

    def whole(content: bytes) -> bytes:
        return of_any(content.decode("latin-1")).encode("latin-1")

    headers = {name: of_any(value) for name, value in sent.headers.items()}
    request = replace(sent, url=of_any(sent.url), headers=headers, body=whole(sent.body))
    return replace(exchange, request=request, response=replace(received, content=whole(received.content)))


def repeatable(text: str, own: set[str]) -> str:
    """Return the text without what the target generates each time: timestamps, and ids that are not ours."""
    for foreign in set(UUID.findall(text)) - own:
        text = text.replace(foreign, "<id>")
    return without_times(text)


def effort(replay: Iterable[str]) -> int:
    """Return the characters to read, of which an escaped one, as generated texts have, counts for many."""
    return sum(len(each) + ESCAPED_COUNTS_FOR * len(ESCAPED.findall(each)) for each in replay)
