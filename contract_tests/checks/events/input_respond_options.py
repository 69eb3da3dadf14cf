"""`input.respond` accepts each of its options: `namespace`, `goto`, `config` and `metadata`.

Why: The SDKs always send `namespace`, and the others if the page gives them. If the server rejects one of
them, the answer does not reach the graph, and the question stays open.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/stream.py#L211
"""

from contract_tests.actions.events import command_to_success, interrupted_run
from contract_tests.contract import Json
from contract_tests.generation.graph_values import END
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

OPTIONS: tuple[dict[str, Json], ...] = (
    {"namespace": []},
    {"goto": END},
    {"config": {}},
    {"config": None},
    {"metadata": None},
)


@check("events.input_respond.options", operation="send_command", tier=3, feature="event_streaming")
def options(ctx: CheckContext) -> None:
    for each in OPTIONS:
        thread_id, interrupt_id, response = interrupted_run(ctx)
        answer = {"interrupt_id": interrupt_id, "response": response, **each}
        command_to_success(ctx, thread_id, "input.respond", **answer)
