"""When a graph interrupts for a human, the stream sends the question and ends with `input-required`.

Why: A client that streams gets no other response. If the stream ends without the question, its user sees an
agent that has stopped for no reason.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#72-messagestream
"""

from contract_tests.actions.a2a import create_agent, last_state, message, results, stream
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.input_required", operation="send_a2a_message", tier=3, feature="a2a")
def stream_asked(ctx: CheckContext) -> None:
    streamed = stream(ctx, create_agent(ctx, "hitl"), message(ctx))
    expect.equal(ctx, streamed, last_state(streamed), "input-required", "state of the last")
    artifacts = [each["artifact"] for each in results(streamed) if each["kind"] == "artifact-update"]
    ctx.expect(
        any("value" in part.get("data", {}) for each in artifacts for part in each["parts"]),
        expected="a data part with the question",
        received=expect.shown(artifacts),
        exchange=streamed,
    )
