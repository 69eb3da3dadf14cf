"""Evidence: what several findings, the other results and the survey show about an operation together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from contract_tests.client.exchange import INVALID_STATUSES
from contract_tests.contract import Operation, load
from contract_tests.findings.finding import NO_FIELD, UNREQUESTED, Finding, Verdict
from contract_tests.findings.left_out_null import leaves_out_null
from contract_tests.findings.replay import ANY_UUID, READING
from contract_tests.findings.request_fields import body_fields, field_about, fields_in
from contract_tests.findings.result import Result
from contract_tests.findings.survey import NO_SURVEY, Survey

REJECTS_INVALID = "shape.rejects_invalid"
INVALID_JSON = "resources.body.invalid_json"

OF_UNKNOWN_IDS = ("resources.unknown_id", "runs.unknown_run", "streams.unknown_thread")
"""Checks of requests about resources that don't exist."""

MANY_FIELDS = 5
"""Fields whose invalid values an operation accepts, from which its validation as a whole is to blame."""

MANY_OPERATIONS = 10
"""Operations that accept invalid values of as many fields together, from which the whole target is."""

MANY_AREAS = 3
"""Kinds of resources for which a field fails, while it works for none, from which it is ignored."""

MANY_PLACES = 3
"""Operations, on several kinds of resources, for which a field fails while it works for none."""

PASSED_WITHOUT = ("runs.checkpoint.fork_keeps_history", "runs.multitask.enqueue")
"""Checks that pass also if the target ignores the field that they name."""

OF_ONE_FIELD: Mapping[str, str] = {"runs.multitask.": "multitask_strategy"}
"""Fields by the beginning of the ids of all checks of them."""

MANY_CHECKS = 2
"""Checks of one field that fail, while none passes, from which the field is ignored."""

BODY_OR_QUERY = ("/body/", "/query/")

REQUEST_FIELD = re.compile(r"/(?:body|query|header)/(.*)")
"""Pattern of the pointers to a field of a request."""

STREAM_MODE = "stream_mode"

MESSAGE_MODES = ("messages", "messages-tuple")
"""Stream modes with the messages of a run: each message so far, or its parts."""

OF_OTHER_MODES = ("streams.values", "streams.updates", "stateless_runs.stream.updates")
"""Checks of modes that no other mode has the events of."""

ITS_MODES = "it with "
"""Beginning of what was received in place of the events of the requested modes."""

FOREIGN_ID = ".foreign_id"
"""End of the ids of checks that another owner's id is like an unknown one."""

SERVER_ERROR = re.compile(r"5\d\d\b")
"""Pattern of the beginning of a server error."""

SUCCESSES = re.compile(r"2\d\d( or 2\d\d)*")
ERRORS = re.compile(r"4\d\d( or 4\d\d)*")
"""Patterns of the expectations that name nothing but statuses."""

UNPROCESSABLE = "422"

FINDS_LESS = re.compile(r"not (?!.*\balso\b)")
"""Pattern of the result of a search that lacks what it should find, and has nothing else."""

HEADER = re.compile(r"[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*")
"""Pattern of the pointers that are the name of a header."""

FAMILY = re.compile(r"X-[A-Za-z]+-|Access-Control-|Location$")
"""Pattern of the beginning of headers that a server sets together."""

CONTENT_LOCATION = "Content-Location"
"""Header that a server sets together with `Location`."""

NO_HEADER = "no such header"

THE_FIELD = "the field "
"""Beginning of the expectation of a field that a response or an event lacks."""

SEARCH, COUNT = "search_", "count_"
"""Beginnings of the ids of operations that filter the same resources."""

Filters = Mapping[str, str]
"""Requirements by check."""

