"""Threads that are created without an id get different ones.

That they are UUIDs is part of the answer's shape.
"""

from contract_tests import demand
from contract_tests.rule import rule
from contract_tests.trial import Trial

COUNT = 3


@rule("threads.create.new_id", operation="create_thread", tier=1)
def new_id(trial: Trial) -> None:
    created = [trial.call("create_thread", body={"metadata": trial.mark}) for _ in range(COUNT)]
    ids = {trial.need(each).json["thread_id"] for each in created}
    demand.same(trial, created[-1], f"{len(ids)} ids", f"{COUNT} ids", "/thread_id")
