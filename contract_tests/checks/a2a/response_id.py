"""A response has the id of its request, whether a number (zero included) or a string.

Why: Clients match responses to requests by the id; the specification requires the same value. A client drops
a response with another id, and waits until it times out.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#6112-jsonrpcresponse-object
"""

from contract_tests.actions.a2a import agent, request
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.response.id", operation="send_a2a_message", tier=3, feature="a2a")
def response_id(trial: Trial) -> None:
    agent_id, task_id = agent(trial), {"id": trial.new_id()}
    for given in (7, 0, "seven", "7"):
        answered = request(trial, agent_id, "tasks/get", task_id, id=given)
        expect.same(trial, answered, answered.json["id"], given, "/id")
