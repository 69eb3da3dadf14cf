"""The HAR file of a proxy: HAR 1.2 with Chromium's fields for the time of each event and frame."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from contract_tests.client.exchange import Exchange, Request, Response
from contract_tests.client.stream import StreamedEvent, StreamedExchange
from contract_tests.findings.fact_redactor import FactRedactor
from contract_tests.har import TEXT
from contract_tests.traffic.exchanges import UnansweredRequest
from contract_tests.traffic.proxy.recorder import ExchangeRecorder

DISTRIBUTION = "langgraph-contract"


class HarFile:
    """Entries of a proxy, written when it ends: a secret may become known only after it was used."""

    def __init__(self, path: Path) -> None:
        """Create the file. Raises: OSError."""
        self._path = path
        self._recorded: list[ExchangeRecorder] = []
        path.touch()

    def add(self, tap: ExchangeRecorder) -> None:
        self._recorded.append(tap)

    def write(self, redactor: FactRedactor) -> None:
        """Write all entries, with secrets masked. Raises: OSError."""
        for tap in self._recorded:
            redactor = redactor.knowing(_exchange(tap))
        creator = {"name": "langgraph-check proxy", "version": version(DISTRIBUTION)}
        entries = [entry(tap, redactor) for tap in sorted(self._recorded, key=lambda tap: tap.started)]
        log = {"version": "1.2", "creator": creator, "entries": entries}
        self._path.write_text(json.dumps({"log": log}, ensure_ascii=False, indent=1), "utf-8", "replace")


def entry(tap: ExchangeRecorder, redactor: FactRedactor) -> dict[str, Any]:
    """Return the entry of one passage. One without a usable response has the status 0."""
    exchange = _exchange(tap)
    comment = tap.exchange.reason if isinstance(tap.exchange, UnansweredRequest) else tap.failure
    milliseconds = round(tap.seconds * 1000, 3)
    made: dict[str, Any] = {
        "startedDateTime": datetime.fromtimestamp(tap.date, UTC).isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": _request(replace(exchange.request, method=_method(tap)), tap, redactor),
        "response": _response(exchange, redactor),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
    }
    if comment:
        made["comment"] = redactor.redacted(comment)
    if tap.frames:
        made["_webSocketMessages"] = [
            {
                "type": "send" if frame.is_ours else "receive",
                "time": tap.date + frame.at,
                "opcode": TEXT,
                "data": redactor.redacted(frame.text),
            }
            for frame in tap.frames
        ]
    elif isinstance(exchange, StreamedExchange) and exchange.is_stream:
        made["_eventSourceMessages"] = [_event(each, tap.date, redactor) for each in exchange.received]
    return made


def _exchange(tap: ExchangeRecorder) -> Exchange:
    exchange = tap.exchange
    if isinstance(exchange, UnansweredRequest):
        return Exchange(None, exchange.request, Response(0))
    return exchange


def _method(tap: ExchangeRecorder) -> str:
    return "GET" if tap.is_socket else tap.method


def _request(request: Request, tap: ExchangeRecorder, redactor: FactRedactor) -> dict[str, Any]:
    masked = redactor.redacted(request)
    made: dict[str, Any] = {
        "method": masked.method,
        "url": f"ws{masked.url[4:]}" if tap.is_socket else masked.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": list(_named(masked.headers.items())),
        "queryString": list(_named(parse_qsl(urlsplit(masked.url).query, keep_blank_values=True))),
        "headersSize": -1,
        "bodySize": len(tap.sent),
    }
    if tap.sent:
        mime_type = masked.headers.get("content-type", "application/octet-stream")
        made["postData"] = {"mimeType": mime_type, "text": masked.body.decode("utf-8", "replace")}
    return made


def _response(exchange: Exchange, redactor: FactRedactor) -> dict[str, Any]:
    response = exchange.response
    pairs = [
        (name, redactor.text_redactor.header(name, value))
        for name, value in response.headers.multi_items()
        if name != "content-length"  # that of the compressed body
    ]
    content = redactor.redacted(response.content)
    return {
        "status": response.status,
        "statusText": _phrase(response.status),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": list(_named(pairs)),
        "content": {
            "size": len(content),
            "mimeType": response.headers.get("content-type", "application/octet-stream"),
            **_as_text(content),
        },
        "redirectURL": redactor.redacted(response.headers.get("location", "")),
        "headersSize": -1,
        "bodySize": -1,
    }


def _event(event: StreamedEvent, date: float, redactor: FactRedactor) -> dict[str, Any]:
    return {
        "time": date + event.at,
        "eventName": event.name,
        "eventId": event.id or "",
        "data": redactor.redacted(event.text),
    }


def _as_text(content: bytes) -> dict[str, str]:
    try:
        return {"text": content.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(content).decode(), "encoding": "base64"}


def _named(pairs: Any) -> Iterator[dict[str, str]]:
    yield from ({"name": name, "value": value} for name, value in pairs)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
