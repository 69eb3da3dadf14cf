"""A graph's answer is streamed in several pieces, not as a whole.

Why: Chats are designed to show text word by word. If it arrives in one piece, users look at an empty page
for the whole time that the model takes.
https://github.com/langchain-ai/agent-chat-ui/issues/182
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import stream
from contract_tests.actions.streams import chunks
from contract_tests.findings.finding import NotTestable
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

FEW = 3


@rule("streams.tokens", operation="stream_thread_run", tier=1)
def tokens(trial: Trial) -> None:
    streamed = stream(trial, create_thread(trial)["thread_id"], stream_mode=["messages-tuple"])
    pieces = [len(each) for each in chunks(streamed).values()]
    if not pieces:
        raise NotTestable("the graph streams no messages (--assistant)", streamed)
    trial.expect(
        max(pieces) >= FEW,
        expected=f"at least {FEW} pieces of a message",
        received=f"{max(pieces)}",
        exchange=streamed,
        pointer="messages",
    )
