"""`tasks/get` finds the task of a stream, in the state with which the stream ended.

Why: A client whose connection breaks fetches the rest with `tasks/get`. If the task is not found, all its
work is lost.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#93-streaming-task-execution-sse
"""

from contract_tests.actions.a2a import agent, begun, get, last_state, message, state, stream
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.stream.task", operation="send_a2a_message", tier=3, feature="a2a")
def stream_task(trial: Trial) -> None:
    agent_id = agent(trial)
    streamed = stream(trial, agent_id, message(trial))
    found = get(trial, agent_id, begun(streamed))
    expect.same(trial, found, state(found), last_state(streamed), "/result/status/state")
