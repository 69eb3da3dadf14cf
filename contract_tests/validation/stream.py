"""Validation of event streams: the events, their data and their order, as in `x-stream-events`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from contract_tests.client import strict_json
from contract_tests.client.exchange import Request
from contract_tests.client.stream import MEDIA_TYPE, StreamedEvent, StreamedExchange
from contract_tests.contract import Contract, Json
from contract_tests.findings.finding import UNREQUESTED, Violation
from contract_tests.text.visible import one_line
from contract_tests.validation.request import Validity

CHECK = "shape.stream"
REASON = (
    "Pages render events: one that lacks its data or is out of order leaves the page incomplete or loading"
    " indefinitely."
)
REQUIREMENT = "A stream has the documented events, with documented data, in the documented order."

DEFAULT_MODES = frozenset({"values"})

NUMBERS = re.compile(r"\d+")
ERROR = "error"
"""Name of the event of a failure. Alone, it is an error in response to the request."""


@dataclass(frozen=True)
class StreamRequest:
    """Options of a request that affect its stream."""

    request: Request

    def field(self, name: str) -> Json:
        """Return a field of the request's body, or else of its query."""
        body = self.request.parsed
        if isinstance(body, dict):
            return body.get(name)
        return parse_qs(urlsplit(self.request.url).query).get(name)

    def modes(self, field: str) -> frozenset[str]:
        """Return the requested modes; the default ones if the field is invalid, or there is none."""
        given = self.field(field)
        modes = given if isinstance(given, list) else [given]
        return frozenset(each for each in modes if isinstance(each, str)) or DEFAULT_MODES


@dataclass(frozen=True)
class Grammar:
    checks: Mapping[str, Json]
    events: Mapping[str, Mapping[str, Json]]
    """Events by name, without the namespace of a subgraph."""
    validity: Validity

    def violations(self, exchange: StreamedExchange) -> Iterator[Violation]:
        """Yield the violations in the part of the stream that was read."""
        request = StreamRequest(exchange.request)
        if exchange.ended == "broken":
            yield violation("end", "a stream that the server ends", "a connection that was lost")
        elif exchange.is_complete and exchange.unfinished.strip():
            yield violation("end", "an empty line after the last event", "the end within an event")
        if not strict_json.is_utf8(exchange.response.content):
            yield violation("encoding", "UTF-8", "bytes that are not UTF-8")
        yield from self._order(exchange)
        yield from self._ids(request, exchange.events)
        yield from self.of_each_event(exchange)

    @property
    def closing(self) -> Sequence[str]:
        """Return the names of events that may follow all others."""
        return tuple(self.checks.get("closing", ()))

    def of_each_event(self, exchange: StreamedExchange) -> Iterator[Violation]:
        """Yield the violations in single events, regardless of their order."""
        request = StreamRequest(exchange.request)
        for event in exchange.received:
            yield from self._event(request, event)

    def _order(self, exchange: StreamedExchange) -> Iterator[Violation]:
        names, first, last = exchange.names, self.checks.get("first"), self.checks.get("last", ())
        at_end = (*last, *self.closing)
        if first and (names or exchange.is_complete) and (not names or names[0] not in first):
            yield violation("first", " or ".join(first), names[0] if names else "no event")
        for name, following in pairwise(names):
            if name in at_end:
                yield violation("last", f"{name} as the last event", following)

    def _ids(self, request: StreamRequest, events: Sequence[StreamedEvent]) -> Iterator[Violation]:
        rule = self.checks.get("ids")
        needs_id = rule == "always" or (rule is not None and request.field(rule) is True)
        if [event.name for event in events] == [ERROR]:
            return  # nothing was streamed, so nothing can be resumed
        for event in events if rule else ():
            if needs_id and event.id is None:
                yield violation("id", "an id", "an event without one")
            if event.id is not None and not needs_id:
                yield replace(violation("id", "no id", "an event with one"), level="should")
        ids = [event.id for event in events if event.id is not None]
        if any(goes_back(*pair) for pair in pairwise(ids)):
            yield violation("id", "ids that never decrease", "an id below the previous one")

    def _event(self, request: StreamRequest, event: StreamedEvent) -> Iterator[Violation]:
        if event.name in self.closing:
            if event.text:
                yield from self._data(event.name, {}, event)
            return
        name, bar, _ = event.name.partition("|")
        rule = self.events.get(name, {})
        if not rule or (bar and not rule.get("namespaced")):
            yield violation("event", "a documented event", one_line(name + bar))
            return
        if "modes" in self.checks:
            yield from self._unasked(request, rule, event)
        if bar and "modes" in self.checks and request.field("stream_subgraphs") is not True:
            yield violation(name, "events of subgraphs only with stream_subgraphs", "one without it")
        yield from self._data(name, rule["schema"], event)

    def _unasked(
        self, request: StreamRequest, rule: Mapping[str, Json], event: StreamedEvent
    ) -> Iterator[Violation]:
        mode, modes = rule.get("mode"), request.modes(self.checks["modes"])
        is_excepted = isinstance(event.parsed, dict) and rule.get("or") in event.parsed
        if mode is not None and mode not in modes and not is_excepted:
            name, allowed = event.name.partition("|")[0], ", ".join(sorted(modes))
            yield violation(name, f"{UNREQUESTED}{mode}", f"it with {allowed}")

    def _data(self, name: str, schema: Mapping[str, Json], event: StreamedEvent) -> Iterator[Violation]:
        if not event.is_json:
            yield violation(name, "JSON", strict_json.problem(event.text) or one_line(event.text))
            return
        repeated = strict_json.repeated_name(event.text)
        if repeated is not None:
            received = f"{one_line(repeated)} twice in one object"
            yield replace(violation(name, "each field once", received), level="should")
        for breach in self.validity.breaches_of(schema, event.parsed):
            yield violation(f"{name}{breach.pointer}", breach.expected, one_line(breach.found))


def grammars(contract: Contract, validity: Validity) -> Mapping[str, Grammar]:
    """Return the grammars of all operations with a stream, by operation id."""
    known = {}
    for operation in contract.operations:
        for response in operation.responses.values():
            checks = response.get("content", {}).get(MEDIA_TYPE, {}).get("x-stream-events")
            if checks is not None:
                known[operation.id] = _grammar(contract, validity, contract.resolve(checks))
    return known


def _grammar(contract: Contract, validity: Validity, checks: Mapping[str, Json]) -> Grammar:
    events = {**contract.resolve(checks["events"]), **contract.resolve(checks.get("also", {}))}
    return Grammar(checks, {name: contract.resolve(event) for name, event in events.items()}, validity)


def violation(pointer: str, expected: str, received: str) -> Violation:
    """Return a violation at an event and a place in its data, or at a property of the whole stream."""
    return Violation(CHECK, expected, received, REQUIREMENT, f"/{pointer}", REASON)


def goes_back(one: str, following: str) -> bool:
    """Return whether an id is lower than the previous one. Ids compare only if just numbers differ."""
    before, after = ([int(number) for number in NUMBERS.findall(each)] for each in (one, following))
    return NUMBERS.sub("", one) == NUMBERS.sub("", following) and before > after
