"""Availability of each operation, from the response to one well-formed request."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from itertools import islice
from urllib.parse import urlsplit

import httpx

from contract_tests.client.exchange import INVALID_STATUSES, Exchange
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json, Operation
from contract_tests.findings.survey import Offer
from contract_tests.generation.prerequisites import (
    Prerequisites,
    is_reading,
    minimal_request,
    optional_fields,
)
from contract_tests.operation_groups import CREATING
from contract_tests.survey.session import (
    MAX_SILENCES,
    READ_SECONDS,
    Session,
    Unsent,
    field_of,
    list_at,
    text_at,
)
from contract_tests.survey.unknown_path import VARYING, UnknownPaths

REMOVES = {
    "cancel_thread_run": "run_id",
    "cancel_runs": "run_id",
    "delete_thread_run": "run_id",
    "delete_cron": "cron_id",
    "delete_item": "key",
    "delete_assistant": "assistant_id",
    "prune_threads": "thread_id",
    "delete_thread": "thread_id",
}
"""Operation -> the resource that it removes. They come last, and the next one gets a new resource."""

CREATES = {
    "create_thread": "thread_id",
    "create_assistant": "assistant_id",
    "create_thread_run": "run_id",
    "create_cron": "cron_id",
}
"""Operation -> field of its response without which what it created can't be used."""

MAY_FIND_NOTHING = (
    "get_assistant_subgraphs_in_namespace",
    "cancel_thread_run",
    "cancel_runs",
    "get_mcp",
    "delete_mcp",
)
"""Operations that may rightly respond 404 although every resource of the request exists."""


MAX_LISTED = 100
"""Limit of a search for a created cron."""

MAX_FIELDS = 20
"""Maximum number of optional fields that are tried, one at a time, for an operation."""


