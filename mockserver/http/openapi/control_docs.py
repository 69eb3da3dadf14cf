"""The document of the control plane, and the response for its unknown paths."""

import orjson
from starlette.types import Receive, Scope, Send

from contract_tests.contract import Contract
from contract_tests.text.suggestion import did_you_mean
from mockserver.errors import NotFound
from mockserver.http.response.send import send_response
from mockserver.request_response import Response

PATH = "/_mock/openapi.json"


class UnknownControlPath(NotFound):
    """A path under `/_mock` that the control plane does not have."""

    def __init__(self, path: str, known: list[str]) -> None:
        shown = path[:200]
        hint = f"{did_you_mean(shown, known, otherwise='')} {PATH} lists all".lstrip()
        super().__init__(f"{shown} is not a path of the control plane; {hint}")
        self.path = path


class ControlDocs:
    """The innermost app: serves the document; all other paths are unknown."""

    def __init__(self, contract: Contract) -> None:
        self._document = orjson.dumps(contract.document)
        self._paths = [*contract.document["paths"], PATH]

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["path"] != PATH:
            raise UnknownControlPath(scope["path"], self._paths)
        response = Response(self._document, headers={"Content-Type": "application/json"})
        await send_response(response, self._document, scope, send)
