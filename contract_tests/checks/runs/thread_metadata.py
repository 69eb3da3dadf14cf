"""A thread's first run adds `graph_id` and `assistant_id` to the thread's metadata.

Why: agent-chat-ui creates threads with empty metadata and searches by `graph_id` or `assistant_id`. Only
the first run can add these; without them the sidebar stays empty.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import create_assistant, create_thread
from contract_tests.actions.runs import created_run
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.thread.metadata", operation="create_thread_run", tier=1)
def thread_metadata(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx, metadata={"colour": "red"})["thread_id"]
    assistant_id = create_assistant(ctx)["assistant_id"]
    created_run(ctx, thread_id, assistant_id=assistant_id)
    thread = read_thread(ctx, thread_id)
    expected = {"graph_id": ctx.graph, "assistant_id": assistant_id, "colour": "red"}
    missing = [name for name in expected if thread.json["metadata"].get(name) != expected[name]]
    ctx.expect(
        not missing,
        expected="the graph and the assistant of the run, and what was there",
        received=expect.shown({name: thread.json["metadata"].get(name) for name in missing}),
        exchange=thread,
        pointer="/metadata",
    )
