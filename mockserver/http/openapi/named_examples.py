"""Examples of the documents as responses, by operation and name."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson

from mockserver.control.fault_effect import ForcedResponse
from mockserver.errors import InvalidRequest
from mockserver.http.openapi.routing_view import Place, operation_id
from mockserver.http.openapi.sample_responses import event, text
from mockserver.http.response.sse import encoded
from mockserver.state.event_log import Event

STREAMS = "x-stream-examples"
"""Examples of whole streams: lists of events."""

JSON = "application/json"


class NamedExamples:
    def __init__(self, places: Mapping[str, Place]) -> None:
        """Keep the descriptions of the operations by their ids."""
        self._places = places

    @classmethod
    def of(cls, placed: Iterator[list[Place]]) -> "NamedExamples":
        return cls({operation_id(places[-1]): places[-1] for places in placed})

    def named(self, operation: str, name: str, status: int | None = None) -> ForcedResponse:
        """Return the example with this name, and with this status if one is given.

        Raises:
            InvalidRequest: the operation has no such example.

        """
        there: dict[str, ForcedResponse] = {}
        for example, response in self._examples(operation, status):
            there.setdefault(example, response)
        if name not in there:
            known = ", ".join(there) or "none"
            raise InvalidRequest(
                "example", f"{name!r} is not an example of {operation or 'this path'}; known: {known}"
            )
        return there[name]

    def names(self, operation: str) -> Collection[str]:
        return list(dict.fromkeys(name for name, _ in self._examples(operation, None)))

    def with_status(self, operation: str, status: int) -> ForcedResponse | None:
        """Return the first example with this status; `None` if the operation has none."""
        return next((response for _, response in self._examples(operation, status)), None)

    def _examples(self, operation: str, only_status: int | None) -> Iterator[tuple[str, ForcedResponse]]:
        place = self._places.get(operation)
        for status, response in place.operation.responses.items() if place else ():
            if place and only_status in {None, status}:
                for media, content in response.get("content", {}).items():
                    for name, body in _bodies(place, media, content):
                        yield name, ForcedResponse(status, (("content-type", media),), body)


def _bodies(place: Place, media: str, content: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name, events in content.get(STREAMS, {}).items():
        yield name, b"".join(_event(each) for each in events)
    for name, example in content.get("examples", {}).items():
        value = place.contract.resolve(example).get("value")
        yield (
            name,
            orjson.dumps(value) if media == JSON else event(value) if "event" in media else text(value),
        )


def _event(given: Mapping[str, Any]) -> bytes:
    return encoded(Event(given["event"], orjson.dumps(given.get("data")), given.get("id")))
