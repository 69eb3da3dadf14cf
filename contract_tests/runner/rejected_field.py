"""Search for the field because of which a target rejects a valid request."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.target import Owner
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import SUCCESS
from contract_tests.findings.replay import ANY_UUID
from contract_tests.generation.prerequisites import CHOSEN_IDS, EFFECTIVE
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.run_context import RunContext
from contract_tests.text.visible import one_line

MAX_REQUESTS = 12
"""Maximum number of requests, each without one of the fields."""

MIN_FIELDS = 2
"""Number of fields from which several may be rejected."""

READ_SECONDS = 5.0
"""Seconds to read a stream that starts in response."""

COMMAND = "params"
"""Field of a command with its own fields. An error of a command is a successful response."""

MARKED = "metadata"
"""Field that identifies our resources, which is therefore never left out."""


QUOTED = re.compile(r"""'[^']*'|`[^`]*`|\\"[^"]*\\"|\d+""")
"""Pattern of what an error quotes from its request."""

UNDOCUMENTED = "/body"
"""Pointer to all fields of a body that the contract does not name."""


@dataclass(frozen=True)
class RejectedField:
    pointer: str
    """`/body/durability`, `/query/limit` or `UNDOCUMENTED`."""
    value: Json = None

    @property
    def name(self) -> str:
        return self.pointer.rpartition("/")[2]

    @property
    def expected(self) -> str:
        if self.pointer == UNDOCUMENTED:
            return f"{SUCCESS}the contract allows fields that it does not name"
        return f"{SUCCESS}the contract allows `{self.name}: {one_line(self.value)}`"


def rejected_field(run_context: RunContext, operation: Operation, exchange: Exchange) -> RejectedField | None:
    """Return the optional field without which the target accepts the request.

    If the target rejects several of them, it is the first one that it also rejects, with the same status,
    without the others. `None` if no field is to blame, if each of two is: the target accepts either of them,
    or if the target accepts the same request now. The requests are sent apart from the check, whose exchanges
    must not depend on the order of checks. Those of a stranger are refused because of the credentials, a
    conflict is one with what exists, and a redirect is about the path.
    """
    is_about_others = exchange.status == HTTPStatus.CONFLICT or exchange.is_redirect
    if is_about_others or is_of_a_stranger(run_context, exchange.request):
        return None
    fields = list(_without_one(run_context, operation, exchange.request))[:MAX_REQUESTS]
    method = body.get("method") if isinstance(body := exchange.request.parsed, dict) else None
    names = sorted(field.pointer for _, field in fields)
    key = (operation.id, exchange.status, reason_of(exchange), str(method), *names)
    if key not in run_context.rejected_fields:
        with CheckContext(run_context.unvalidated, operation, f"fields of {operation.id}") as ctx:
            run_context.rejected_fields[key] = _pointer_to_blame(ctx, operation, exchange, fields)
    pointer = run_context.rejected_fields[key]
    return next((field for _, field in fields if field.pointer == pointer), None)


def _pointer_to_blame(
    ctx: CheckContext,
    operation: Operation,
    rejected: Exchange,
    fields: Sequence[tuple[Request, RejectedField]],
) -> str:
    """Return the pointer to the field. Empty if none is to blame."""
    run_context, owner = ctx.run_context, _owner(ctx.run_context, rejected.request)
    # If several are known to be rejected, leaving out one of them would not help.
    tried = () if _are_several_known(run_context, operation, rejected) else fields
    to_blame = (
        field.pointer for request, field in tried if is_accepted(_sent(ctx, operation, request, owner))
    )
    first, second = next(to_blame, ""), next(to_blame, "")
    pointer = "" if second else first or _rejected_alone(run_context, ctx, operation, rejected)
    if not pointer:
        return ""
    request = rejected.request
    again = Request(request.method, request.path, _own_headers(run_context, request), request.body)
    return pointer if _is_rejected_alike(_sent(ctx, operation, again, owner), rejected) else ""


