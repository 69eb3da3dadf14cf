"""A run created with a graph's name belongs to the assistant that the server created for that graph.

Why: agent-chat-ui and most examples start runs by the graph's name. Name and id have to lead to the same
assistant, or a thread is found by only one of them.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/index.tsx#L217
"""

from contract_tests.actions.assistants import need_visible_system_assistants
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import send_run
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.created_resources import MARK


@check("runs.create.graph_name", operation="create_thread_run", tier=1)
def create_graph_name(ctx: CheckContext) -> None:
    created = send_run(ctx, create_thread(ctx)["thread_id"], assistant_id=ctx.graph)
    expect.status(ctx, created, 200)
    path = {"assistant_id": created.json["assistant_id"]}
    assistant = ctx.call("get_assistant", path=path)
    if not assistant.ok:
        need_visible_system_assistants(ctx, assistant)
    graph_id = assistant.json["graph_id"] if assistant.ok else "no assistant"
    expect.equal(ctx, created, graph_id, ctx.graph, "/assistant_id")
    ctx.expect(
        not (assistant.ok and MARK in (assistant.json["metadata"] or ())),
        expected="the assistant that the server created for the graph",
        received="one that a client created",
        exchange=created,
        pointer="/assistant_id",
    )
