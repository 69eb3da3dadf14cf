"""A stream without `stream_mode` contains `values` events, and events of no other mode.

Why: Simple clients send no mode and read `values`. If another mode is the default, they see no answer at
all.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L74
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import MODE_EVENTS
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.default_mode", operation="stream_thread_run", tier=1)
def default_mode(ctx: CheckContext) -> None:
    streamed = stream_run(ctx, create_thread(ctx)["thread_id"])
    of_modes = set(streamed.names) & MODE_EVENTS
    expect.equal(ctx, streamed, sorted(of_modes), ["values"])
