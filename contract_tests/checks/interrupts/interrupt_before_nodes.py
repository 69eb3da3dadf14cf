"""A run with node names in `interrupt_before` stops before these nodes only.

Why: Frontends name the dangerous nodes. If the run stops at each node, the user clicks through every step; if
at none, nothing is guarded.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L89
"""

from contract_tests.actions.runs import run_to_success
from contract_tests.actions.threads import read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("interrupts.interrupt_before_nodes", operation="create_thread_run", tier=2)
def interrupt_before_nodes(ctx: CheckContext) -> None:
    paused = read_state(ctx, run_to_success(ctx, interrupt_before="*")["thread_id"])
    if not paused.json["next"]:
        raise Blocked("a run can't be stopped before its first node", paused)
    for names, expected in ((paused.json["next"], paused.json["next"]), (["no-such-node"], [])):
        state = read_state(ctx, run_to_success(ctx, interrupt_before=names)["thread_id"])
        expect.equal(ctx, state, state.json["next"], expected, "/next")
