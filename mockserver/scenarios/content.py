"""Content of messages: text, images, citations, and other blocks unchanged."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from mockserver.scenarios.strict_model import Strict
from mockserver.scenarios.template_values import Fields, Text, rendered

DATA_URL = re.compile(r"data:(?P<mime_type>[\w.+-]+/[\w.+-]+);base64,(?P<base64>.*)", re.DOTALL)


class Citation(Strict):
    url: Text
    """Address of the source."""
    title: Text | None = None
    """Title of the source."""
    cited_text: Text | None = None
    """The part of the source that supports the text."""


class TextBlock(Strict):
    text: Text
    """The text."""
    citations: list[Citation] = []
    """Sources of the text."""

    def block(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        block = {"type": "text", "text": rendered(self.text, variables)}
        if self.citations:
            cited = [each.model_dump(exclude_none=True) for each in self.citations]
            block["annotations"] = [{"type": "citation", **rendered(each, variables)} for each in cited]
        return block


class ImageBlock(Strict):
    image: Text
    """A URL, or `data:image/png;base64,...`."""

    def block(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        url = rendered(self.image, variables)
        data = DATA_URL.fullmatch(url)
        return {"type": "image", **(data.groupdict() if data else {"url": url})}


class RawBlock(Strict):
    block_: Annotated[Fields, Field(alias="block")]
    """A content block of LangChain, sent unchanged: `{type: file, url: ...}`."""

    @model_validator(mode="after")
    def _has_type(self) -> "RawBlock":
        if not isinstance(self.block_.get("type"), str):
            raise ValueError("a block needs a `type`")  # noqa: TRY004 - pydantic expects this one
        return self

    def block(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        there: dict[str, Any] = rendered(self.block_, variables)
        return there


KINDS: Mapping[str, type[Strict]] = {"text": TextBlock, "image": ImageBlock, "block": RawBlock}
"""Kinds of blocks by their main key."""


def kind(value: Any) -> str | None:
    fields = value if isinstance(value, dict) else {}
    return next((model.__name__ for key, model in KINDS.items() if key in fields), None)


Block = Annotated[
    Annotated[TextBlock, Tag("TextBlock")]
    | Annotated[ImageBlock, Tag("ImageBlock")]
    | Annotated[RawBlock, Tag("RawBlock")],
    Discriminator(kind, custom_error_type="block", custom_error_message="use text, image or block"),
]
