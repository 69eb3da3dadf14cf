"""A patch with `Prefer: return=minimal` is applied, and returns 204.

Why: `threads.update` with `returnMinimal` requests no body, to avoid sending a long state back. A server that
ignores the preference works, only slower.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L122
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import read_thread
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.patch.prefer_minimal", operation="update_thread", tier=2, level="should")
def prefer_minimal(ctx: CheckContext) -> None:
    path = {"thread_id": create_thread(ctx, metadata={"colour": "red"})["thread_id"]}
    body = {"metadata": {"colour": "blue"}}
    patched = ctx.call("update_thread", path=path, body=body, headers={"Prefer": "return=minimal"})
    expect.status(ctx, patched, 204)
    read = read_thread(ctx, path["thread_id"])
    expect.equal(ctx, read, read.json["metadata"].get("colour"), "blue", "/metadata/colour")
