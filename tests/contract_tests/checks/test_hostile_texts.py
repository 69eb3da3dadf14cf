"""Tests of hostile target data: the check ends with findings, and no report lets the data break out."""

import base64
import html
import json
import re
import unicodedata
from urllib.parse import quote
from xml.etree import ElementTree as ET

import checker
import hostile
import pytest
from markdown_it import MarkdownIt
from miniatures.stage import ITEMS, stage

from contract_tests.findings.finding import Verdict
from contract_tests.options import options
from sweep import sweep

ENDINGS = tuple(ending.removeprefix(".") for ending in options.ENDINGS)

NASTY = (
    "a\x1b[31m\u202eb\r\n::error::c\x9b`](http://evil)|<img src=x onerror=alert(1)>@all ]]>\x00\ud800/../%00"
)
"""Text with control sequences for terminals, browsers, Markdown, XML, SARIF and GitHub."""

FEW = ("--check", "threads.create.*", "--check", "runs.create.*", "--quick", "--workers", "1")

IDS = {
    "control characters": "a\x1b\x00\n",
    "70,000 letters": "x" * 70_000,
    "a path": "../assistants/x?y=1#z",
    "not ASCII": "Ünïcödé \N{SNOWMAN}",
    "half of a surrogate pair": "\ud800",
    "nothing": "",
    "a number": 7,
    "null": None,
    "an object": {"a": NASTY},
    "removed": hostile.REMOVED,
}


def reported(url, folder, *arguments):
    """Check the target, and return the finished process and each report."""
    outputs = [word for end in ENDINGS for word in ("--output", str(folder / f"report.{end}"))]
    run = checker.check(url, *arguments, *outputs)
    reports = {end: (folder / f"report.{end}").read_bytes().decode() for end in ENDINGS}
    return run, {**reports, "stdout": run.stdout, "stderr": run.stderr}


