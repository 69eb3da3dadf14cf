"""A run that is waited for or streamed does not start before `after_seconds` have passed.

Why: A reminder that arrives at once is useless, and a retry that starts at once is rejected again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

import time

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import run_body, start_delays
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import FOLLOWING_RUNS


@check("runs.wait_or_stream.after_seconds", operations=FOLLOWING_RUNS, tier=3)
def seen_later(ctx: CheckContext) -> None:
    thread = {"thread_id": create_thread(ctx)["thread_id"]}
    path = thread if "{thread_id}" in ctx.operation.path else {}
    later = max(1, *start_delays(ctx)[:1])  # longer than any response takes
    body = run_body(ctx, after_seconds=later)
    began = time.monotonic()
    ended = ctx.need(ctx.call(ctx.operation.id, path=path, body=body))
    is_later = time.monotonic() - began >= later
    expected = f"an end after the {later:g} seconds of after_seconds"
    ctx.expect(is_later, expected=expected, received="an end before", exchange=ended)
