"""Base of all models of the format."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator


class Strict(BaseModel):
    """A part of a scenario. Unknown keys are rejected, and values are not converted."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        use_attribute_docstrings=True,
        validate_by_name=False,
        validate_by_alias=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _has_a_value(cls, value: Any, info: ValidationInfo) -> Any:
        """Reject a key without a value, which YAML reads as null: it is a line that was forgotten."""
        if value is None and cls.model_fields[str(info.field_name)].annotation is not Any:
            raise ValueError("must not be empty; add a value or remove the key")
        return value


def keys_of(model: type[Strict]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
