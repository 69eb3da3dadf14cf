"""A thread keeps the `metadata.graph_id` that it is created with, and is found by it.

Why: agent-chat-ui lists the threads of its agent by `metadata.graph_id`. A thread that loses it disappears
from the list.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.create.graph_id", operation="create_thread", tier=1)
def graph_id(ctx: CheckContext) -> None:
    created = create_thread(ctx, metadata={"graph_id": ctx.graph})
    thread = read_thread(ctx, created["thread_id"])
    expect.equal(ctx, thread, thread.json["metadata"].get("graph_id"), ctx.graph, "/metadata/graph_id")
    body = {"metadata": {**ctx.mark, "graph_id": ctx.graph}}
    found = ctx.need(ctx.call("search_threads", body=body))
    expect.equal(ctx, found, f"{len(found.json)} found", "1 found")
