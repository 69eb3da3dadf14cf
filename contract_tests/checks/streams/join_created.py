"""A run created with `stream_resumable` can be joined later from its start, in the modes it was created with.

Why: A backend creates the run and passes its id to the page, which joins when it is ready. If
`stream_resumable` or `stream_mode` is lost on the way, the page receives nothing, or unexpected events.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import create_run, need_background_runs, polled, run_path
from contract_tests.actions.streams import MODE_EVENTS, join, last_event_id
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["checkpoints", "debug", "events", "tasks", "updates"]


@check("streams.join_created", operation="create_thread_run", tier=2)
def join_created(ctx: CheckContext) -> None:
    need_background_runs(ctx)
    thread_id = create_thread(ctx)["thread_id"]
    run = polled(ctx, create_run(ctx, thread_id, stream_mode=MODES, stream_resumable=True))
    joined = join(ctx, run_path(run), headers=last_event_id("-1"))
    expect.equal(ctx, joined, sorted(MODE_EVENTS & {*joined.names}), MODES)
