"""The stream of a stateless run ends with its values: what it was told, and an answer after it."""

from contract_tests import demand
from contract_tests.conversation import message_ids
from contract_tests.rule import rule
from contract_tests.running import asking
from contract_tests.trial import Trial


@rule("stateless_runs.stream.values", operation="stream_run", tier=1)
def stream_values(trial: Trial) -> None:
    streamed = trial.stream("stream_run", body=asking(trial))
    trial.need(streamed)
    last = [event.data for event in streamed.named("values")][-1:]
    messages = message_ids({"values": last[0]}) if last else []
    demand.same(trial, streamed, [messages[:1], len(messages) > 1], [["m1"], True], "values")
