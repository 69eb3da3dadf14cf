"""A graph's output is streamed while it is written; the first piece arrives before the run ends.

Why: A chat that shows its text only at the end feels broken, and users complain about it. One buffer, in
the server or in front of it, is enough to cause this.
https://github.com/langchain-ai/agent-chat-ui/issues/182
"""

from contract_tests.actions.resources import create_thread
from contract_tests.actions.runs import asking, list_runs, paces
from contract_tests.findings.finding import NotTestable
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial

FEW = 2


@rule("streams.incremental", operation="stream_thread_run", tier=1)
def incremental(trial: Trial) -> None:
    for slowly in paces(trial):
        path = {"thread_id": create_thread(trial)["thread_id"]}
        body = asking(
            trial, assistant_id=trial.graph_for("slow"), input=slowly, stream_mode=["messages-tuple"]
        )
        with trial.reading("stream_thread_run", path=path, body=body) as reader:
            reader.rest(until=lambda event: event.name == "messages")
            seen = [run.get("status") for run in list_runs(trial, path["thread_id"]).json]
            reader.rest()
        if len(reader.exchange.named("messages")) < FEW:
            raise NotTestable("the slow graph does not stream messages (--slow)", reader.exchange)
        if seen == ["running"]:
            return
    expect.same(trial, reader.exchange, seen, ["running"])
