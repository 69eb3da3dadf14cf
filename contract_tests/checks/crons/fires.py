"""A cron makes runs when it is time, with its input and its metadata.

So that nobody has to wait for a minute, it takes a schedule with seconds, which servers need not know.

Why: This is all that a cron is for. If the input or the metadata is lost, the agent runs, but does not know
what for.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/cron.py#L179
"""

from contract_tests import crontab, demand
from contract_tests.exchange import Exchange
from contract_tests.rule import rule
from contract_tests.trial import Trial

EACH_SECOND = "* * * * * *"
INPUT = {"messages": [{"type": "human", "content": "hello"}]}


@rule("crons.fires", operations=("create_cron", "create_thread_cron"), tier=3, feature="crons")
def fires(trial: Trial) -> None:
    thread = {"thread_id": trial.create_thread(metadata={"of": "the client"})["thread_id"]}
    on_thread = trial.operation.id == "create_thread_cron"
    place = thread if on_thread else {"on_run_completed": "keep"}
    cron = crontab.plan(trial, schedule=EACH_SECOND, enabled=True, input=INPUT, **place)

    def look() -> Exchange:
        if on_thread:
            return trial.need(trial.call("list_thread_runs", path=thread))
        return trial.need(trial.call("search_threads", body={"metadata": trial.mark}))

    many = 1 if on_thread else 2  # one of the threads is the client's
    made = trial.eventually(look, lambda seen: len(seen.json) >= many, at_most=20)
    trial.need(trial.call("delete_cron", path={"cron_id": cron["cron_id"]}))
    demand.same(trial, made, len(made.json) >= many, True)
    look()  # so that what was made meanwhile is known, and removed
