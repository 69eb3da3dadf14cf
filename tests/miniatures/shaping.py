"""Miniatures whose responses have the wrong shape, or that accept and reject the wrong requests."""

from dataclasses import replace

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("shape.status", "delete_thread")
async def delete_answers_200(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying({}, status=200) if answer.ok else answer


@wrong("shape.content_type", "get_ok")
async def ok_is_said_in_plain_text(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return replace(answer, headers={**answer.headers, "content-type": "text/plain"})


@wrong("shape.headers", "search_threads")
async def the_pagination_total_is_a_word(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return replace(answer, headers={**answer.headers, "x-pagination-total": "many"}) if answer.ok else answer


@wrong("shape.body", "count_threads")
async def count_answers_an_object(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.saying({"count": answer.json}) if answer.ok else answer


@wrong("shape.server_error", "find_state_at_checkpoint")
async def asking_for_subgraphs_breaks_the_server(mock: Mock, asked: Asked) -> Answered:
    if asked.json.get("subgraphs"):
        return Answered(500, {"content-type": "text/plain"}, b"Internal Server Error")
    return await mock(asked)


@wrong("shape.accepts_valid", "update_thread")
async def patch_refuses_a_time_to_live(mock: Mock, asked: Asked) -> Answered:
    return refusing(422) if "ttl" in asked.json else await mock(asked)


@wrong("shape.rejects_invalid", "search_threads")
async def search_forgets_what_it_does_not_understand(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return await mock(asked.without(*asked.json)) if answer.status == 422 and asked.json else answer


@wrong("shape.stream", "stream_run")
async def a_run_without_a_thread_starts_with_another_event(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    return answer.each(lambda event: replace(event, name="start") if event.name == "metadata" else event)


@wrong("shape.unauthorized", "count_threads", also=("search_threads", "search_assistants"))
async def whoever_asks_may_count(mock: Mock, asked: Asked) -> Answered:
    is_known = "x-api-key" in asked.headers or asked.operation == "count_threads"
    return await mock(asked) if is_known else refusing(401)


@wrong("shape.operation_exists", "get_ok")
async def nobody_says_ok(_mock: Mock, _asked: Asked) -> Answered:
    return refusing(404, "Not Found")
