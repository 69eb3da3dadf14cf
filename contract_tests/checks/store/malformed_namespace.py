"""A namespace with an empty label, or one that contains a period, is rejected with 422 and a `detail`.

Why: The SDKs join labels with periods when they read, and reject such labels themselves before they write.
Only hand-written clients could store items that cannot be read again.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/store.py#L87
"""

from collections.abc import Callable, Mapping

from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

ITEM = {"key": "k"}

MALFORMED: Mapping[str, Callable[[list[str]], Question]] = {
    "put_item": lambda labels: Question(body={**ITEM, "namespace": labels, "value": {}}),
    "get_item": lambda labels: Question(query={**ITEM, "namespace": ".".join(labels)}),
    "delete_item": lambda labels: Question(body={**ITEM, "namespace": labels}),
    "search_items": lambda labels: Question(body={"namespace_prefix": labels}),
    "list_namespaces": lambda labels: Question(body={"suffix": labels}),
}


@rule("store.malformed_namespace", operations=tuple(MALFORMED), tier=3, level="should", feature="store")
def malformed_namespace(trial: Trial) -> None:
    ask = MALFORMED[trial.operation.id]
    for labels in ([trial.new_id(), ""], [trial.new_id(), ".a"]):
        refused = trial.ask(trial.operation, ask(labels), valid=False)
        expect.status(trial, refused, 422)
        expect.same(trial, refused, list(refused.json or ()), ["detail"])
