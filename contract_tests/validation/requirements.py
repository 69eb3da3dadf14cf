"""Requirements for responses to generated requests, as the checks `shape.*`."""

from collections.abc import Mapping

from contract_tests.findings.finding import Level, Violation
from contract_tests.validation.stream import CHECK, REASON, REQUIREMENT

CHECKS = {
    "shape.server_error": "No request ends in a server error or without a response.",
    "shape.status": "Every status that an operation returns is documented.",
    "shape.content_type": "A response has one of the content types that are documented for its status.",
    "shape.headers": "A response has the documented headers, with documented values.",
    "shape.body": "The body of a response matches the schema that is documented for its status.",
    "shape.ids": "A response about the resource in the path of the request has the ids of the path.",
    "shape.internals": (
        "An error reveals no internals of the server: no traceback, source file, SQL or Python object."
    ),
    CHECK: REQUIREMENT,
    "shape.credentials": "Credentials are accepted until the end of the run.",
    "shape.operation_exists": "Every operation exists; those of tier 1 are required.",
    "shape.accepts_valid": "A request that matches the contract and names existing resources succeeds.",
    "shape.rejects_invalid": "A request that violates the contract is rejected for that reason.",
    "shape.unauthorized": "If credentials are required, requests without valid ones get the documented 401.",
}
"""Requirements for responses to generated requests: id -> requirement."""

REASONS = {
    "shape.server_error": (
        "The JavaScript SDK retries after a 5xx: a request that can never succeed is sent five times, and"
        " the final error does not show users what was wrong with it."
        " https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/utils/async_caller.ts#L19"
    ),
    "shape.status": (
        "Clients raise different errors for 404, 409 and 422, and an unspecific one for other statuses."
        " https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/errors.py#L190"
    ),
    "shape.content_type": (
        "Clients that expect JSON or events fail on an HTML page, and a stream without the content type"
        " `text/event-stream` shows nothing at all."
        " https://github.com/langchain-ai/langgraph/blob/f09cfe8ffc1e/libs/sdk-py/langgraph_sdk/_async/http.py#L240"
    ),
    "shape.headers": (
        "The SDKs read from the header Content-Location which run they can rejoin."
        " https://github.com/langchain-ai/langgraphjs/blob/f8bdf16d4fe2/libs/sdk/src/client/base.ts#L478"
    ),
    "shape.body": (
        "Typed clients rely on names and types of fields: `thread.thread_id` is undefined, a date is"
        " Invalid Date, and the page breaks far from the cause."
    ),
    "shape.ids": (
        "Pages keep threads and runs by id. With another id, a page shows one thread under the name of"
        " another, and deletes or continues the wrong one."
    ),
    "shape.internals": (
        "Pages show the `detail` of an error to their users. A traceback tells strangers which libraries and"
        " tables to attack, and tells users nothing."
    ),
    CHECK: REASON,
    "shape.credentials": "Requests rejected after a token has expired show nothing about the server.",
    "shape.operation_exists": (
        "A chat page cannot work without the operations of tier 1. A baseline lists those that a server lacks"
        " on purpose."
    ),
    "shape.accepts_valid": "Pages may send all that the types of an SDK allow, and break if it is rejected.",
    "shape.rejects_invalid": (
        "A typo in a request goes unnoticed until the same page runs against another server."
    ),
    "shape.unauthorized": (
        "One operation without authentication exposes every user's data, and pages show their login form"
        " only after a 401."
    ),
}
"""Consequences for a client: id -> why."""

LEVELS: Mapping[str, Level] = {
    name: "should" if name in {"shape.internals", "shape.rejects_invalid"} else "must" for name in CHECKS
}
"""Levels of the checks. Working clients send no invalid requests and read no internals."""


def violation(check: str, expected: str, received: str, pointer: str = "") -> Violation:
    """Return a violation of one of the CHECKS."""
    return Violation(check, expected, received, CHECKS[check], pointer, REASONS[check], LEVELS[check])
