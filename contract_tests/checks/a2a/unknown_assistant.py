"""A message to an unknown assistant fails with an error or 404.

Why: The agent may have been deleted after the client read its card. With an error, the client can choose
another agent; a task that never starts keeps it waiting.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#81-standard-json-rpc-errors
"""

from http import HTTPStatus

from contract_tests.actions.a2a import call_arguments, create_agent, message, send_to_success
from contract_tests.actions.json_rpc import code
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.unknown_assistant", operation="send_a2a_message", tier=3, feature="a2a")
def unknown_assistant(ctx: CheckContext) -> None:
    send_to_success(ctx, create_agent(ctx), message(ctx))
    params = {"message": message(ctx)}
    response = ctx.call("send_a2a_message", **call_arguments(ctx.new_id(), "message/send", params))
    ctx.expect(
        response.status == HTTPStatus.NOT_FOUND or code(response) is not None,
        expected="an error",
        received="a result",
        exchange=response,
    )
