"""Resources that a request creates on the target: threads, assistants, runs, crons and items, by path."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlencode

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.operation_request import UnsendableRequest, segment
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.replay import ANY_UUID

Own = Collection[str]
"""Ids that we generated."""

THREAD = re.compile(r"/threads/[^/?]+")
RUN = re.compile(r"/threads/[^/?]+/runs/[^/?]+")

LOCATED = re.compile(
    r"/threads/(?P<thread_id>[\w~-][\w.~-]{0,127})/runs/(?P<run_id>[\w~-][\w.~-]{0,127})", re.ASCII
)
"""Path in a header, restricted to characters that can't lead elsewhere."""

CREATES_RESOURCE = re.compile(r"POST /(threads|assistants)(/[^/?]+/copy)?(\?.*)?")
"""Requests that create a thread or an assistant and return it."""

STARTS_RUN = re.compile(r"POST (/threads/[^/?]+)?/runs(/stream|/wait|/batch)?(\?.*)?")
"""Requests that start runs."""

CREATES_CRON = re.compile(r"POST (/threads/[^/?]+)?/runs/crons")
"""Requests that create a cron."""

SENDS_COMMAND = re.compile(r"POST (/threads/[^/?]+)/commands")
"""Commands of protocol v2, some of which start runs."""

SENDS_A2A = re.compile(r"POST /a2a/[^/?]+")
"""Requests to an agent: a message starts a run, possibly on a new thread."""

JOINS_RUN = re.compile(r"GET (/threads/[^/?]+/runs/[^/?]+)/(join|stream)(\?.*)?")
"""Requests that last until the end of a run."""

MARK = "contract_check"
"""Metadata key of a check's resources."""

PUTS_ITEM = "PUT /store/items"
"""Request that puts an item. A rejected one leaves nothing behind."""

DELETES_ITEM = "DELETE /store/items"

REJECTED = range(400, 500)

LACKING = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)
"""Statuses of an operation that does not exist, hence creates nothing."""

ID = {"threads": "thread_id", "assistants": "assistant_id"}


def intended(request: Request, issued: Own) -> str | None:
    """Return the path of the resource that the request will create, if its id is one that we generated."""
    body = request.parsed
    if _line(request) == PUTS_ITEM:
        return _item(body) if _root(body) in issued and _has_valid_labels(body) else None
    if named := CREATES_RESOURCE.fullmatch(_line(request)):
        return _path(named[1], _field(body, ID[named[1]]), issued)
    if (commanding := SENDS_COMMAND.fullmatch(_line(request))) and _field(body, "method") == "run.start":
        return _path("threads", commanding[1].rpartition("/")[2], issued)
    if SENDS_A2A.fullmatch(_line(request)) and (message := _message(body)):
        return _path("threads", _field(message, "contextId"), issued)
    starting = STARTS_RUN.fullmatch(_line(request))
    if starting and starting[1] and _field(body, "if_not_exists") == "create":
        return _path("threads", starting[1].rpartition("/")[2], issued)
    return None


def creations(exchange: Exchange, issued: Own) -> Iterator[str]:
    """Yield the paths of the resources that the exchange created or may have created."""
    own, line = intended(exchange.request, issued), _line(exchange.request)
    refusals = REJECTED if line == PUTS_ITEM else {HTTPStatus.CONFLICT}
    if own and exchange.status not in {*refusals, *LACKING} and not _has_another_id(exchange):
        yield own  # the id is ours, and even a failed request may have created something under it
    if not exchange.ok:
        return
    yield from _unknown_thread(exchange.request, issued)
    if line == PUTS_ITEM and (item := _item(exchange.request.parsed)):
        yield item
    elif named := CREATES_RESOURCE.fullmatch(line):
        # One with the id that we have chosen may have existed before.
        is_new = own is None or _has_another_id(exchange) or _is_marked(exchange.parsed)
        if is_new and not _is_of_the_server(exchange.parsed):
            yield from paths_below(f"/{named[1]}", _member(exchange.parsed, ID[named[1]]))
    elif CREATES_CRON.fullmatch(line):
        yield from paths_below("/runs/crons", _member(exchange.parsed, "cron_id"))
    elif commanding := SENDS_COMMAND.fullmatch(line):
        yield from paths_below(f"{commanding[1]}/runs", _member(_member(exchange.parsed, "result"), "run_id"))
    elif SENDS_A2A.fullmatch(line):
        yield from _contexts(exchange)
    elif STARTS_RUN.fullmatch(line):
        yield from _started(exchange)


def _unknown_thread(request: Request, issued: Own) -> Iterator[str]:
    """Yield the path of a thread on which a run was accepted, if a server may have created it for the run.

    Its id is one that we generated, or malformed: a UUID of the target belongs to a thread that exists.
    """
    line = _line(request)
    started = STARTS_RUN.fullmatch(line) or CREATES_CRON.fullmatch(line) or SENDS_COMMAND.fullmatch(line)
    path = started and started[1]
    if path and ((thread_id := path.rpartition("/")[2]) in issued or not ANY_UUID.fullmatch(thread_id)):
        yield path


