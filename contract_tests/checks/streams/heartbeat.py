"""A stream without events sends a comment within fifteen seconds.

Only `--slow-checks` includes this check, since it waits for the comment.

Why: Proxies close a connection on which nothing is sent: nginx after 60 seconds, others after 30. A user who
thinks about an answer for a minute, or a tool that takes as long, then loses the stream.
https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout
"""

from contract_tests.actions.resources import create_thread
from contract_tests.client.operation_request import NO_BODY
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext
from contract_tests.operation_groups import ENDLESS_STREAMS

BODIES = {"stream_thread_events": {"channels": ["values"]}}
"""Bodies of the operations that require one."""

GRACE = 5.0
"""Seconds that a comment may be late, on a loaded machine."""


@check("streams.heartbeat", operations=ENDLESS_STREAMS, tier=2, level="should", slow=True)
def heartbeat(ctx: CheckContext) -> None:
    seconds = silence(ctx)
    path = {"thread_id": create_thread(ctx)["thread_id"]}
    body = BODIES.get(ctx.operation.id, NO_BODY)
    with ctx.open_stream(ctx.operation.id, path=path, body=body, at_most=seconds + GRACE) as reader:
        ctx.need(reader.exchange)
        comment = reader.next_comment()
    ctx.expect(
        comment is not None,
        expected=f"a comment within {seconds:g} seconds",
        received="no comment",
        exchange=reader.exchange,
    )


def silence(ctx: CheckContext) -> float:
    """Return the seconds after which a stream of the operation sends a comment."""
    content = ctx.operation.responses[200]["content"]["text/event-stream"]
    return float(ctx.run_context.contract.resolve(content["x-stream-events"])["silence"])
