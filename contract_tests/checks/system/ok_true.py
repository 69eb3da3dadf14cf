"""`GET /ok` returns `ok` as true.

Why: Health checks and scripts that wait for the server request `/ok`. A server that is up but does not return
true is restarted again and again.
https://docs.docker.com/reference/dockerfile/#healthcheck
"""

from contract_tests.client.operation_request import OperationRequest
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("system.ok.true", operation="get_ok", tier=1)
def true(ctx: CheckContext) -> None:
    response = ctx.send(ctx.operation, OperationRequest())
    expect.status(ctx, response, 200)
    ok = response.json.get("ok") if isinstance(response.json, dict) else None
    expect.equal(ctx, response, ok, True, "/ok")
