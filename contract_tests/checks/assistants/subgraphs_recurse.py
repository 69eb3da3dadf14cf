"""Listing subgraphs with `recurse` adds the nested subgraphs to those at the top.

Why: Debuggers draw how subgraphs are nested. Without the deeper ones, streamed namespaces belong to nothing
on the page.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L276
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.subgraphs.recurse", operation="get_assistant_subgraphs", tier=2)
def recurse(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    path = kind.path(kind.create()[kind.key])
    shallow = ctx.need(ctx.call("get_assistant_subgraphs", path=path))
    deep = ctx.need(ctx.call("get_assistant_subgraphs", path=path, query={"recurse": True}))
    ctx.expect(
        shallow.json.items() <= deep.json.items(),
        expected=f"the {len(shallow.json)} subgraphs without recurse",
        received=expect.difference(deep.json, shallow.json),
        exchange=deep,
    )
