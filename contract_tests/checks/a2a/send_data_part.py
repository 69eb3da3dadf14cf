"""The fields of a data part become fields of the run's input.

Why: Programs send data, not prose. If the fields don't reach the input, an agent with custom inputs can't be
used over A2A.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#97-structured-data-exchange-requesting-and-providing-json
"""

from contract_tests.actions.a2a import HELLO, agent, message, said_on, sent
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.send.data_part", operation="send_a2a_message", tier=3, feature="a2a")
def send_data_part(trial: Trial) -> None:
    human = {"role": "user", "content": HELLO, "id": trial.new_id()}
    said = {**message(trial), "parts": [{"kind": "data", "data": {"messages": [human]}}]}
    answered = sent(trial, agent(trial), said)
    there = said_on(trial, answered.json["result"]["contextId"])
    trial.expect(
        HELLO in there.values(),
        expected="the text of the data part, on the thread",
        received="a thread without it",
        exchange=answered,
    )
