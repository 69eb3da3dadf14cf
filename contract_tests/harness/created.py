"""What a request creates on the target: threads, assistants, runs, crons and items, each by its path."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlencode

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.operation_request import Unsendable, segment
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json

Own = Collection[str]
"""Ids that we made up."""

THREAD = re.compile(r"/threads/[^/?]+")
RUN = re.compile(r"/threads/[^/?]+/runs/[^/?]+")

LOCATED = re.compile(r"/threads/[\w~-][\w.~-]{0,127}/runs/[\w~-][\w.~-]{0,127}", re.ASCII)
"""A path that a header may name: nothing in it leads elsewhere."""

NAMED = re.compile(r"POST /(threads|assistants)(/[^/?]+/copy)?(\?.*)?")
"""Requests that create a thread or an assistant, and answer it."""

STARTING = re.compile(r"POST (/threads/[^/?]+)?/runs(/stream|/wait|/batch)?(\?.*)?")
"""Requests that start runs."""

PLANNING = re.compile(r"POST (/threads/[^/?]+)?/runs/crons")
"""Requests that create a cron."""

COMMANDING = re.compile(r"POST (/threads/[^/?]+)/commands")
"""Commands of protocol v2: some start runs."""

MESSAGING = re.compile(r"POST /a2a/[^/?]+")
"""Requests to an agent: a message runs it on a thread, which may be a new one."""

FOLLOWING = re.compile(r"GET (/threads/[^/?]+/runs/[^/?]+)/(join|stream)(\?.*)?")
"""Requests that last as long as a run."""

MARK = "contract_check"
"""The key of the metadata that a trial's resources have."""

KEEPING = "PUT /store/items"
"""The request that puts an item. Nothing is there of one that is refused."""

REFUSALS = range(400, 500)

ID = {"threads": "thread_id", "assistants": "assistant_id"}


def intended(request: Request, issued: Own) -> str | None:
    """The path of what the request will create, if its id is one of those that we made up."""
    said = _parsed(request.body)
    if _line(request) == KEEPING:
        return _item(said) if _root(said) in issued else None
    if named := NAMED.fullmatch(_line(request)):
        return _path(named[1], _field(said, ID[named[1]]), issued)
    if (commanding := COMMANDING.fullmatch(_line(request))) and _field(said, "method") == "run.start":
        return _path("threads", commanding[1].rpartition("/")[2], issued)
    if MESSAGING.fullmatch(_line(request)) and (message := _message(said)):
        return _path("threads", _field(message, "contextId"), issued)
    starting = STARTING.fullmatch(_line(request))
    if starting and starting[1] and _field(said, "if_not_exists") == "create":
        return _path("threads", starting[1].rpartition("/")[2], issued)
    return None


def creations(exchange: Exchange, issued: Own) -> Iterator[str]:
    """Paths of what the exchange created, or may have created."""
    own, line = intended(exchange.request, issued), _line(exchange.request)
    refusals = REFUSALS if line == KEEPING else {HTTPStatus.CONFLICT}
    if own and exchange.status not in refusals:
        yield own  # it is ours, and even a failed request may have left something under it
    if not exchange.ok:
        return
    if line == KEEPING and (item := _item(_parsed(exchange.request.body))):
        yield item
    elif named := NAMED.fullmatch(line):
        if own is None or _is_marked(exchange.json):  # else it may be something that was there before
            yield from _below(f"/{named[1]}", _member(exchange.json, ID[named[1]]))
    elif PLANNING.fullmatch(line):
        yield from _below("/runs/crons", _member(exchange.json, "cron_id"))
    elif commanding := COMMANDING.fullmatch(line):
        yield from _below(f"{commanding[1]}/runs", _member(_member(exchange.json, "result"), "run_id"))
    elif MESSAGING.fullmatch(line):
        yield from _contexts(exchange)
    elif STARTING.fullmatch(line):
        yield from _started(exchange)


def marked(exchange: Exchange, mark: Mapping[str, str]) -> Iterator[str]:
    """Paths of threads that a search found and that are ours: a run without a thread may have left one."""
    if not exchange.ok or exchange.request.path != "/threads/search" or not isinstance(exchange.json, list):
        return
    for thread in exchange.json:
        metadata = thread.get("metadata") if isinstance(thread, dict) else None
        if isinstance(metadata, dict) and mark.items() <= metadata.items():
            yield from _below("/threads", _member(thread, "thread_id"))


def ended(exchange: Exchange) -> str | None:
    """The path of the run that has come to its end, as the exchange tells."""
    if not exchange.ok or (isinstance(exchange, StreamedExchange) and not exchange.is_complete):
        return None
    line = _line(exchange.request)
    if following := FOLLOWING.fullmatch(line):
        return following[1]
    starting = STARTING.fullmatch(line)
    return _located(exchange) if starting and starting[2] in {"/stream", "/wait"} else None


def _started(exchange: Exchange) -> Iterator[str]:
    """Runs; and the threads of those that had none."""
    runs = exchange.json if isinstance(exchange.json, list) else [exchange.json]
    paths = [
        path
        for run in runs
        for thread in _below("/threads", _member(run, "thread_id"))
        for path in _below(f"{thread}/runs", _member(run, "run_id"))
    ]
    for path in paths or filter(None, [_located(exchange)]):
        if exchange.request.path.startswith("/runs") and (thread := THREAD.match(path)):
            yield thread[0]
        yield path


def _contexts(exchange: Exchange) -> Iterator[str]:
    """The thread of a message that names none, which was made for it."""
    message = _message(_parsed(exchange.request.body))
    if message is None or _field(message, "contextId") or _field(message, "taskId"):
        return
    events = exchange.events[:1] if isinstance(exchange, StreamedExchange) else ()
    for answer in (exchange.json, *(event.data for event in events)):
        yield from _below("/threads", _member(_member(answer, "result"), "contextId"))


def _message(said: Json) -> Json:
    """That a request to an agent sends; `None` if it does something else."""
    return _member(_member(said, "params"), "message")


def _located(exchange: Exchange) -> str | None:
    located = LOCATED.fullmatch(str(exchange.headers.get("content-location", "")))
    return located and located[0]


def _below(path: str, told_id: Json) -> Iterator[str]:
    """The path of what the target calls so, if that is an id at all."""
    with suppress(Unsendable):
        if isinstance(told_id, str):
            yield f"{path}/{segment(told_id)}"


def _is_marked(told: Json) -> bool:
    metadata = _member(told, "metadata")
    return isinstance(metadata, dict) and MARK in metadata


def _line(request: Request) -> str:
    return f"{request.method} {request.path}"


def _item(said: Json) -> str | None:
    """The path to read it by."""
    with suppress(KeyError, TypeError):
        return f"/store/items?{urlencode({'namespace': '.'.join(said['namespace']), 'key': said['key']})}"
    return None


def _root(said: Json) -> str:
    with suppress(KeyError, TypeError, IndexError):
        return str(said["namespace"][0])
    return ""


def _path(kind: str, own: str, issued: Own) -> str | None:
    return f"/{kind}/{own}" if own in issued else None


def _parsed(content: bytes) -> Json:
    with suppress(ValueError, RecursionError):
        return json.loads(content)
    return None


def _field(value: Json, name: str) -> str:
    return str(_member(value, name) or "")


def _member(value: Json, name: str) -> Json:
    with suppress(LookupError, TypeError):
        return value[name]
    return None
