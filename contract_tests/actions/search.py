"""Threads or assistants created by one check for its searches; other resources are never found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contract_tests.actions.resources import Resources, create_thread, resources
from contract_tests.actions.threads import say, spoken, time
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import NotOffered, NotTestable
from contract_tests.harness import expect
from contract_tests.harness.trial import Trial

MOST = 1000
"""The contract's maximum `limit`."""


@dataclass(frozen=True)
class Population:
    kind: Resources
    ids: tuple[str, ...]
    """Ids, oldest first."""

    @property
    def trial(self) -> Trial:
        return self.kind.trial

    def search(self, **body: Json) -> Exchange:
        """Search among these resources, with further fields in the body."""
        whole = {**body, "metadata": {**self.trial.mark, **body.get("metadata", {})}}
        exchange = self.trial.call(f"search_{self.kind.name}s", body=whole)
        expect.status(self.trial, exchange, 200)
        return exchange

    def count(self, **body: Json) -> Exchange:
        whole = {**body, "metadata": {**self.trial.mark, **body.get("metadata", {})}}
        exchange = self.trial.call(f"count_{self.kind.name}s", body=whole)
        expect.status(self.trial, exchange, 200)
        return exchange

    def numbers(self, found: Exchange) -> list[int]:
        """Return the found resources by number: 1 is the oldest, 0 an unknown resource."""
        places = {own: number for number, own in enumerate(self.ids, 1)}
        return [places.get(each.get(self.kind.key), 0) for each in found.json]

    def touch(self, *numbers: int) -> None:
        """Patch these resources one after the other, so that they differ in `updated_at`."""
        for number in numbers:
            self.kind.patch(self.ids[number - 1], metadata={**self.trial.mark, "touched": True})


def populated(trial: Trial, *ids: str) -> Population:
    """Return the existing resources. Raises NotTestable unless a search finds exactly these."""
    population = Population(resources(trial), ids)
    body = {"metadata": trial.mark, "limit": MOST}
    found = trial.need(trial.call(f"search_{population.kind.name}s", body=body))
    if sorted(population.numbers(found)) != list(range(1, len(ids) + 1)):
        raise NotTestable("a search for the resources of this check did not find exactly those", found)
    return population


def create_each(trial: Trial, *bodies: dict[str, Json]) -> Population:
    """Create one resource per body, in this order, without searching for them."""
    kind = resources(trial)
    return Population(kind, tuple(kind.create(**body)[kind.key] for body in bodies))


def populate_each(trial: Trial, *bodies: dict[str, Json]) -> Population:
    """Create one resource per body, in this order, and confirm that a search finds them."""
    return populated(trial, *create_each(trial, *bodies).ids)


def populate(trial: Trial, count: int) -> Population:
    return populate_each(trial, *({} for _ in range(count)))


def shuffled(trial: Trial) -> Population:
    """Create three resources which every field sorts differently, in both directions.

    By creation 1 2 3, by id 2 1 3, by last update 1 3 2.
    """
    low, middle, high = sorted(trial.new_id() for _ in range(3))
    population = populate_each(trial, *({resources(trial).key: each} for each in (middle, low, high)))
    population.touch(1, 3, 2)
    return population


def conversing(trial: Trial, *message_ids: str) -> tuple[Population, list[Json]]:
    """Create one thread per message; return the threads and the messages as the target writes them."""
    threads = [create_thread(trial, metadata={"graph_id": trial.graph})["thread_id"] for _ in message_ids]
    for thread_id, message_id in zip(threads, message_ids, strict=True):
        say(trial, thread_id, message_id)
    messages = [spoken(trial, thread_id) for thread_id in threads]
    return populated(trial, *threads), messages


def demand_sorted(population: Population, field: str, key: Callable[[Json, str], Any] = time) -> None:
    """Require that a search sorts by the field in both directions. Its values must differ."""
    for order in ("asc", "desc"):
        found = population.search(sort_by=field, sort_order=order)
        if any(field not in each for each in found.json):
            raise NotOffered(f"{population.kind.name}s have no {field}", found)
        values = [key(each, field) for each in found.json]
        if len(set(values)) < len(population.ids):
            raise NotTestable(f"they do not differ in {field}", found)
        population.trial.expect(
            values == sorted(values, reverse=order == "desc"),
            expected=f"the resources sorted by {field}, {order}ending",
            received=f"the order {population.numbers(found)} of their creation",
            exchange=found,
            pointer=order,
        )
