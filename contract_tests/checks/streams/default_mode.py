"""A stream without `stream_mode` contains `values` events.

Why: Simple clients send no mode and read `values`. If another mode is the default, they see no answer at
all.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L74
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("streams.default_mode", operation="stream_thread_run", tier=1)
def default_mode(trial: Trial) -> None:
    streamed = stream(trial, create_thread(trial)["thread_id"])
    expect.same(trial, streamed, sorted(set(streamed.names)), ["metadata", "values"])
