"""All text parts of a message reach the agent.

Why: Clients send a question and a document as two parts. If only the first arrives, the question is about a
text that the agent has never seen.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#65-part-union-type
"""

from contract_tests.actions.a2a import agent, message, said_on, sent
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.text_parts", operation="send_a2a_message", tier=3, feature="a2a")
def send_text_parts(trial: Trial) -> None:
    said = message(trial, "the first half", "the second half")
    answered = sent(trial, agent(trial), said)
    heard = "".join(said_on(trial, answered.json["result"]["contextId"]).values())
    trial.expect(
        all(part["text"] in heard for part in said["parts"]),
        expected="both texts, on the thread",
        received="one text" if any(part["text"] in heard for part in said["parts"]) else "none",
        exchange=answered,
    )