Kind = tuple[str, bool, str]
"""Area, whether the operation reads, and field: operations that a server implements alike."""

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Context:
    """Facts on the operation of a finding."""

    missing_fields: frozenset[str] = frozenset()
    """Fields that its responses lack; those that its errors lack if the response is an error."""
    is_lax: bool = False
    """True if it, or the target as a whole, accepts invalid values of many fields."""
    ignores_body: bool = False
    """True if nothing in the body has an effect."""
    ignored: frozenset[str] = frozenset()
    """Fields that have no effect."""
    ignored_everywhere: frozenset[str] = frozenset()
    """Fields that no operation of the target heeds."""
    refused: Mapping[str, bytes] = field(default_factory=dict)
    """Pointers to the fields because of which it rejects valid requests, each with the response."""
    refusals: frozenset[str] = frozenset()
    """Errors with which it rejects valid requests."""
    undocumented: frozenset[int] = frozenset()
    """Statuses that it returns although they are not documented."""
    missing_headers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Families of headers that its responses lack, each with those that any operation lacks."""
    event_fields: frozenset[tuple[str, str]] = frozenset()
    """Pointers to events of its streams, each with a field that the event lacks."""
    renames_namespaces: bool = False
    """True if items come back under another namespace or key."""
    leaves_out_null: bool = False
    """True if the target leaves out fields that are null."""
    filters: Mapping[str, Filters] = field(default_factory=dict)
    """Requirements that searches of the same resources don't meet, by the field and the check."""
    broken: Mapping[str, Operation] = field(default_factory=dict)
    """Operations of the target whose valid requests end in a server error, by id."""
    mixes_messages: bool = False
    """True if streams of any operation have the events of one mode of messages in place of the other one."""
    unmet: Mapping[tuple[str, str], Finding] = field(default_factory=dict)
    """Findings by check and operation."""
    forbids: Mapping[str, str] = field(default_factory=dict)
    """Requirements that strangers get 404, by the text of the 403 that they get."""
    refused_anywhere: frozenset[str] = frozenset()
    """Pointers to the fields because of which any operation rejects valid requests."""
    same_request: Finding | None = None
    """Finding of a check whose own request, the same as that of this finding, ended in a server error."""
    failing: frozenset[str] = frozenset()
    """Fields with which its requests end in a server error."""
    unknown: Mapping[str, str] = field(default_factory=dict)
    """Successful responses to requests about resources that don't exist, each with the requirement."""
    survey: Survey = NO_SURVEY


def _sent(finding: Finding) -> tuple[str, str, bytes]:
    request = finding.exchange.request
    return finding.operation, request.url, request.body


def without_ids(text: str) -> str:
    return ANY_UUID.sub("<id>", text)


def is_missing_field(finding: Finding) -> bool:
    return finding.check == "shape.body" and finding.received == NO_FIELD


def is_server_error(finding: Finding) -> bool:
    return SERVER_ERROR.match(finding.received) is not None


def sent_fields(finding: Finding) -> frozenset[str]:
    """Return the names of the query parameters and of the top-level fields of the body."""
    sent = finding.exchange.request
    body = sent.parsed
    return frozenset(parse_qs(urlsplit(sent.url).query)).union(body if isinstance(body, Mapping) else ())


def text_of(finding: Finding) -> str:
    """Return the text of the response, without ids."""
    return without_ids(finding.exchange.response.content.decode("utf-8", "replace"))


def has_error_status(finding: Finding) -> bool:
    return finding.exchange.status >= HTTPStatus.BAD_REQUEST


def is_refused(finding: Finding) -> bool:
    """Return whether the target rejected a valid request, also if the check expected only the status."""
    is_status = has_error_status(finding) and SUCCESSES.fullmatch(finding.expected) is not None
    return finding.is_refusal or (is_status and not finding.check.startswith("shape."))


def _is_crash_of_a_check(finding: Finding) -> bool:
    is_crash = finding.exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return is_crash and not finding.check.startswith("shape.") and not finding.is_refusal


def is_sent_by_no_client(finding: Finding) -> bool:
    """Return whether the request was invalid on purpose, or may be: working clients send no such requests."""
    is_status = finding.check == "shape.status" and finding.level == "should"
    is_rejection = ERRORS.fullmatch(finding.expected) is not None
    is_by_its_text = finding.is_about_invalid_request or finding.is_about_optional_value
    return is_status or is_rejection or is_by_its_text


def requires_rejection(finding: Finding) -> bool:
    """Return whether the check sends a request that violates the contract. 404 and 409 have other reasons."""
    return UNPROCESSABLE in finding.expected and ERRORS.fullmatch(finding.expected) is not None


