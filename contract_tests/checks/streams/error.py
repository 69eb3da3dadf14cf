"""The stream of a failed run ends with an `error` event: the class is its `error`, the text its `message`.

Why: `useStream`, `RemoteGraph` and CopilotKit's adapter detect a failure only by the event `error`. If the
stream just ends, the incomplete answer looks complete, and the failure goes unnoticed. Pages show the
`message`: from a class alone, users learn nothing.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/ui/errors.ts#L3
"""

import re

from contract_tests.actions.runs import stream_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STREAMING_RUNS

CLASS = re.compile(r"[A-Za-z_.]+(Error|Exception)")


@check("streams.error", operations=STREAMING_RUNS, tier=1)
def error(ctx: CheckContext) -> None:
    streamed = stream_by_operation(ctx, assistant_id=ctx.graph_for("failing"))
    expect.equal(ctx, streamed, list(streamed.names[-1:]), ["error"])
    received = streamed.events[-1].data
    expect.equal(ctx, streamed, [name for name in ("error", "message") if not received[name]], [], "error")
    message, name = (CLASS.fullmatch(str(received[each])) for each in ("message", "error"))
    ctx.expect(
        message is None or name is not None,
        expected="the text of the error",
        received=f"its class, {received['message']}; the text is the `error`",
        exchange=streamed,
        pointer="error/message",
    )
