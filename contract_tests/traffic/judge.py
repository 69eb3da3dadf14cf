"""Judge of recorded traffic: validates exchanges against the contract and collects a report.

Requests are validated, too, because a client may be wrong as well as a server. Traffic outside the contract
is counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from contract_tests.client import strict_json
from contract_tests.client.base_url import BaseUrl, origin_of
from contract_tests.client.exchange import SOCKET, Exchange, Request, without_prefix
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.client.rate_limit import is_limit
from contract_tests.client.websocket import parsed
from contract_tests.contract import Contract, Json, Operation
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.findings.finding import Finding, Key, Level, Outcome, Verdict, Violation
from contract_tests.findings.replay import UUID, commands
from contract_tests.findings.result import Result
from contract_tests.findings.shortened_response import shortened
from contract_tests.report.model import Report, Subject
from contract_tests.runner.catalogue import RECORDED
from contract_tests.runner.verdict import verdict_of
from contract_tests.text.visible import one_line
from contract_tests.traffic.exchanges import UnansweredRequest
from contract_tests.traffic.routes import Route, Routes
from contract_tests.validation.request import Validity
from contract_tests.validation.response import response_validator

OUTSIDE = "not in the contract"
ELSEWHERE = "sent to another server"
PREFLIGHT = "a CORS preflight of the browser"
NOT_MODIFIED = "served from a cache"
RATE_LIMITED = "rejected by a rate limit"

OF_EVERY_CLIENT = (
    *("accept-encoding", "accept-language", "cache-control", "connection", "content-length", "dnt", "host"),
    *("origin", "pragma", "priority", "referer", "te", "transfer-encoding", "upgrade", "user-agent"),
)
"""Headers that do not affect the response. Replays leave them out."""

MAX_NAMES = 200
"""Different names of skipped requests; all further ones are counted together."""


@dataclass(frozen=True)
class JudgedExchange:
    """Result of one exchange."""

    request: Request
    status: int
    violations: tuple[Violation, ...] = ()
    skipped: str = ""
    """Why the exchange was skipped. Empty if it was judged."""


@dataclass
class _Found:
    """A violation, the exchange with the shortest request that shows it, and the number of occurrences."""

    violation: Violation
    exchange: Exchange
    count: int = 1

    def again(self, violation: Violation, exchange: Exchange) -> None:
        self.count += 1
        if len(exchange.request.body) < len(self.exchange.request.body):
            self.violation, self.exchange = violation, exchange


@dataclass
class _OperationTraffic:
    """Results of all exchanges of one operation."""

    reached: Counter[tuple[str, int]] = field(default_factory=Counter)
    found: dict[Key, _Found] = field(default_factory=dict)
    missing: int = 0
    """Number of responses that show that the target lacks the operation."""
    fault: Exception | None = None
    """Last internal error. `None` if there was none."""


class Traffic:
    """Judge of the exchanges of one recording or proxy, one after the other."""

    def __init__(self, contract: Contract, base: str, redactor: FactRedactor | None = None) -> None:
        """Judge the requests below `base`, the URL of the API without a trailing slash."""
        self.base = BaseUrl.parse(base)
        self.redactor = redactor or FactRedactor()
        self._contract = contract
        self._routes = Routes.of(contract)
        self._judge = response_validator(contract)
        self._validity = Validity(contract)
        self._accounts: dict[str, _OperationTraffic] = defaultdict(_OperationTraffic)
        self._skipped: Counter[tuple[str, str]] = Counter()

    def add(self, exchange: Exchange | UnansweredRequest) -> JudgedExchange:
        """Judge an exchange, or count it as skipped."""
        if isinstance(exchange, UnansweredRequest):
            return self._skip(exchange.request, 0, exchange.reason)
        self.redactor = self.redactor.knowing(exchange)
        request = exchange.request
        path = self.base.below(request.url)
        route = None if path is None else self._routes.find(request.method, path)
        if path is None:
            return self._skip(request, exchange.status, ELSEWHERE)
        if route is None:
            return self._skip(request, exchange.status, PREFLIGHT if _is_preflight(request) else OUTSIDE)
        if exchange.status == HTTPStatus.NOT_MODIFIED:
            return self._skip(request, exchange.status, NOT_MODIFIED)
        if is_limit(exchange.status, exchange.headers):
            return self._skip(request, exchange.status, RATE_LIMITED)
        response = replace(exchange.response, headers=without_prefix(self.base, exchange.headers))
        return self._judge_exchange(
            route, replace(exchange, operation_id=route.operation.id, response=response)
        )

    def _judge_exchange(self, route: Route, exchange: Exchange) -> JudgedExchange:
        account = self._accounts[route.operation.id]
        try:
            violations = tuple(self._violations(route, exchange))
        except Exception as fault:  # noqa: BLE001 - an error of our own is reported and must not stop the proxy
            account.fault = fault
            return JudgedExchange(exchange.request, exchange.status, skipped="internal error")
        account.reached[route.operation.id, exchange.status] += 1
        account.missing += _is_missing(route.operation, exchange)
        for each in violations:
            key = (each.check, route.operation.id, each.pointer)
            if key in account.found:
                account.found[key].again(each, exchange)
            else:
                account.found[key] = _Found(each, exchange)
        return JudgedExchange(exchange.request, exchange.status, violations)

    def _violations(self, route: Route, exchange: Exchange) -> Iterator[Violation]:
        yield from request_violations(self._validity, route, exchange.request)
        if not _is_missing(route.operation, exchange):
            yield from self._judge(exchange)

    def _skip(self, request: Request, status: int, reason: str) -> JudgedExchange:
        path = _printable(UUID.sub("{id}", request.path.partition("?")[0]))
        name = origin_of(request.url) if reason == ELSEWHERE else f"{request.method} {path}"
        if len(self._skipped) >= MAX_NAMES and (reason, name) not in self._skipped:
            name = "others"
        self._skipped[reason, name] += 1
        return JudgedExchange(request, status, skipped=reason)

    def line(self, exchange: JudgedExchange) -> str:
        """Return one line for the exchange and one for each finding, with secrets masked."""
        mark = "·" if exchange.skipped else "✗" if exchange.violations else "✓"
        path = _printable(exchange.request.path)
        skipped = f" ({exchange.skipped})" if exchange.skipped else ""
        lines = [f"{mark} {exchange.request.method} {path} {exchange.status or 'no response'}{skipped}"]
        for each in exchange.violations:
            place = f" at {each.pointer}" if each.pointer else ""
            lines.append(f"    {each.check}{place}: expected {each.expected}, received {each.received}")
        return self.redactor.redacted("\n".join(lines))

    @property
    def report(self) -> Report:
        """Report of the traffic so far, with secrets masked."""
        results = [self._result(name, account) for name, account in self._accounts.items()]
        for (reason, name), count in self._skipped.items():
            name_and_count = self.redactor.redacted(f"{name} ×{count}")
            facts = {"id": name_and_count, "kind": "recorded", "check": "traffic", "operation": ""}
            results.append(self.redactor.result(**facts, verdict=Verdict.SKIP, reason=reason))
        subject = Subject(
            target=str(self.base),
            contract_version=self._contract.version,
            contract_digest=self._contract.digest,
            upstream=self._contract.upstream_version,
            seed=0,
            graph="",
            identities=0,
            is_whole=False,
            recorded=sum(sum(each.reached.values()) for each in self._accounts.values()),
        )
        return Report.of(self.redactor.redacted(subject), self._contract.operations, results)

    def _result(self, name: str, account: _OperationTraffic) -> Result:
        operation = self._contract.by_id[name]
        found = [finding for each in account.found.values() for finding in self._findings(operation, each)]
        outcome = Outcome(Verdict.PASS)
        if account.fault is not None:
            outcome = verdict_of(account.fault)
        elif found:
            outcome = Outcome(Verdict.FAIL)
        elif account.missing and account.missing == sum(account.reached.values()):
            outcome = Outcome(Verdict.NOT_OFFERED, f"the target lacks {operation.feature}")
        return self.redactor.result(
            id=f"recorded[{name}]",
            kind="recorded",
            check="traffic",
            operation=name,
            verdict=outcome.verdict,
            reason=outcome.reason,
            findings=tuple(found),
            reached=dict(account.reached),
        )

    def _findings(self, operation: Operation, found: _Found) -> list[Finding]:
        violation, exchange = found.violation, found.exchange
        sent = replace(exchange, request=self.redactor.redacted(_summary(exchange.request)))
        level: Level = RECORDED.level if violation.check == RECORDED.id else "must"
        finding = self.redactor.finding(
            check=violation.check,
            operation=operation.id,
            level=level,
            expected=violation.expected,
            received=violation.received,
            pointer=violation.pointer,
            requirement=f"{violation.requirement} {operation.pointer}",
            why=violation.why,
            exchange=replace(sent, response=shortened(exchange.response, self.redactor.redacted)),
            replay=commands([sent]),
        )
        return [finding] * found.count


def request_violations(validity: Validity, route: Route, request: Request) -> Iterator[Violation]:
    """Yield the violations of the contract in a client's request."""
    query = parse_qs(urlsplit(request.url).query, keep_blank_values=True)
    question = OperationRequest(route.path, query, request.headers, _body(request.body))
    for name, problem in validity.of_parameters(route.operation, question):
        yield _breach(f"the {name} as documented", f"{name} {problem}", name)
    if request.method == SOCKET:
        yield from _frames(validity, route.operation, request)
        return
    schema = route.operation.body
    if schema is None:
        return
    if question.body is NO_BODY or isinstance(question.body, bytes):
        for breach in validity.breaches(route.operation, replace(question, query={})):
            if breach.startswith("the body"):
                yield _breach("a JSON body", breach, "/")
        return
    for each in validity.breaches_of(schema, question.body):
        yield _breach(each.expected, one_line(each.found), f"request{each.pointer}")


