"""`tasks/get` returns at most `historyLength` messages, the latest ones.

Why: Clients that poll need only the last message. A server that always sends all of them makes each poll of a
long conversation as heavy as the first.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#731-taskqueryparams-object
"""

from contract_tests.actions.a2a import agent, get, message, sent, succeeded
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

ENOUGH = 2
"""Minimum number of messages that lets a `historyLength` of 1 shorten the history."""


@rule("a2a.get.history_length", operation="send_a2a_message", tier=3, feature="a2a")
def get_history_length(trial: Trial) -> None:
    agent_id = agent(trial)
    task_id = sent(trial, agent_id, message(trial)).json["result"]["id"]
    whole = succeeded(get(trial, agent_id, task_id)).json["result"].get("history", [])
    if len(whole) < ENOUGH:
        raise NotTestable("a task has no history", get(trial, agent_id, task_id))
    one, none = (succeeded(get(trial, agent_id, task_id, historyLength=length)) for length in (1, 0))
    said = [each["messageId"] for each in one.json["result"].get("history", ())]
    expect.alike(
        trial, one, said, [whole[-1]["messageId"]], what="the last message", pointer="/result/history"
    )
    expect.same(trial, none, len(none.json["result"].get("history", ())), 0, "/result/history")
