"""Base of all models of the format."""

from pydantic import BaseModel, ConfigDict


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


def keys_of(model: type[Strict]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
