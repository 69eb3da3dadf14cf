"""Reader of records, the reports of earlier runs as `jsonl.py` writes them."""

import base64
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from httpx import Headers

from contract_tests import contract
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedExchange
from contract_tests.findings.finding import Blocker, Finding, Verdict
from contract_tests.findings.former_ids import RENAMED, RENAMED_VERDICTS, current
from contract_tests.findings.replay_limit import ReplayLimit
from contract_tests.findings.result import Result
from contract_tests.findings.survey import NO_SURVEY
from contract_tests.findings.survey_line import from_line
from contract_tests.report import baseline, line_types
from contract_tests.report.baseline import Known
from contract_tests.report.model import Report, Subject
from contract_tests.text import user_file
from contract_tests.text.user_file import InvalidFile, Unreadable

MAX_FINDINGS = 1_000_000
"""Findings in a whole record; one that was found several times counts as often."""

JsonLine = Mapping[str, Any]
T = TypeVar("T")


class BadRecord(InvalidFile):
    """A file is not a valid record."""


def read(file: Path) -> Report:
    """Read the report in a record file.

    Raises:
        BadRecord: the file can't be read or is not a valid record.

    """
    try:
        text = user_file.read_text(file, user_file.RECORDING)
    except Unreadable as error:
        raise BadRecord(str(file), 0, str(error)) from error
    return parse(text, str(file))


def parse(text: str, source: str = "record") -> Report:
    """Return the report in a record. Operations that the contract no longer has are left out.

    Former ids of checks are replaced by the current ones.

    Raises:
        BadRecord: a line is invalid, the subject is missing, or the record is cut short.

    """
    parts: dict[str, list[Any]] = defaultdict(list)
    found = _Found()
    for number, line in _whole(text, source):
        with_fields = _Fields(line, source, number)
        kind = with_fields.read(lambda each: each["type"])
        if kind == "finding":
            found.add(with_fields)
        elif read_part := READERS.get(str(kind)):
            parts[str(kind)].append(with_fields.read(read_part))
    if not parts["subject"]:
        raise BadRecord(source, 1, "the first line must have the type 'subject'")
    about, names = parts["subject"][-1]
    known = contract.load().by_id
    timings = dict(parts["timing"])
    whole = [
        replace(each, findings=tuple(found.by_result[each.id]), **timings.get(each.id, {}))
        for each in parts["result"]
    ]
    operations = [known[name] for name in names if name in known]
    accepted = baseline.of_entries(parts["known"], is_strict=any(parts["baseline"]))
    survey = parts["survey"][-1] if parts["survey"] else NO_SURVEY
    results = [_renamed(each) for each in whole]
    report = Report.of(about, operations, results, parts["left_behind"], accepted, survey)
    checks = {each.check for each in whole}
    checks |= {finding.check for each in whole for finding in each.findings}
    return replace(report, former_ids=tuple(sorted((checks & RENAMED.keys()).union(accepted.former_ids))))


def _renamed(result: Result) -> Result:
    """Return the result under the current ids of its checks."""
    findings = tuple(replace(each, check=current(each.check)) for each in result.findings)
    blocked_by = tuple(replace(each, check=current(each.check)) for each in result.blocked_by)
    named = replace(result, id=current(result.id), check=current(result.check))
    return replace(named, findings=findings, blocked_by=blocked_by)


class _Fields:
    """Fields of one line. An invalid field raises `BadRecord` with the number of the line."""

    def __init__(self, line: JsonLine, source: str, number: int) -> None:
        self.line = line
        self.place = (source, number)

    def read(self, take: Callable[[JsonLine], T]) -> T:
        try:
            return take(self.line)
        except KeyError as missing:
            raise BadRecord(*self.place, f"the field {missing} is missing") from missing
        except (TypeError, ValueError, AttributeError, OverflowError) as wrong:
            raise BadRecord(*self.place, str(wrong)) from wrong


class _Found:
    """Findings of each result, each as often as it was found."""

    def __init__(self) -> None:
        self.by_result: dict[str, list[Finding]] = defaultdict(list)
        self._count = 0

    def add(self, line: _Fields) -> None:
        """Add the finding of a line to each result that has it.

        Raises:
            BadRecord: a field is invalid, or there are too many findings.

        """
        finding, found_by = line.read(_finding), line.read(_found_by)
        self._count += sum(found_by.values())
        if self._count > MAX_FINDINGS:
            raise BadRecord(*line.place, f"more than {MAX_FINDINGS:,} findings")
        for result, count in found_by.items():
            self.by_result[result] += [finding] * count


