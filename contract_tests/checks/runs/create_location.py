"""`Content-Location` is the path of the run; `Location`, if present, is the path to follow it.

Why: The SDKs call `onRunCreated` with the run that `Content-Location` names. Without it `useStream` has no
run to cancel at Stop and none to join after a reload.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L478
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import list_runs, start
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import STARTING_ON_A_THREAD


@rule("runs.create.location", operations=STARTING_ON_A_THREAD, tier=2)
def create_location(trial: Trial) -> None:
    thread_id = create_thread(trial)["thread_id"]
    started = trial.need(start(trial, thread_id, trial.operation.id))
    listed = list_runs(trial, thread_id)
    if len(listed.json) != 1:
        raise NotTestable("the run is not listed", listed)
    path = f"/threads/{thread_id}/runs/{listed.json[0].get('run_id')}"
    for name, ends in (("Content-Location", ("",)), ("Location", ("/join", "/stream"))):
        found = started.headers.get(name, path + ends[0])
        trial.expect(
            found in [path + end for end in ends],
            expected=" or ".join(f"the path of the run{end}" for end in ends),
            received=found,
            exchange=started,
            pointer=name,
        )
