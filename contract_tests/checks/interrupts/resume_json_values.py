"""`command.resume` reaches the graph unchanged, with JSON values of any type.

Only a graph whose state has the answer as `answer` shows this, as the mock's does.

Why: The answer to an interrupt may be an edited tool call with arguments of any kind. If a number or an empty
text reaches the tool changed, it does something that nobody has approved.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L87
"""

from contract_tests.actions.interrupts import interrupt_run, interrupts_of
from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.runs import run_to_end
from contract_tests.actions.threads import read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.resume_json_values", operation="create_thread_run", tier=2)
def resume_json_values(ctx: CheckContext) -> None:
    expect_kept(ctx, lambda values: _kept_answer(ctx, values), "/values/answer")


def _kept_answer(ctx: CheckContext, answer: dict[str, Json]) -> tuple[Exchange, Json]:
    thread_id = interrupt_run(ctx)["thread_id"]
    interrupts_of(ctx, read_state(ctx, thread_id))
    command = {"resume": answer}
    run_to_end(ctx, thread_id, assistant_id=ctx.graph_for("hitl"), input=None, command=command)
    state = read_state(ctx, thread_id)
    if "answer" not in state.json["values"]:
        raise Skipped("the graph does not keep the answer as `answer` (--hitl)", state)
    return state, state.json["values"]["answer"]
