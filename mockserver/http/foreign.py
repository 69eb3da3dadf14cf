"""Reads a document that is not ours: it may be anything, so it is held to the schema of OpenAPI 3.1 first."""

from pathlib import Path

from jsonschema_rs import Draft202012Validator

from contract_tests.contract import BrokenContract, Contract, load
from mockserver.http.schemas import problem


def load_foreign(source: Path) -> Contract:
    """Read a document.

    Raises:
        BrokenContract: it can't be read, or is no OpenAPI 3.1 document.

    """
    # it takes a quarter of a second to import, and only a foreign document needs it
    from openapi_spec_validator.schemas.utils import get_schema_content  # noqa: PLC0415

    contract = load(source)
    schema = dict(get_schema_content("3.1"))
    for error in Draft202012Validator(schema, validate_formats=True).iter_errors(contract.document):
        where = ".".join(map(str, error.instance_path)) or "the document"
        raise BrokenContract(source, f"no OpenAPI 3.1 document: {where}: {problem(error)}")
    return contract
