"""Resources: threads, or assistants. Rules that hold for both are written in these words."""

from dataclasses import dataclass
from typing import Any

from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.trial import Trial


@dataclass(frozen=True)
class Resources:
    trial: Trial
    name: str
    """Of one: `thread`, `assistant`."""

    @property
    def key(self) -> str:
        """The field that has its id."""
        return f"{self.name}_id"

    @property
    def least(self) -> dict[str, Json]:
        """What a request to create one has to say; it carries this trial's mark."""
        graph = {"graph_id": self.trial.graph} if self.name == "assistant" else {}
        return {**graph, "metadata": self.trial.mark}

    def create(self, *, other: bool = False, **body: Json) -> Any:
        """What was created, with this trial's mark and an id of our own if none is given."""
        creating = self.trial.create_assistant if self.name == "assistant" else self.trial.create_thread
        return creating(other=other, **body)

    def read(self, resource_id: str, *, other: bool = False) -> Exchange:
        return self.trial.need(self.trial.call(f"get_{self.name}", path=self.path(resource_id), other=other))

    def patch(self, resource_id: str, *, other: bool = False, **body: Json) -> Exchange:
        path = self.path(resource_id)
        return self.trial.need(self.trial.call(f"update_{self.name}", path=path, body=body, other=other))

    def delete(self, resource_id: str) -> Exchange:
        return self.trial.need(self.trial.call(f"delete_{self.name}", path=self.path(resource_id)))

    def path(self, resource_id: str) -> dict[str, str]:
        return {self.key: resource_id}


def resources(trial: Trial) -> Resources:
    """Of the kind that the trial's operation is about."""
    return Resources(trial, trial.operation.area.removesuffix("s"))
