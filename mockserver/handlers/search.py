"""Common parts of all searches: filters, pages, selected fields."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import orjson

from mockserver.errors import InvalidRequest
from mockserver.state.containment import MAX_EFFORT, size
from mockserver.state.search import Filter, Page, Search

T = TypeVar("T")


def parse_search(body: Mapping[str, Any], filter_by: Filter[T], *, sort_by: str) -> Search[T]:
    """Parse a search. `sort_by` is the default sort field."""
    return Search(
        filter_by,
        sort_by=body.get("sort_by", sort_by),
        descending=body.get("sort_order", "desc") == "desc",
        limit=int(body.get("limit", 10)),  # 2.0 is an integer in JSON Schema
        offset=int(body.get("offset", 0)),
    )


def contained_in(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the values that the field must contain."""
    part: Mapping[str, Any] = body.get(name) or {}
    if size(part) > MAX_EFFORT:
        raise InvalidRequest(f"body.{name}", f"must have at most {MAX_EFFORT} values")
    return part


def encoded(fields: Mapping[str, Any]) -> orjson.Fragment:
    """Return the JSON of one object: encoding all of them together might block for long."""
    return orjson.Fragment(orjson.dumps(fields))


def selected(fields: Mapping[str, Any], select: Iterable[str]) -> dict[str, Any]:
    return {name: fields[name] for name in select if name in fields}


def pagination(page: Page[Any]) -> dict[str, str]:
    if page.more:  # the total is unknown, so it is reported as more than the next page's start
        return {"X-Pagination-Total": str(page.end + 1), "X-Pagination-Next": str(page.end)}
    return {"X-Pagination-Total": str(page.end)}
