"""Threads or assistants created by one check for its searches; other resources are never found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contract_tests.actions.resources import ResourceKind, create_thread, resource_kind
from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import add_message, instant, lacks_state_updates, message_texts
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check_context import CheckContext

LATEST_FIRST = {"search_threads": [2, 3, 1], "search_assistants": [3, 2, 1]}
"""Default order of the resources of `create_unsorted`: threads by last update, assistants by creation."""


@dataclass(frozen=True)
class SearchFixture:
    kind: ResourceKind
    ids: tuple[str, ...]
    """Ids, oldest first."""

    @property
    def ctx(self) -> CheckContext:
        return self.kind.ctx

    def search(self, **body: Json) -> Exchange:
        """Search among these resources, with further fields in the body."""
        whole = {**body, "metadata": {**self.ctx.mark, **body.get("metadata", {})}}
        exchange = self.ctx.call(f"search_{self.kind.name}s", body=whole)
        expect.status(self.ctx, exchange, 200)
        return exchange

    def count(self, **body: Json) -> Exchange:
        whole = {**body, "metadata": {**self.ctx.mark, **body.get("metadata", {})}}
        exchange = self.ctx.call(f"count_{self.kind.name}s", body=whole)
        expect.status(self.ctx, exchange, 200)
        return exchange

    def numbers(self, response: Exchange) -> list[int]:
        """Return the found resources by number: 1 is the oldest, 0 an unknown resource."""
        places = {own: number for number, own in enumerate(self.ids, 1)}
        return [places.get(each.get(self.kind.key), 0) for each in response.json]

    def touch(self, *numbers: int) -> None:
        """Patch these resources one after the other, so that they differ in `updated_at`."""
        for number in numbers:
            self.kind.patch(self.ids[number - 1], metadata={**self.ctx.mark, "touched": True})


def create_searchable(ctx: CheckContext, *ids: str) -> SearchFixture:
    """Return the existing resources. Raises Blocked unless a search finds exactly these."""
    population = SearchFixture(resource_kind(ctx), ids)
    body = {"metadata": ctx.mark, "limit": len(ids) + 1}
    response = ctx.need(ctx.call(f"search_{population.kind.name}s", body=body))
    if sorted(population.numbers(response)) != list(range(1, len(ids) + 1)):
        raise Blocked("a search for the resources of this check did not find exactly those", response)
    return population


def create_each(ctx: CheckContext, *bodies: dict[str, Json]) -> SearchFixture:
    """Create one resource per body, in this order, without searching for them."""
    kind = resource_kind(ctx)
    return SearchFixture(kind, tuple(kind.create(**body)[kind.key] for body in bodies))


def create_each_searchable(ctx: CheckContext, *bodies: dict[str, Json]) -> SearchFixture:
    """Create one resource per body, in this order, and confirm that a search finds them."""
    return create_searchable(ctx, *create_each(ctx, *bodies).ids)


def add_searchable(ctx: CheckContext, count: int) -> SearchFixture:
    return create_each_searchable(ctx, *({} for _ in range(count)))


def create_unsorted(ctx: CheckContext) -> SearchFixture:
    """Create three resources which every field sorts differently, in both directions.

    By creation 1 2 3, by id 2 1 3, by last update 1 3 2.
    """
    low, middle, high = sorted(ctx.new_id() for _ in range(3))
    population = create_each_searchable(
        ctx, *({resource_kind(ctx).key: each} for each in (middle, low, high))
    )
    population.touch(1, 3, 2)
    return population


def create_threads_with_runs(ctx: CheckContext, *message_ids: str) -> tuple[SearchFixture, list[Json]]:
    """Create one thread per message; return the threads and the messages as the target writes them.

    A run writes them if the survey saw that an update of the state does not reach the values of a thread.
    """
    ctx.graph_for("assistant")
    threads = [create_thread(ctx, metadata={"graph_id": ctx.graph})["thread_id"] for _ in message_ids]
    survey = ctx.run_context.survey
    is_written_by_runs = lacks_state_updates(ctx) or survey.writes_thread_values is False
    for thread_id, message_id in zip(threads, message_ids, strict=True):
        if is_written_by_runs:
            run_to_success(ctx, thread_id, input=messages_input(ctx, message_id))
        else:
            add_message(ctx, thread_id, message_id)
    messages = [message_texts(ctx, thread_id) for thread_id in threads]
    return create_searchable(ctx, *threads), messages


def expect_sorted(population: SearchFixture, field: str, key: Callable[[Json, str], Any] = instant) -> None:
    """Require that a search sorts by the field in both directions. Its values must differ."""
    for order in ("asc", "desc"):
        response = population.search(sort_by=field, sort_order=order)
        population.ctx.expect(
            all(field in each for each in response.json),
            expected=f"{population.kind.name}s with the field {field}",
            received="no such field",
            exchange=response,
            pointer=f"/*/{field}",
        )
        values = [key(each, field) for each in response.json]
        if len(set(values)) < len(population.ids):
            raise Blocked(f"the {population.kind.name}s do not differ in {field}", response)
        population.ctx.expect(
            values == sorted(values, reverse=order == "desc"),
            expected=f"the resources sorted by {field}, {order}ending",
            received=f"the order {population.numbers(response)} of their creation",
            exchange=response,
            pointer=order,
        )
