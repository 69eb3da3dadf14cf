"""Listener on this machine for the webhooks of a target that runs on it, too."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue

from contract_tests.contract import Json
from contract_tests.findings.finding import Skipped
from contract_tests.harness.check_context import CheckContext

LOCALHOST = "127.0.0.1"

CALL_SECONDS = 2.0
"""Seconds after the end of a run until its webhook is called."""


@dataclass(frozen=True)
class Listener:
    url: str
    _bodies: SimpleQueue[Json] = field(repr=False)

    def body(self, seconds: float) -> Json:
        """Return the next body that was sent to the webhook; `None` if none arrives in time."""
        with suppress(Empty):
            return self._bodies.get(timeout=seconds)
        return None


@contextmanager
def webhook_listener(ctx: CheckContext) -> Iterator[Listener]:
    """Yield a listener that the target can reach. Raises: Skipped, if the target is on another machine."""
    target = ctx.run_context.target
    if target.transport is None and not target.base.is_loopback:
        raise Skipped("the target is on another machine, which can't call a webhook here")
    bodies: SimpleQueue[Json] = SimpleQueue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(204)
            self.end_headers()
            with suppress(ValueError):
                bodies.put(json.loads(content))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            """Write nothing: the report is our only output."""

    with ThreadingHTTPServer((LOCALHOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Listener(f"http://{LOCALHOST}:{server.server_port}/webhook", bodies)
        finally:
            server.shutdown()
            thread.join()
