"""Mode `custom` streams what a graph itself writes to the stream.

Why: Progress bars and generative interfaces arrive as custom events: agent-chat-ui draws its `ui` messages
from them. If they are dropped, the page shows only text.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Stream.tsx#L97
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import SHORTLY, messages_input, stream_run
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.custom", operation="stream_thread_run", tier=2)
def custom(ctx: CheckContext) -> None:
    body = {"assistant_id": ctx.graph_for("slow"), "input": {**messages_input(ctx, "m1"), **SHORTLY}}
    both = stream_run(ctx, create_thread(ctx)["thread_id"], **body, stream_mode=["custom", "values"])
    alone = stream_run(ctx, create_thread(ctx)["thread_id"], **body, stream_mode=["custom"])
    received = [event.data for event in both.named("custom")]
    if not received:
        raise Blocked("the slow graph writes nothing to the stream (--slow)", both)
    found = [event.data for event in alone.named("custom")]
    ctx.expect(
        found == received,
        expected=f"{len(received)} events that the graph writes",
        received=expect.sequence_difference(found, received),
        exchange=alone,
        pointer="custom",
    )
