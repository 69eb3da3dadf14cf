"""Miniatures that handle unknown and malformed ids wrongly."""

from uuid import UUID

from contract_tests.operation_groups import NAMING_A_RESOURCE, READING
from miniatures.http_messages import Request, Response, refusing
from miniatures.miniature import Mock, wrong


@wrong("resources.unknown_id", *NAMING_A_RESOURCE)
async def an_unknown_id_is_a_success(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    if response.ok:
        mock.memory[request.resource_id] = response
    look = request.to("GET", request.place)
    exists = request.resource_id in mock.memory or (await mock(look)).ok or (await mock(look.as_other())).ok
    is_unknown = is_chosen(request.resource_id) and not exists and response.status in {404, 409}
    return response.with_json(None, status=200) if is_unknown else response


def is_chosen(resource_id: str) -> bool:
    """Return whether the client chose the id: the mock's own ones may have existed before."""
    return resource_id.endswith("-000000000000")


@wrong("resources.get.normalised_id", *READING)
async def an_id_in_upper_case_is_unknown(mock: Mock, request: Request) -> Response:
    return await mock(request) if request.path == request.path.lower() else refusing(404)


@wrong("resources.malformed_id", *NAMING_A_RESOURCE)
async def a_malformed_id_is_unknown(mock: Mock, request: Request) -> Response:
    response = await mock(request)
    try:
        UUID(request.resource_id)
    except ValueError:
        return response if response.ok else refusing(404)
    return response
