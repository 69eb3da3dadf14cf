"""A stream contains events of all modes in `stream_mode`.

Why: agent-chat-ui requests `values`, `messages-tuple` and `custom` at once, through `useStream`. If one is
missing, the page lacks the state, the tokens or the interface.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/react/stream.lgp.tsx#L555
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import MODE_EVENTS
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

MODES = ["checkpoints", "debug", "events", "tasks", "updates", "values"]


@check("streams.several_modes", operation="stream_thread_run", tier=2)
def several_modes(ctx: CheckContext) -> None:
    streamed = stream_run(ctx, create_thread(ctx)["thread_id"], stream_mode=[*MODES, "messages-tuple"])
    of_modes = set(streamed.names) & MODE_EVENTS
    expect.equal(ctx, streamed, sorted(of_modes), sorted([*MODES, "messages"]))
