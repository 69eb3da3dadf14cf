"""An update merges new metadata into the metadata of the cron.

Why: Clients send only the keys that change. If the others are lost, the client that created the cron can't
find it any more.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L326
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.update.metadata", operation="update_cron", tier=3, feature="crons")
def metadata(trial: Trial) -> None:
    cron = crons.plan(trial, metadata={"colour": "red", "size": 1})
    changed = trial.need(crons.change(trial, cron, metadata={"size": 2}))
    kept = {name: changed.json["metadata"].get(name) for name in ("colour", "size")}
    expect.same(trial, changed, kept, {"colour": "red", "size": 2}, "/metadata")
