"""Reading a cron returns it as it was created.

Why: A form shows a cron as it was read, and saves all of its fields. If they differ from those that it was
created with, saving alone changes the schedule.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests.actions import crons
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("crons.create.stored", operations=("create_cron", "create_thread_cron"), tier=3, feature="crons")
def stored(trial: Trial) -> None:
    created = trial.need(crons.put(trial, metadata={"shape": "round"}))
    read = trial.need(crons.get(trial, created.json))
    expect.same(trial, read, read.json["metadata"].get("shape"), "round", "/metadata/shape")
    expect.same(trial, read, read.json["schedule"], crons.YEARLY, "/schedule")
    for name in ("thread_id", "assistant_id", "next_run_date"):
        expect.alike(
            trial,
            read,
            read.json[name],
            created.json[name],
            what="the response to the creation",
            pointer=f"/{name}",
        )
