"""The metadata of a state written by an update has the `source` `update`.

Why: Tools that show the origin of a state distinguish a human's edit from a graph's step by
`metadata.source`. None of the known frontends reads it.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L687
"""

from contract_tests.actions.threads import read_state, stateful_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.update_source", operation="update_state", tier=2, level="should")
def update_source(ctx: CheckContext) -> None:
    state = read_state(ctx, stateful_thread(ctx, messages=1)["thread_id"])
    metadata = state.json["metadata"] or {}
    expect.equal(ctx, state, metadata.get("source"), "update", "/metadata/source")
