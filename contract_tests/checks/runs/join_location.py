"""Joining a run returns its path in `Content-Location`, and in `Location`, if present, the path to follow it.

Why: A client that has only the address of a run finds its canonical path here. The SDKs already have the
path of the run they join and do not need it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/http.py#L247
"""

from contract_tests.actions.runs import request_about, run_for_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.join.location", operations=("join_thread_run", "join_thread_run_stream"), tier=2, level="should")
def join_location(ctx: CheckContext) -> None:
    run = run_for_operation(ctx)
    joined = ctx.need(ctx.send(ctx.operation, request_about(ctx, run)))
    expected = f"/threads/{run['thread_id']}/runs/{run['run_id']}"
    location = joined.headers.get("content-location")
    expect.same_as(ctx, joined, location, expected, what="the path of the run", pointer="Content-Location")
    following = joined.headers.get("location", f"{expected}/join")
    run_path, _, end = following.rpartition("/")
    ctx.expect(
        run_path == expected and end in {"join", "stream"},
        expected="the path to join the run",
        received=following,
        exchange=joined,
        pointer="Location",
    )