def marked(exchange: Exchange, mark: Mapping[str, str]) -> Iterator[str]:
    """Yield the paths of our threads in a search result: a stateless run may have left one."""
    if not exchange.ok or exchange.request.path != "/threads/search" or not isinstance(exchange.parsed, list):
        return
    for thread in exchange.parsed:
        metadata = thread.get("metadata") if isinstance(thread, dict) else None
        if isinstance(metadata, dict) and mark.items() <= metadata.items():
            yield from paths_below("/threads", _member(thread, "thread_id"))


def deleted(exchange: Exchange) -> str | None:
    """Return the path of the resource that the exchange has deleted; `None` if it has deleted none."""
    request = exchange.request
    if request.method != "DELETE" or not exchange.ok:
        return None
    return _item(request.parsed) if _line(request) == DELETES_ITEM else request.path


def ended(exchange: Exchange) -> str | None:
    """Return the path of the run whose end the exchange shows; `None` if it shows none."""
    if not exchange.ok or (isinstance(exchange, StreamedExchange) and not exchange.is_complete):
        return None
    line = _line(exchange.request)
    if following := JOINS_RUN.fullmatch(line):
        return following[1]
    starting = STARTS_RUN.fullmatch(line)
    return _located(exchange) if starting and starting[2] in {"/stream", "/wait"} else None


def _started(exchange: Exchange) -> Iterator[str]:
    """Yield the paths of started runs, and of the threads that were created for them."""
    runs = exchange.parsed if isinstance(exchange.parsed, list) else [exchange.parsed]
    paths = [
        path
        for run in runs
        for thread in paths_below("/threads", _member(run, "thread_id"))
        for path in paths_below(f"{thread}/runs", _member(run, "run_id"))
    ]
    for path in paths or filter(None, [_located(exchange)]):
        if exchange.request.path.startswith("/runs") and (thread := THREAD.match(path)):
            yield thread[0]
        yield path


def _contexts(exchange: Exchange) -> Iterator[str]:
    """Yield the path of the thread that was created for a message without one."""
    message = _message(exchange.request.parsed)
    if message is None or _field(message, "contextId") or _field(message, "taskId"):
        return
    events = exchange.events[:1] if isinstance(exchange, StreamedExchange) else ()
    for response in (exchange.parsed, *(event.parsed for event in events)):
        yield from paths_below("/threads", _member(_member(response, "result"), "contextId"))


def _message(body: Json) -> Json:
    """Return the message in a request to an agent; `None` if it has another method."""
    return _member(_member(body, "params"), "message")


def _located(exchange: Exchange) -> str | None:
    located = LOCATED.fullmatch(str(exchange.headers.get("content-location", "")))
    return located and located[0]


def paths_below(path: str, returned_id: Json) -> Iterator[str]:
    """Yield the path under the id that the target returned, if that is usable as an id."""
    with suppress(UnsendableRequest):
        if isinstance(returned_id, str | int) and not isinstance(returned_id, bool):
            yield f"{path}/{segment(returned_id)}"


def _has_another_id(exchange: Exchange) -> bool:
    """Return whether the target created the thread or assistant under another id than that of the request."""
    named = CREATES_RESOURCE.fullmatch(_line(exchange.request))
    if named is None or named[2] or not exchange.ok:
        return False
    created_id = _member(exchange.parsed, ID[named[1]])
    chosen_id = _field(exchange.request.parsed, ID[named[1]])
    return bool(created_id) and _normalised(str(created_id)) != _normalised(chosen_id)


def _is_of_the_server(assistant: Json) -> bool:
    """Return whether it is the assistant of a graph that the server has by itself, and must keep."""
    assistant_id = _field(assistant, "assistant_id")
    is_graph = bool(assistant_id) and assistant_id == _field(assistant, "graph_id")
    created_by = _field(_member(assistant, "metadata"), "created_by")
    return is_graph or created_by == "system"


def _normalised(resource_id: str) -> str:
    return resource_id.replace("-", "").lower()


def _is_marked(resource: Json) -> bool:
    metadata = _member(resource, "metadata")
    return isinstance(metadata, dict) and MARK in metadata


def _line(request: Request) -> str:
    return f"{request.method} {request.path}"


def _item(body: Json) -> str | None:
    """Return the path from which the item is read."""
    with suppress(KeyError, TypeError):
        return f"/store/items?{urlencode({'namespace': '.'.join(body['namespace']), 'key': body['key']})}"
    return None


def _root(body: Json) -> str:
    with suppress(KeyError, TypeError, IndexError):
        return str(body["namespace"][0])
    return ""


def _has_valid_labels(body: Json) -> bool:
    """Return whether an item may have the namespace. A target that follows the contract keeps no other."""
    return all(isinstance(label, str) and label and "." not in label for label in body["namespace"])


def _path(kind: str, own: str, issued: Own) -> str | None:
    return f"/{kind}/{own}" if own in issued else None


def _field(value: Json, name: str) -> str:
    return str(_member(value, name) or "")


def _member(value: Json, name: str) -> Json:
    with suppress(LookupError, TypeError):
        return value[name]
    return None
