"""A run of another owner's assistant is rejected.

A target that shows owners each other's assistants is skipped.

Why: An assistant holds a configuration, such as a system prompt or the key of a tool. Anyone who runs it uses
that configuration, and may get the graph to repeat it. Clients expect `NotFoundError`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from contract_tests.actions.resources import create_assistant
from contract_tests.actions.runs import start_by_operation
from contract_tests.client.operation_request import OperationRequest
from contract_tests.findings.finding import Skipped
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING, STARTING_BATCHES

REJECTIONS = (400, 422)
"""Statuses with which some servers reject an assistant that they do not find; another check judges that."""


@check("runs.isolation.assistant", operations=STARTING | STARTING_BATCHES, tier=2, identities=2)
def assistant(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx, assistant_id=create_assistant(ctx)["assistant_id"]))
    foreign = create_assistant(ctx, other=True)["assistant_id"]
    get_assistant = ctx.run_context.contract.by_id["get_assistant"]
    read = ctx.send(get_assistant, OperationRequest({"assistant_id": foreign}))  # its check judges the status
    if not expect.is_refused(read):
        raise Skipped("the target shows owners each other's assistants", read)
    response = start_by_operation(ctx, assistant_id=foreign)
    expect.status(ctx, response, *expect.FORBIDDEN_OR_HIDDEN, *REJECTIONS)
