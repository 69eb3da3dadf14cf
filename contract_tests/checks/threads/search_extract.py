"""Searching with `extract` returns the values at the given paths, and null where a path leads nowhere.

Why: Sidebars load just a title out of the values with `extract`, instead of whole conversations. If the path
leads elsewhere, or is missing where it should be null, the titles are wrong.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/threads/index.ts#L217
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.search_fixture import create_searchable
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.search.extract", operation="search_threads", tier=3)
def extract(ctx: CheckContext) -> None:
    thread = create_thread(ctx, metadata={"place": {"city": "Bonn"}, "sizes": [7, 8]})
    population = create_searchable(ctx, thread["thread_id"])
    paths = {"city": "metadata.place.city", "last": "metadata.sizes[-1]", "nothing": "values.no.such"}
    response = population.search(extract=paths)
    extracted = [thread.get("extracted") for thread in response.json]
    expect.equal(ctx, response, extracted, [{"city": "Bonn", "last": 8, "nothing": None}], "/*/extracted")
