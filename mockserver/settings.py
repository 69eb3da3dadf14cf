"""What a mock is told when it starts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Auth = Literal["off", "optional", "required"]


@dataclass(frozen=True, slots=True)
class Settings:
    seed: int | None = None
    """Ids and times that repeat; `None` takes random ids and the wall clock."""
    spec: Path | None = None
    """The document to serve; `None` is the contract."""
    auth: Auth = "optional"
    """`off`: everyone is one owner. `required`: 401 without credentials."""
    validate_responses: bool = False
    """Hold every answer to the contract: a wrong one is a 500, never a lie. Costs time."""
    max_body: int = 32 * 1024 * 1024
    """Bytes of a request body; a longer one is 413."""
