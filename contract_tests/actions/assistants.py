"""Versions of an assistant."""

import uuid

from contract_tests.actions.resources import Resources
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.trial import Trial


def named_graph(trial: Trial, name_or_id: str) -> str:
    try:
        assistant_id = str(uuid.UUID(name_or_id))
    except ValueError:
        return name_or_id
    found = trial.need(trial.call("get_assistant", path={"assistant_id": assistant_id}))
    return str(found.json["graph_id"])


def named(trial: Trial, first: str, *later: str) -> str:
    """Create an assistant with one version per name and return its id; the metadata repeats each name."""
    kind = Resources(trial, "assistant")
    own = str(kind.create(name=first, metadata={"number": first})[kind.key])
    for name in later:
        kind.patch(own, name=name, metadata={"number": name})
    return own


def read_versions(trial: Trial, assistant_id: str, **asked: Json) -> Exchange:
    path = {"assistant_id": assistant_id}
    return trial.need(trial.call("list_assistant_versions", path=path, body=asked))


def make_latest(trial: Trial, assistant_id: str, version: int) -> Exchange:
    path = {"assistant_id": assistant_id}
    body = {"version": version}
    return trial.need(trial.call("set_latest_assistant_version", path=path, body=body))