def is_renamed_item(finding: Finding) -> bool:
    """Return whether an item came back under another namespace or key; its value has a pointer."""
    return finding.check == "store.put.stored" and not finding.pointer and not has_error_status(finding)


def refused_field(finding: Finding) -> str | None:
    """Return the pointer to the field because of which a valid request was rejected; `None` if unknown."""
    is_field = finding.is_refusal and REQUEST_FIELD.fullmatch(finding.pointer)
    is_other = finding.is_about_null or finding.is_about_absence
    return finding.pointer if is_field and not is_other else None


def requested_field(finding: Finding) -> str:
    """Return the field of the request that a finding is about; empty if none."""
    if finding.check == REJECTS_INVALID and (found := REQUEST_FIELD.fullmatch(finding.pointer)):
        return next((each for each in found[1].split("/") if each != "*"), "")
    if finding.check.startswith("shape."):
        return STREAM_MODE if finding.expected.startswith(UNREQUESTED) else ""
    name = finding.pointer.rpartition("/")[2]
    is_read = finding.operation.split("_")[0] in READING and name in body_fields(finding.operation)
    if finding.received == NO_FIELD or is_read:  # of the response
        return ""
    for beginning, field_name in OF_ONE_FIELD.items():
        if finding.check.startswith(beginning):
            return field_name
    return field_about(finding.check, finding.requirement, finding.operation)


def is_of_the_other_message_mode(finding: Finding) -> bool:
    """Return whether a stream has an event of one mode of messages where the other one was requested."""
    if not finding.expected.startswith(UNREQUESTED):
        return False
    mode, sent = finding.expected.removeprefix(UNREQUESTED), finding.received.removeprefix(ITS_MODES)
    return mode in MESSAGE_MODES and not {*MESSAGE_MODES, mode}.isdisjoint({*sent.split(", ")} - {mode})


def family_of(header: str) -> str:
    """Return the beginning of the headers that a server sets together with this one; else its name."""
    beginning = FAMILY.match(header.removeprefix("Content-") if header == CONTENT_LOCATION else header)
    return beginning[0] if beginning else header


class Evidence:
    """Facts on each operation."""

    def __init__(
        self, findings: Sequence[Finding], results: Iterable[Result] = (), survey: Survey = NO_SURVEY
    ) -> None:
        self._survey = survey
        self._missing_fields = _sets(
            (_place(each), each.pointer.rpartition("/")[2]) for each in findings if is_missing_field(each)
        )
        self._refusals = _sets(
            (each.operation, without_ids(each.received)) for each in findings if each.is_refusal
        )
        self._undocumented = _sets(
            (each.operation, each.exchange.status) for each in findings if each.check == "shape.status"
        )
        missing = [each for each in findings if each.received == NO_HEADER and HEADER.fullmatch(each.pointer)]
        self._families = _sets((family_of(each.pointer), each.pointer) for each in missing)
        self._missing_headers = _sets((each.operation, family_of(each.pointer)) for each in missing)
        self._event_fields = _sets(
            (each.operation, (each.pointer, each.expected.removeprefix(THE_FIELD)))
            for each in findings
            if each.check == "shape.stream" and each.expected.startswith(THE_FIELD)
        )
        self._renames_namespaces = any(map(is_renamed_item, findings))
        self._leaves_out_null = leaves_out_null(findings)
        self._refused = _refused_fields(findings)
        self._lax = _lax_operations(findings)
        self._is_lax = _is_lax(findings)
        self._filters = _failing_filters(findings)
        self._unknown = _accepted_unknown(findings)
        self._failing = _sets(
            (each.operation, place[1].partition("/")[0])
            for each in findings
            if is_server_error(each) and not is_sent_by_no_client(each)
            if (place := REQUEST_FIELD.fullmatch(each.pointer))
        )
        effects = _Effects(findings, tuple(results), self._lax)
        self._ignored = effects.ignored()
        self._ignored_everywhere = effects.ignored_everywhere()
        self._ignoring_body = effects.ignoring_body(findings)
        self._crashed = {_sent(each): each for each in findings if _is_crash_of_a_check(each)}
        self._mixes_messages = effects.has_modes and any(map(is_of_the_other_message_mode, findings))
        self._unmet = {(each.check, each.operation): each for each in findings}
        self._forbids = {
            without_ids(each.received): each.requirement
            for each in findings
            if each.check.endswith(FOREIGN_ID) and each.exchange.status == HTTPStatus.FORBIDDEN
        }
        rejected = (refused_field(each) for each in findings if each.exchange.status in INVALID_STATUSES)
        self._refused_anywhere = frozenset(filter(None, rejected))
        by_id = load().by_id
        self._broken = {name: by_id[name] for name in survey.failing if name in by_id}

    def about(self, finding: Finding) -> Context:
        """Return the facts on the operation of the finding."""
        name = finding.operation
        return Context(
            self._missing_fields.get(_place(finding), frozenset()),
            is_lax=self._is_lax or name in self._lax,
            ignores_body=name in self._ignoring_body,
            ignored=self._ignored.get(name, frozenset()),
            ignored_everywhere=self._ignored_everywhere,
            refused=self._refused.get(name, {}),
            refusals=self._refusals.get(name, frozenset()),
            undocumented=self._undocumented.get(name, frozenset()),
            missing_headers={each: self._families[each] for each in self._missing_headers.get(name, ())},
            event_fields=self._event_fields.get(name, frozenset()),
            renames_namespaces=self._renames_namespaces,
            leaves_out_null=self._leaves_out_null,
            filters=self._filters.get(_area(name), {}),
            broken=self._broken,
            mixes_messages=self._mixes_messages,
            unmet=self._unmet,
            forbids=self._forbids,
            refused_anywhere=self._refused_anywhere,
            same_request=self._crashed.get(_sent(finding)),
            failing=self._failing.get(name, frozenset()),
            unknown=self._unknown.get(name, {}),
            survey=self._survey,
        )


