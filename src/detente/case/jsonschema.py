"""The JSON Schema of case.yaml, with which editors complete keys and mark mistakes while one types.

The shipped file ``case.schema.json`` is made by ``python -m detente.case.jsonschema``; a test says when it is stale.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.case.effects import OFFICE, WORDS
from detente.case.parameters import REGISTRY
from detente.case.schema import CaseFile

__all__ = ["SHIPPED", "case_schema", "schema_text"]

SHIPPED = Path(__file__).with_name("case.schema.json")
_NUMBER = {"$ref": "#/$defs/Written"}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of case.yaml, short spellings included."""
    schema = CaseFile.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    parts["Written"] = _written_number(parts)
    parts["Actor"]["properties"] |= {
        name: {**_NUMBER, "description": f"{one.meaning} ({one.unit})"}
        for name, one in REGISTRY.items()
        if one.scope != "case" and name not in parts["Actor"]["properties"]
    }
    parts["Effect"]["properties"]["to"] = {"anyOf": [{"type": "string"}, _NUMBER]}
    parts["Effect"]["properties"]["hostilities"]["anyOf"].append({"enum": list(WORDS["hostilities"])})
    for name in ("Effect", "Condition"):
        parts[name]["additionalProperties"] = {"enum": list(OFFICE)}
    parts["Hostility"]["additionalProperties"] = {"type": "string"}
    parts["Hostility"]["required"] = ["since"]
    parts["Theatre"]["properties"]["countryside"]["anyOf"].append(
        _with_key(parts["NumberBlock"], "value", "challenger")
    )
    _allow_block_evidence(parts["Theatre"]["properties"], ("forces", "support"))
    _allow_block_evidence(parts["Beliefs"]["properties"], ("credibility",))
    schema = _without_titles(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Detente case",
        "description": "A peace process as data: case.yaml. Loading checks far more than this schema can say.",
        **{key: value for key, value in schema.items() if key not in ("title", "description")},
    }


def _written_number(parts: dict[str, Any]) -> dict[str, Any]:
    triple = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
    return {
        "description": "a number, [low, mode, high], or {value: ..., because: ..., assumed: ...}",
        "anyOf": [{"type": "number"}, triple, {"$ref": "#/$defs/NumberBlock"}],
    }


def _with_key(block: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A block with one of its keys called otherwise."""
    properties = {(new if key == old else key): value for key, value in block["properties"].items()}
    return {**block, "properties": properties, "required": [new]}


def _allow_block_evidence(properties: dict[str, Any], names: tuple[str, ...]) -> None:
    """Let mappings of blocks hold ``because`` and ``assumed`` for all of them."""
    for name in names:
        because = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        properties[name]["properties"] = {"because": because, "assumed": {"type": "string"}}


def _without_titles(node: Any) -> Any:
    """Drop the titles that pydantic makes of names: editors show the names anyway."""
    if isinstance(node, dict):
        return {
            key: _without_titles(value)
            for key, value in node.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(part) for part in node] if isinstance(node, list) else node


def schema_text() -> str:
    """Return the schema as the shipped file holds it."""
    return json.dumps(case_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SHIPPED.write_text(schema_text(), encoding="utf-8")