class SharedResources(Prerequisites):
    """Resources of the session, each created once, which all requests share."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.ctx)
        self._session = session
        self._found: dict[str, str] = {}
        self.is_complete = True
        """False if the latest request refers to something that could not be created."""
        self.is_reading = False
        """True if the operation changes nothing."""

    def forget(self, name: str) -> None:
        """Drop a resource that was removed, and those that were removed with it."""
        dropped = ("thread_id", "run_id", "checkpoint_id") if name == "thread_id" else (name,)
        for each in dropped:
            self._found.pop(each, None)
            if hasattr(self._session, each):
                setattr(self._session, each, "")

    @property
    def thread_id(self) -> str:
        return self._existing("thread_id", self._session.thread_id)

    @property
    def checkpoint_id(self) -> str:
        return self._existing("checkpoint_id", self._session.checkpoint_id)

    @property
    def run_id(self) -> str:
        return self._existing("run_id", self._session.run_id)

    @property
    def assistant_id(self) -> str:
        """Id of a new assistant; to read one, of a listed one if the target keeps no new ones."""
        was_complete = self.is_complete
        created_id = self._existing("assistant_id")
        if self._session.keeps_assistants is None:
            self._session.keeps_assistants = self._keeps(self._found["assistant_id"])
        listed_id = self._session.listed_assistant_id
        if self._session.keeps_assistants is False and self.is_reading and listed_id:
            self.is_complete = was_complete
            return listed_id
        return created_id

    def _keeps(self, created_id: str) -> bool | None:
        """Return whether the created assistant can be read; `None` if that is not known to be its fault.

        It may be that of the operation, unless the target forbids it or reads the listed assistant.
        """
        listed_id = self._session.listed_assistant_id
        read = self._read(created_id) if created_id and created_id != listed_id else None
        if text_at(read, "assistant_id") == created_id != "":
            return True
        if read is not None and read.status == HTTPStatus.FORBIDDEN:
            return False
        return False if listed_id and text_at(self._read(listed_id), "assistant_id") == listed_id else None

    def _read(self, assistant_id: str) -> StreamedExchange | None:
        return self._session.send("get_assistant", path={"assistant_id": assistant_id})

    @property
    def cron_id(self) -> str:
        return self._existing("cron_id")

    @property
    def namespace(self) -> list[str]:
        if "namespace" not in self._found:
            self._found["namespace"] = self._ctx.new_id()
        return [self._found["namespace"]]

    @property
    def key(self) -> str:
        return self._existing("key")

    def _existing(self, name: str, known: str = "") -> str:
        """Return the resource, created on first use; an unknown id if the target creates none."""
        if not self._found.get(name):
            self._found[name] = known or str(getattr(self, f"_new_{name}", str)())
        self.is_complete = self.is_complete and bool(self._found[name])
        return self._found[name] or self._ctx.new_id()

    def _new_thread_id(self) -> str:
        self._session.thread_id = self._session.create_thread()
        return self._session.thread_id

    def _new_run_id(self) -> str:
        body = {"assistant_id": self._graph_id, "input": self.input, "metadata": self._ctx.mark}
        path = {"thread_id": self.thread_id}
        return text_at(self._session.send("create_thread_run", path=path, body=body), "run_id")

    def _new_assistant_id(self) -> str:
        body: dict[str, Json] = {
            "assistant_id": self._ctx.new_id(),
            "graph_id": self._ctx.graph,
            "metadata": self._ctx.mark,
        }
        created = self._session.send("create_assistant", body=body)
        if created is not None and created.status == HTTPStatus.CONFLICT:
            # Some servers allow one assistant for each graph and configuration.
            body["config"] = {"configurable": {"survey": body["assistant_id"]}}
            created = self._session.send("create_assistant", body=body)
        return text_at(created, "assistant_id")

    def _new_cron_id(self) -> str:
        body = {
            "assistant_id": self._graph_id,
            "schedule": self.schedule,
            "enabled": False,
            "metadata": self._ctx.mark,
        }
        for more in ({}, {"input": self.input}):  # which some servers require
            if cron_id := text_at(self._session.send("create_cron", body={**body, **more}), "cron_id"):
                if self._session.keeps_crons is None:
                    self._session.keeps_crons = self._keeps_cron(cron_id)
                return cron_id
        return ""

    def _keeps_cron(self, created_id: str) -> bool | None:
        """Return whether the created cron can be read or found; `None` if neither tells."""
        read = self._session.send("get_cron", path={"cron_id": created_id})
        listed = self._session.send("search_crons", body={"limit": MAX_LISTED})
        found = [each.get("cron_id") for each in list_at(field_of(listed)) if isinstance(each, Mapping)]
        if text_at(read, "cron_id") == created_id or created_id in found:
            return True
        is_lost = (
            read is not None and read.status == HTTPStatus.NOT_FOUND and isinstance(field_of(listed), list)
        )
        return False if is_lost and len(found) < MAX_LISTED else None

    def _new_key(self) -> str:
        body = {"namespace": self.namespace, "key": "key", "value": {}}
        put = self._session.send("put_item", body=body)
        return "key" if put is not None and put.ok else ""

    @property
    def _graph_id(self) -> str:
        return self._ctx.run_context.graphs.any.assistant_id


def offers(session: Session, unknown_paths: UnknownPaths) -> Iterator[tuple[str, Offer]]:
    """Send one request to each operation, those that remove something last."""
    by_id = session.run_context.contract.by_id
    resources = SharedResources(session)
    for name in (*(each for each in by_id if each not in REMOVES), *REMOVES):
        yield name, _offer(session, unknown_paths, by_id[name], resources)
        if name in REMOVES:
            resources.forget(REMOVES[name])


def without_denied(found: Mapping[str, Offer], session: Session) -> Mapping[str, Offer]:
    """Return the offers, with those of a feature missing if `GET /info` denies it and nothing of it works."""
    flags = field_of(session.last.get("get_info"), "flags")
    denied = [name for name, flag in flags.items() if flag is False] if isinstance(flags, dict) else []
    offers = dict(found)
    for feature in denied:
        group = [each.id for each in session.run_context.contract.operations if each.feature == feature]
        if not any(httpx.codes.is_success(found[name].status) for name in group):
            offers |= {name: replace(found[name], availability="missing") for name in group}
    return offers


def _offer(
    session: Session, unknown_paths: UnknownPaths, operation: Operation, resources: SharedResources
) -> Offer:
    exchange = session.last.get(operation.id)
    is_complete = exchange is not None and exchange.ok
    needs, is_silent = "", session.silences >= MAX_SILENCES
    if is_silent and not is_complete:
        return Offer("unknown", f"not tried: {MAX_SILENCES} requests had no response")
    if not is_complete or (_may_need_more(session, operation) and not is_silent):
        resources.is_complete = True
        needs, sent = _least(session, operation, resources)
        if not is_complete:
            exchange, is_complete = sent or exchange, resources.is_complete
    if operation.id in MAY_FIND_NOTHING or not is_complete:
        # What is said about an unknown thread, if unlike that about an unknown path, tells the two apart.
        is_complete = not _hides_resources(session, unknown_paths)
    offer = classify(operation, exchange, unknown_paths, is_complete=is_complete)
    if offer.availability == "forbidden" and _is_about_a_lost_assistant(session, operation):
        offer = replace(offer, availability="offered")
    may_be_missing = offer.availability in {"missing", "unknown"} and offer.status == HTTPStatus.NOT_FOUND
    if may_be_missing and _validates_ids(session, unknown_paths, operation):
        offer = replace(offer, availability="offered")
    return replace(offer, needs=needs)


def _may_need_more(session: Session, operation: Operation) -> bool:
    """Return whether the target may require a field that is optional, and the request creates nothing."""
    if operation.body is None:
        return False
    requires_nothing = not session.run_context.contract.whole(operation.body).get("required")
    return is_reading(operation) or (requires_nothing and operation.id not in CREATING)


def _is_about_a_lost_assistant(session: Session, operation: Operation) -> bool:
    """Return whether the target forbids owners what they created: that is not due to the operation."""
    is_lost = session.keeps_assistants is False and not session.listed_assistant_id
    return is_lost and "{assistant_id}" in operation.path


def _validates_ids(session: Session, unknown_paths: UnknownPaths, operation: Operation) -> bool:
    """Return whether a malformed id is rejected: there is an operation that reads it, whatever it finds."""
    names = [each["name"] for each in operation.parameters if each["in"] == "path"]
    if not names:
        return False
    path = {name: session.ctx.new_id() for name in names} | {names[-1]: session.ctx.malformed_id()}
    request = OperationRequest(path, body={} if operation.body else NO_BODY)
    with suppress(*Unsent):
        rejected = session.ctx.send(operation, request, valid=False, at_most=READ_SECONDS)
        return rejected.status in INVALID_STATUSES and not unknown_paths.is_like(operation, rejected)
    return False


def _least(
    session: Session, operation: Operation, resources: SharedResources
) -> tuple[str, StreamedExchange | None]:
    """Return the response to the minimal request, or the field that it needs and the response with it."""
    least = _sent(session, operation, resources)
    if least is not None and least.status in INVALID_STATUSES:
        names = optional_fields(session.run_context.contract, operation)
        for name in islice(names, MAX_FIELDS):
            sent = _sent(session, operation, resources, name)
            if sent is not None and sent.ok:
                return name, sent
    return "", least


def _hides_resources(session: Session, unknown_paths: UnknownPaths) -> bool:
    """Return whether the target may respond to an unknown thread as to an unknown path."""
    get_thread = session.run_context.contract.by_id["get_thread"]
    return session.unknown_thread is None or unknown_paths.is_like(get_thread, session.unknown_thread)


def _sent(
    session: Session, operation: Operation, resources: SharedResources, needs: str = ""
) -> StreamedExchange | None:
    """Send the minimal request, with one optional field if given; `None` if it has no response."""
    resources.is_reading = is_reading(operation)
    try:
        request = minimal_request(operation, session.ctx, resources, needs=needs)
    except Unsent:
        return None
    return session.send_request(operation.id, request)


def classify(
    operation: Operation, exchange: StreamedExchange | None, unknown_paths: UnknownPaths, *, is_complete: bool
) -> Offer:
    """Return the availability. A documented error is an offer.

    `is_complete` is false if the request refers to something that does not exist, or may not exist.
    """
    if exchange is None:
        return Offer("unknown", "no response")
    response = _stable(exchange)
    if unknown_paths.is_like(operation, exchange):
        is_sure = is_complete or str(exchange.status) not in map(str, operation.responses)
        return Offer("missing" if is_sure else "unknown", response, exchange.status)
    if exchange.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Offer("forbidden", response, exchange.status)
    if exchange.is_redirect and str(exchange.status) not in map(str, operation.responses):
        return Offer("broken", f"{response} to {_path_of(exchange)}", exchange.status)
    field = CREATES.get(operation.id)
    if field is not None and exchange.ok and not text_at(exchange, field):
        return Offer("broken", f"{response} without `{field}`", exchange.status)
    return Offer("broken" if exchange.failed else "offered", response, exchange.status)


def _path_of(exchange: Exchange) -> str:
    """Return the path of a redirect's target, without ids."""
    return VARYING.sub("*", urlsplit(exchange.headers.get("location", "")).path) or "nowhere"


def _stable(exchange: Exchange) -> str:
    """Return the summary without ids and times, so that two surveys of one server are equal."""
    status, _, text = exchange.summary.partition(" ")
    return f"{status} {VARYING.sub('*', text)}".strip()
