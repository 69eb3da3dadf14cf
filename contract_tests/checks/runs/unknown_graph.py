"""A run of an unknown graph is rejected with 422 or 404.

Why: A mistyped name is the first mistake of anyone who sets up a frontend; agent-chat-ui shows the error's
text. A run that is accepted and then fails looks like a broken agent.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L158
"""

from contract_tests.actions.runs import start_by_operation
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import STARTING


@check("runs.unknown_graph", operations=STARTING, tier=1)
def unknown_graph(ctx: CheckContext) -> None:
    ctx.need(start_by_operation(ctx))
    expect.status(ctx, start_by_operation(ctx, assistant_id="no-such-graph"), 422, 404)
