"""What a miniature hears and says: a request and an answer, and how to make others of them."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from miniatures.events import Change, Events, at_once, changed

OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""The identities that the proof sends, as `Target` takes them."""

THREAD_ID = re.compile(r"/threads/([^/?]+)")
MARK = "contract_check"
"""The key of the metadata by which a trial finds its own."""

RESOURCE = re.compile(r"/(thread|assistant)s(?:/([^/?]+))?")


@dataclass(frozen=True)
class Asked:
    operation: str
    """The operation of its path and method; `PUT` and an operation of the path; or `unknown_path`."""
    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def json(self) -> Any:
        """The body; an empty object if there is none that could be changed."""
        try:
            said = json.loads(self.content)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}

    @property
    def thread_id(self) -> str:
        """Of the path, or of the body."""
        found = THREAD_ID.search(self.path)
        return found[1] if found else self.json.get("thread_id", "")

    @property
    def kind(self) -> str:
        """What it is about: `thread` or `assistant`."""
        return RESOURCE.match(self.path)[1]

    @property
    def resource_id(self) -> str:
        """The id of it, of the path, or of the body."""
        return RESOURCE.match(self.path)[2] or self.json.get(f"{self.kind}_id", "")

    @property
    def place(self) -> str:
        """The path of it."""
        return f"/{self.kind}s/{self.resource_id}"

    @property
    def run_path(self) -> str:
        """Of the run that the path is about."""
        return "/".join(self.path.split("/")[:5])

    @property
    def run_id(self) -> str:
        return self.run_path.rpartition("/")[2]

    @property
    def metadata(self) -> dict[str, Any]:
        return self.json.get("metadata", {})

    def having(self, **changed: Any) -> "Asked":
        """The same request with other fields in the body."""
        return replace(self, content=json.dumps({**self.json, **changed}).encode())

    def without(self, *names: str) -> "Asked":
        kept = {name: value for name, value in self.json.items() if name not in names}
        return replace(self, content=json.dumps(kept).encode())

    def asking(self, **query: str) -> "Asked":
        """The same request with other query parameters."""
        return replace(self, query={**self.query, **query})

    def unasked(self, *names: str) -> "Asked":
        """The same request without some of its query parameters."""
        return replace(self, query={name: text for name, text in self.query.items() if name not in names})

    def headed(self, **headers: str) -> "Asked":
        """The same request with other headers."""
        return replace(self, headers={**self.headers, **headers})

    def as_other(self) -> "Asked":
        """The same request, of the other owner."""
        stranger = OWNERS[self.headers.get("x-api-key") == OWNERS[0]["x-api-key"]]
        return replace(self, headers={**self.headers, **stranger})

    def to(self, method: str, path: str, body: Any = None, **query: Any) -> "Asked":
        """Another request of the same owner."""
        content = b"" if body is None else json.dumps(body).encode()
        texts = {name: str(value) for name, value in query.items()}
        return replace(self, method=method, path=path, query=texts, content=content)


@dataclass(frozen=True)
class Answered:
    """What is asked of a stream below leaves an answer that is none as it is: a refusal."""

    status: int
    headers: dict[str, str]
    content: bytes
    events: Events | None = None
    """Of a stream, still to come."""

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def ok(self) -> bool:
        return self.status < 300

    @property
    def is_of_a_run(self) -> bool:
        """Whether it is a thread or a state that a run has written, or states with one."""
        said = self.json if isinstance(self.json, list) else [self.json]
        return any((each["metadata"] or {}).keys() & {"assistant_id", "run_id"} for each in said)

    def saying(self, body: Any, status: int | None = None) -> "Answered":
        """The same answer with another body."""
        headers = {**self.headers, "content-type": "application/json"}
        return Answered(status or self.status, headers, json.dumps(body).encode())

    def telling(self, events: Events) -> "Answered":
        """The same answer with other events. `events` may be an async generator over the ones it had."""
        return replace(self, events=events)

    def each(self, change: Change) -> "Answered":
        """The same answer with another event, several or none in the place of each."""
        return self if self.events is None else self.telling(changed(self.events, change))

    def at_once(self) -> "Answered":
        """The same answer with all its events at the end."""
        return self if self.events is None else self.telling(at_once(self.events))

    def located(self, header: str, path: str) -> "Answered":
        """The same answer with another path in a header."""
        return replace(self, headers={**self.headers, header: path})

    def with_fields(self, **changed: Any) -> "Answered":
        """The same answer with other fields in its object, if it is a success."""
        return self.saying({**self.json, **changed}) if self.ok else self


def refusing(status: int, detail: str = "no") -> Answered:
    return Answered(status, {}, b"").saying({"detail": detail})
