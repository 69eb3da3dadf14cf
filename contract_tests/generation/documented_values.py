"""Valid requests with one documented value each: every enumerated value, flag and bound of a field alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_tests.client.operation_request import OperationRequest
from contract_tests.contract import Contract, Json, Operation
from contract_tests.generation.fields import ITEM, Field, request_fields, with_value
from contract_tests.validation.request import Validity


@dataclass(frozen=True)
class DocumentedValue:
    field: Field
    value: Json
    request: OperationRequest


@dataclass(frozen=True)
class DocumentedValues:
    """Documented values of the requests to one operation."""

    contract: Contract
    validity: Validity
    operation: Operation

    def of(self, request: OperationRequest) -> Iterator[DocumentedValue]:
        """Yield the valid request with each documented value of each optional field, one at a time."""
        for field in request_fields(self.contract, self.operation):
            is_nested = len([each for each in field.steps if each != ITEM]) > 1
            if field.is_required or is_nested:
                continue
            for value in self._values(field.schema):
                made = with_value(request, field, value)
                if not self.validity.breaches(self.operation, made):
                    yield DocumentedValue(field, value, made)

    def _values(self, schema: Json) -> Iterator[Json]:
        whole: Mapping[str, Json] = self.contract.resolve(schema)
        for part in whole.get("anyOf", ()):
            yield from self._values(part)
        yield from whole.get("enum", ())
        if whole.get("const"):
            yield whole["const"]
        if whole.get("type") == "boolean":
            yield from (True, False)
        if whole.get("type") == "integer":
            yield from dict.fromkeys(
                whole[each] for each in ("minimum", "default", "maximum") if each in whole
            )
        if whole.get("type") == "array":
            yield from ([each] for each in self._values(whole["items"]))
