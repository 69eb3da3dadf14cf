"""Requests and responses as a miniature sees them, and methods that return altered copies."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from miniatures.events import Change, Events, at_once, changed

OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""The identities that the proof sends, as `Target` accepts them."""

THREAD_ID = re.compile(r"/threads/([^/?]+)")
MARK = "contract_check"
"""Key in the metadata by which a check finds its own resources."""

RESOURCE = re.compile(r"/(thread|assistant)s(?:/([^/?]+))?")


@dataclass(frozen=True)
class Request:
    operation: str
    """The operation of method and path; `PUT` and an operation of the path; or `unknown_path`."""
    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def json(self) -> Any:
        """Return the body, or an empty object if it is not a JSON object."""
        try:
            value = json.loads(self.content)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    @property
    def thread_id(self) -> str:
        """Return the id of the thread from the path or the body."""
        match = THREAD_ID.search(self.path)
        return match[1] if match else self.json.get("thread_id", "")

    @property
    def kind(self) -> str:
        """Return the kind of resource in the path: `thread` or `assistant`."""
        return RESOURCE.match(self.path)[1]

    @property
    def resource_id(self) -> str:
        """Return the id of the resource from the path or the body."""
        return RESOURCE.match(self.path)[2] or self.json.get(f"{self.kind}_id", "")

    @property
    def place(self) -> str:
        """Return the path of the resource."""
        return f"/{self.kind}s/{self.resource_id}"

    @property
    def run_path(self) -> str:
        """Return the path of the run."""
        return "/".join(self.path.split("/")[:5])

    @property
    def run_id(self) -> str:
        return self.run_path.rpartition("/")[2]

    @property
    def metadata(self) -> dict[str, Any]:
        return self.json.get("metadata", {})

    def with_fields(self, **changed: Any) -> "Request":
        """Return the request with changed fields in the body."""
        return replace(self, content=json.dumps({**self.json, **changed}).encode())

    def without(self, *names: str) -> "Request":
        kept = {name: value for name, value in self.json.items() if name not in names}
        return replace(self, content=json.dumps(kept).encode())

    def with_query(self, **query: str) -> "Request":
        """Return the request with changed query parameters."""
        return replace(self, query={**self.query, **query})

    def without_query(self, *names: str) -> "Request":
        """Return the request without some of its query parameters."""
        return replace(self, query={name: text for name, text in self.query.items() if name not in names})

    def with_headers(self, **headers: str) -> "Request":
        """Return the request with changed headers."""
        return replace(self, headers={**self.headers, **headers})

    def as_other(self) -> "Request":
        """Return the request, sent as the other owner."""
        other = OWNERS[self.headers.get("x-api-key") == OWNERS[0]["x-api-key"]]
        return replace(self, headers={**self.headers, **other})

    def to(self, method: str, path: str, body: Any = None, **query: Any) -> "Request":
        """Return another request of the same owner."""
        content = b"" if body is None else json.dumps(body).encode()
        texts = {name: str(value) for name, value in query.items()}
        return replace(self, method=method, path=path, query=texts, content=content)


@dataclass(frozen=True)
class Response:
    """A response. Methods that change events return a response without a stream unchanged."""

    status: int
    headers: dict[str, str]
    content: bytes
    events: Events | None = None
    """Remaining events of a stream. `None` means that the response is not a stream."""

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def ok(self) -> bool:
        return self.status < 300

    @property
    def is_of_a_run(self) -> bool:
        """Return whether a run wrote the thread or state, or at least one of the states."""
        states = self.json if isinstance(self.json, list) else [self.json]
        return any((each["metadata"] or {}).keys() & {"assistant_id", "run_id"} for each in states)

    def with_json(self, body: Any, status: int | None = None) -> "Response":
        """Return the response with another body."""
        headers = {**self.headers, "content-type": "application/json"}
        return Response(status or self.status, headers, json.dumps(body).encode())

    def with_events(self, events: Events) -> "Response":
        """Return the response with other events, for example an async generator over the original ones."""
        return replace(self, events=events)

    def each(self, change: Change) -> "Response":
        """Return the response with each event replaced by `change`: by another event, several or none."""
        return self if self.events is None else self.with_events(changed(self.events, change))

    def at_once(self) -> "Response":
        """Return the response with all its events held back until the end."""
        return self if self.events is None else self.with_events(at_once(self.events))

    def located(self, header: str, path: str) -> "Response":
        """Return the response with another path in a header."""
        return replace(self, headers={**self.headers, header: path})

    def with_fields(self, **changed: Any) -> "Response":
        """Return the response with changed fields in its object, or unchanged if it is not a success."""
        return self.with_json({**self.json, **changed}) if self.ok else self


def refusing(status: int, detail: str = "no") -> Response:
    return Response(status, {}, b"").with_json({"detail": detail})
