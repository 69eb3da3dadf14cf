"""Each graph has exactly one assistant that the server created, with `metadata.created_by` = "system".

Why: deep-agents-ui and open-agent-platform look for the assistant with `metadata.created_by = "system"`.
Without it, open-agent-platform ends with "Failed to find default system assistants", and deep-agents-ui
continues without the name and the settings of the agent.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/page.tsx#L75
"""

from contract_tests.actions.assistants import need_visible_system_assistants
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.system.exists", operation="search_assistants", tier=2)
def exists(ctx: CheckContext) -> None:
    body = {"graph_id": ctx.graph, "metadata": {"created_by": "system"}}
    response = ctx.need(ctx.call("search_assistants", body=body))
    if not response.json:
        need_visible_system_assistants(ctx, response)
    number = len(response.json)
    ctx.expect(number == 1, expected="1 assistant", received=f"{number} assistants", exchange=response)
    created_by = response.json[0]["metadata"].get("created_by")
    expect.equal(ctx, response, created_by, "system", "/*/metadata/created_by")
    counted = ctx.need(ctx.call("count_assistants", body=body))
    expect.equal(ctx, counted, counted.json, 1)
