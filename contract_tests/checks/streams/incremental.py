"""What a graph says is streamed as it says it: the first piece comes while the run is running.

Why: A chat that shows its text only at the end feels broken, and users complain of it. A buffer before the
server, or in it, is enough for that.
https://github.com/langchain-ai/agent-chat-ui/issues/182
"""

from contract_tests import demand
from contract_tests.finding import NotTestable
from contract_tests.rule import rule
from contract_tests.running import asking, list_runs, said
from contract_tests.trial import Trial

SLOWLY = {**said("m1"), "seconds": 0.6, "steps": 3}
"""The built-in graph reads how long; others take their time anyway."""

FEW = 2


@rule("streams.incremental", operation="stream_thread_run", tier=1)
def incremental(trial: Trial) -> None:
    path = {"thread_id": trial.create_thread()["thread_id"]}
    body = asking(trial, assistant_id=trial.slow, input=SLOWLY, stream_mode=["messages-tuple"])
    with trial.reading("stream_thread_run", path=path, body=body) as reader:
        reader.rest(until=lambda event: event.name == "messages")
        seen = list_runs(trial, path["thread_id"])
        reader.rest()
    streamed = reader.exchange
    if len(streamed.named("messages")) < FEW:
        raise NotTestable("the slow graph does not stream messages (--slow)", streamed)
    demand.same(trial, streamed, [run.get("status") for run in seen.json], ["running"])
