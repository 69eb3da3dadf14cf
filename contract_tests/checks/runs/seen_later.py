"""A run with `after_seconds` is not begun before, also when it is waited for or streamed.

Why: A reminder or a retry that comes at once is no reminder, and a retry that is refused again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/runs.py#L364
"""

import time

from contract_tests.operation_groups import HEARING_RUNS
from contract_tests.rule import rule
from contract_tests.running import started
from contract_tests.trial import Trial

LATER = 1
"""Seconds."""


@rule("runs.seen.later", operations=HEARING_RUNS, tier=3)
def seen_later(trial: Trial) -> None:
    began = time.monotonic()
    ended = trial.need(started(trial, after_seconds=LATER))
    is_later = time.monotonic() - began >= LATER
    trial.expect(is_later, expected="an end after a second", received="an earlier one", exchange=ended)
