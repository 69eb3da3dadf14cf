"""The report as JSON lines: the record, for programs. One fact a line, the verdict last."""

import base64
import json
from collections.abc import Iterator

from contract_tests.contract import Json
from contract_tests.exchange import Exchange
from contract_tests.finding import Finding
from contract_tests.report.model import Report


def render(report: Report) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[Json]:
    yield {"type": "subject", **vars(report.subject)}
    for result in report.results:
        said = {"check": result.check, "operation": result.operation, "verdict": result.verdict.value}
        yield {"type": "result", "id": result.id, "kind": result.kind, **said, "reason": result.reason}
    for problem in report.problems:
        yield {"type": "finding", **_facts(problem.finding), "count": problem.count}
    for (operation, status), count in report.reached.items():
        yield {"type": "reached", "operation": operation, "status": status, "count": count}
    for each in report.unreached:
        yield {"type": "unreached", **vars(each)}
    for path in report.left_behind:
        yield {"type": "left_behind", "path": path}
    verdict = {"verdict": report.verdict.value, "exit_code": report.exit_code}
    yield {"type": "verdict", **verdict, "findings": len(report.problems), "conclusion": report.conclusion}


def _facts(finding: Finding) -> Json:
    facts = {name: value for name, value in vars(finding).items() if name not in {"exchange", "setup"}}
    return {**facts, **_exchange(finding.exchange), "replay": list(finding.replay)}


def _exchange(exchange: Exchange) -> Json:
    request = exchange.request
    body = (
        {"body": request.text}
        if request.text is not None
        else {"base64": base64.b64encode(request.body).decode()}
    )
    sent = {"method": request.method, "url": request.url, "headers": dict(request.headers), **body}
    return {"request": sent, "status": exchange.status}
