"""The report as JSON lines, called the record: one fact a line, the verdict last.

`record.py` reads it again, so every other format can be written from it.
"""

import base64
from collections.abc import Iterator

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.stream import StreamedExchange
from contract_tests.contract import Json
from contract_tests.findings.result import Reached, Result
from contract_tests.findings.survey import NO_SURVEY
from contract_tests.findings.survey_line import as_line
from contract_tests.report.files import as_json
from contract_tests.report.line_types import SCHEMA_VERSION
from contract_tests.report.model import Problem, Report


def render(report: Report) -> str:
    return "".join(as_json(line) + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[Json]:
    subject = {**vars(report.subject), "not_offered": list(report.subject.not_offered)}
    head = {"type": "subject", "schema_version": SCHEMA_VERSION}
    yield {**head, **subject, "operations": [each.id for each in report.operations]}
    if report.survey != NO_SURVEY:
        yield {"type": "survey", **as_line(report.survey)}
    yield from ({"type": "result", **_result(each)} for each in report.results)
    yield from ({"type": "finding", **_problem(each, report)} for each in report.problems)
    if report.baseline.entries:
        yield {"type": "baseline", "is_strict": report.baseline.is_strict}
        yield from (
            {"type": "known", **vars(each), "is_stale": each in report.stale}
            for each in report.baseline.entries
        )
    yield from ({"type": "reached", **each} for each in _reached(report.reached))
    yield from ({"type": "unreached", **vars(each)} for each in report.unreached)
    yield from ({"type": "timing", **_timing(each)} for each in report.results if each.seconds or each.slow)
    yield from ({"type": "left_behind", "path": path} for path in report.left_behind)
    verdict = {"verdict": report.verdict.value, "exit_code": report.exit_code}
    yield {
        "type": "verdict",
        **verdict,
        "findings": len(report.new),
        "known": len(report.known),
        "conclusion": report.conclusion,
    }


def _result(result: Result) -> Json:
    about = {"check": result.check, "operation": result.operation, "verdict": result.verdict.value}
    reached = list(_reached(result.reached))
    facts = {"level": result.level, "tier": result.tier, "reason": result.reason, "reached": reached}
    blockers = [
        {name: value for name, value in vars(each).items() if value or name != "pointer"}
        for each in result.blocked_by
    ]
    return {"id": result.id, "kind": result.kind, **about, **facts, "blocked_by": blockers}


def _timing(result: Result) -> Json:
    """Return all that differs between two runs with the same seed, apart from other lines."""
    return {"result": result.id, "seconds": result.seconds, "slow": dict(result.slow)}


def _reached(reached: Reached) -> Iterator[Json]:
    for (operation, status), count in sorted(reached.items()):
        yield {"operation": operation, "status": status, "count": count}


def _problem(problem: Problem, report: Report) -> Json:
    finding = problem.finding
    facts = {name: value for name, value in vars(finding).items() if name != "exchange"}
    found = {
        each.id: count
        for each in report.results
        if (count := sum(own.key == finding.key for own in each.findings))
    }
    return {
        **facts,
        **_exchange(finding.exchange),
        "replay": list(finding.replay),
        "replay_limits": [limit.value for limit in finding.replay_limits],
        "found_by": found,
        "is_known": problem.known is not None,
    }


def _exchange(exchange: Exchange) -> Json:
    response = {
        "headers": dict(exchange.headers),
        "body": exchange.response.content.decode("utf-8", "replace"),
        "ended": exchange.ended if isinstance(exchange, StreamedExchange) and exchange.is_stream else None,
    }
    return {"request": _request(exchange.request), "status": exchange.status, "response": response}


def _request(request: Request) -> Json:
    sent = {"method": request.method, "url": request.url, "headers": dict(request.headers)}
    if request.text is not None:
        return {**sent, "body": request.text}
    return {**sent, "base64": base64.b64encode(request.body).decode()}
