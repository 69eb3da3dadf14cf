"""Miniatures that create wrongly."""

from contract_tests.operation_groups import CREATING, PATCHING, READING
from miniatures.miniature import Mock, wrong
from miniatures.started import names
from miniatures.words import Answered, Asked, refusing


@wrong("resources.create.stored", *CREATING)
async def create_answers_a_time_that_it_does_not_store(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    new = "if_exists" not in asked.json
    return answer.with_fields(updated_at="2001-01-01T00:00:00+00:00") if new else answer


@wrong("resources.create.given_id", *CREATING)
async def create_ignores_a_free_id(mock: Mock, asked: Asked) -> Answered:
    given, key = asked.resource_id, f"{asked.kind}_id"
    answer = await mock(asked.without(key) if given and given not in mock.memory else asked)
    if answer.ok:
        mock.memory[answer.json[key]] = answer
    return answer


def leaves_the_id_open(asked: Asked) -> bool:
    return not asked.resource_id


@wrong("resources.create.generated_id", *CREATING, when=leaves_the_id_open)
async def create_makes_one_id_for_all(mock: Mock, asked: Asked) -> Answered:
    if asked.resource_id or not asked.json:
        return await mock(asked)
    one = {f"{asked.kind}_id": "0" * 32, "if_exists": "do_nothing"}
    return await mock(asked.having(**one))


def has_null(asked: Asked) -> bool:
    return None in asked.metadata.values()


@wrong("resources.create.metadata", *CREATING, when=has_null)
async def create_drops_null_from_metadata(mock: Mock, asked: Asked) -> Answered:
    kept = {name: value for name, value in asked.metadata.items() if value is not None}
    return await mock(asked.having(metadata=kept) if "metadata" in asked.json else asked)


@wrong("threads.create.status", "create_thread", also=("get_thread", "update_thread"))
async def threads_without_values_are_busy(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    fresh = answer.status == 200 and answer.json["values"] is None and not answer.is_of_a_run
    return answer.with_fields(status="busy") if fresh else answer


@wrong("resources.create.if_exists_raise", *CREATING)
async def create_never_raises(mock: Mock, asked: Asked) -> Answered:
    return await mock(asked.having(if_exists="do_nothing") if asked.json else asked)


@wrong("resources.create.if_exists_do_nothing", *CREATING, when=names("if_exists"))
async def do_nothing_merges_metadata(mock: Mock, asked: Asked) -> Answered:
    exists = asked.resource_id and (await mock(asked.to("GET", asked.place))).ok
    answer = await mock(asked)
    if exists and answer.ok:
        return await mock(asked.to("PATCH", asked.place, {"metadata": asked.metadata}))
    return answer


def claims_a_run(asked: Asked) -> bool:
    return "run_id" in asked.metadata


@wrong("resources.reserved_metadata", *CREATING, *PATCHING, also=READING, when=claims_a_run)
async def clients_may_claim_a_run(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if answer.ok and "run_id" in asked.metadata:
        mock.memory[answer.json[f"{asked.kind}_id"]] = {"run_id": asked.metadata["run_id"]}
    if not answer.ok or asked.resource_id not in mock.memory:
        return answer
    return answer.with_fields(metadata={**answer.json["metadata"], **mock.memory[asked.resource_id]})


@wrong("threads.create.ttl", "create_thread", places=("get_thread",))
async def thread_tells_its_time_to_live_in_seconds(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    if not answer.ok or "ttl" not in answer.json:
        return answer
    ttl = answer.json["ttl"]
    return answer.with_fields(ttl={**ttl, "ttl_minutes": ttl["ttl_minutes"] * 60})


@wrong("threads.create.supersteps", "create_thread", when=names("supersteps"))
async def create_takes_the_first_superstep_only(mock: Mock, asked: Asked) -> Answered:
    steps = asked.json.get("supersteps")
    return await mock(asked.having(supersteps=steps[:1]) if steps else asked)


@wrong("threads.create.supersteps_unknown_node", "create_thread", when=names("supersteps"))
async def create_drops_supersteps_that_its_graph_refuses(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    refused = answer.status == 400 and "graph_id" in asked.metadata
    return await mock(asked.without("supersteps")) if refused else answer


@wrong("threads.create.supersteps_no_graph", "create_thread", when=names("supersteps"))
async def create_tells_a_failure_with_201(mock: Mock, asked: Asked) -> Answered:
    answer = await mock(asked)
    failed = answer.status == 400 and "graph_id" not in asked.metadata
    return refusing(201, "created, but there were problems") if failed else answer
