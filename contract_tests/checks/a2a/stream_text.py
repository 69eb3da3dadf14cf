"""A stream sends growing prefixes of the agent's text while it is written, and then the whole response.

Why: Users read along while the agent works. Pieces that don't add up to the response make the text jump at
the end.
https://github.com/a2aproject/A2A/blob/v0.3.0/docs/specification.md#93-streaming-task-execution-sse
"""

from itertools import pairwise

from contract_tests.actions.a2a import create_agent, message, results, stream, text, text_so_far
from contract_tests.harness import expect
from contract_tests.harness.check import check
from contract_tests.harness.check_context import CheckContext


@check("a2a.stream.text", operation="send_a2a_message", tier=3, feature="a2a")
def stream_text(ctx: CheckContext) -> None:
    streamed = stream(ctx, create_agent(ctx), message(ctx))
    received = results(streamed)
    texts = [text_so_far(each) for each in received if text_so_far(each)]
    whole = [text(each["artifact"]["parts"]) for each in received if each["kind"] == "artifact-update"]
    ctx.expect(
        bool(texts) and all(later.startswith(earlier) for earlier, later in pairwise([*texts, *whole])),
        expected="growing parts of the text, then all of it",
        received=expect.shown([*texts, *whole]),
        exchange=streamed,
    )
