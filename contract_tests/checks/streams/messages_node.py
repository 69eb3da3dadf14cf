"""Mode `messages-tuple` sends each piece of a message with the node that wrote it, `langgraph_node`.

Why: Frontends show the text of some nodes only, and CopilotKit's adapter uses `langgraph_node` to detect
which one is active. Without it, inner steps are shown as answers, or nothing is.
https://github.com/ag-ui-protocol/ag-ui/blob/821b8c227c6f/integrations/langgraph/typescript/src/agent.ts#L980
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream_run
from contract_tests.actions.streams import no_tokens
from contract_tests.actions.threads import read_all
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("streams.messages_node", operation="stream_thread_run", tier=2)
def messages_node(ctx: CheckContext) -> None:
    thread_id = create_thread(ctx)["thread_id"]
    streamed = stream_run(ctx, thread_id, stream_mode=["messages-tuple"])
    nodes = sorted({str(event.data[1].get("langgraph_node")) for event in streamed.named("messages")})
    if not nodes:
        raise no_tokens(ctx, streamed)
    run = {name for state in read_all(ctx, thread_id).json for name in state["next"]}
    strangers = [node for node in nodes if node not in run]
    expect.equal(ctx, streamed, strangers, [], "messages/1/langgraph_node")
