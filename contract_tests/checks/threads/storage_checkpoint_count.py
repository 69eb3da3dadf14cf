"""The storage information of a thread has as many checkpoints as its history has states.

Why: Operators decide by stored size which threads to prune. A wrong number misleads a human, but breaks no
client.
"""

from contract_tests.actions.threads import stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered


@check(
    "threads.storage.checkpoint_count",
    operation="get_thread_storage",
    tier=3,
    level="should",
    feature="storage",
)
def checkpoint_count(ctx: CheckContext) -> None:
    path = {"thread_id": stateful_thread(ctx, messages=2)["thread_id"]}
    storage = offered(ctx, ctx.call("get_thread_storage", path=path))
    expect.equal(ctx, storage, storage.json["checkpoints"]["count"], 2, "/checkpoints/count")