class _Effects:
    """Fields of requests that have an effect, and those that have none, by operation."""

    def __init__(self, findings: Sequence[Finding], results: Sequence[Result], lax: frozenset[str]) -> None:
        self._works = _sets(
            (each.operation, name)
            for each in results
            if each.verdict is Verdict.PASS and each.check not in PASSED_WITHOUT
            for name in fields_in(each.check, each.operation)
        )
        self.has_modes = any(
            each.verdict is Verdict.PASS and each.check in OF_OTHER_MODES for each in results
        )
        """True if streams have the events of a mode other than those of messages."""
        self._failing: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._accepts_any = set[tuple[str, str]]()
        self._filtering = set[tuple[str, str]]()
        """Operations that find too little with a field, which has an effect then."""
        self._other_modes = set[tuple[str, str]]()
        """Operations that stream other modes than requested: the checks of those modes pass by chance."""
        for each in findings:
            name = requested_field(each)
            if has_error_status(each):
                continue
            if each.expected.startswith(UNREQUESTED):
                is_other_name = self.has_modes and is_of_the_other_message_mode(each)
                if not is_other_name and not _is_named_after_its_mode(each):
                    self._other_modes.add((each.operation, name))
            elif each.check == REJECTS_INVALID:
                if each.operation not in lax and each.pointer.endswith(f"/{name}"):
                    self._accepts_any.add((each.operation, name))
            elif FINDS_LESS.match(each.received):
                self._filtering.add((each.operation, name))
            elif name and not requires_rejection(each):
                self._failing[each.operation, name].add(each.check)

    def ignored(self) -> Mapping[str, frozenset[str]]:
        """Return the fields without an effect by operation.

        Checks of such a field fail, and none passes. One is enough if the operation also accepts any value,
        if the field is ignored by another operation on the same resources, or if it fails for many kinds of
        resources and works for none.
        """
        failing = {place: found for place, found in self._failing.items() if self._never_works(place)}
        sure = {
            place
            for place, found in failing.items()
            if len(found) >= MANY_CHECKS or place in self._accepts_any or self._fails_everywhere(place[1])
        }
        kinds = set(map(_kind, sure))
        return _sets(place for place in failing if _kind(place) in kinds)

    def ignored_everywhere(self) -> frozenset[str]:
        """Return the fields that no operation heeds."""
        return frozenset(name for _, name in self._failing if self._fails_everywhere(name))

    def _fails_everywhere(self, name: str) -> bool:
        """Return whether checks of the field fail for several kinds of resources, and pass for none."""
        places = {operation_id for operation_id, field in self._failing if field == name}
        areas = set(map(_area, places))
        is_common = len(areas) >= MANY_AREAS or (len(areas) > 1 and len(places) >= MANY_PLACES)
        return is_common and not any(name in fields for fields in self._works.values())

    def _never_works(self, place: tuple[str, str]) -> bool:
        operation_id, name = place
        if place in self._filtering:
            return False
        if name == STREAM_MODE:  # one that is ignored streams events of other modes
            return place in self._other_modes
        return name not in self._works.get(operation_id, ())

    def ignoring_body(self, findings: Iterable[Finding]) -> frozenset[str]:
        """Return the operations that accept text that is not JSON, and whose body has no effect."""
        return frozenset(
            each.operation
            for each in findings
            if each.check == INVALID_JSON
            and not has_error_status(each)
            and self._has_no_effect(each.operation)
        )

    def _has_no_effect(self, operation_id: str) -> bool:
        fields = body_fields(operation_id)
        fails = any(place[0] == operation_id and place[1] in fields for place in self._failing)
        return fails and fields.isdisjoint(self._works.get(operation_id, ()))


