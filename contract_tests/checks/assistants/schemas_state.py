"""The state schema describes every value in the graph's state.

Why: Tools that let a human edit the state of a thread take its fields from this schema. The chat frontends
read only the schemas of the input, the output and the configuration.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/assistants.py#L153
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.threads import stateful_thread
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("assistants.schemas.state", operation="get_assistant_schemas", tier=2, level="should")
def state(ctx: CheckContext) -> None:
    kind, thread_id = resource_kind(ctx), stateful_thread(ctx, messages=1)["thread_id"]
    values = ctx.need(ctx.call("get_state", path={"thread_id": thread_id})).json["values"]
    received = ctx.need(ctx.call("get_assistant_schemas", path=kind.path(kind.existing_id())))
    described = (received.json["state_schema"] or {}).get("properties", {})
    ctx.expect(
        values.keys() <= described.keys(),
        expected=f"schemas of {', '.join(sorted(values))}",
        received=f"schemas of {', '.join(sorted(described))}" if described else "{}",
        exchange=received,
        pointer="/state_schema/properties",
    )