def reason_of(exchange: Exchange) -> str:
    """Return the status and the text of an error without what it quotes, ids and numbers."""
    text = exchange.response.content.decode("utf-8", "replace")
    return f"{exchange.status} {QUOTED.sub('', ANY_UUID.sub('', text))}"


def _is_rejected_alike(exchange: Exchange, rejected: Exchange) -> bool:
    return exchange.status == rejected.status and not is_accepted(exchange)


def _rejected_alone(
    run_context: RunContext, ctx: CheckContext, operation: Operation, rejected: Exchange
) -> str:
    """Return the first optional field of the body that the target rejects although it is the only one.

    One that it rejects with the same text is to blame rather than one before it. Another status has another
    reason, such as 409 for a second run on a thread. What is known of a field and its value is not tried
    again.
    """
    request, known = rejected.request, run_context.rejected_fields
    least, others = _least_and_others(run_context, operation, rejected)
    owner = _owner(run_context, request)

    def send(body: Json) -> Exchange:
        return _sent(ctx, operation, _with_body(run_context, request, body), owner)

    if len(others) < MIN_FIELDS or not is_accepted(send(least)):
        return ""
    first, reason = "", reason_of(rejected)
    for pointer, alone in others.items():
        key = _key_of_one(operation, rejected, pointer, alone)
        if key not in known:
            response = send({**least, **alone})
            known[key] = reason_of(response) if _is_rejected_alike(response, rejected) else ""
        if known[key] == reason:
            return pointer
        first = first or (pointer if known[key] else "")
    return first


def _are_several_known(run_context: RunContext, operation: Operation, rejected: Exchange) -> bool:
    """Return whether the target is known to reject at least two fields of the body, each alone."""
    _, others = _least_and_others(run_context, operation, rejected)
    keys = (_key_of_one(operation, rejected, pointer, alone) for pointer, alone in others.items())
    return sum(bool(run_context.rejected_fields.get(key)) for key in keys) >= MIN_FIELDS


def _least_and_others(
    run_context: RunContext, operation: Operation, rejected: Exchange
) -> tuple[Mapping[str, Json], Mapping[str, Mapping[str, Json]]]:
    """Return the fields of the body that the request needs, and the others by their pointer.

    There are none if the body is not an object, or the query may be to blame.
    """
    body = rejected.request.parsed
    if not isinstance(body, dict) or "?" in rejected.request.path:
        return {}, {}
    needed = {CHOSEN_IDS.get(operation.id), *EFFECTIVE}
    others = {
        field.pointer: {name: body[name] for name in names}
        for names, field in _optional(run_context, operation, body)
        if needed.isdisjoint(names)
    }
    optional = {name for alone in others.values() for name in alone}
    least = {name: value for name, value in body.items() if name not in optional}
    return least, dict(islice(others.items(), MAX_REQUESTS))


def _key_of_one(
    operation: Operation, rejected: Exchange, pointer: str, alone: Mapping[str, Json]
) -> tuple[object, ...]:
    return "alone", operation.id, rejected.status, pointer, json.dumps(alone)


def is_of_a_stranger(run_context: RunContext, request: Request) -> bool:
    """Return whether the request has the credentials of neither owner, although there are some."""
    identities = [each for each in run_context.target.identities if each]
    return bool(identities) and not any(_has_credentials(request, each) for each in identities)


def is_rejected_without(
    run_context: RunContext, operation: Operation, request: Request, pointer: str
) -> bool:
    """Return whether the target rejects the request also without the field, which is not to blame then."""
    without = [
        sent
        for sent, field in _without_one(run_context, operation, request)
        if f"{pointer}/".startswith(f"{field.pointer}/")
    ]
    owner = _owner(run_context, request)
    with CheckContext(run_context.unvalidated, operation, f"fields of {operation.id}") as ctx:
        responses = [_sent(ctx, operation, request, owner) for request in without]
    return bool(responses) and not any(map(is_accepted, responses))


