"""A thread with a run shows the `values` of its state, read alone and in search results.

Why: agent-chat-ui takes the titles of its sidebar from the `values` of found threads, and deep-agents-ui
those of its list. Without `values`, each conversation is listed under its id.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/history/index.tsx#L30
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import read_thread
from contract_tests.findings.finding import Blocked
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.values", operations=("get_thread", "search_threads"), tier=2, level="should")
def values(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx)["thread_id"]
    if ctx.operation.id == "get_thread":
        response = read_thread(ctx, thread_id)
        thread, pointer = response.json, "/values"
    else:
        response = ctx.need(ctx.call("search_threads", body={"metadata": ctx.mark}))
        found = [each for each in response.json if each["thread_id"] == thread_id]
        if not found:
            raise Blocked("a search does not find the thread", response)
        thread, pointer = found[0], "/*/values"
    ctx.expect(
        thread.get("values") is not None,
        expected="the values of the state",
        received="null" if "values" in thread else "no such field",
        exchange=response,
        pointer=pointer,
    )