def _whole(text: str, source: str) -> Iterator[tuple[int, JsonLine]]:
    """Yield all lines. The last must be the verdict, or findings may be missing."""
    number, kind = 1, ""
    for number, line in _lines(text, source):
        kind = str(line.get("type"))
        yield number, line
    if kind not in {"", "verdict"}:
        raise BadRecord(source, number, "the file is incomplete: its last line is not the verdict")


def _lines(text: str, source: str) -> Iterator[tuple[int, JsonLine]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            parsed = user_file.parsed(line)
        except Unreadable as wrong:
            raise BadRecord(source, number, str(wrong)) from wrong
        if not isinstance(parsed, dict):
            raise BadRecord(source, number, "not a JSON object")
        if problem := line_types.problem(parsed):
            raise BadRecord(source, number, problem)
        yield number, parsed


def _subject(line: JsonLine) -> tuple[Subject, list[str]]:
    later = {
        "not_offered": tuple(line.get("not_offered", ())),
        "profile": line.get("profile", ""),
        "require_tested": line.get("require_tested", 0),
        "stopped_early": line.get("stopped_early", False),
        "slow_response": line.get("slow_response", Subject.slow_response),
    }
    facts = {name: line[name] for name in Subject.__dataclass_fields__ if name not in later}
    return Subject(**facts, **later), list(line["operations"])


def _known(line: JsonLine) -> Known:
    absent = {} if "expected" in line else {"expected": ""}  # in older records
    return Known(**absent, **{name: line[name] for name in Known.__dataclass_fields__ if name not in absent})


def _result(line: JsonLine) -> Result:
    reached = {(each["operation"], int(each["status"])): int(each["count"]) for each in line["reached"]}
    names = ("id", "kind", "check", "operation", "reason")
    graded = {name: line[name] for name in ("level", "tier") if name in line}  # absent in older records
    word = str(line["verdict"])
    verdict = Verdict(RENAMED_VERDICTS.get(word, word))
    blocked_by = tuple(map(_blocker, line.get("blocked_by", ())))
    facts = {name: line[name] for name in names}
    return Result(**facts, verdict=verdict, reached=reached, blocked_by=blocked_by, **graded)


def _blocker(line: JsonLine) -> Blocker:
    return Blocker(line["check"], line["operation"], line.get("status", 0), line.get("pointer", ""))


def _timing(line: JsonLine) -> tuple[str, dict[str, Any]]:
    slow = {name: float(each) for name, each in line["slow"].items()}
    return str(line["result"]), {"seconds": float(line["seconds"]), "slow": slow}


def _found_by(line: JsonLine) -> dict[str, int]:
    return {name: int(count) for name, count in line["found_by"].items()}


def _finding(line: JsonLine) -> Finding:
    names = ("check", "operation", "level", "expected", "received", "pointer", "requirement", "why")
    facts = {name: line[name] for name in names}
    limits = tuple(map(ReplayLimit, line.get("replay_limits", ())))  # absent in older records
    return Finding(**facts, exchange=_exchange(line), replay=tuple(line["replay"]), replay_limits=limits)


READERS: Mapping[str, Callable[[JsonLine], Any]] = {
    "subject": _subject,
    "survey": from_line,
    "result": _result,
    "timing": _timing,
    "baseline": lambda line: bool(line["is_strict"]),
    "known": _known,
    "left_behind": lambda line: str(line["path"]),
}
"""Reader of a line by its type. Findings are read by their results; lines of other types are skipped."""


FORMER_RESPONSE = "answer"
"""Name of the response of a finding in version 1 of the schema."""


def _exchange(line: JsonLine) -> Exchange:
    sent = line["request"]
    received = line[FORMER_RESPONSE if FORMER_RESPONSE in line else "response"]
    body = sent["body"].encode() if "body" in sent else base64.b64decode(sent["base64"])
    request = Request(sent["method"], sent["url"], sent["headers"], body)
    response = Response(
        int(line["status"]), Headers(received["headers"], encoding="utf-8"), received["body"].encode()
    )
    if received["ended"] is None:
        return Exchange(line["operation"], request, response)
    return StreamedExchange(line["operation"], request, response, ended=received["ended"])
