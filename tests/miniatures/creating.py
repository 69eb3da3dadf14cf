"""Miniatures that create wrongly."""

from contract_tests.checks.threads import create_ttl
from contract_tests.operation_groups import CREATING, PATCHING, READING
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong
from miniatures.started import has, names


@wrong("resources.create.stored", *CREATING)
async def create_returns_a_time_that_it_does_not_store(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    new = "if_exists" not in request.json
    return response.with_fields(updated_at="2001-01-01T00:00:00+00:00") if new else response


@wrong("resources.create.given_id", *CREATING)
async def create_ignores_a_free_id(mock: Mock, request: Request) -> Response:
    client_id, key = request.resource_id, f"{request.kind}_id"
    response = await mock(request.without(key) if client_id and client_id not in mock.memory else request)
    if response.ok:
        mock.memory[response.json[key]] = response
    return response


def leaves_the_id_open(request: Request) -> bool:
    return not request.resource_id


@wrong("resources.create.generated_id", *CREATING, when=leaves_the_id_open)
async def create_makes_one_id_for_all(mock: Mock, request: Request) -> Response:
    if request.resource_id or not request.json or request.json.get("name") == "twin":
        return await mock(request)
    one = {f"{request.kind}_id": "0" * 32, "if_exists": "do_nothing"}
    return await mock(request.with_fields(**one))


def has_null(request: Request) -> bool:
    return None in request.metadata.values()


@wrong("resources.create.metadata", *CREATING, when=has_null)
async def create_drops_null_from_metadata(mock: Mock, request: Request) -> Response:
    kept = {name: value for name, value in request.metadata.items() if value is not None}
    return await mock(request.with_fields(metadata=kept) if "metadata" in request.json else request)


@wrong("threads.create.status", "create_thread", also=("get_thread", "update_thread"))
async def threads_without_values_are_busy(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    fresh = response.status == 200 and response.json["values"] is None and not response.is_of_a_run
    return response.with_fields(status="busy") if fresh else response


@wrong("resources.create.if_exists_raise", *CREATING)
async def create_never_raises(mock: Mock, request: Request) -> Response:
    return await mock(request.with_fields(if_exists="do_nothing") if request.json else request)


@wrong("resources.create.if_exists_do_nothing", *CREATING, when=names("if_exists"))
async def do_nothing_merges_metadata(mock: Mock, request: Request) -> Response:
    exists = request.resource_id and (await mock(request.to("GET", request.place))).ok
    response = await mock(request)
    if exists and response.ok:
        return await mock(request.to("PATCH", request.place, {"metadata": request.metadata}))
    return response


def claims_a_run(request: Request) -> bool:
    return "run_id" in request.metadata


@wrong("resources.reserved_metadata", *CREATING, *PATCHING, also=READING, when=claims_a_run)
async def clients_may_claim_a_run(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.ok and "run_id" in request.metadata:
        mock.memory[response.json[f"{request.kind}_id"]] = {"run_id": request.metadata["run_id"]}
    if not response.ok or request.resource_id not in mock.memory:
        return response
    return response.with_fields(metadata={**response.json["metadata"], **mock.memory[request.resource_id]})


@wrong("threads.create.ttl", "create_thread", places=("get_thread",))
async def a_thread_has_its_ttl_in_seconds(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    ttl = response.json.get("ttl", {}) if response.ok else {}
    if ttl.get("ttl_minutes") != create_ttl.MINUTES:
        return response
    return response.with_fields(ttl={**ttl, "ttl_minutes": ttl["ttl_minutes"] * 60})


@wrong("threads.patch.ttl", "update_thread", when=names("ttl"))
async def an_update_loses_the_ttl(mock: Mock, request: Request) -> Response:
    return await mock(request.without("ttl") if "ttl" in request.json else request)


@wrong("threads.create.supersteps", "create_thread", when=names("supersteps"))
async def create_takes_the_first_superstep_only(mock: Mock, request: Request) -> Response:
    steps = request.json.get("supersteps")
    return await mock(request.with_fields(supersteps=steps[:1]) if steps else request)


@wrong("threads.create.supersteps_unknown_node", "create_thread", when=names("supersteps"))
async def create_drops_supersteps_that_its_graph_refuses(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    is_rejected = response.status == 400 and "graph_id" in request.metadata
    return await mock(request.without("supersteps")) if is_rejected else response


@wrong("threads.create.supersteps_no_graph", "create_thread", when=names("supersteps"))
async def create_reports_a_failure_with_201(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    failed = response.status == 400 and "graph_id" not in request.metadata
    return refusing(201, "created, but there were problems") if failed else response


def searches_by_graph(request: Request) -> bool:
    return request.operation == "search_threads" and "graph_id" in request.metadata


@wrong("threads.create.graph_id", "create_thread", places=("search_threads",), when=searches_by_graph)
async def no_thread_is_found_by_its_graph(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    return response.with_json([]) if searches_by_graph(request) else response


@wrong("assistants.create.identical", "create_assistant", when=has(name="twin"))
async def a_twin_is_refused(mock: Mock, request: Request) -> Response:
    if request.json.get("name") != "twin":
        return await mock(request)
    key = str(request.json.get("config"))
    known = key in mock.memory
    mock.memory[key] = True
    return refusing(409) if known else await mock(request)
