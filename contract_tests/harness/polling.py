"""Polling of a target until a condition holds."""

import time
from collections.abc import Callable
from dataclasses import replace

from contract_tests.client.exchange import Exchange
from contract_tests.findings.replay import sign
from contract_tests.harness.check_context import CheckContext

FIRST_POLL_SECONDS, MAX_POLL_SECONDS = 0.02, 0.5
"""Seconds between two polls."""


def eventually(
    ctx: CheckContext, read: Callable[[], Exchange], fact: Callable[[Exchange], bool], at_most: float = 20.0
) -> Exchange:
    """Poll until the condition holds or the time is up, and return the last exchange.

    The caller must still assert the condition. Only the last exchange is recorded: the number of polls
    differs between runs, and reports must not.
    """
    deadline, pause = time.monotonic() + ctx.patient(at_most), FIRST_POLL_SECONDS
    sent, wrong = len(ctx.exchanges), len(ctx.wrong)
    while not (holds := fact(exchange := read())) and time.monotonic() < deadline:
        del ctx.exchanges[sent:], ctx.wrong[wrong:]
        time.sleep(pause)
        pause = min(pause * 1.5, MAX_POLL_SECONDS)
    polled = replace(exchange, awaited=sign(exchange) if holds else "")
    ctx.exchanges[:] = [polled if each is exchange else each for each in ctx.exchanges]
    return polled
