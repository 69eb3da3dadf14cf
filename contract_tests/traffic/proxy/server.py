"""Server of the proxy, which runs until Ctrl-C or SIGTERM. A second thread judges the traffic."""

import signal
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import uvicorn

from contract_tests.traffic.proxy.app import Proxy
from contract_tests.traffic.proxy.recorder import ExchangeRecorder

OnExchange = Callable[[ExchangeRecorder], object]


def run(upstream: str, listening: socket.socket, validate: OnExchange) -> None:
    """Run the proxy, and return when all traffic was judged."""
    with ThreadPoolExecutor(max_workers=1) as judge:
        proxy = Proxy(upstream, lambda tap: judge.submit(validate, tap))
        server = uvicorn.Server(_configured(proxy))
        # uvicorn stops at both signals and then raises the same one again, and would end us without a report.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
        finally:
            signal.signal(signal.SIGTERM, before)


def _configured(proxy: Proxy) -> uvicorn.Config:
    return uvicorn.Config(
        proxy,
        ws="websockets-sansio",
        ws_max_size=2**31,
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
