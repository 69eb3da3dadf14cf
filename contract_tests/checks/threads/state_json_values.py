"""An update writes values of any JSON type into the state unchanged.

Why: deep-agents-ui saves the files and todos that a user edits with `threads.updateState`. A text or number
that comes back changed is a damaged file.
https://github.com/langchain-ai/deep-agents-ui/blob/f6a4f34565b4/src/app/hooks/useChat.ts#L107
"""

from contract_tests.actions.json_values import expect_kept
from contract_tests.actions.resources import create_thread
from contract_tests.actions.threads import add_message, human_message, message_texts, read_state
from contract_tests.client.exchange import Exchange
from contract_tests.contract import Json
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("threads.state.json_values", operation="update_state", tier=2)
def json_values(ctx: CheckContext) -> None:
    def keep(values: dict[str, Json]) -> tuple[Exchange, Json]:
        thread_id = create_thread(ctx, metadata={"graph_id": ctx.graph})["thread_id"]
        message = {**human_message("m1"), "additional_kwargs": values}
        add_message(ctx, thread_id, "m1", values={"messages": [message]})
        message_texts(ctx, thread_id)
        state = read_state(ctx, thread_id)
        return state, state.json["values"]["messages"][0].get("additional_kwargs")

    expect_kept(ctx, keep, "/values/messages/*/additional_kwargs")
