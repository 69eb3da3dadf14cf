"""Reading a missing item returns `null` instead of an error.

Why: Both SDKs return nothing for null, and programs then start with an empty memory. On 404 they raise an
exception for each new user.
https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/store/index.ts#L102
"""

from contract_tests.actions.store import shelf
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("store.get.missing", operation="get_item", tier=3, feature="store")
def missing(trial: Trial) -> None:
    own = shelf(trial)
    own.put("k")
    for place in (("other",), ("k", "below")):
        read = own.get(*place)
        expect.same(trial, read, read.json, None)
