"""Creating the same assistant twice, without an id, creates two assistants with different ids.

Why: Two users of open-agent-platform who save the same settings each expect an agent of their own. Where the
second request fails, or returns the first one's agent, one of them edits or deletes the other's.
https://github.com/langchain-ai/open-agent-platform/blob/9b2e1fd39c89/apps/web/src/hooks/use-agents.tsx#L133
"""

from contract_tests.actions.resources import own_configuration
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.create.identical", operation="create_assistant", tier=2, level="should")
def identical(ctx: CheckContext) -> None:
    body = {"graph_id": ctx.graph, "name": "twin", "metadata": ctx.mark, **own_configuration(ctx)}
    first = ctx.need(ctx.call("create_assistant", body=body))
    second = ctx.call("create_assistant", body=body)
    expect.status(ctx, second, 200)
    ctx.expect(
        second.json["assistant_id"] != first.json["assistant_id"],
        expected="an assistant with a new id",
        received="the id of the assistant that was created first",
        exchange=second,
        pointer="/assistant_id",
    )
