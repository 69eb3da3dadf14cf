"""Scripted and generated requests to one operation, and the validation of every response."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus

from contract_tests.actions.resources import create_thread
from contract_tests.client.exchange import INVALID_STATUSES, Exchange, Request
from contract_tests.client.operation_request import OperationRequest
from contract_tests.client.stream import StreamedExchange
from contract_tests.client.target import STRANGERS, OutOfTime
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import (
    OPTIONAL,
    REFUSAL,
    SUCCESS,
    UNNECESSARY,
    Blocked,
    Finding,
    InvalidResponse,
    NoVerdict,
    Outcome,
    Violation,
)
from contract_tests.findings.survey import Survey
from contract_tests.generation.body_variants import BodyVariant, body_variants
from contract_tests.generation.documented_values import (
    DocumentedValue,
    DocumentedValues,
    Group,
)
from contract_tests.generation.fields import ITEM, value_at
from contract_tests.generation.graph_values import is_for_the_graph, may_be_unusable
from contract_tests.generation.invalid_requests import Faults
from contract_tests.generation.prerequisites import CHOSEN_IDS, Prerequisites, is_reading, minimal_request
from contract_tests.generation.resource_binding import Binder, Names, is_constant
from contract_tests.generation.scripted import Step, invalid, script, valid
from contract_tests.generation.valid_requests import Generator
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.finding_builder import FindingBuilder
from contract_tests.harness.require_operation import require_operation
from contract_tests.harness.run_context import EXAMPLES, RunContext
from contract_tests.operation_groups import ENDLESS_STREAMS, SLOW, STARTING_RUNS
from contract_tests.runner import verdict
from contract_tests.runner.catalogue import Phase, shape_name
from contract_tests.runner.rejected_field import is_accepted, is_rejected_without, rejected_field
from contract_tests.validation.requirements import violation

MAX_SLOW_EXAMPLES = 4
"""Number of valid requests to an operation that starts a run or requires an unused one, which is slow."""

ABOUT_OUTCOME = {"shape.accepts_valid", "shape.rejects_invalid"}
"""Checks of whether a request is accepted."""

OF_REFUSALS = {"shape.status", "shape.accepts_valid"}
"""Checks of the response to a valid request that is rejected."""

UNRELATED_REJECTIONS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT)
"""Statuses of rejections that have another cause than an invalid request."""

UNRELATED_TO_FIELDS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
"""Statuses that are not documented and due to the credentials or the path, not to a field."""

REMOVING = ("delete", "prune", "cancel")
"""First words of operations after which a resource can't be used again."""

ALLOWS = f"{SUCCESS}the contract allows "
"""Beginning of the expectation of a field."""

MATCHES = f"{SUCCESS}the request matches the contract"

READING_ALL_THREADS = ("search_threads", "count_threads")
"""Operations whose response depends on existing threads. Those of others may disappear at any time."""

NEW_RUN_SECONDS, EXISTING_RUN_SECONDS, NO_EVENTS_SECONDS = 10.0, 1.0, 0.3
"""Seconds to read a stream: of a new run; of an existing one; and where no events are expected."""


