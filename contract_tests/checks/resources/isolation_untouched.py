"""Requests from other owners never change a resource, regardless of the response.

Why: An error after the change protects nothing: a stranger could rename, rewrite or delete the resources of
others.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L179
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.actions.threads import human_message
from contract_tests.client.operation_request import NO_BODY, OperationRequest
from contract_tests.findings.finding import AS_BEFORE
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

BODIES = {
    "update_thread": {"metadata": {"colour": "blue"}},
    "update_state": {"values": {"messages": [human_message("m1")]}, "as_node": "__start__"},
    "delete_thread": NO_BODY,
    "update_assistant": {"metadata": {"colour": "blue"}},
    "set_latest_assistant_version": {"version": 1},
    "delete_assistant": NO_BODY,
}


@check("resources.isolation.untouched", operations=tuple(BODIES), tier=2, identities=2)
def untouched(ctx: CheckContext) -> None:
    kind, body = resource_kind(ctx), BODIES[ctx.operation.id]
    if ctx.operation.id == "update_state":
        ctx.graph_for("assistant")
    metadata = {"colour": "red", "graph_id": ctx.graph}
    own = kind.create(metadata=metadata)[kind.key]
    foreign = kind.create(metadata=metadata, other=True)[kind.key]
    ctx.need(ctx.send(ctx.operation, OperationRequest(kind.path(own), body=body)))
    once, before = kind.read(foreign, other=True), kind.read(foreign, other=True)
    stable = [name for name in before.json if before.json[name] == once.json.get(name)]
    response = ctx.send(ctx.operation, OperationRequest(kind.path(foreign), body=body))
    reading = ctx.run_context.contract.by_id[f"get_{kind.name}"]
    after = ctx.send(reading, OperationRequest(kind.path(foreign)), owner="other")
    changed = [
        name for name in stable if not (after.ok and expect.is_same(after.json.get(name), before.json[name]))
    ]
    ctx.expect(
        not changed,
        expected=f"the {kind.name} {AS_BEFORE}",
        received=f"a stranger changed its {', '.join(changed)}" if after.ok else after.summary,
        exchange=response,
    )
