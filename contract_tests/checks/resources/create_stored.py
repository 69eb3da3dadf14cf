"""Reading a new resource returns the same values as creating it.

Every field that both responses contain has the same value.

Why: Clients display the create response without reading the resource again. If get returns something
different, the page changes by itself at the next load.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L101
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING


@check("resources.create.stored", operations=CREATING, tier=1)
def stored(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    created = kind.create(metadata={"colour": "red"})
    if kind.name == "assistant" and ctx.run_context.survey.keeps_assistants is False:
        # Another assistant can be read, so it is not the reading that fails.
        get_assistant = ctx.run_context.contract.by_id["get_assistant"]
        lost = ctx.send(get_assistant, OperationRequest(kind.path(created[kind.key])))
        received = f"no such assistant: {lost.summary}"
        ctx.expect(lost.ok, expected="the created assistant", received=received, exchange=lost)
    read = kind.read(created[kind.key])
    for field in sorted(created.keys() & read.json.keys()):
        ctx.expect(
            expect.is_same(created[field], read.json[field]),
            expected=f"the {field} that create returned",
            received=expect.difference(read.json[field], created[field]),
            exchange=read,
            pointer=f"/{field}",
        )
