"""A stream starts with the task, ends with the only final status, and has events of that task only.

Why: Clients take the task's id from the first event, to cancel it or to reconnect. If it comes later, or
another task's event comes in between, they follow the wrong task.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#72-messagestream
"""

from contract_tests.actions.a2a import create_agent, message, results, stream
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.order", operation="send_a2a_message", tier=3, feature="a2a")
def stream_order(ctx: CheckContext) -> None:
    streamed = stream(ctx, create_agent(ctx), message(ctx))
    received = results(streamed)
    kinds = [each["kind"] for each in received]
    expect.equal(ctx, streamed, kinds[0], "task", "kind of the first result")
    expect.equal(ctx, streamed, kinds.count("task"), 1, "tasks")
    finals = [each.get("final") is True for each in received]
    expect.equal(ctx, streamed, (finals.count(True), finals[-1]), (1, True), "final")
    foreign_ids = {each["taskId"] for each in received[1:]} - {received[0]["id"]}
    expect.equal(ctx, streamed, len(foreign_ids), 0, "taskId")