def _is_named_after_its_mode(finding: Finding) -> bool:
    """Return whether an event of another mode has the name of a requested one."""
    requested = finding.received.removeprefix(ITS_MODES).split(", ")
    return finding.pointer.removeprefix("/") in requested


def _kind(place: tuple[str, str]) -> Kind:
    operation_id, name = place
    return _area(operation_id), operation_id.split("_")[0] in READING, name


def _place(finding: Finding) -> tuple[str, bool]:
    return finding.operation, has_error_status(finding)


def _sets(pairs: Iterable[tuple[K, V]]) -> Mapping[K, frozenset[V]]:
    """Return the second values by the first ones."""
    found: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _failing_filters(findings: Iterable[Finding]) -> Mapping[str, Mapping[str, Filters]]:
    """Return the requirements that searches don't meet, by area, field and check."""
    failing: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for each in findings:
        name = requested_field(each)
        is_search = each.operation.startswith(SEARCH) and not each.check.startswith("shape.")
        if name and is_search and not has_error_status(each):
            failing[_area(each.operation)][name][each.check] = each.requirement
    return failing


def _accepted_unknown(findings: Iterable[Finding]) -> Mapping[str, Mapping[str, str]]:
    """Return the successful responses about what does not exist, with the requirement, by operation."""
    accepted: dict[str, dict[str, str]] = defaultdict(dict)
    for each in findings:
        if each.check in OF_UNKNOWN_IDS and not has_error_status(each):
            accepted[each.operation][text_of(each)] = each.requirement
    return accepted


def _lax_operations(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the ids of the operations that hardly validate their requests."""
    accepted = _sets(
        (each.operation, each.pointer) for each in findings if each.check == REJECTS_INVALID and each.pointer
    )
    return frozenset(name for name, fields in accepted.items() if len(fields) >= MANY_FIELDS)


def _is_lax(findings: Iterable[Finding]) -> bool:
    """Return whether the target hardly validates any requests."""
    accepted = {
        (each.operation, requested_field(each))
        for each in findings
        if each.check == REJECTS_INVALID and each.pointer.startswith(BODY_OR_QUERY)
    }
    operations, fields = map(set, zip(*accepted, strict=True)) if accepted else (set(), set())
    return len(operations) >= MANY_OPERATIONS and len(fields) >= MANY_FIELDS


def _area(operation_id: str) -> str:
    operation = load().by_id.get(operation_id)
    return operation.area if operation else ""


def _refused_fields(findings: Iterable[Finding]) -> Mapping[str, Mapping[str, bytes]]:
    """Return the pointers to refused fields with a response, by operation."""
    refused: dict[str, dict[str, bytes]] = defaultdict(dict)
    for each in findings:
        if pointer := refused_field(each):
            refused[each.operation][pointer] = each.exchange.response.content
    return refused
