"""Error responses of the control plane."""

from typing import Any

import httpx


class ControlError(Exception):
    """The mock rejected a request to its control plane."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(status, detail)
        self.status = status
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.status}: {self.detail}"


def checked(response: httpx.Response) -> Any:
    """Return the JSON of a response; `None` for an empty one.

    Raises:
        ControlError: the response is an error.

    """
    if response.is_success:
        return response.json() if response.content else None
    try:
        detail = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        detail = response.text
    raise ControlError(response.status_code, str(detail))
