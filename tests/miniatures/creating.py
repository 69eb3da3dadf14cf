"""Miniatures that create threads wrongly."""

from miniatures.miniature import Mock, wrong
from miniatures.words import Answered, Asked, refusing


@wrong("threads.create.stored", "create_thread")
async def create_answers_a_config_that_it_does_not_store(mock: Mock, asked: Asked) -> Answered:
    return (await mock(asked)).with_fields(config={"configurable": {"x": 1}})


@wrong("threads.create.thread_id", "create_thread")
async def create_ignores_a_free_id(mock: Mock, asked: Asked) -> Answered:
    given = asked.json.get("thread_id")
    answer = await mock(asked.without("thread_id") if given and given not in mock.memory else asked)
    if answer.ok:
        mock.memory[answer.json["thread_id"]] = answer
    return answer


@wrong("threads.create.new_id", "create_thread")
async def create_makes_one_id_for_all(mock: Mock, asked: Asked) -> Answered:
    if "thread_id" in asked.json or not asked.json:
        return await mock(asked)
    return await mock(asked.having(thread_id="0" * 32, if_exists="do_nothing"))


@wrong("threads.create.metadata", "create_thread")
async def create_drops_null_from_metadata(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if value is not None}
    return await mock(asked.having(metadata=kept) if "metadata" in asked.json else asked)


@wrong("threads.create.status", "create_thread", also=("get_thread", "update_thread"))
async def threads_without_values_are_busy(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    fresh = answer.status == 200 and answer.json["values"] is None
    return answer.with_fields(status="busy") if fresh else answer


@wrong("threads.create.if_exists_raise", "create_thread")
async def create_never_raises(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(if_exists="do_nothing") if asked.json else asked)


@wrong("threads.create.if_exists_do_nothing", "create_thread")
async def do_nothing_merges_metadata(mock: Mock, asked: Asked) -> Answered:
    place = f"/threads/{asked.thread_id}"
    exists = (await mock(asked.to("GET", place))).ok
    answer = await mock(asked)
    if exists and answer.ok:
        return await mock(asked.to("PATCH", place, {"metadata": asked.metadata}))
    return answer


@wrong("threads.create.ttl", "create_thread", places=("get_thread",))
async def thread_tells_its_time_to_live_in_seconds(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "ttl" not in answer.json:
        return answer
    ttl = answer.json["ttl"]
    return answer.with_fields(ttl={**ttl, "ttl_minutes": ttl["ttl_minutes"] * 60})


@wrong("threads.create.supersteps", "create_thread")
async def create_takes_the_first_superstep_only(mock: Mock, asked: Asked) -> Answered:
    steps = asked.json.get("supersteps")
    return await mock(asked.having(supersteps=steps[:1]) if steps else asked)


@wrong("threads.create.supersteps_refused", "create_thread")
async def create_drops_supersteps_that_its_graph_refuses(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = answer.status == 400 and "graph_id" in asked.metadata
    return await mock(asked.without("supersteps")) if refused else answer


@wrong("threads.create.supersteps_no_graph", "create_thread")
async def create_tells_a_failure_with_201(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    failed = answer.status == 400 and "graph_id" not in asked.metadata
    return refusing(201, "created, but there were problems") if failed else answer
