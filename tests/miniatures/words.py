"""What a miniature hears and says: a request and an answer, and how to make others of them."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

OWNERS = ({"x-api-key": "alice"}, {"x-api-key": "bob"})
"""The identities that the proof sends, as `Target` takes them."""

THREAD_ID = re.compile(r"/threads/([^/?]+)")


@dataclass(frozen=True)
class Asked:
    operation: str
    """The operation of its path and method; `PUT` and an operation of the path; or `unknown_path`."""
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
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
    def metadata(self) -> dict[str, Any]:
        return self.json.get("metadata", {})

    def having(self, **changed: Any) -> "Asked":
        """The same request with other fields in the body."""
        return replace(self, content=json.dumps({**self.json, **changed}).encode())

    def without(self, *names: str) -> "Asked":
        kept = {name: value for name, value in self.json.items() if name not in names}
        return replace(self, content=json.dumps(kept).encode())

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
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def ok(self) -> bool:
        return self.status < 300

    def saying(self, body: Any, status: int | None = None) -> "Answered":
        """The same answer with another body."""
        headers = {**self.headers, "content-type": "application/json"}
        return Answered(status or self.status, headers, json.dumps(body).encode())

    def with_fields(self, **changed: Any) -> "Answered":
        """The same answer with other fields in its object, if it is a success."""
        return self.saying({**self.json, **changed}) if self.ok else self


def refusing(status: int, detail: str = "no") -> Answered:
    return Answered(status, {}, b"").saying({"detail": detail})
