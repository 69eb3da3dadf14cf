"""Another owner's assistant accepts no messages.

Why: Anyone who can send messages to another person's agent uses their tools, their data and their money.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#46-authorization
"""

from contract_tests.actions.a2a import call_arguments, create_agent, message, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.isolation.assistant", operation="send_a2a_message", tier=3, feature="a2a", identities=2)
def isolation_assistant(ctx: CheckContext) -> None:
    foreign_agent = create_agent(ctx, other=True)
    send_to_success(ctx, foreign_agent, message(ctx), other=True)
    response = ctx.call(
        "send_a2a_message", **call_arguments(foreign_agent, "message/send", {"message": message(ctx)})
    )
    ctx.expect(
        expect.is_refused(response) or code(response) is not None,
        expected="an error",
        received="a result",
        exchange=response,
    )
