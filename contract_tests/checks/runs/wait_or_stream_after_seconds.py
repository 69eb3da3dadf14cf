"""A run that is waited for or streamed does not start before `after_seconds` have passed.

Why: A reminder that arrives at once is useless, and a retry that starts at once is rejected again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

import time

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import asking, soon
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import HEARING_RUNS


@rule("runs.wait_or_stream.after_seconds", operations=HEARING_RUNS, tier=3)
def seen_later(trial: Trial) -> None:
    thread = {"thread_id": create_thread(trial)["thread_id"]}
    path = thread if "{thread_id}" in trial.operation.path else {}
    later = max(1, *soon(trial)[:1])  # longer than any response takes
    body = asking(trial, after_seconds=later)
    began = time.monotonic()
    ended = trial.need(trial.call(trial.operation.id, path=path, body=body))
    is_later = time.monotonic() - began >= later
    trial.expect(is_later, expected="an end after that time", received="an earlier end", exchange=ended)
