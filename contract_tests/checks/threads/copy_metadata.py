"""A copied thread has the metadata of the original.

Why: Frontends list threads by metadata, agent-chat-ui by `graph_id` or `assistant_id`. A copy without it is
in no list: the user has copied a conversation and can't find it.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.copy.metadata", operation="copy_thread", tier=2)
def metadata(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx, metadata={"place": {"city": "Bonn"}})["thread_id"]
    copied = ctx.need(ctx.call("copy_thread", path={"thread_id": thread_id}))
    read = read_thread(ctx, copied.json["thread_id"])
    expect.equal(ctx, read, read.json["metadata"].get("place"), {"city": "Bonn"}, "/metadata/place")
