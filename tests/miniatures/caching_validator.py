"""A validator with a cache: the proof reads thousands of responses that differ only in ids and times."""

import re
from collections.abc import Iterator, Sequence

from contract_tests.client.exchange import Exchange
from contract_tests.client.stream import is_stream
from contract_tests.findings.finding import Violation
from contract_tests.validation.validator import ValidateExchange

UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

VARYING = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    rb'|"contract_check":"[^"]*"'
    rb"|20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}\+00:00"
)
"""Whole UUIDs, marks and times: values that cannot change the result of the validation."""

SHAPING_HEADERS = ("content-type", "x-pagination-total", "x-pagination-next", "location", "content-location")


def cached(validate: ValidateExchange) -> ValidateExchange:
    """Return a validator that validates equal responses only once."""
    violations: dict[object, Sequence[Violation]] = {}

    def validate_once(exchange: Exchange) -> Sequence[Violation]:
        headers = tuple(
            VARYING.sub(b"varying", exchange.headers.get(name, "").encode()) for name in SHAPING_HEADERS
        )
        in_path = {each[0]: b"in the path %d" % number for number, each in enumerate(_ids(exchange))}
        body = VARYING.sub(lambda each: in_path.get(each[0], b"varying"), exchange.response.content)
        request = (
            exchange.request.body if is_stream(exchange.headers) else b""
        )  # decides which events a stream may have
        response = (exchange.operation_id, exchange.status, headers, body, request)
        if response not in violations:
            violations[response] = validate(exchange)
        return violations[response]

    return validate_once


def _ids(exchange: Exchange) -> Iterator[re.Match[bytes]]:
    """Return the ids in the path of the request, which the response may have to repeat."""
    return UUID.finditer(exchange.request.path.encode())
