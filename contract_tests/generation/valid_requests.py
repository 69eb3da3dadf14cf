"""Valid requests generated from the contract. Only this module imports schemathesis, on first use.

The same seed gives the same requests. This module sends nothing.
"""
# ruff: noqa: PLC0415 - schemathesis takes a second to import, and only processes that run checks need it

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

from contract_tests.client.operation_request import NO_BODY, OperationRequest, as_text
from contract_tests.contract import Contract, Json, Operation
from contract_tests.validation.request import Validity

MAX_SAFE_INTEGER = 2**53 - 1
"""Largest integer that all JSON parsers read exactly (RFC 7493)."""

UNFIT_PATH_CHARS = re.compile(r"[/\x00-\x1f\x7f-\x9f]")
"""Characters that not every server accepts in a path segment."""

MAX_DEPTH = 32
"""Nesting depth above which servers may differ."""

EXTRA_EXAMPLES_FACTOR = 8
"""Number of additional requests to generate, since some are ambiguous or duplicates."""

CONFIGURATION = {
    "generation": {
        "allow-x00": False,  # PostgreSQL can't store it in JSON
        "allow-extra-parameters": False,  # servers may ignore unknown parameters
        "with-security-parameters": False,  # the target adds the credentials
    }
}


class Enough(BaseException):
    """End of the generation. hypothesis would take an `Exception` for a failure, and repeat it."""


@dataclass(frozen=True)
class Generator:
    contract: Contract
    validity: Validity
    seed: int

    def valid(self, operation: Operation, count: int) -> tuple[OperationRequest, ...]:
        """Return up to `count` different requests that satisfy the contract."""
        from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
        from schemathesis import GenerationMode

        different: dict[str, OperationRequest] = {}
        strategy = self._schema[operation.path][operation.method].as_strategy(
            generation_mode=GenerationMode.POSITIVE
        )

        @seed(self.seed)
        @settings(
            max_examples=count + EXTRA_EXAMPLES_FACTOR,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        @given(strategy)
        def collect(case: Any) -> None:
            request = _request(case)
            if is_portable(request) and not self.validity.breaches(operation, request):
                different.setdefault(repr(request), request)
            if len(different) == count:
                raise Enough

        with no_constants_of_loaded_modules(), suppress(Enough):
            collect()
        return tuple(different.values())

    @cached_property
    def _schema(self) -> Any:
        import schemathesis

        config = schemathesis.Config.from_dict(CONFIGURATION)
        return schemathesis.openapi.from_dict(dict(self.contract.document), config=config)


def no_constants_of_loaded_modules() -> AbstractContextManager[object]:
    """Keep hypothesis from using constants that it reads in the source of modules outside site-packages.

    Which modules are loaded differs between a checkout and a wheel, and between workers, and a user's own
    tests may have made hypothesis read all of them. This must not change the requests, and hypothesis has no
    setting for it.
    """
    from hypothesis.internal.cache import LRUCache
    from hypothesis.internal.conjecture import providers
    from hypothesis.internal.constants_ast import Constants

    cache = LRUCache[Any, Any](1024)  # the cache of hypothesis may already contain some
    return patch.multiple(providers, _get_local_constants=Constants, CONSTANTS_CACHE=cache)


def _request(case: Any) -> OperationRequest:
    from schemathesis.core import NotSet

    return OperationRequest(
        path={name: unquote(str(value)) for name, value in (case.path_parameters or {}).items()},
        query=dict(case.query or {}),
        headers={name: str(value) for name, value in (case.headers or {}).items()},
        body=NO_BODY if isinstance(case.body, NotSet) else case.body,
    )


def is_portable(request: OperationRequest) -> bool:
    """Return whether every server reads the request in the same way."""
    return (
        all(_is_segment(as_text(value)) for value in request.path.values())
        and all(value.isascii() and value.isprintable() for value in request.headers.values())
        and _is_portable_json(request.body)
        and all(_is_portable_json(value) for value in request.query.values())
    )


def _is_segment(text: str) -> bool:
    """Return whether the text forms exactly one path segment, without characters that proxies reject."""
    return text not in {"", ".", ".."} and not UNFIT_PATH_CHARS.search(text)


def _is_portable_json(value: Json, depth: int = 0) -> bool:
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, Mapping):
        return all(_is_portable_json(part, depth + 1) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return all(_is_portable_json(each, depth + 1) for each in value)
    if isinstance(value, str):
        return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, (int, float)) or abs(value) <= MAX_SAFE_INTEGER
