"""Miniatures that find items or list namespaces wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked


def filtered(asked: Asked) -> dict:
    wanted = asked.json.get("filter")
    return wanted if isinstance(wanted, dict) else {}


def compared(asked: Asked) -> dict:
    """Return the fields of the filter that are compared by operators."""
    return {name: part for name, part in filtered(asked).items() if operators(part)}


def operators(part) -> bool:
    return isinstance(part, dict) and any(name.startswith("$") for name in part)


async def everything(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(limit=1000, offset=0))


@wrong("store.search.prefix", "search_items")
async def a_search_does_not_go_below(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    prefix = asked.json.get("namespace_prefix")
    if not answer.ok or not prefix or len(prefix) < 2:
        return answer
    return answer.with_fields(items=[item for item in answer.json["items"] if item["namespace"] == prefix])


@wrong("store.search.filter", "search_items")
async def a_filter_ignores_nested_fields(mock: Mock, asked: Asked) -> Answered:
    nested = {name for name, part in filtered(asked).items() if isinstance(part, dict)} - {*compared(asked)}
    kept = {name: part for name, part in filtered(asked).items() if name not in nested}
    return await mock(asked.having(filter=kept) if nested else asked)


@wrong("store.search.operators", "search_items")
async def greater_means_greater_or_equal(mock: Mock, asked: Asked) -> Answered:
    if not compared(asked):
        return await mock(asked)
    changed = {
        name: {{"$lt": "$lte"}.get(operator, operator): operand for operator, operand in part.items()}
        for name, part in compared(asked).items()
    }
    return await mock(asked.having(filter={**filtered(asked), **changed}))


@wrong("store.search.compare_non_numbers", "search_items")
async def what_is_no_number_breaks_a_comparison(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    whole = await everything(mock, asked.without("filter"))
    if not answer.ok or not compared(asked) or not whole.ok:
        return answer
    if all(name in item["value"] for item in whole.json["items"] for name in compared(asked)):
        return answer
    return Answered(500, {"content-type": "text/plain"}, b"Internal Server Error")


@wrong("store.search.unknown_operator", "search_items")
async def an_unknown_operator_is_met_by_nothing(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying({"items": []}, 200) if answer.status == 400 else answer


@wrong("store.search.limit", "search_items")
async def a_search_finds_all_unless_it_is_limited(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked if "limit" in asked.json else asked.having(limit=1000))


@wrong("store.search.pages", "search_items")
async def pages_overlap(mock: Mock, asked: Asked) -> Answered:
    offset = asked.json.get("offset", 0)
    return await mock(asked.having(offset=offset - 1) if isinstance(offset, int) and offset > 0 else asked)


@wrong("store.search.query", "search_items")
async def a_query_ignores_the_filter(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.without("filter") if isinstance(asked.json.get("query"), str) else asked)


@wrong("store.namespaces.prefix", "list_namespaces")
async def a_prefix_is_met_anywhere_below_its_root(mock: Mock, asked: Asked) -> Answered:
    prefix = asked.json.get("prefix")
    plain = isinstance(prefix, list) and len(prefix) == 2 and "*" not in prefix
    return await mock(asked.having(prefix=prefix[:1]) if plain else asked)


@wrong("store.namespaces.suffix", "list_namespaces")
async def a_suffix_is_its_last_label(mock: Mock, asked: Asked) -> Answered:
    suffix = asked.json.get("suffix")
    several = isinstance(suffix, list) and len(suffix) > 1 and "*" not in suffix
    answer = await mock(asked)
    return answer.with_fields(namespaces=[]) if several else answer


@wrong("store.namespaces.wildcard", "list_namespaces")
async def a_star_is_a_label_like_any(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    starred = "*" in (asked.json.get("prefix") or []) + (asked.json.get("suffix") or [])
    return answer.with_fields(namespaces=[]) if starred and answer.ok else answer


@wrong("store.namespaces.max_depth", "list_namespaces")
async def what_is_too_deep_is_left_out(mock: Mock, asked: Asked) -> Answered:
    depth = asked.json.get("max_depth")
    if not isinstance(depth, int):
        return await mock(asked)
    answer = await mock(asked.without("max_depth"))
    if not answer.ok:
        return answer
    return answer.with_fields(namespaces=[each for each in answer.json["namespaces"] if len(each) <= depth])


@wrong("store.namespaces.pages", "list_namespaces")
async def the_offset_of_namespaces_is_ignored(mock: Mock, asked: Asked) -> Answered:
    offset = asked.json.get("offset")
    return await mock(asked.without("offset") if isinstance(offset, int) and offset > 0 else asked)
