"""What the mock refuses, and the status and `detail` it refuses it with.

    ApiError
    ├── BadRequest          400  well-formed, but the graph can't take it
    ├── Unauthorized        401  credentials are required and missing
    ├── NotFound            404  unknown path or id; another owner's id is the same
    │   └── ThreadNotFound
    ├── MethodNotAllowed    405  carries the methods that are allowed
    ├── Conflict            409
    │   └── ThreadExists
    ├── ContentTooLarge     413  carries how many bytes a body may have
    └── InvalidRequest      422  names the field and says what is wrong with it

Raise sites pass facts; `detail` makes the sentence. Every one is answered as `{"detail": string}`.
"""

from collections.abc import Mapping
from http import HTTPStatus


class ApiError(Exception):
    """A refusal. Subclasses set `status` and make `detail` from their fields."""

    status: HTTPStatus = HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def detail(self) -> str:
        return str(self.args[0]) if self.args else self.status.phrase

    @property
    def headers(self) -> Mapping[str, str]:
        return {}


class BadRequest(ApiError):
    status = HTTPStatus.BAD_REQUEST


class Unauthorized(ApiError):
    status = HTTPStatus.UNAUTHORIZED


class NotFound(ApiError):
    status = HTTPStatus.NOT_FOUND


class ThreadNotFound(NotFound):
    def __init__(self, thread_id: str) -> None:
        super().__init__(f"Thread with ID {thread_id} not found")
        self.thread_id = thread_id


class MethodNotAllowed(ApiError):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(HTTPStatus.METHOD_NOT_ALLOWED.phrase)
        self.allowed = allowed

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Allow": ", ".join(sorted(self.allowed))}


class Conflict(ApiError):
    status = HTTPStatus.CONFLICT


class ThreadExists(Conflict):
    def __init__(self, thread_id: str) -> None:
        super().__init__(f"Thread with ID {thread_id} already exists")
        self.thread_id = thread_id


class ContentTooLarge(ApiError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, at_most: int) -> None:
        super().__init__(f"body: is longer than {at_most} bytes")
        self.at_most = at_most


class InvalidRequest(ApiError):
    """`field` is where: `body`, `body.limit`, `thread_id`, `query limit`."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem
