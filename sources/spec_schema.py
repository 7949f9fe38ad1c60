"""The JSON Schema of a source's YAML file, from `SourceSpec`: editors complete keys by it, and mark what a kind lacks.

`docs/source.schema.json` is this text; each file of the catalogue names it in its first line."""

from __future__ import annotations

import json

from sources.spec import KEYS_OF, KIND_KEYS, Keys, SourceSpec

Json = dict[str, object]


def json_schema() -> str:
    """The schema as JSON text (draft 2020-12; nothing in it is newer than draft-07, which editors know best). `name` is
    not required there: the file's own name stands in for it."""
    schema = SourceSpec.model_json_schema()
    wanted = [key for key in schema["required"] if key != "name"]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A source of Foreign Desk",
        "description": "One YAML file in config/sources/<country>/. docs/adding-a-source.md has examples.",
    }
    body = {key: _plain(value) for key, value in schema.items() if key not in ("title", "description", "required")}
    rules = [_rule(kind, keys) for kind, keys in KEYS_OF.items()]
    return json.dumps(head | body | {"required": wanted, "allOf": rules}, indent=2, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    """Without what only pydantic reads (titles that repeat the key, `format: path`), and with `["string", "null"]` for
    its longer `anyOf`."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    noise = {"title"} if value.get("format") != "path" else {"title", "format"}
    kept = {key: _plain(item) for key, item in value.items() if key not in noise or isinstance(item, dict)}
    match kept.get("anyOf"):
        case [{"type": str(kind), **rest}, {"type": "null"}]:
            del kept["anyOf"]
            return {"type": [kind, "null"], **rest, **kept}
    return kept


def _rule(kind: str, keys: Keys) -> Json:
    """What one kind must have, and which keys of other kinds are not for it."""
    own = (*keys.needed, *keys.one_of, *keys.also)
    then: Json = {"properties": _not(own)}
    if keys.needed:
        then["required"] = list(keys.needed)
        then["properties"] = {key: {"type": "string"} for key in keys.needed} | _not(own)
    if keys.one_of:
        then["anyOf"] = [{"required": [key]} for key in keys.one_of]
    return {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then}


def _not(own: tuple[str, ...]) -> Json:
    return {key: False for key in KIND_KEYS if key not in own}
