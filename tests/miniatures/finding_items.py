"""Miniatures that find items or list namespaces wrongly."""

from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong


def filtered(request: Request) -> dict:
    fields = request.json.get("filter")
    return fields if isinstance(fields, dict) else {}


def compared(request: Request) -> dict:
    """Return the fields of the filter that are compared by operators."""
    return {name: part for name, part in filtered(request).items() if operators(part)}


def operators(part) -> bool:
    return isinstance(part, dict) and any(name.startswith("$") for name in part)


async def everything(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(limit=1000, offset=0))


@wrong("store.search.prefix", "search_items")
async def a_search_omits_nested_namespaces(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    prefix = request.json.get("namespace_prefix")
    if not response.ok or not prefix or len(prefix) < 2:
        return response
    return response.with_fields(
        items=[item for item in response.json["items"] if item["namespace"] == prefix]
    )


@wrong("store.search.filter", "search_items")
async def a_filter_ignores_nested_fields(mock: Mock, request: Request) -> Response:
    nested = {name for name, part in filtered(request).items() if isinstance(part, dict)} - {
        *compared(request)
    }
    kept = {name: part for name, part in filtered(request).items() if name not in nested}
    return await mock(request.with_fields(filter=kept) if nested else request)


@wrong("store.search.operators", "search_items")
async def greater_means_greater_or_equal(mock: Mock, request: Request) -> Response:
    if not compared(request):
        return await mock(request)
    changed = {
        name: {{"$lt": "$lte"}.get(operator, operator): operand for operator, operand in part.items()}
        for name, part in compared(request).items()
    }
    return await mock(request.with_fields(filter={**filtered(request), **changed}))


@wrong("store.search.compare_non_numbers", "search_items")
async def a_non_number_breaks_a_comparison(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    every_item = await everything(mock, request.without("filter"))
    if not response.ok or not compared(request) or not every_item.ok:
        return response
    if all(name in item["value"] for item in every_item.json["items"] for name in compared(request)):
        return response
    return Response(500, {"content-type": "text/plain"}, b"Internal Server Error")


@wrong("store.search.unknown_operator", "search_items")
async def an_unknown_operator_matches_nothing(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json({"items": []}, 200) if response.status == 400 else response


@wrong("store.search.limit", "search_items")
async def search_items_has_no_default_limit(mock: Mock, request: Request) -> Response:
    return await mock(request if "limit" in request.json else request.with_fields(limit=1000))


@wrong("store.search.pages", "search_items")
async def pages_overlap(mock: Mock, request: Request) -> Response:
    offset = request.json.get("offset", 0)
    return await mock(
        request.with_fields(offset=offset - 1) if isinstance(offset, int) and offset > 0 else request
    )


@wrong("store.search.query", "search_items")
async def a_query_ignores_the_filter(mock: Mock, request: Request) -> Response:
    return await mock(request.without("filter") if isinstance(request.json.get("query"), str) else request)


@wrong("store.namespaces.prefix", "list_namespaces")
async def only_the_first_label_of_a_prefix_counts(mock: Mock, request: Request) -> Response:
    prefix = request.json.get("prefix")
    plain = isinstance(prefix, list) and len(prefix) == 2 and "*" not in prefix
    return await mock(request.with_fields(prefix=prefix[:1]) if plain else request)


@wrong("store.namespaces.suffix", "list_namespaces")
async def a_suffix_of_several_labels_matches_nothing(mock: Mock, request: Request) -> Response:
    suffix = request.json.get("suffix")
    several = isinstance(suffix, list) and len(suffix) > 1 and "*" not in suffix
    response = await mock(request)
    return response.with_fields(namespaces=[]) if several else response


@wrong("store.namespaces.wildcard", "list_namespaces")
async def a_wildcard_is_an_ordinary_label(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    starred = "*" in (request.json.get("prefix") or []) + (request.json.get("suffix") or [])
    return response.with_fields(namespaces=[]) if starred and response.ok else response


@wrong("store.namespaces.max_depth", "list_namespaces")
async def namespaces_beyond_max_depth_are_omitted(mock: Mock, request: Request) -> Response:
    depth = request.json.get("max_depth")
    if not isinstance(depth, int):
        return await mock(request)
    response = await mock(request.without("max_depth"))
    if not response.ok:
        return response
    return response.with_fields(
        namespaces=[each for each in response.json["namespaces"] if len(each) <= depth]
    )


@wrong("store.namespaces.pages", "list_namespaces")
async def the_offset_of_namespaces_is_ignored(mock: Mock, request: Request) -> Response:
    offset = request.json.get("offset")
    return await mock(request.without("offset") if isinstance(offset, int) and offset > 0 else request)