@dataclass(frozen=True)
class OperationCheck:
    """One phase of the requests to an operation."""

    run_context: RunContext
    generator: Generator
    operation: Operation
    phase: Phase

    @property
    def name(self) -> str:
        return shape_name(self.phase, self.operation.id)

    def run(self) -> Outcome:
        """Send the requests, then restore the target to its previous state."""
        found: list[Finding] = []
        with CheckContext(self.run_context.unvalidated, self.operation, self.name) as ctx:
            end = verdict.end_of(lambda: self._send(ctx, found))
            ctx.wrong += self._invalid_elsewhere(ctx, end)
            outcome = verdict.outcome(ctx, end, found=found)
            missing = tuple(self._missing(ctx))
        return replace(outcome, findings=(*outcome.findings, *missing))

    def _missing(self, ctx: CheckContext) -> Iterator[Finding]:
        """Yield a finding if the target lacks the operation.

        Operations of a feature may be missing, but not end in a server error other than 501.
        """
        survey, name = self.run_context.survey, self.operation.id
        offer = survey.offer(name)
        needed = self.run_context.needed
        is_required = self.operation.tier == 1 if needed is None else name in needed
        if (
            self.phase == "scripted"
            and survey.is_missing(name)
            and (is_required or not self.operation.feature or offer.is_server_error)
        ):
            yield verdict.missing(ctx, offer, is_required=is_required)

    def _send(self, ctx: CheckContext, found: list[Finding]) -> None:
        """Send the requests and add the findings to `found`."""
        require_operation(self.operation, self.run_context.survey, self.run_context.contract)
        for step in self._steps(ctx):
            found += self._findings(ctx, step)

    def _invalid_elsewhere(self, ctx: CheckContext, end: Exception | None) -> Iterator[InvalidResponse]:
        """Yield server errors of other operations; all their invalid responses if one of them stopped us."""
        is_stopped = end is not None and not isinstance(end, NoVerdict | OutOfTime)
        for each in ctx.exchanges:
            if each.operation_id != self.operation.id and (each.failed or is_stopped):
                violations = self.run_context.validate(each)
                if violations:
                    yield InvalidResponse(each, violations)

    def _findings(self, ctx: CheckContext, step: Step) -> Iterator[Finding]:
        is_valid = step.outcome != "refusal"
        at_most = read_seconds(self.operation, self.run_context.survey)
        exchange = ctx.send(
            self.operation, step.request, owner=step.owner, valid=is_valid, at_most=at_most, follow=False
        )
        violations = (
            *self.run_context.validate(exchange),
            *outcome_violations(self.operation, step, exchange),
        )
        for each in violations:
            if is_echo(each, step, exchange):
                continue
            named = self._named(step, each, exchange)
            if is_the_graphs_choice(named, exchange):
                continue
            if step.owner in STRANGERS and exchange.refused and each.check != "shape.unauthorized":
                named = replace(named, level="should")  # working clients are never turned away
            yield FindingBuilder(ctx).invalid_response_finding(named, exchange)

    def _named(self, step: Step, violation: Violation, exchange: Exchange) -> Violation:
        """Return a violation about the status with the field of the request because of which it occurs."""
        if step.rejection and violation.check == "shape.server_error":
            return replace(violation, pointer=step.rejected_for, expected=step.rejection)
        if step.is_valid and exchange.refused and violation.check in OF_REFUSALS:
            if name := self._lacking(step.request):
                return at_field(violation, f"/body/{name}", f"{UNNECESSARY}`{name.replace('/', '.')}`")
            if step.is_least:
                return replace(violation, expected=MATCHES)
        field = (
            self._blamed(step, exchange) if self._may_depend_on_a_field(step, violation, exchange) else None
        )
        if violation.check == "shape.server_error" and self._may_be_rejected(step, field):
            pointer, value = field or ("", "a value of this request")
            expected = f"{OPTIONAL}servers may reject {value.removeprefix(ALLOWS)}"
            return replace(violation, pointer=pointer, expected=expected)
        return violation if field is None else at_field(violation, *field)

    def _may_be_rejected(self, step: Step, field: tuple[str, str] | None) -> bool:
        """Return whether servers may reject the request: because of the field to blame, if there is one."""
        optional_values = self.run_context.validity.optional_values
        optional = optional_values(self.operation, step.request) if step.is_valid else ()
        if field is None:
            return bool(optional)
        others = optional_values(self.operation, without_field(step.request, field[0]))
        return len(others) < len(optional)

    def _blamed(self, step: Step, exchange: Exchange) -> tuple[str, str] | None:
        """Return the pointer to the field that is to blame for the status, and what was expected of it."""
        if not step.pointer:
            field = rejected_field(self.run_context, self.operation, exchange) if step.is_valid else None
            return (field.pointer, field.expected) if field else None
        if step.is_valid and is_rejected_without(
            self.run_context, self.operation, exchange.request, step.pointer
        ):
            return None  # such as that of an assistant that exists already
        return step.pointer, step.expected

    def _lacking(self, request: OperationRequest) -> str:
        """Return the optional field that the target requires, if the request lacks it."""
        needs = self.run_context.survey.offer(self.operation.id).needs
        return needs if needs and not has_field(request.body, needs.split("/")) else ""

    def _may_depend_on_a_field(self, step: Step, violation: Violation, exchange: Exchange) -> bool:
        if step.owner in STRANGERS:
            return False
        if violation.check == "shape.server_error":
            is_always = self.run_context.survey.offer(self.operation.id).availability == "broken"
            return not step.is_least and not is_always
        if violation.check == "shape.status":
            is_refusal = not exchange.ok and exchange.status not in UNRELATED_TO_FIELDS
            return is_refusal and not step.is_least and step.is_valid
        return violation.check in ABOUT_OUTCOME and not step.is_least

    def _steps(self, ctx: CheckContext) -> Iterator[Step]:
        if self.operation.id in READING_ALL_THREADS:
            with suppress(Blocked):  # its response without any thread is worth checking, too
                create_thread(ctx)
        if self.phase == "scripted":
            yield from script(self.operation, ctx)
        elif self.phase == "valid":
            yield from self._valid(ctx)
        else:
            yield from self._invalid(ctx)

    def _valid(self, ctx: CheckContext) -> Iterator[Step]:
        yield from self._documented(ctx)
        prerequisites = Prerequisites(ctx)
        count = 1 if is_constant(self.operation) else self.run_context.examples
        if self.operation.id in SLOW:
            count = min(count, MAX_SLOW_EXAMPLES)
        sent: set[str] = set()
        for number, generated in enumerate(self.generator.valid(self.operation, count)):
            known = number % 2 == 0
            variant = repr(Binder(ctx, Names(), known).bind(generated))
            if variant in sent:
                continue  # the same request with other ids
            sent.add(variant)
            if not is_reading(self.operation) and ctx.exchanges and not ctx.exchanges[-1].refused:
                prerequisites = Prerequisites(ctx)  # the last request may have changed the resources
            request = Binder(ctx, prerequisites, known).bind(generated)
            refusable = self.run_context.validity.may_be_refused(self.operation, request)
            yield Step(request, "either" if refusable else "success")

    def _documented(self, ctx: CheckContext) -> Iterator[Step]:
        """Yield requests with documented values, if the target accepts the least request without them."""
        for variant in body_variants(self.run_context.contract, self.operation):
            yield from self._documented_in(ctx, variant)

    def _documented_in(self, ctx: CheckContext, variant: BodyVariant) -> Iterator[Step]:
        values = DocumentedValues(self.run_context.contract, self.run_context.validity, variant.operation)
        prerequisites = Prerequisites(ctx)
        least = minimal_request(variant.operation, ctx, prerequisites)
        groups = values.together(least)
        if not groups:
            return
        yield Step(least, "either")
        if not is_success(self.operation, ctx.exchanges[-1]):
            return
        yield from self._together(ctx, groups, prerequisites)

    def _together(
        self, ctx: CheckContext, groups: Sequence[Group], prerequisites: Prerequisites
    ) -> Iterator[Step]:
        """Yield a request with the values of each group; if it is rejected, one request for each value.

        Each run and each removal has its own thread, because it may be rejected on a busy one.
        """
        is_separate = self.operation.id in STARTING_RUNS or self.operation.id.startswith(REMOVING)

        def fresh() -> Prerequisites:
            return Prerequisites(ctx) if is_separate else prerequisites

        for number in self._few(len(groups)):
            request = Binder(ctx, fresh(), known=True).bind(groups[number].request)
            yield Step(request, "either")
            if not is_success(self.operation, ctx.exchanges[-1]):
                for each in groups[number].values:
                    yield from self._with_value(ctx, each, fresh())

    def _with_value(
        self, ctx: CheckContext, each: DocumentedValue, prerequisites: Prerequisites
    ) -> Iterator[Step]:
        """Yield the request with the value, unless the value would affect others, or outlive the check."""
        request = Binder(ctx, prerequisites, known=True).bind(each.request)
        value = value_at(request, each.field)
        is_chosen = isinstance(value, bool) or "enum" in self.run_context.contract.resolve(each.field.schema)
        if (value is None and each.value is not None) or (value != each.value and is_chosen):
            return
        refusable = self.run_context.validity.may_be_refused(self.operation, request)
        step = valid(request, each.field.pointer, each.field.name, value)
        yield replace(step, outcome="either") if refusable else step

    def _invalid(self, ctx: CheckContext) -> Iterator[Step]:
        """Yield requests with one fault each. All use the same resources: an error changes nothing."""
        for variant in body_variants(self.run_context.contract, self.operation):
            yield from self._invalid_in(ctx, variant)

    def _invalid_in(self, ctx: CheckContext, variant: BodyVariant) -> Iterator[Step]:
        faults = Faults(self.run_context.contract, self.run_context.validity, variant.operation)
        known = tuple(faults.of(minimal_request(variant.operation, ctx)))
        chooses_id = self.operation.id in CHOSEN_IDS  # some servers create the resource before they refuse
        for number in self._few(len(known)):
            yield invalid(known[number].request, known[number].pointer, known[number].problem)
            if chooses_id or not (is_reading(self.operation) or ctx.exchanges[-1].refused):
                known = tuple(faults.of(minimal_request(variant.operation, ctx)))

    def _few(self, count: int) -> Sequence[int]:
        """Return the numbers of all requests; with `--quick` of a few, and of others with another seed."""
        examples = self.run_context.examples
        if examples >= min(EXAMPLES, count):
            return range(count)
        start = self.run_context.seed
        return [(start + each * count // examples) % count for each in range(examples)]


def item_name(phase: Phase, operation_id: str) -> str:
    """Return the parameters in pytest's name of the item."""
    return f"{phase}-{operation_id}"


def read_seconds(operation: Operation, survey: Survey) -> float:
    """Return the seconds to read a stream of the operation."""
    if operation.id in ENDLESS_STREAMS:
        return NO_EVENTS_SECONDS
    is_short = is_reading(operation) or operation.id in survey.endless_streams
    return EXISTING_RUN_SECONDS if is_short else NEW_RUN_SECONDS


def outcome_violations(operation: Operation, step: Step, exchange: Exchange) -> Iterator[Violation]:
    """Yield a violation if the response contradicts the step's outcome. Its schema is checked elsewhere."""
    if exchange.status not in operation.responses:
        return
    must_succeed = step.outcome == "success" and bool(operation.success)
    is_sure = step.is_least or (bool(step.pointer) and not is_unusable(step.pointer, exchange))
    if must_succeed and not exchange.ok and (is_sure or not _is_servers_choice(operation, step, exchange)):
        yield violation("shape.accepts_valid", MATCHES, exchange.summary)
    if step.outcome == "refusal" and not is_rejection(operation, exchange):
        breach = f"{REFUSAL}the request violates the contract"
        yield violation("shape.rejects_invalid", breach, exchange.summary)
    if step.outcome == "unauthorized" and exchange.status != HTTPStatus.UNAUTHORIZED:
        given = "no credentials" if step.owner == "nobody" else "unknown credentials"
        yield violation("shape.unauthorized", f"401: the request has {given}", exchange.summary)


def is_success(operation: Operation, exchange: Exchange) -> bool:
    """Return whether the status and the body are those of a success."""
    return exchange.ok and not is_rejection(operation, exchange)


def is_rejection(operation: Operation, exchange: Exchange) -> bool:
    """Return whether the status, or the field that the operation has for errors, rejects the request."""
    if exchange.status in UNRELATED_REJECTIONS:
        return False
    field = operation.responses.get(exchange.status, {}).get("x-refusal")
    events = exchange.events if isinstance(exchange, StreamedExchange) else ()
    received = [exchange.parsed, *(event.parsed for event in events)]
    return not is_accepted(exchange) or any(isinstance(each, dict) and field in each for each in received)


def without_field(request: OperationRequest, pointer: str) -> OperationRequest:
    """Return the request without the outermost field of the pointer: `/query/limit`, `/body/config/tags`.

    A pointer to the whole body, or to its undocumented fields, leaves it as it is.
    """
    place, name = [*pointer.split("/"), ""][1:3]
    query = {each: value for each, value in request.query.items() if (place, each) != ("query", name)}
    body = request.body
    if place == "body" and isinstance(body, dict):
        body = {each: value for each, value in body.items() if each != name}
    return replace(request, query=query, body=body)


def has_field(body: Json, steps: Iterable[str]) -> bool:
    """Return whether the body has the field, which may be inside of others."""
    for name in steps:
        if not isinstance(body, Mapping) or name not in body:
            return False
        body = body[name]
    return True


def at_field(violation: Violation, pointer: str, expected: str) -> Violation:
    """Return the violation at a field. A graph may reject a value, so only a server error is wrong then."""
    if violation.check == "shape.server_error" and is_for_the_graph(pointer):
        expected = f"{REFUSAL}the graph can't use this `{pointer.rpartition('/')[2]}`"
    return replace(violation, pointer=pointer, expected=expected or violation.expected)


def is_echo(violation: Violation, step: Step, exchange: Exchange) -> bool:
    """Return whether the body repeats the invalid value of the request.

    If the request was accepted, that is a finding already. An error may name what it rejects.
    """
    name = step.pointer.rpartition("/")[2]
    is_repeated = exchange.ok or exchange.refused
    is_body = step.outcome == "refusal" and bool(name) and violation.check == "shape.body"
    return is_body and is_repeated and name in violation.pointer.split("/")


def is_the_graphs_choice(violation: Violation, exchange: Exchange) -> bool:
    """Return whether a valid request was rejected because of a value that only the graph can judge."""
    is_rejection = violation.check == "shape.accepts_valid" and exchange.status in INVALID_STATUSES
    return is_rejection and is_unusable(violation.pointer, exchange)


def is_unusable(pointer: str, exchange: Exchange) -> bool:
    """Return whether a graph may be unable to use what the request has in the field."""
    return may_be_unusable(pointer, sent_value(exchange.request, pointer))


def sent_value(request: Request, pointer: str) -> Json:
    """Return the value at `/body/...` in the request; `None` if there is none."""
    value = request.parsed
    try:
        for step in pointer.split("/")[2:]:
            value = value[0 if step == ITEM else step]
    except (LookupError, TypeError):
        return None
    return value


def _is_servers_choice(operation: Operation, step: Step, exchange: Exchange) -> bool:
    """Return whether the server can't carry out a valid request.

    It responds 400, unless that takes the place of 422, or its graph can't use the value.
    """
    if is_unusable(step.pointer, exchange) and exchange.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return True
    if exchange.status != HTTPStatus.BAD_REQUEST:
        return False
    return "x-preferred" not in operation.responses[exchange.status]
