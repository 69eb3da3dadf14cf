"""Recognition of the API: whether the target offers any operation without which no other is useful."""

from contextlib import suppress
from http import HTTPStatus

from contract_tests.client.exchange import Exchange, Request
from contract_tests.client.operation_request import UnsendableRequest, segment
from contract_tests.client.target import NoResponse, Owner, Target, Unreachable
from contract_tests.contract import Contract, Operation
from contract_tests.survey.unknown_path import UnknownPaths

CORE = ("search_threads", "search_assistants", "create_thread")
"""Operations of which a server of the API offers one. The last one creates something, so it is tried last."""

OPTIONS: dict[Owner, str] = {"first": "--header", "other": "--other-header"}
"""Option with the credentials of an owner."""

REJECTED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


def probe(target: Target, contract: Contract) -> None:
    """Check that the target serves the LangGraph API and accepts our credentials.

    Raises:
        Unreachable: it does not.

    """
    unknown_paths = UnknownPaths(target)
    tried: list[Exchange] = []
    for operation in map(contract.by_id.__getitem__, CORE):
        exchange = _probed(target, operation, "first")
        if _is_offered(exchange, operation, unknown_paths):
            break
        tried.append(exchange)
    else:
        raise Unreachable(target.url, _reason(target, tried, unknown_paths))
    if len(target.identities) > 1:
        exchange = _probed(target, operation, "other")
        if exchange.status in REJECTED:
            raise Unreachable(target.url, _rejected(target, "other", exchange))


def _probed(target: Target, operation: Operation, owner: Owner) -> Exchange:
    """Send the operation with an empty body, and remove what it may have created."""
    try:
        exchange = target.send(Request(operation.method, operation.path, body=b"{}"), owner=owner)
        if operation.id == "create_thread" and exchange.ok and isinstance(exchange.json, dict):
            with suppress(UnsendableRequest):
                path = f"/threads/{segment(exchange.json.get('thread_id'))}"
                target.send(Request("DELETE", path), owner=owner)
    except NoResponse as error:
        raise Unreachable(target.url, error.reason) from error
    return exchange


def _is_offered(exchange: Exchange, operation: Operation, unknown_paths: UnknownPaths) -> bool:
    """Return whether the response is one of the API: no page, no refusal, and unlike that of other paths."""
    if exchange.is_page or exchange.status in REJECTED or unknown_paths.is_like(operation, exchange):
        return False
    return not unknown_paths.matches(exchange)


def _reason(target: Target, tried: list[Exchange], unknown_paths: UnknownPaths) -> str:
    rejected = next((each for each in tried if each.status in REJECTED), None)
    if rejected is not None:
        return _rejected(target, "first", rejected)
    seen = ", ".join(f"{each.request.method} {each.request.path} returns {_status(each)}" for each in tried)
    is_any_path = all(each.ok and unknown_paths.matches(each) for each in tried)
    return f"not a LangGraph server: {seen}" + (", as every unknown path does" if is_any_path else "")


def _rejected(target: Target, owner: Owner, exchange: Exchange) -> str:
    is_given = target.sign is not None or any(target.identities)
    option = OPTIONS[owner]
    problem = f"rejects the credentials of {option}" if is_given else f"requires credentials ({option})"
    return f"{problem}: {exchange.summary}"


def _status(exchange: Exchange) -> str:
    """Describe the response. A page for every path is a success, too, so its media type is named."""
    if exchange.is_redirect:  # perhaps to a login page
        return f"{exchange.status} to {exchange.headers.get('location', 'nowhere')}"
    media_type = exchange.headers.get("content-type", "").partition(";")[0].strip()
    return f"{exchange.status} ({media_type})" if exchange.ok and media_type else str(exchange.status)
