"""Setting both `context` and `config.configurable` is rejected with 400.

Why: A client that sends both has a bug and should see an error. The SDKs pass on what they get, and a server
that uses one of them breaks no known frontend.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L314
"""

from dataclasses import replace

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Json
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

ALONE = {"config": {"configurable": {"colour": "red"}}}


@check(
    "assistants.configuration.config_and_context",
    operations=("create_assistant", "update_assistant"),
    tier=2,
    level="should",
)
def config_and_context(ctx: CheckContext) -> None:
    for configuration in (ALONE, {"context": {"colour": "red"}}):
        ctx.need(ctx.send(ctx.operation, _with(minimal_request(ctx.operation, ctx), configuration)))
    request = _with(minimal_request(ctx.operation, ctx), {**ALONE, "context": {"colour": "red"}})
    expect.status(ctx, ctx.send(ctx.operation, request), 400)


def _with(request: OperationRequest, configuration: Json) -> OperationRequest:
    return replace(request, body={**request.body, **configuration})
