"""An id in upper case or without dashes is accepted; responses write it in lower case with dashes.

Why: Other systems write UUIDs in upper case or without dashes, and clients compare the ids in responses as
text. The SDKs pass ids on unchanged.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/threads.py#L48
"""

from contract_tests.actions.resources import resource_kind
from contract_tests.client.operation_request import OperationRequest
from contract_tests.findings.finding import Skipped
from contract_tests.findings.replay import ANY_UUID
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import READING


@check("resources.get.normalised_id", operations=READING, tier=2, level="should")
def normalised_id(ctx: CheckContext) -> None:
    kind = resource_kind(ctx)
    own = kind.existing_id()
    if not ANY_UUID.fullmatch(own):
        raise Skipped(f"ids of {kind.name}s that exist are not UUIDs")
    kind.read(own)
    for written in (own.upper(), own.replace("-", "")):
        read = ctx.send(ctx.operation, OperationRequest(kind.path(written)))
        expect.success(ctx, read)
        expect.equal(ctx, read, read.json[kind.key], own, f"/{kind.key}")
