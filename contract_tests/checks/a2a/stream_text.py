"""A stream sends growing prefixes of the agent's text while it is written, and then the whole response.

Why: Users read along while the agent works. Pieces that don't add up to the response make the text jump at
the end.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#93-streaming-task-execution-sse
"""

from itertools import pairwise

from contract_tests.actions.a2a import agent, message, results, spoken, stream, text
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial


@rule("a2a.stream.text", operation="send_a2a_message", tier=3, feature="a2a")
def stream_text(trial: Trial) -> None:
    streamed = stream(trial, agent(trial), message(trial))
    told = results(streamed)
    said = [spoken(each) for each in told if spoken(each)]
    whole = [text(each["artifact"]["parts"]) for each in told if each["kind"] == "artifact-update"]
    trial.expect(
        bool(said) and all(later.startswith(earlier) for earlier, later in pairwise([*said, *whole])),
        expected="growing parts of the text, then all of it",
        received="other words" if said else "nothing",
        exchange=streamed,
    )
