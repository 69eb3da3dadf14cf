"""What a request is aimed at: resources of the target that exist, so that it can succeed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from contract_tests.contract import Json, Operation
from contract_tests.finding import NotTestable
from contract_tests.question import NOTHING, Question
from contract_tests.replay import READING
from contract_tests.trial import Trial

START = "__start__"
"""The node that every graph has."""

UUID = {"$ref": "#/components/schemas/WrittenUuid"}


def is_reading(operation: Operation) -> bool:
    """Whether it leaves the target as it is. Its verb says so."""
    return operation.id.split("_")[0] in READING


class Provision:
    """A thread of the trial, made when it is first asked for. Its fields are named as parameters."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    @cached_property
    def _made(self) -> tuple[str, str]:
        try:
            thread_id = self._trial.stateful_thread(messages=1)["thread_id"]
            state = self._trial.need(self._trial.call("get_state", path={"thread_id": thread_id}))
            return thread_id, state.json["checkpoint"]["checkpoint_id"]
        except (
            NotTestable,
            KeyError,
            TypeError,
        ):  # the target has no such graph: a thread without states will do
            return self._trial.create_thread()["thread_id"], self._trial.new_id()

    @property
    def thread_id(self) -> str:
        return self._made[0]

    @property
    def thread_ids(self) -> list[str]:
        return [self.thread_id]

    @property
    def checkpoint_id(self) -> str:
        """Of the thread; of one without states an unknown one."""
        return self._made[1]


def plain(operation: Operation, trial: Trial) -> Question:
    """The least that an operation can be asked: what it requires, about a thread that exists."""
    provision = Provision(trial)
    names = [each["name"] for each in operation.parameters if each["in"] == "path"]
    path = {name: getattr(provision, name) for name in names}
    return Question(path=path, body=_least(trial, operation.body, provision) if operation.body else NOTHING)


def _least(trial: Trial, schema: Mapping[str, Json], provision: Provision) -> Json:
    schema = trial.setting.contract.resolve(schema)
    required = {name: schema["properties"][name] for name in schema.get("required", [])}
    return {
        name: getattr(provision, name) if hasattr(Provision, name) else _least(trial, part, provision)
        for name, part in required.items()
    }


@dataclass(frozen=True)
class Aim:
    """Turns generated requests to resources of our own: nobody else's can be touched by them."""

    trial: Trial
    provision: Provision
    known: bool
    """Also to the checkpoint and the node that exist; otherwise those stay as generated."""

    def at(self, question: Question) -> Question:
        names = ["thread_id", "checkpoint_id"] if self.known else ["thread_id"]
        path = {
            name: getattr(self.provision, name) if name in names and self._exists(name, value) else value
            for name, value in question.path.items()
        }
        return replace(question, path=path, body=self._body(question.body))

    def _exists(self, name: str, value: Any) -> bool:
        """A malformed id is what the request is about, and stays."""
        return name != "thread_id" or self._is_uuid(value)

    def _is_uuid(self, value: Json) -> bool:
        return self.trial.setting.validity.is_valid(UUID, value)

    def _body(self, body: Json) -> Json:
        if isinstance(body, list):
            return [self._body(each) for each in body]
        if not isinstance(body, Mapping):
            return body
        aimed = {name: self._field(name, value) for name, value in body.items()}
        metadata = aimed.get("metadata", {})
        if self.known and aimed.get("supersteps") and isinstance(metadata, Mapping):
            aimed["metadata"] = {**metadata, "graph_id": self.trial.graph}
        return aimed

    def _field(self, name: str, value: Json) -> Json:
        if name in {"metadata", "values"}:
            return value
        if name == "thread_id" and self._is_uuid(value):
            return self.trial.new_id()
        if name == "ids" and isinstance(value, list):
            return [self._listed(place, each) for place, each in enumerate(value)]
        if name == "thread_ids" and isinstance(value, list):
            return self._existing(value)
        if self.known and isinstance(value, str) and name in {"checkpoint_id", "as_node"}:
            return self.provision.checkpoint_id if name == "checkpoint_id" else START
        return self._body(value)

    def _existing(self, value: list[Json]) -> list[Json]:
        """The one that exists and, in an invalid request, what is no id: an unknown one may spoil all."""
        malformed = [each for each in value if not self._is_uuid(each)]
        return malformed if len(malformed) == len(value) else [self.provision.thread_id, *malformed]

    def _listed(self, place: int, value: Json) -> Json:
        if not self._is_uuid(value):
            return value
        return self.trial.new_id() if place else self.provision.thread_id
