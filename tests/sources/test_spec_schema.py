"""The JSON Schema of a source's file says what the program itself says."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest

from core.errors import UsageError
from examples.newsroom import Running, build_newsroom
from examples.newsroom.source_files import write_sources
from sources.spec import KEYS_OF, SourceSpec
from sources.spec_files import load_source
from sources.spec_schema import json_schema
from sources.yaml_lines import load_mapping

SCHEMA = json.loads(json_schema())
DOCS = Path(__file__).resolve().parents[2] / "docs"
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def complaints(text: str, folder: Path) -> list[str]:
    """What the schema has against a file, as an editor would say it; dates are texts to an editor."""
    path = folder / "a.yml"
    path.write_text(text, encoding="utf-8")
    data = {k: v.isoformat() if isinstance(v, date | datetime) else v for k, v in load_mapping(path).data.items()}
    return [error.message for error in VALIDATOR.iter_errors(data)]


def refused(folder: Path) -> bool:
    try:
        load_source(folder / "a.yml")
    except UsageError:
        return True
    return False


def test_it_is_a_schema_and_lies_in_docs_as_it_is():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft7Validator.check_schema(SCHEMA)  # what editors know best
    assert (DOCS / "source.schema.json").read_text(encoding="utf-8") == json_schema()


def test_it_knows_every_key_with_its_meaning_and_wants_no_name():
    assert set(SCHEMA["properties"]) == set(SourceSpec.model_fields)
    assert SCHEMA["required"] == ["kind", "outlet"]
    assert all(field.get("description") for field in SCHEMA["properties"].values())


def test_defaults_and_examples_in_it_are_valid_themselves():
    for name, field in SCHEMA["properties"].items():
        validator = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **field})
        for value in [*field.get("examples", []), *([field["default"]] if "default" in field else [])]:
            assert list(validator.iter_errors(value)) == [], (name, value)


FEED = "kind: feed\nurl: https://feeds.example.org/a.xml\noutlet: The Example\n"
FOLDER = "kind: folder\npath: pages\noutlet: Clippings\n"

CASES = [
    ("a feed", FEED, None),
    ("ages", FEED + "revisits: [30m, 1.5h, 0s]\n", None),
    ("a Norwegian feed", FEED + "language: no\noutlet_country: NOR\n", None),
    ("a source that was checked", FEED + "checked: 2026-01-31\n", None),
    ("an empty key", FEED + "checked:\nschedule:\n", None),
    ("a listing", FEED.replace("feed\n", "listing\n", 1) + "links: a\nmax_polls: 3\n", None),
    ("a list of addresses", "kind: urls\noutlet: A\nurls: [https://example.org/a]\n", None),
    ("a file of addresses", "kind: urls\noutlet: A\npath: a.txt\n", None),
    ("an archive", FOLDER.replace("folder", "warc"), None),
    ("no kind", "outlet: A\n", "'kind' is a required property"),
    ("another kind", FEED.replace("feed\n", "rss\n", 1), "is not one of"),
    ("an unknown key", FEED + "delay_second: 2\n", "'delay_second' was unexpected"),
    ("a listing without links", FEED.replace("feed\n", "listing\n", 1), "'links' is a required property"),
    ("a feed without address", "kind: feed\noutlet: A\n", "'url' is a required property"),
    ("a feed with an empty address", "kind: feed\noutlet: A\nurl:\n", "None is not of type 'string'"),
    ("a folder without path", "kind: folder\noutlet: A\n", "'path' is a required property"),
    ("a list without addresses", "kind: urls\noutlet: A\n", "is not valid under any of the given schemas"),
    ("no web address", FEED.replace("https:", "ftp:"), "does not match '^https?://'"),
    ("no web address in a list", "kind: urls\noutlet: A\nurls: [a.org]\n", "does not match '^https?://'"),
    ("an address for a host", FEED + "sites: [https://example.org]\n", "does not match"),
    ("a key of another kind", FEED + "links: a\n", "False schema does not allow 'a'"),
    ("an address for a folder", FOLDER + "url: https://example.org/\n", "False schema does not allow"),
    ("no age", FEED + "revisits: [soon]\n", "'soon' does not match"),
    ("ages that are no list", FEED + "revisits: 1h\n", "'1h' is not of type 'array'"),
    ("no tier", FEED + "tier: 4\n", "4 is not one of [1, 2, 3]"),
    ("no budget", FEED + "max_mb: 0\n", "0 is less than or equal to the minimum of 0"),
    ("half a range", FEED + "articles_per_day: {floor: 1}\n", "is not valid under any of the given schemas"),
]


@pytest.mark.parametrize(("name", "text", "complaint"), CASES, ids=[case[0] for case in CASES])
def test_an_editor_complains_where_the_program_would_and_only_there(tmp_path, name, text, complaint):
    said = complaints(text, tmp_path)
    assert refused(tmp_path) == bool(said) == bool(complaint)
    assert not complaint or any(complaint in message for message in said), said


@pytest.mark.parametrize("kind", KEYS_OF)
def test_each_kind_of_the_page_on_adding_a_source_passes(tmp_path, kind):
    blocks = (DOCS / "adding-a-source.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    examples = [block.partition("```")[0] for block in blocks if f"kind: {kind}\n" in block.partition("```")[0]]
    assert examples
    assert [complaints(text, tmp_path) for text in examples] == [[]] * len(examples)


def test_the_files_of_the_example_newsroom_pass(tmp_path):
    newsroom = build_newsroom(date(2026, 11, 25))
    running = Running(newsroom, {site.name: f"http://127.0.0.1:{9000 + i}" for i, site in enumerate(newsroom.sites)})
    for path in write_sources(running, tmp_path):
        assert complaints(path.read_text(encoding="utf-8"), tmp_path) == [], path.name