def assert_harmless(reports):
    for name, text in reports.items():
        seen = {each for each in text if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
        assert seen <= {"\n", "\t"}, (name, seen)
        assert "Traceback" not in text, name
    ET.fromstring(reports["xml"])  # noqa: S314 - our own output
    ET.fromstring(reports["svg"])  # noqa: S314
    json.loads(reports["sarif"])
    json.loads(reports["codequality.json"])
    assert [json.loads(line) for line in reports["jsonl"].splitlines()][-1]["type"] == "verdict"
    shown = MarkdownIt("commonmark").enable("table").render(reports["md"])
    assert "<img src=x" not in reports["html"] + shown


@pytest.mark.parametrize("kind", sweep(IDS, "control characters"))
def test_an_id_of_any_kind_is_a_finding(kind, tmp_path):
    with hostile.altered(hostile.replaced("thread_id", IDS[kind])) as url:
        run, reports = reported(url, tmp_path, *FEW)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "/thread_id" in reports["jsonl"]
    assert_harmless(reports)


@pytest.mark.parametrize("field", sweep(["metadata", "status", "run_id", "created_at"], "metadata"))
def test_a_field_that_is_missing_everywhere_is_a_finding(field, tmp_path):
    with hostile.altered(hostile.replaced(field, hostile.REMOVED)) as url:
        run, reports = reported(url, tmp_path, *FEW)
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"/{field}" in reports["jsonl"]
    assert_harmless(reports)


def nasty_keys(value):
    """Add a nasty name and value to every object, recursively."""
    if isinstance(value, list):
        return [nasty_keys(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        **{key: nasty_keys(each) for key, each in value.items()},
        "metadata": {NASTY: {NASTY: 1}},
        NASTY: NASTY,
    }


@pytest.mark.slow
def test_no_field_name_breaks_out_of_a_report(tmp_path):
    def change(value):
        changed = nasty_keys(value)
        return {**changed, "interrupts": {NASTY: NASTY}} if isinstance(changed, dict) else changed

    with hostile.altered(change) as url:
        run, reports = reported(url, tmp_path, *FEW, "--github")
    assert run.returncode == 1, run.stdout + run.stderr
    assert_harmless(reports)
    assert_no_commands(run.stdout)


def assert_no_commands(stdout):
    """Assert that GitHub finds no workflow command except our annotations and the `stop-commands` pair."""
    lines = [line.strip() for line in stdout.splitlines()]
    [stopped] = [line for line in lines if line.startswith("::stop-commands::")]
    word = stopped.removeprefix("::stop-commands::")
    end = lines.index(f"::{word}::")
    after = [line for line in lines[end + 1 :] if line.startswith("::")]
    assert lines.index(stopped) < end
    assert all(re.match(r"::(error|warning) title=", line) for line in after)


LOCATIONS = (
    b"/threads/x y/runs/%00",
    b"../x",
    b"/threads/caf\xe9/runs/1",
    b"http://evil/threads/1/runs/2",
    b"",
)


@pytest.mark.parametrize("location", sweep(LOCATIONS, b"../x"))
def test_a_location_that_names_something_else_is_a_finding(location, tmp_path):
    def headers(values):
        return {name: location for name in (b"location", b"content-location") if name in values}

    with hostile.altered(headers=headers) as url:
        run, reports = reported(url, tmp_path, "--check", "streams.*", "--quick", "--workers", "1")
    assert run.returncode == 1, run.stdout + run.stderr
    assert_harmless(reports)


@pytest.mark.slow
def test_no_name_or_id_of_an_event_breaks_out_of_a_report(tmp_path):
    with hostile.altered(event="m\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}`|<b>".encode()) as url:
        run, reports = reported(url, tmp_path, "--check", "streams.*", "--quick", "--workers", "1")
    assert run.returncode == 1, run.stdout + run.stderr
    assert_harmless(reports)


READ = {
    "metadata": "runs.create.metadata",
    "next": "runs.state.input_and_output",
    "cron_id": "crons.update.metadata",
    "result": "a2a.get.other_context",
    "checkpoint": "threads.history.before",
    "tasks": "interrupts.state",
    "values": "streams.messages_tuple",
}
"""Fields, and a check that reads each of them."""


class AlteredMock:
    def __init__(self, change):
        self.change = change

    def server(self, app, _contract):
        return hostile.Altered(app, self.change)


def named(value):
    return "removed" if value is hostile.REMOVED else ascii(value)


@pytest.fixture(scope="module")
def harness():
    with stage() as built:
        yield built


@pytest.mark.parametrize("value", [hostile.REMOVED, None, 5, NASTY, [], {}, [None], True], ids=named)
@pytest.mark.parametrize("field", READ)
def test_checks_accept_any_response_value(field, value, harness):
    items = [item for item in ITEMS if item.check.id == READ[field]]
    outcomes = harness.run_checks(items, AlteredMock(hostile.replaced(field, value))).values()
    assert outcomes
    assert [each.reason for each in outcomes if each.verdict == Verdict.ERROR] == []


SECRET = "s3cr3t/v4lue+0815"  # noqa: S105 - a test value
BASIC = base64.b64encode(b"alice:p4ss/w0rd+0815").decode()
COOKIE = "c00kie-v4lue-0815"
PLAIN = (SECRET, "p4ss/w0rd+0815", COOKIE)


def forms(secret):
    """Return the secret in each encoding in which a target may send it back."""
    encoded = base64.b64encode(f"x-api-key: {secret}".encode()).decode()
    return [
        secret,
        secret.upper(),
        quote(secret, safe=""),
        quote(quote(secret, safe=""), safe=""),
        json.dumps(secret).replace("/", "\\/"),
        html.escape(secret),
        encoded,
        f"{secret[:6]}\n{secret[6:]}",
        "".join(f"\\u{ord(each):04x}" for each in secret),
    ]


def test_no_report_has_a_secret_in_any_form(tmp_path):
    forms_by_number = {
        f"of {number}": {each: each} for number, each in enumerate(x for s in PLAIN for x in forms(s))
    }

    def change(value):
        changed = hostile.replaced("metadata", {**forms_by_number, "text": list(forms_by_number)})(value)
        return (
            {**changed, "status": " ".join(map(str, forms_by_number.values()))}
            if isinstance(changed, dict)
            else changed
        )

    owner = ["--header", f"x-api-key: {SECRET}", "--header", f"Authorization: Basic {BASIC}"]
    owner += ["--header", f"Cookie: a=b; sid={COOKIE}"]
    with hostile.altered(change) as url:
        run, reports = reported(url, tmp_path, *FEW, *owner)
    assert run.returncode == 1, run.stdout + run.stderr
    for name, text in reports.items():
        for form in (each for secret in PLAIN for each in forms(secret)[:4]):
            assert form.lower() not in text.lower(), (name, form)
        assert BASIC not in text
