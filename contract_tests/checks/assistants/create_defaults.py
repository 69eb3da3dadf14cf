"""An assistant created with only a graph is named "Untitled", has no configuration and is at version 1.

Why: Frontends show the name, read `config.configurable` and count versions from 1. If one of them is missing,
they show an empty line, or break on `undefined`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L314
"""

from contract_tests.actions.assistants import without_defaults
from contract_tests.contract import Json
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

DEFAULTS: dict[str, Json] = {
    "name": "Untitled",
    "description": None,
    "config": {},
    "context": {},
    "version": 1,
}


@check("assistants.create.defaults", operation="create_assistant", tier=1)
def defaults(ctx: CheckContext) -> None:
    body = {"graph_id": ctx.graph, "metadata": ctx.mark}
    created = ctx.need(ctx.call("create_assistant", body=body))
    for field, value in {**DEFAULTS, "graph_id": ctx.graph}.items():
        expect.equal(ctx, created, without_defaults(field, created.json.get(field)), value, f"/{field}")
