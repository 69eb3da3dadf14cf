"""The context of a task is a thread: what was sent is in its state, under the client's id."""

from contract_tests import demand
from contract_tests.agent_use import HELLO, agent, message, said_on, sent
from contract_tests.rule import rule
from contract_tests.trial import Trial


@rule("a2a.send.thread", operation="send_a2a_message", tier=3, feature="a2a")
def send_thread(trial: Trial) -> None:
    said = message(trial)
    answered = sent(trial, agent(trial), said)
    there = said_on(trial, answered.json["result"]["contextId"])
    found = there.get(said["messageId"])
    demand.alike(
        trial, answered, found, HELLO, what="the message, on the thread", pointer="/result/contextId"
    )
