"""Requests without credentials, or with unknown ones, do not read or change what an owner has created.

A server that does not authenticate at all is named in the survey instead.

Why: One operation that forgets to verify the token gives every conversation to everybody who has an id, and
ids are in URLs, logs and browser histories.
https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190
"""

from http import HTTPStatus

from contract_tests.client.target import STRANGERS
from contract_tests.findings.finding import AS_BEFORE, Skipped
from contract_tests.generation.prerequisites import minimal_request
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.harness.expect import offered
from contract_tests.operation_groups import NAMING_A_RESOURCE

REFUSALS = (401, 403, 404)


@check("resources.isolation.strangers", operations=NAMING_A_RESOURCE, tier=2)
def strangers(ctx: CheckContext) -> None:
    target, survey = ctx.run_context.target, ctx.run_context.survey
    if target.sign is None and not any(target.identities):
        raise Skipped("requires credentials (--header)")
    if survey.authenticates is False and survey.requires_credentials is False:
        raise Skipped("the target does not authenticate")
    own = minimal_request(ctx.operation, ctx)
    refusals = (*REFUSALS, 409) if ctx.operation.id == "copy_thread" else REFUSALS
    for stranger in STRANGERS:
        response = ctx.send(ctx.operation, own, owner=stranger)
        if response.refused and response.status not in refusals:
            offered(ctx, ctx.send(ctx.operation, own))  # the owner's may be rejected for the same reason
        expect.status(ctx, response, *refusals)
    last = ctx.send(ctx.operation, own)
    ctx.expect(
        not (last.status == HTTPStatus.NOT_FOUND and ctx.operation.method == "DELETE"),
        expected=f"what is deleted {AS_BEFORE}",
        received=last.summary,
        exchange=response,
    )
    offered(ctx, last)
