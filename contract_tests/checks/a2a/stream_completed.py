"""The stream of a successful run sends the response and then the state `completed`.

Why: Clients read until a status is final. Without the response before it, they have nothing to show; without
the status, they reconnect and send the request again.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#72-messagestream
"""

from contract_tests.actions.a2a import create_agent, last_state, message, results, stream, text
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.completed", operation="send_a2a_message", tier=3, feature="a2a")
def stream_completed(ctx: CheckContext) -> None:
    streamed = stream(ctx, create_agent(ctx), message(ctx))
    received = results(streamed)
    expect.equal(ctx, streamed, last_state(streamed), "completed", "state of the last")
    ctx.expect(
        any(each["kind"] == "artifact-update" and text(each["artifact"]["parts"]) for each in received),
        expected="an artifact with the response",
        received=f"events of the kinds {expect.shown([each['kind'] for each in received])}",
        exchange=streamed,
    )
