"""The stream of a failed run ends with the state `failed` and the reason.

Why: A stream that just ends looks like a broken connection: clients reconnect, send the request again, and
never learn why it failed.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#72-messagestream
"""

from contract_tests.actions.a2a import create_agent, last_state, message, results, stream, text
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.failed", operation="send_a2a_message", tier=3, feature="a2a")
def stream_failed(ctx: CheckContext) -> None:
    streamed = stream(ctx, create_agent(ctx, "failing"), message(ctx))
    expect.equal(ctx, streamed, last_state(streamed), "failed", "state of the last")
    why = results(streamed)[-1]["status"].get("message", {})
    ctx.expect(
        bool(text(why.get("parts"))),
        expected="a message with the reason",
        received=expect.shown(why),
        exchange=streamed,
    )
