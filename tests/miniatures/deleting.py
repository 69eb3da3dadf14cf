"""Miniatures that delete wrongly."""

from contract_tests.operation_groups import DELETING, READING, SEARCHING
from miniatures.http_messages import MARK, Request, Response
from miniatures.miniature import Mock, wrong


@wrong("resources.delete.not_found", *DELETING, also=READING)
async def a_deleted_resource_is_still_read(mock: Mock, request: Request) -> Response:
    if request.operation in DELETING:
        mock.memory[request.resource_id] = await mock(request.to("GET", request.place))
        return await mock(request)
    response = await mock(request)
    return mock.memory.get(request.resource_id, response) if response.status == 404 else response


@wrong("resources.delete.search", *DELETING, also=SEARCHING)
async def a_deleted_resource_is_still_found(mock: Mock, request: Request) -> Response:
    deleted = mock.memory.setdefault("deleted", [])
    if request.operation in DELETING:
        deleted.append(await mock(request.to("GET", request.place)))
        return await mock(request)
    response = await mock(request)
    mark = request.metadata.get(MARK)
    deleted_ones = [each.json for each in deleted if each.ok and each.json["metadata"].get(MARK) == mark]
    return (
        response.with_json(response.json + deleted_ones)
        if response.ok and mark and deleted_ones
        else response
    )


@wrong("resources.delete.twice", *DELETING)
async def delete_succeeds_again(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.ok:
        mock.memory[request.resource_id] = response
    return mock.memory.get(request.resource_id, response)


def deletes(request: Request) -> bool:
    return request.operation == "delete_thread"


@wrong("threads.delete.history", "delete_thread", also=("create_thread",), when=deletes)
async def states_outlive_their_thread(mock: Mock, request: Request) -> Response:
    state = f"/threads/{request.thread_id}/state"
    if request.operation == "delete_thread":
        before = await mock(request.to("GET", state))
        mock.memory[request.thread_id] = before.json["values"] if before.ok else {}
        return await mock(request)
    response = await mock(request)
    values = mock.memory.get(request.thread_id)
    if response.ok and values:
        await mock(request.to("POST", state, {"values": values, "as_node": "__start__"}))
    return response
