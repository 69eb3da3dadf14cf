"""Methods that an operation of the control plane does not have."""

from starlette.types import ASGIApp, Receive, Scope, Send

from mockserver.errors import MethodNotAllowed


class ControlMethodNotAllowed(MethodNotAllowed):
    """Names the methods, which the reference server's detail of 405 does not."""

    def __init__(self, method: str, path: str, allowed: frozenset[str]) -> None:
        super().__init__(allowed)
        self.args = (f"{method[:20]} is not a method of {path[:200]}; use {' or '.join(sorted(allowed))}",)


class ControlMethods:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except MethodNotAllowed as error:
            raise ControlMethodNotAllowed(scope["method"], scope["path"], error.allowed) from error
