"""Reading a state with `subgraphs` includes the state of a subgraph in the task that runs it.

Without it, the task has no `state`. It is checked where the graph is about to enter the subgraph.

Why: Debuggers unfold the task of a subgraph and show its values. If they are missing, the part of the
conversation that the subgraph holds stays invisible.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client.ts#L755
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import nested_graph, run_to_success
from contract_tests.actions.threads import checkpoint_id, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import AT_CHECKPOINT

STATE = ("get_state", *AT_CHECKPOINT)


@check("threads.state.subgraphs", operations=STATE, tier=2)
def subgraphs(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    run_to_success(ctx, thread_id, assistant_id=nested_graph(ctx), interrupt_before=["child"])
    state = read_state(ctx, thread_id)
    if state.json["next"] != ["child"]:
        raise Blocked("a run can't be stopped before its subgraph", state)
    for is_included in (True, False):
        read = _read(ctx, thread_id, str(checkpoint_id(state.json)), subgraphs=is_included)
        found = [[task["name"], isinstance(task.get("state"), dict)] for task in read.json["tasks"]]
        expect.equal(ctx, read, found, [["child", is_included]], "/tasks/*/state")


def _read(ctx: CheckContext, thread_id: str, checkpoint: str, *, subgraphs: bool) -> Exchange:
    """Read the state through the operation under test."""
    path: dict[str, str] = {"thread_id": thread_id}
    option: dict[str, Json] = {"subgraphs": subgraphs}
    if ctx.operation.body is not None:
        body = {"checkpoint": {"checkpoint_id": checkpoint}, **option}
        return ctx.need(ctx.call(ctx.operation.id, path=path, body=body))
    if "{checkpoint_id}" in ctx.operation.path:
        path["checkpoint_id"] = checkpoint
    return ctx.need(ctx.call(ctx.operation.id, path=path, query=option))
