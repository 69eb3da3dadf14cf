"""The comparison as JSON lines, for programs: one fact a line, the verdict last."""

from collections.abc import Iterator

from contract_tests.comparison.model import Comparison
from contract_tests.contract import Json
from contract_tests.findings.finding import Key
from contract_tests.report.files import as_json
from contract_tests.report.model import Report


def render(comparison: Comparison) -> str:
    return "".join(as_json(line) + "\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[Json]:
    yield {"type": "subjects", "a": _subject(comparison.before), "b": _subject(comparison.after)}
    for problem in comparison.new:
        found = problem.finding
        yield {
            "type": "new",
            **_key(found.key),
            "level": found.level,
            "expected": found.expected,
            "received": found.received,
            "replay": list(found.replay),
        }
    yield from ({"type": "repaired", **_key(each.key)} for each in comparison.repaired)
    yield from ({"type": "not_tested_again", **_key(each.key)} for each in comparison.unseen)
    for pair in comparison.differing:
        yield {
            "type": "differs",
            **_key(pair.after.key),
            "a": pair.before.received,
            "b": pair.after.received,
        }
    for shift in comparison.shifts:
        yield {
            "type": "verdict_changed",
            "a": shift.before.value,
            "b": shift.after.value,
            "reason": shift.reason,
            "checks": list(shift.ids),
            "is_worse": shift.is_worse,
        }
    for responses in comparison.response_statuses:
        only = {"only_a": sorted(responses.before), "only_b": sorted(responses.after)}
        yield {"type": "responses", "operation": responses.operation, **only}
    only_a, only_b = comparison.only
    verdict = {"verdict": comparison.word, "conclusion": comparison.conclusion}
    yield {"type": "verdict", **verdict, "checks_only_a": only_a, "checks_only_b": only_b}


def _key(key: Key) -> Json:
    return dict(zip(("check", "operation", "pointer"), key, strict=True))


def _subject(report: Report) -> Json:
    return {**vars(report.subject)}
