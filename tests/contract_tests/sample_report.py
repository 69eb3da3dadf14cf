"""A report with one result of every kind, for the tests of the formats."""

import httpx

from contract_tests import contract
from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.findings.finding import Finding, Verdict
from contract_tests.findings.replay import commands
from contract_tests.findings.result import Result
from contract_tests.report.baseline import Baseline, Known
from contract_tests.report.model import Report, Subject

CONTRACT = contract.load()
ONE = "11111111-1111-4111-8111-111111111111"

SUBJECT = Subject(
    target="http://127.0.0.1:8000",
    contract_version="0.1.0",
    contract_digest="0123456789abcdef" * 4,
    upstream="0.16.7",
    seed=0,
    graph="agent",
    identities=1,
)


def exchange(operation_id, body=b"", status=200, path="/threads", content=b""):
    method = CONTRACT.by_id[operation_id].method
    headers = {"x-api-key": "alice", **({"Content-Type": "application/json"} if body else {})}
    request = Request(method, f"http://127.0.0.1:8000{path}", headers, body)
    return Exchange(
        operation_id, request, Response(status, httpx.Headers({"content-type": "application/json"}), content)
    )


CREATED = exchange("create_thread", b'{"thread_id": "%s"}' % ONE.encode())
FETCHED = exchange("get_thread", path=f"/threads/{ONE}", content=b'{"metadata": {}, "<b>": "</script>"}')

FORGETFUL = Finding(
    check="threads.get.found",
    operation="get_thread",
    level="must",
    expected="the metadata that was written, {'title': \"it's\"}",
    received="{} | `nothing` of it, <b>at all</b>",
    pointer="/metadata",
    requirement="What create answers, get answers too.",
    exchange=FETCHED,
    replay=commands([CREATED, FETCHED]),
)


def broken(body, pointer=""):
    failed = exchange("search_threads", body, status=500, path="/threads/search", content=b"no JSON")
    return Finding(
        check="shape.server_error",
        operation="search_threads",
        level="must",
        expected="a response below 500",
        received="500 Internal Server Error",
        pointer=pointer,
        requirement="No request ends in a server error or without a response.",
        exchange=failed,
        replay=commands([failed]),
    )


def result(kind, check, operation, verdict, reason="", *, findings=(), reached=()):
    name = f"shape.{check}[{operation}]" if kind == "generated" else check
    counted = {(operation, status): count for status, count in reached}
    return Result(
        name, kind, "shape" if kind == "generated" else check, operation, verdict, reason, findings, counted
    )


RESULTS = (
    result(
        "semantic", "threads.get.found", "get_thread", Verdict.FAIL, findings=(FORGETFUL,), reached=[(200, 2)]
    ),
    result("semantic", "threads.get.isolated", "get_thread", Verdict.SKIP, "needs a second identity"),
    result("semantic", "threads.get.ttl", "get_thread", Verdict.BLOCKED, "no thread (POST /threads -> 422)"),
    result("semantic", "threads.search.limit", "search_threads", Verdict.PASS, reached=[(200, 7), (422, 1)]),
    result("generated", "valid", "get_thread", Verdict.PASS, reached=[(200, 20)]),
    result("generated", "invalid", "get_thread", Verdict.PASS, reached=[(404, 1), (422, 20)]),
    result(
        "generated",
        "valid",
        "search_threads",
        Verdict.FAIL,
        findings=(
            broken(b'{"one": "\xff"}'),
            broken(b'{"\x00": "not UTF-8: \xff"}'),
            broken(b'{"values": {}}'),
        ),
        reached=[(500, 3)],
    ),
    result("generated", "valid", "prune_threads", Verdict.NOT_OFFERED, "the target lacks the feature prune"),
)

OPERATIONS = tuple(CONTRACT.by_id[name] for name in ("search_threads", "prune_threads", "get_thread"))

FAILING = Report.of(SUBJECT, OPERATIONS, RESULTS, ["/threads/left-behind-1"])
BASELINE = Baseline(
    (
        Known("shape.server_error", "search_threads", found_by="shape.valid[search_threads]"),
        Known("threads.get.found", "get_thread", "/metadata", reason="ticket 7"),
        Known("threads.search.limit", "search_threads", "/2"),
        Known("threads.get.isolated", "get_thread"),
    )
)
"""All findings of `RESULTS`, one repaired finding, and one that was not tested."""
KNOWN = Report.of(SUBJECT, OPERATIONS, RESULTS, baseline=BASELINE)
PASSING = Report.of(
    SUBJECT, OPERATIONS[2:], [each for each in RESULTS if each.id == "shape.valid[get_thread]"]
)
OUR_ERROR = result("semantic", "threads.x", "get_thread", Verdict.ERROR, "KeyError: 'x'")
ERROR = Report.of(SUBJECT, OPERATIONS[2:], [*PASSING.results, OUR_ERROR])
FAILING_WITH_ERROR = Report.of(SUBJECT, OPERATIONS[2:], [*RESULTS, OUR_ERROR])
LATE = result("semantic", "threads.y", "get_thread", Verdict.INCOMPLETE, "out of time (--max-time)")
INCOMPLETE = Report.of(SUBJECT, OPERATIONS[2:], [*PASSING.results, LATE])
NOTHING = Report.of(
    SUBJECT, OPERATIONS[1:2], [each for each in RESULTS if each.verdict == Verdict.NOT_OFFERED]
)
