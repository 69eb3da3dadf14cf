"""The graph behind the name that an option gives: a graph's own, or an assistant's id."""

import uuid

from contract_tests.trial import Trial


def named_graph(trial: Trial, name_or_id: str) -> str:
    try:
        assistant_id = str(uuid.UUID(name_or_id))
    except ValueError:
        return name_or_id
    found = trial.need(trial.call("get_assistant", path={"assistant_id": assistant_id}))
    return str(found.json["graph_id"])
