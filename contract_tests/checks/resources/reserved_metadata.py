"""Metadata keys reserved for the server are dropped from client requests.

A client cannot claim a run, or another assistant, as its own.

Why: The server writes `graph_id` and `assistant_id`, and lists are filtered by them. A client that could
write them would put its threads into other lists; no frontend does so.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import resources
from contract_tests.client.operation_request import Question
from contract_tests.harness import expect
from contract_tests.harness.rule import rule
from contract_tests.harness.trial import Trial
from contract_tests.operation_groups import CREATING, PATCHING

RESERVED = ("thread_id", "assistant_id", "run_id", "cron_id")


@rule("resources.reserved_metadata", operations=(*CREATING, *PATCHING), tier=2, level="should")
def reserved_metadata(trial: Trial) -> None:
    kind = resources(trial)
    own = trial.new_id() if trial.operation.id in CREATING else kind.create()[kind.key]
    metadata = {**trial.mark, **dict.fromkeys(RESERVED, "claimed"), "colour": "red"}
    question = (
        Question(body={**kind.least, kind.key: own, "metadata": metadata})
        if trial.operation.id in CREATING
        else Question(kind.path(own), body={"metadata": metadata})
    )
    trial.need(trial.ask(trial.operation, question))
    read = kind.read(own)
    kept = [name for name in ("colour", *RESERVED) if name in read.json["metadata"]]
    expect.same(trial, read, kept, ["colour"], "/metadata")
