"""A command with `goto` runs the named node.

Why: "Mark as resolved" in agent-chat-ui and deep-agents-ui sends `goto: "__end__"`. If the graph goes
elsewhere, the resolved question is repeated, or its tool is called.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/components/thread/agent-inbox/hooks/use-interrupted-actions.tsx#L195
"""

from contract_tests.actions.runs import messages_input, run_to_success
from contract_tests.actions.threads import message_ids, read_state
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("runs.command.goto", operation="create_thread_run", tier=2)
def command_goto(ctx: CheckContext) -> None:
    thread_id = run_to_success(ctx, interrupt_before="*")["thread_id"]
    paused = read_state(ctx, thread_id)
    if not paused.json["next"]:
        raise Blocked("the graph does not stop before its first node", paused)
    node = paused.json["next"][0]
    response = run_to_success(ctx, thread_id, input=None)
    before = message_ids(read_state(ctx, response["thread_id"]).json)
    run_to_success(ctx, thread_id, input=None, command={"update": messages_input(ctx, "m2"), "goto": node})
    state = read_state(ctx, thread_id)
    after = message_ids(state.json)[len(before) :]
    expect.equal(ctx, state, [after[:1], len(after) > 1], [["m2"], True], "/values/messages")
