"""`Content-Location` is the path of the stateless run; `Location`, if present, is the path to follow it.

Why: The SDKs call `on_run_created` with the run that `Content-Location` names. Without it, a client can
neither follow nor cancel a run that it has started.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_shared/utilities.py#L100
"""

import re

from contract_tests.actions.runs import started
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ALONE

RUN = re.compile(r"(/threads/[0-9a-f-]{36})?(/runs/[0-9a-f-]{36})")


@rule("stateless_runs.location", operations=STARTING_ALONE, tier=2)
def location(trial: Trial) -> None:
    answer = trial.need(started(trial))
    run = RUN.fullmatch(answer.headers.get("content-location", ""))
    trial.expect(
        run is not None,
        expected="the path of a run",
        received=answer.headers.get("content-location", "no such header"),
        exchange=answer,
        pointer="Content-Location",
    )
    following = answer.headers.get("location", f"{run[0]}/join" if run else "")
    trial.expect(
        run is not None and following.removesuffix("/join").removesuffix("/stream") == run[0],
        expected="the path to join the run",
        received=following,
        exchange=answer,
        pointer="Location",
    )
