"""Text for a terminal, without control characters. All terminal output of a report goes through it."""

from typing import Any

from rich.text import Text as RichText
from typing_extensions import override

from contract_tests.text.visible import visible


class Text(RichText):
    """rich's `Text`, with invisible characters escaped."""

    def __init__(self, text: str = "", *args: Any, **more: Any) -> None:
        super().__init__(visible(text), *args, **more)

    @override
    def append(self, text: RichText | str, style: Any = None) -> "Text":
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self