def _frames(validity: Validity, operation: Operation, request: Request) -> Iterator[Violation]:
    """Yield the violations in the commands that a client sent on a WebSocket, one a line of the body."""
    schema = validity.contract.document["paths"][operation.path]["x-websocket"]["send"]
    for line in filter(None, request.body.decode("utf-8", "replace").split("\n")):
        for each in validity.breaches_of(schema, parsed(line)):
            yield _breach(each.expected, one_line(each.found), f"request{each.pointer}")


def _breach(expected: str, received: str, pointer: str) -> Violation:
    return Violation(RECORDED.id, expected, received, RECORDED.requirement, pointer, RECORDED.why)


def _body(content: bytes) -> Json:
    if not content:
        return NO_BODY
    try:
        return strict_json.parse(content)
    except (ValueError, RecursionError):
        return content


def _summary(request: Request) -> Request:
    headers: Mapping[str, str] = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in OF_EVERY_CLIENT and not name.lower().startswith("sec-")
    }
    return replace(request, headers=headers)


def _is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS"


def _is_missing(operation: Operation, exchange: Exchange) -> bool:
    """Return whether the response shows that the target lacks an optional feature."""
    return (
        operation.feature is not None and exchange.is_missing and exchange.status not in operation.responses
    )


def _printable(text: str) -> str:
    """Percent-encode control characters, which could clear a terminal."""
    return "".join(each if each.isprintable() else f"%{ord(each):02X}" for each in text)
