"""`run.start` without `assistant_id` is rejected with `invalid_argument`.

Why: Both SDKs always send it, so neither of them sees this error. It helps authors of new clients to find the
missing argument.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L169
"""

from contract_tests.actions.events import code, command
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule(
    "events.run_start.assistant_id",
    operation="send_command",
    tier=3,
    level="should",
    feature="event_streaming",
)
def assistant_id(trial: Trial) -> None:
    answered = command(trial, trial.new_id(), "run.start")
    expect.same(trial, answered, code(answered), "invalid_argument", "/error")
