"""Commands that read another owner's thread are rejected, like those on a thread that does not exist.

The commands are `agent.getTree`, `state.get` and `state.listCheckpoints`; `state.fork` starts no run.

Why: Commands are one operation, and a server easily authorizes only those that write. A stranger could read
the state of a conversation by its id, which is part of page URLs.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import is_error, send_command, start_run
from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import finished, list_runs
from contract_tests.actions.threads import checkpoint_id, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("events.command.isolation", operation="send_command", tier=3, feature="event_streaming", identities=2)
def isolation(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    finished(ctx, thread_id, start_run(ctx, thread_id))
    checkpoint = checkpoint_id(read_state(ctx, thread_id).json)
    for method in ("state.get", "state.listCheckpoints", "agent.getTree"):
        _expect_error(ctx, method, send_command(ctx, thread_id, method, other=True))
    fork = send_command(ctx, thread_id, "state.fork", other=True, checkpoint_id=checkpoint)
    _expect_error(ctx, "state.fork", fork)
    listed = list_runs(ctx, thread_id)
    expect.equal(ctx, listed, len(listed.json), 1)


def _expect_error(ctx: CheckContext, method: str, response: Exchange) -> None:
    ctx.expect(
        is_error(response),
        expected=f"an error in response to {method}",
        received="the other owner's data",
        exchange=response,
        pointer="/type",
    )
