"""A run of an unknown graph is rejected with 422 or 404.

Why: A mistyped name is the first mistake of anyone who sets up a frontend; agent-chat-ui shows the error's
text. A run that is accepted and then fails looks like a broken agent.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L158
"""

from contract_tests.actions.runs import started
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING


@rule("runs.unknown_graph", operations=STARTING, tier=1)
def unknown_graph(trial: Trial) -> None:
    trial.need(started(trial))
    expect.status(trial, started(trial, assistant_id="no-such-graph"), 422, 404)
