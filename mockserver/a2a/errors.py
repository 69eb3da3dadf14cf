"""Errors of the protocol by their codes."""

from a2a.compat.v0_3.types import (
    ContentTypeNotSupportedError,
    InvalidParamsError,
    InvalidRequestError,
    JSONParseError,
    MethodNotFoundError,
    TaskNotCancelableError,
    TaskNotFoundError,
    UnsupportedOperationError,
)

UNREADABLE = JSONParseError().code
NO_REQUEST = InvalidRequestError().code
NO_METHOD = MethodNotFoundError().code
BAD_PARAMS = InvalidParamsError().code
NO_TASK = TaskNotFoundError().code
NOT_CANCELABLE = TaskNotCancelableError().code
ENDED = UnsupportedOperationError().code
BAD_PARTS = ContentTypeNotSupportedError().code


class A2AError(Exception):
    """A request was rejected."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class TaskNotFound(A2AError):
    def __init__(self, task_id: str) -> None:
        super().__init__(NO_TASK, f"Task not found: {task_id}")
        self.task_id = task_id
