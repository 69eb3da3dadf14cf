"""Errors of the API, with the status and `detail` of their responses.

    ApiError
    ├── BadRequest          400  well-formed, but the graph can't process it
    ├── Unauthorized        401  credentials are required and missing
    ├── Forbidden           403  the control plane is not open to this client
    ├── NotFound            404  unknown path or id; another owner's id is the same
    │   ├── ThreadNotFound
    │   ├── AssistantNotFound
    │   ├── GraphNotFound
    │   │   └── GraphIsBroken     configured, but can't be imported or built
    │   ├── RunNotFound
    │   └── CronNotFound
    ├── MethodNotAllowed    405  carries the methods that are allowed
    ├── Conflict            409
    │   ├── ThreadExists
    │   ├── AssistantExists
    │   └── ThreadIsBusy
    ├── ScenarioError       any  sent because a scenario requires it
    ├── ContentTooLarge     413  carries the maximum size of a body in bytes
    ├── InvalidRequest      422  names the field and the problem
    └── TooManySessions     503  all sessions are in use

Raise sites pass facts; `detail` makes the sentence. Every response is `{"detail": string}`.
"""

from collections.abc import Mapping
from http import HTTPStatus


def phrase(status: int) -> str:
    """Return the phrase of a status; `Error` for one without."""
    return HTTPStatus(status).phrase if status in {*HTTPStatus} else "Error"


class ApiError(Exception):
    """An error response. Subclasses set `status` and make `detail` from their fields."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def detail(self) -> str:
        return str(self.args[0]) if self.args else phrase(self.status)

    @property
    def headers(self) -> Mapping[str, str]:
        return {}


class BadRequest(ApiError):
    status = HTTPStatus.BAD_REQUEST


class Unauthorized(ApiError):
    status = HTTPStatus.UNAUTHORIZED


class Forbidden(ApiError):
    status = HTTPStatus.FORBIDDEN


class NotFound(ApiError):
    status = HTTPStatus.NOT_FOUND


class ThreadNotFound(NotFound):
    def __init__(self, thread_id: str) -> None:
        super().__init__(f"Thread with ID {thread_id} not found")
        self.thread_id = thread_id


class AssistantNotFound(NotFound):
    def __init__(self, assistant_id: str) -> None:
        super().__init__(f"Assistant with ID {assistant_id} not found")
        self.assistant_id = assistant_id


class GraphNotFound(NotFound):
    def __init__(self, graph_id: str) -> None:
        super().__init__(f"Graph {graph_id!r} not found")
        self.graph_id = graph_id


class GraphIsBroken(GraphNotFound):
    def __init__(self, graph_id: str, problem: str) -> None:
        super().__init__(graph_id)
        self.args = (f"Graph {graph_id!r} can't be served: {problem}",)
        self.problem = problem


class RunNotFound(NotFound):
    def __init__(self, run_id: str) -> None:
        super().__init__(f"Run with ID {run_id} not found")
        self.run_id = run_id


class CronNotFound(NotFound):
    def __init__(self, cron_id: str) -> None:
        super().__init__(f"Cron with ID {cron_id} not found")
        self.cron_id = cron_id


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


class AssistantExists(Conflict):
    def __init__(self, assistant_id: str) -> None:
        super().__init__(f"Assistant with ID {assistant_id} already exists")
        self.assistant_id = assistant_id


class ThreadIsBusy(Conflict):
    def __init__(self, thread_id: str) -> None:
        super().__init__(
            f"Thread with ID {thread_id} is busy with a run: wait for it or choose another multitask_strategy"
        )
        self.thread_id = thread_id


class ScenarioError(ApiError):
    def __init__(self, status: int, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(detail or phrase(status))
        self.status = status
        self._headers = headers

    @property
    def headers(self) -> Mapping[str, str]:
        return self._headers


class ContentTooLarge(ApiError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, at_most: int) -> None:
        super().__init__(f"body: longer than {at_most} bytes")
        self.at_most = at_most


class InvalidRequest(ApiError):
    """An invalid field: `body`, `body.limit`, `thread_id`, `query limit`."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NotJson(InvalidRequest):
    """A body that can't be parsed as JSON."""

    def __init__(self, reason: str) -> None:
        super().__init__("body", f"not valid JSON: {reason}")
        self.reason = reason


class TooManySessions(ApiError):
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"All {limit} sessions have requests in progress; "
            "delete some (DELETE /_mock/sessions/{session_id}) or start langgraph-mock with --max-sessions N"
        )
        self.limit = limit