def _sent(ctx: CheckContext, operation: Operation, request: Request, owner: Owner) -> Exchange:
    """Send the request. What it creates gets another id: the rejected request may have created something."""
    body, name = request.parsed, CHOSEN_IDS.get(operation.id)
    if name and isinstance(body, dict) and name in body:
        request = replace(request, body=json.dumps({**body, name: ctx.new_id()}).encode())
    return ctx.send_raw(request, operation, owner, READ_SECONDS)


def is_accepted(exchange: Exchange) -> bool:
    """Return whether the response is a success, and not the error of a command."""
    body = exchange.parsed
    return exchange.ok and not (isinstance(body, Mapping) and body.get("type") == "error")


def _without_one(
    run_context: RunContext, operation: Operation, request: Request
) -> Iterator[tuple[Request, RejectedField]]:
    """Yield the request without each of its optional fields, query parameters and headers."""
    path, _, query = request.path.partition("?")
    headers = _own_headers(run_context, request)
    body = request.parsed
    if isinstance(body, dict) and isinstance(params := body.get(COMMAND), dict):
        for name, value in params.items():
            if name != MARKED:
                rest = {other: each for other, each in params.items() if other != name}
                sent = _with_body(run_context, request, {**body, COMMAND: rest})
                yield sent, RejectedField(f"/body/{COMMAND}/{name}", value)
    for names, field in _optional(run_context, operation, body):
        rest = {name: value for name, value in body.items() if name not in names}
        yield _with_body(run_context, request, rest), field
    for name in (each["name"] for each in operation.parameters if each["in"] == "header"):
        others = {each: value for each, value in headers.items() if each.lower() != name.lower()}
        if len(others) < len(headers):
            sent = Request(request.method, request.path, others, request.body)
            yield sent, RejectedField(f"/header/{name}", request.headers.get(name))
    pairs = parse_qsl(query, keep_blank_values=True)
    needed = {each["name"] for each in operation.parameters if each.get("required")}
    for name in dict.fromkeys(name for name, _ in pairs):
        if name not in needed:
            kept = urlencode([pair for pair in pairs if pair[0] != name])
            value = ", ".join(value for other, value in pairs if other == name)
            sent = Request(request.method, f"{path}?{kept}" if kept else path, headers, request.body)
            yield sent, RejectedField(f"/query/{name}", value)


def _optional(
    run_context: RunContext, operation: Operation, body: Json
) -> Iterator[tuple[frozenset[str], RejectedField]]:
    """Yield each optional field of a body, and all those together that the contract does not name."""
    if not isinstance(body, dict):
        return
    schema = run_context.contract.whole(operation.body or {})
    documented = schema.get("properties", body)
    for name, value in body.items():
        if name in documented and name not in {MARKED, *schema.get("required", ())}:
            yield frozenset({name}), RejectedField(f"/body/{name}", value)
    if others := frozenset(body) - frozenset(documented):
        yield others, RejectedField(UNDOCUMENTED)


def _with_body(run_context: RunContext, request: Request, body: Json) -> Request:
    """Return the request with another body, to be sent with the credentials of its owner."""
    headers = _own_headers(run_context, request)
    return Request(request.method, request.path, headers, json.dumps(body).encode())


def _own_headers(run_context: RunContext, request: Request) -> Mapping[str, str]:
    """Return the headers of the request without credentials, which the target adds."""
    credentials = {name.lower() for each in run_context.target.identities for name in each}
    return {name: value for name, value in request.headers.items() if name.lower() not in credentials}


def _has_credentials(request: Request, identity: Mapping[str, str]) -> bool:
    return all(request.headers.get(name) == value for name, value in identity.items())


def _owner(run_context: RunContext, request: Request) -> Owner:
    first, *others = run_context.target.identities
    is_other = any(each != first and _has_credentials(request, each) for each in others)
    return "other" if is_other else "first"
