"""A thread keeps the metadata it is created with, whatever JSON it is."""

from contract_tests import demand
from contract_tests.conversation import read_thread
from contract_tests.rule import rule
from contract_tests.trial import Trial

GIVEN = {
    "text": "Grüße, 世界 🙂",
    "empty": "",
    "integer": 0,
    "number": 1.5,
    "true": True,
    "nothing": None,
    "list": [1, "two", {"three": None}],
    "object": {"deep": {"deeper": []}},
}


@rule("threads.create.metadata", operation="create_thread", tier=1)
def metadata(trial: Trial) -> None:
    read = read_thread(trial, trial.create_thread(metadata=GIVEN)["thread_id"])
    kept = read.json["metadata"]
    for name, value in GIVEN.items():
        demand.same(trial, read, kept.get(name, "no such key"), value, f"/metadata/{name}")
