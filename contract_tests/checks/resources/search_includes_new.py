"""A repeated search or count includes resources created since the previous request.

Why: Pages repeat exactly the same search after they have created something. A cached response makes the
resource look lost, and the user creates it twice.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L378
"""

from contract_tests.actions.search_fixture import create_each
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import COUNTING, SEARCHING


@check("resources.search.includes_new", operations=(*SEARCHING, *COUNTING), tier=2)
def includes_new(ctx: CheckContext) -> None:
    numbers = []
    for _ in range(2):
        create_each(ctx, {})
        response = ctx.need(ctx.call(ctx.operation.id, body={"metadata": ctx.mark}))
        numbers.append(response.json if ctx.operation.id in COUNTING else len(response.json))
    expect.equal(ctx, response, numbers, [1, 2])
