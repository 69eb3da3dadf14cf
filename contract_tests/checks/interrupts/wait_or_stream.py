"""`interrupt_before` and `interrupt_after` also stop runs that a client waits for or streams.

Why: Stepping through a graph, as Studio does, means streaming with `interrupt_before` and `interrupt_after`.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

from contract_tests.actions.runs import SEVERAL, TOOL, carried_out
from contract_tests.actions.threads import read_all, read_state
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import SEEING_RUNS


@rule("interrupts.wait_or_stream", operations=SEEING_RUNS, tier=2)
def wait_or_stream(trial: Trial) -> None:
    whole = read_all(trial, carried_out(trial, input=TOOL))
    if len(whole.json) < SEVERAL:
        raise NotTestable("the graph has only one step (--assistant)", whole)
    for stopped, steps in (
        (carried_out(trial, input=TOOL, interrupt_before="*"), 0),
        (carried_out(trial, input=TOOL, interrupt_after="*"), 1),
    ):
        state = read_state(trial, stopped)
        found = [len(state.json["next"]), state.json["metadata"].get("step")]
        expect.same(trial, state, found, [1, steps], "/next")
