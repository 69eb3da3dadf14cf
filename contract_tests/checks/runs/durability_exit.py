"""A run with the durability `exit` leaves only its last checkpoint; by default it leaves one per step.

Why: Clients request `durability="exit"` for speed. A server that writes each step is slower, but breaks no
client.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/schema.py#L104
"""

from contract_tests.actions.runs import carried_out, succeed
from contract_tests.actions.threads import message_ids, read_all
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@rule("runs.durability.exit", operations=STARTING_ON_A_THREAD, tier=3, level="should")
def durability_exit(trial: Trial) -> None:
    usual = read_all(trial, succeed(trial)["thread_id"])
    history = read_all(trial, carried_out(trial, durability="exit"))
    if len(usual.json) == 1 or not any(map(message_ids, history.json)):
        raise NotTestable("a run leaves no distinguishable states", usual)
    expect.same(trial, history, len(history.json), 1)
