"""Result of one test item, as JSON that is sent between processes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from httpx import Headers

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import Blocker, Finding, Level, Verdict
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.operation_groups import WAITING_FOR_AN_END

Kind = Literal["generated", "semantic", "recorded"]
Slow = Mapping[str, float]
"""Seconds of the slowest response by operation id."""

Reached = Mapping[tuple[str, int], int]
"""Number of responses by operation id and status."""


@dataclass(frozen=True)
class Result:
    id: str
    kind: Kind
    check: str
    """Id of the check; `shape` for generated requests."""
    operation: str
    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    reached: Reached = field(default_factory=dict)
    level: Level = "must"
    tier: int = 0
    """Tier of the check or of the operation, the higher one. 0 means that of the operation."""
    blocked_by: tuple[Blocker, ...] = ()
    """Findings that prevented a verdict of the check."""
    seconds: float = 0.0
    """Duration of the check. 0 means unknown."""
    slow: Slow = field(default_factory=dict)
    """Responses above the limit of `--slow-response`."""

    def serializable(self) -> Json:
        return {
            "id": self.id,
            "kind": self.kind,
            "check": self.check,
            "operation": self.operation,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "findings": [_from_finding(finding) for finding in self.findings],
            "reached": [[operation, status, count] for (operation, status), count in self.reached.items()],
            "level": self.level,
            "tier": self.tier,
            "blocked_by": [vars(each) for each in self.blocked_by],
            "seconds": self.seconds,
            "slow": dict(self.slow),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        reached = {(operation, status): count for operation, status, count in data["reached"]}
        findings = tuple(_to_finding(finding) for finding in data["findings"])
        blocked_by = tuple(Blocker(**each) for each in data["blocked_by"])
        verdict = Verdict(data["verdict"])
        parts = {"findings": findings, "reached": reached, "blocked_by": blocked_by}
        return cls(**{**data, "verdict": verdict, **parts})


def reached_by(exchanges: Iterable[Exchange]) -> Reached:
    """Return the number of responses by operation id and status."""
    responses = [each for each in exchanges if each.operation_id and each.status]
    return Counter((str(each.operation_id), int(each.status)) for each in responses)


def slow_in(exchanges: Iterable[Exchange], operations: Mapping[str, Operation], limit: float) -> Slow:
    """Return the slowest response of each operation, of those above the limit in seconds."""
    slowest: dict[str, float] = {}
    for each in exchanges:
        operation = operations.get(each.operation_id or "")
        if operation is None or operation.is_stream or operation.id in WAITING_FOR_AN_END:
            continue
        if each.response.elapsed > limit:
            slowest[operation.id] = max(slowest.get(operation.id, 0.0), round(each.response.elapsed, 3))
    return slowest


def _from_finding(finding: Finding) -> Json:
    return {
        **vars(finding),
        "exchange": from_exchange(finding.exchange),
        "replay": list(finding.replay),
        "replay_limits": [limit.value for limit in finding.replay_limits],
    }


def _to_finding(data: Mapping[str, Any]) -> Finding:
    limits = tuple(map(ReplayLimit, data["replay_limits"]))
    parts = {"exchange": to_exchange(data["exchange"]), "replay": tuple(data["replay"])}
    whole = {**data, **parts, "replay_limits": limits}
    return Finding(**whole)


def from_exchange(exchange: Exchange) -> Json:
    """Return an exchange as JSON. Of a stream it keeps the text and how it ended, but no times of arrival."""
    request = {**vars(exchange.request), "headers": dict(exchange.request.headers)}
    return {
        "operation_id": exchange.operation_id,
        "request": {**request, "body": _text(exchange.request.body)},
        "status": exchange.status,
        "headers": dict(exchange.headers),
        "content": _text(exchange.response.content),
        "ended": exchange.ended if isinstance(exchange, StreamedExchange) and exchange.is_stream else None,
    }


def to_exchange(data: Mapping[str, Any]) -> Exchange:
    request = Request(**{**data["request"], "body": data["request"]["body"].encode("latin-1")})
    headers, content = Headers(data["headers"], encoding="utf-8"), data["content"].encode("latin-1")
    response = Response(data["status"], headers, content)
    if data["ended"] is None:
        return Exchange(data["operation_id"], request, response)
    return StreamedExchange(data["operation_id"], request, response, ended=data["ended"])


def _text(content: bytes) -> str:
    """Return bytes in a form that JSON can carry."""
    return content.decode("latin-1")
