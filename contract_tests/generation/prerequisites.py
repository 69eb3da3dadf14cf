"""What a request is about: resources of the target that exist, so that it can succeed."""

from collections.abc import Mapping
from functools import cached_property

from contract_tests.client.operation_request import NOTHING, Question
from contract_tests.contract import Json, Operation
from contract_tests.findings.finding import NotTestable
from contract_tests.findings.replay import READING
from contract_tests.harness.expect import offered
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import CREATING_CRONS, ENDLESS, NAMING_AN_ITEM

KEY = "key"

EFFECTIVE = ("input", "namespace")
"""Fields that a body can do without, but not to any effect."""

MUCH_LATER = 3600
"""Seconds until a run starts that is to be cancelled or deleted before."""


def is_reading(operation: Operation) -> bool:
    """Whether it leaves the target as it is. Its method or its verb says so, or that it only follows."""
    is_following = operation.id in ENDLESS
    return is_following or operation.method == "GET" or operation.id.split("_")[0] in READING


class Provision:
    """Resources of the trial, made when they are first asked for. Its fields are named as parameters."""

    schedule = "0 0 1 1 *"
    """Of a cron: one that makes no run before it is deleted."""
    version = 1
    """The first one, which every assistant has."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    @cached_property
    def _made(self) -> tuple[str, str]:
        try:
            thread_id = self._trial.stateful_thread(messages=1)["thread_id"]
            state = self._trial.need(self._trial.call("get_state", path={"thread_id": thread_id}))
            return thread_id, state.json["checkpoint"]["checkpoint_id"]
        except (NotTestable, LookupError, TypeError):
            # The target has no such graph: a thread without states will do.
            return self._trial.create_thread()["thread_id"], self._trial.new_id()

    @property
    def thread_id(self) -> str:
        return self._made[0]

    @cached_property
    def namespace(self) -> str | list[str]:
        """Of items, of our own. Or of a subgraph, which an assistant need not have."""
        return [self._trial.new_id()] if self._trial.operation.area == "store" else "child"

    @cached_property
    def key(self) -> str:
        """Of an item in the store: one that is there, unless it is to be put."""
        if self._trial.operation.id in NAMING_AN_ITEM:
            put_item = self._trial.setting.contract.by_id["put_item"]
            question = Question(body={"namespace": self.namespace, "key": KEY, "value": {}})
            offered(self._trial, self._trial.ask(put_item, question))
        return KEY

    @property
    def thread_ids(self) -> list[str]:
        return [self.thread_id]

    @property
    def checkpoint_id(self) -> str:
        """Of the thread; of one without states an unknown one."""
        return self._made[1]

    @cached_property
    def run_id(self) -> str:
        """Of the thread: a finished run to be read, one that is still to come to be changed."""
        if not is_reading(self._trial.operation):
            return str(self._trial.run(self.thread_id, after_seconds=MUCH_LATER)["run_id"])
        run_id = str(self._trial.run(self.thread_id, input=self.input)["run_id"])
        path = {"thread_id": self.thread_id, "run_id": run_id}
        self._trial.call("join_thread_run", path=path)  # whatever it answers: the request may be about that
        return run_id

    @property
    def run_ids(self) -> list[str]:
        return [self.run_id]

    @cached_property
    def assistant_id(self) -> str:
        return str(self._trial.create_assistant()["assistant_id"])

    @cached_property
    def cron_id(self) -> str:
        body = {
            "assistant_id": self._trial.assistant,
            "schedule": self.schedule,
            "enabled": False,
            "metadata": self._trial.mark,
        }
        return str(offered(self._trial, self._trial.call("create_cron", body=body)).json["cron_id"])

    @property
    def graph_id(self) -> str:
        return self._trial.graph

    @property
    def input(self) -> Json:
        """Of a graph that keeps messages."""
        return {"messages": [{"type": "human", "content": "hello"}]}


def plain(operation: Operation, trial: Trial, provision: Provision | None = None) -> Question:
    """The least that an operation can be asked: what it requires, about a thread that exists."""
    provision = provision or Provision(trial)
    names = [each["name"] for each in operation.parameters if each["in"] == "path"]
    path = {name: getattr(provision, name) for name in names}
    query = {
        each["name"]: getattr(provision, each["name"])
        for each in operation.parameters
        if each["in"] == "query" and each.get("required")
    }
    headers = {
        each["name"]: each["example"]
        for each in operation.parameters
        if each["in"] == "header" and each.get("required")
    }
    body: Json = _least(trial, operation.body, provision) if operation.body else NOTHING
    if operation.id in CREATING_CRONS:  # it may go on for ever if its id is never heard: the mark finds it
        body = {**body, "metadata": trial.mark}
    return Question(path, query, headers, body)


def _least(trial: Trial, schema: Mapping[str, Json], provision: Provision) -> Json:
    """What a schema requires, and what it needs to have an effect. Of one that has examples, the first."""
    schema = trial.setting.contract.whole(schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "items" in schema:
        return [_least(trial, schema["items"], provision)]
    fields = schema.get("properties", {})
    given = dict.fromkeys((*schema.get("required", ()), *filter(fields.__contains__, EFFECTIVE)))
    return {name: _value(trial, name, fields[name], provision) for name in given}


def _value(trial: Trial, name: str, schema: Mapping[str, Json], provision: Provision) -> Json:
    if name == "assistant_id":
        return trial.assistant
    return getattr(provision, name) if hasattr(Provision, name) else _least(trial, schema, provision)
