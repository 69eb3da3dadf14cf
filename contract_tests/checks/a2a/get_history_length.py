"""`tasks/get` returns at most `historyLength` messages, the latest ones.

Why: Clients that poll need only the last message. A server that always sends all of them makes each poll of a
long conversation as heavy as the first.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#731-taskqueryparams-object
"""

from contract_tests.actions.a2a import create_agent, expect_result, get, message, send_to_success
from contract_tests.findings.finding import Blocked
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext

ENOUGH = 2
"""Minimum number of messages that lets a `historyLength` of 1 shorten the history."""


@check("a2a.get.history_length", operation="send_a2a_message", tier=3, feature="a2a")
def get_history_length(ctx: CheckContext) -> None:
    agent_id = create_agent(ctx)
    task_id = send_to_success(ctx, agent_id, message(ctx)).json["result"]["id"]
    whole = expect_result(get(ctx, agent_id, task_id)).json["result"].get("history", [])
    if len(whole) < ENOUGH:
        raise Blocked("a task has no history", get(ctx, agent_id, task_id))
    one, none = (expect_result(get(ctx, agent_id, task_id, historyLength=length)) for length in (1, 0))
    message_ids = [each["messageId"] for each in one.json["result"].get("history", ())]
    expect.same_as(
        ctx, one, message_ids, [whole[-1]["messageId"]], what="the last message", pointer="/result/history"
    )
    expect.equal(ctx, none, len(none.json["result"].get("history", ())), 0, "/result/history")
