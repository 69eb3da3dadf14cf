"""Metadata keys reserved for the server are dropped from client requests.

A client cannot claim a run, or another assistant, as its own.

Why: The server writes `graph_id` and `assistant_id`, and lists are filtered by them. A client that could
write them would put its threads into other lists; no frontend does so.
https://github.com/langchain-ai/agent-chat-ui/blob/fdc87e653075/src/providers/Thread.tsx#L61
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import CREATING, PATCHING

RESERVED = ("thread_id", "assistant_id", "run_id", "cron_id")


@check("resources.reserved_metadata", operations=(*CREATING, *PATCHING), tier=2, level="should")
def reserved_metadata(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = ctx.new_id() if ctx.operation.id in CREATING else kind.create()[kind.key]
    metadata = {**ctx.mark, **dict.fromkeys(RESERVED, "claimed"), "colour": "red"}
    request = (
        OperationRequest(body={**kind.minimal, kind.key: own, "metadata": metadata})
        if ctx.operation.id in CREATING
        else OperationRequest(kind.path(own), body={"metadata": metadata})
    )
    written = ctx.need(ctx.send(ctx.operation, request))
    read = kind.read(written.json[kind.key] if ctx.operation.id in CREATING else own)
    kept = [name for name in ("colour", *RESERVED) if name in read.json["metadata"]]
    expect.equal(ctx, read, kept, ["colour"], "/metadata")
