"""Miniatures that return wrong histories."""

from dataclasses import replace

from contract_tests.operation_groups import HISTORY
from miniatures.http_messages import Request, Response
from miniatures.miniature import Mock, wrong
from miniatures.started import losing, names


@wrong("threads.history.empty", *HISTORY)
async def an_empty_history_has_a_state(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or response.json:
        return response
    state = await mock(request.to("GET", f"/threads/{request.thread_id}/state"))
    return state.with_json([] if state.json["checkpoint"] else [state.json])


@wrong("threads.history.order", *HISTORY)
async def the_oldest_state_comes_first(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json(response.json[::-1]) if response.ok and not response.is_of_a_run else response


@wrong("threads.history.limit", *HISTORY)
async def the_limit_is_one_too_high(mock: Mock, request: Request) -> Response:
    if "limit" in request.query:
        return await mock(
            replace(request, query={**request.query, "limit": str(int(request.query["limit"]) + 1)})
        )
    return await mock(
        request.with_fields(limit=request.json["limit"] + 1) if "limit" in request.json else request
    )


@wrong("threads.history.default_limit", *HISTORY)
async def the_default_limit_is_two(mock: Mock, request: Request) -> Response:
    if request.method == "GET":
        return await mock(replace(request, query={"limit": "2", **request.query}))
    return await mock(
        request.with_fields(**{"limit": 2, **request.json}) if request.content == b"{}" else request
    )


@wrong("threads.history.before", *HISTORY)
async def before_is_inclusive(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    named = request.query.get("before") or request.json.get("before", {}).get("checkpoint_id")
    if not named or not response.ok:
        return response
    state = await mock(request.to("GET", f"/threads/{request.thread_id}/state/{named}"))
    return response.with_json([state.json, *response.json])


@wrong("threads.history.metadata", "search_history")
async def history_ignores_metadata(mock: Mock, request: Request) -> Response:
    return await mock(request.without("metadata") if "metadata" in request.json else request)


@wrong("threads.history.checkpoint", "search_history", when=names("checkpoint"))
async def history_ignores_the_checkpoint(mock: Mock, request: Request) -> Response:
    return await mock(losing(request, "checkpoint"))


@wrong("threads.history.parent_chain", *HISTORY)
async def states_have_no_parents(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if not response.ok or response.is_of_a_run:
        return response
    return response.with_json([{**each, "parent_checkpoint": None} for each in response.json])


def is_of_two_runs(response: Response) -> bool:
    """Return whether the runs of `m1` and of `m2` have written the states."""
    ids = [
        {each.get("id") for each in (state["values"] or {}).get("messages", ())} for state in response.json
    ]
    return any({"m1", "m2"} <= each for each in ids) and response.is_of_a_run


@wrong("threads.history.order_of_runs", *HISTORY)
async def the_states_of_runs_are_sorted_oldest_first(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_wrong = response.ok and is_of_two_runs(response)
    return response.with_json(response.json[::-1]) if is_wrong else response
