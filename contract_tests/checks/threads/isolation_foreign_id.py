"""Another owner's thread is as unknown as one that does not exist: 404, never 403.

Copy says 409 for both.
"""

from dataclasses import replace

from contract_tests import demand
from contract_tests.feature import offered
from contract_tests.operation_groups import NAMING_A_THREAD
from contract_tests.provision import plain
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("threads.isolation.foreign_id", operations=NAMING_A_THREAD, tier=2, identities=2)
def foreign_id(trial: Trial) -> None:
    own = plain(trial.operation, trial)
    offered(trial, trial.ask(trial.operation, own))
    foreign = trial.create_thread(other=True, metadata={"graph_id": trial.graph})["thread_id"]
    question = replace(own, path={**own.path, "thread_id": foreign})
    refusal = 409 if trial.operation.id == "copy_thread" else 404
    demand.status(trial, trial.ask(trial.operation, question), refusal)
    trial.need(trial.call("get_thread", path={"thread_id": foreign}, other=True))
