"""Text for a terminal, which obeys no control characters in it. The report's only way to one."""

from typing import Any

from rich.text import Text as RichText
from typing_extensions import override

from contract_tests.text.visible import visible


class Text(RichText):
    """Rich's, made of what is visible."""

    def __init__(self, text: str = "", *args: Any, **more: Any) -> None:
        super().__init__(visible(text), *args, **more)

    @override
    def append(self, text: RichText | str, style: Any = None) -> "Text":
        super().append(visible(text) if isinstance(text, str) else text, style)
        return self
