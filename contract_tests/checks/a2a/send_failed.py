"""When a run fails, its task is `failed` and the status message gives the reason.

Why: An orchestrator tries another agent when a task has `failed`, and shows its user why. Without the reason
there is nothing to show, and with `completed` no other agent is tried.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#63-taskstate-enum
"""

from contract_tests.actions.a2a import create_agent, message, send_to_success, state, text
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.send.failed", operation="send_a2a_message", tier=3, feature="a2a")
def send_failed(ctx: CheckContext) -> None:
    response = send_to_success(ctx, create_agent(ctx, "failing"), message(ctx))
    expect.equal(ctx, response, state(response), "failed", "/result/status/state")
    why = response.json["result"]["status"].get("message", {})
    ctx.expect(
        bool(text(why.get("parts"))),
        expected="a message with the reason",
        received=expect.shown(why),
        exchange=response,
        pointer="/result/status/message",
    )
