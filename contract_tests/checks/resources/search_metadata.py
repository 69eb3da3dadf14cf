"""Searching by `metadata` returns exactly the resources whose metadata contains the given values.

Why: agent-chat-ui finds the threads of its graph by metadata. If the filter is ignored, it shows threads of
other agents and breaks on their unfamiliar states.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.search_fixture import create_each
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import SEARCHING


@check("resources.search.metadata", operations=SEARCHING, tier=2)
def metadata(ctx: CheckContext) -> None:
    population = create_each(ctx, *({"metadata": {"colour": each}} for each in ("red", "blue", "red")))
    for colour, numbers in {"red": [1, 3], "blue": [2], "green": []}.items():
        found = population.search(metadata={"colour": colour})
        expect.numbered(ctx, found, sorted(population.numbers(found)), numbers, population.kind.name)
