"""A population: threads of one trial, made to be searched. Searches see no others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contract_tests import demand
from contract_tests.contract import Json
from contract_tests.conversation import say, spoken, time
from contract_tests.exchange import Exchange
from contract_tests.finding import NotOffered, NotTestable
from contract_tests.trial import Trial

MOST = 1000
"""The highest limit."""


@dataclass(frozen=True)
class Population:
    trial: Trial
    ids: tuple[str, ...]
    """In the order of their creation."""

    def search(self, **body: Json) -> Exchange:
        """Search it, with whatever else is asked for."""
        whole = {**body, "metadata": {**self.trial.mark, **body.get("metadata", {})}}
        exchange = self.trial.call("search_threads", body=whole)
        demand.status(self.trial, exchange, 200)
        return exchange

    def count(self, **body: Json) -> Exchange:
        whole = {**body, "metadata": {**self.trial.mark, **body.get("metadata", {})}}
        exchange = self.trial.call("count_threads", body=whole)
        demand.status(self.trial, exchange, 200)
        return exchange

    def numbers(self, found: Exchange) -> list[int]:
        """What was found, in its order: 1 is the thread created first, 0 a stranger."""
        places = {thread_id: number for number, thread_id in enumerate(self.ids, 1)}
        return [places.get(thread.get("thread_id"), 0) for thread in found.json]

    def touch(self, *numbers: int) -> None:
        """Patch threads one after the other, so that they differ in `updated_at`."""
        for number in numbers:
            body = {"metadata": {**self.trial.mark, "touched": True}}
            path = {"thread_id": self.ids[number - 1]}
            self.trial.need(self.trial.call("update_thread", path=path, body=body))


def populated(trial: Trial, *ids: str) -> Population:
    """The population of threads that exist. It needs to be found as a whole and alone."""
    population = Population(trial, ids)
    body = {"metadata": trial.mark, "limit": MOST}
    found = trial.need(trial.call("search_threads", body=body))
    if sorted(population.numbers(found)) != list(range(1, len(ids) + 1)):
        raise NotTestable("a search for this trial's threads did not find just these", found)
    return population


def populate(trial: Trial, count: int) -> Population:
    return populated(trial, *(trial.create_thread()["thread_id"] for _ in range(count)))


def shuffled(trial: Trial) -> Population:
    """Three threads which every field puts in another order, backwards too.

    By creation 1 2 3, by id 2 1 3, by last update 1 3 2.
    """
    low, middle, high = sorted(trial.new_id() for _ in range(3))
    threads = [trial.create_thread(thread_id=thread_id) for thread_id in (middle, low, high)]
    population = populated(trial, *(thread["thread_id"] for thread in threads))
    population.touch(1, 3, 2)
    return population


def conversing(trial: Trial, *message_ids: str) -> tuple[Population, list[Json]]:
    """A thread for each message, which it alone says; and the threads' messages as the target writes them."""
    threads = [trial.create_thread(metadata={"graph_id": trial.graph})["thread_id"] for _ in message_ids]
    for thread_id, message_id in zip(threads, message_ids, strict=True):
        say(trial, thread_id, message_id)
    messages = [spoken(trial, thread_id) for thread_id in threads]
    return populated(trial, *threads), messages


def demand_sorted(population: Population, field: str, key: Callable[[Json, str], Any] = time) -> None:
    """Both orders, of a field in which the threads differ."""
    for order in ("asc", "desc"):
        found = population.search(sort_by=field, sort_order=order)
        if any(field not in thread for thread in found.json):
            raise NotOffered(f"threads have no {field}", found)
        values = [key(thread, field) for thread in found.json]
        if len(set(values)) < len(population.ids):
            raise NotTestable(f"the threads do not differ in {field}", found)
        population.trial.expect(
            values == sorted(values, reverse=order == "desc"),
            expected=f"threads by {field}, {order}ending",
            received=f"threads in the order {population.numbers(found)} of their creation",
            exchange=found,
            pointer=order,
        )
