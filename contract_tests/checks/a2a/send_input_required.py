"""When a graph interrupts for a human, its task is `input-required` and an artifact has the question.

Why: With `input-required`, an orchestrator knows that its user has to answer. With `completed`, it takes the
question for the result; with `working`, it waits indefinitely.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#63-taskstate-enum
"""

from contract_tests.actions.a2a import create_agent, message, send_to_success, state
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.input_required", operation="send_a2a_message", tier=3, feature="a2a")
def send_asked(ctx: CheckContext) -> None:
    response = send_to_success(ctx, create_agent(ctx, "hitl"), message(ctx))
    expect.equal(ctx, response, state(response), "input-required", "/result/status/state")
    parts = [part for each in response.json["result"].get("artifacts", ()) for part in each["parts"]]
    ctx.expect(
        any("value" in part.get("data", {}) for part in parts),
        expected="a data part with the question",
        received=expect.shown(parts),
        exchange=response,
        pointer="/result/artifacts",
    )
