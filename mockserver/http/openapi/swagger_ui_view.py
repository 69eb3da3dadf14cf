"""View of the document for Swagger UI 4, which reads only OpenAPI 3.0. Not used for validation."""

from typing import Any


def docs_view(node: Any) -> Any:
    if isinstance(node, list):
        return [docs_view(each) for each in node]
    if not isinstance(node, dict):
        return node
    viewed = {key: docs_view(value) for key, value in node.items()}
    if str(viewed.get("openapi", "")).startswith("3."):
        viewed["openapi"] = "3.0.3"
    if isinstance(viewed.get("type"), list):
        show_types(viewed)
    if "const" in viewed:
        viewed["enum"] = [viewed["const"]]
    return viewed


def show_types(schema: dict[str, Any]) -> None:
    """Convert a list of types to OpenAPI 3.0, which has one type and `nullable`."""
    types = schema.pop("type")
    if "null" in types:
        schema["nullable"] = True
        types = [name for name in types if name != "null"]
    if len(types) == 1:
        schema["type"] = types[0]
    elif types:
        schema["anyOf"] = [{"type": name} for name in types]
