"""A source's YAML file: what it takes, and what is said when it is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import UsageError
from sources.spec import SourceSpec
from sources.spec_files import folder_source, json_schema, load_source, load_sources

GOOD = """\
# A feed.
kind: feed
url: https://feeds.example.org/world.xml
outlet: The Example
outlet_country: NOR
language: no
sections: [World, Europe]
delay_seconds: 3
articles_per_day: {floor: 5, ceiling: 60}
schedule: "*/30 * * * *"
"""


def written(folder: Path, text: str, name: str = "the-example.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_source_named_after_it(tmp_path):
    spec = load_source(written(tmp_path, GOOD))
    assert spec.source_id == spec.name == "the-example"
    assert spec.address == "https://feeds.example.org/world.xml"
    assert spec.language == "no"  # Norwegian, and not YAML 1.1's word for false
    assert spec.sections == ("World", "Europe")
    assert (spec.delay_seconds, spec.max_pages, spec.max_wait_seconds) == (3.0, 200, 30)
    assert spec.articles_per_day is not None
    assert spec.articles_per_day.ceiling == 60
    assert (spec.enabled, spec.checked) == (True, None)


WRONG = [
    ("unknown key", GOOD + "delay_second: 2\n", 11, "unknown key 'delay_second'", "Did you mean `delay_seconds`?"),
    ("unknown key far from all", GOOD + "zzz: 2\n", 11, "unknown key 'zzz'", "Known keys: articles_per_day"),
    ("unknown nested key", GOOD.replace("ceiling", "ceilin"), 9, "articles_per_day.ceilin", "`ceiling`"),
    ("missing key", GOOD.replace("outlet: The Example\n", ""), 1, "'outlet' is missing", "outlet: …"),
    ("wrong type", GOOD.replace("3\n", "soon\n", 1), 8, "delay_seconds: ", "docs/adding-a-source.md"),
    ("wrong country", GOOD.replace("NOR", "Norway"), 5, "outlet_country: ", "docs/adding-a-source.md"),
    ("wrong kind", GOOD.replace("kind: feed", "kind: rss"), 2, "'feed', 'listing' or 'folder'", "docs"),
    ("no web address", GOOD.replace("https:", "ftp:"), 3, "not an http or https address", "docs"),
    ("wrong schedule", GOOD.replace("*/30 * * * *", "often"), 10, "cron", "docs"),
    ("floor above ceiling", GOOD.replace("floor: 5", "floor: 99"), 9, "floor 99 is above ceiling 60", "docs"),
    ("key of another kind", GOOD + "links: a.story\n", 2, "'links' is not for kind feed", "docs"),
    (
        "a listing without links",
        GOOD.replace("feed\n", "listing\n", 1),
        2,
        "kind listing needs the key 'links'",
        "docs",
    ),
    ("no selector", GOOD.replace("feed\n", "listing\n", 1) + "links: 'a['\n", 11, "not a CSS selector", "docs"),
    ("no YAML", GOOD + "a: b: c\n", 11, "mapping values are not allowed", "quotes"),
    ("a key twice", GOOD + "language: en\n", 11, "'language' stands twice", "the first: line 6"),
    ("empty", "", 1, "not a list of `key: value` lines", "whole example"),
    ("a list", "- kind: feed\n", 1, "not a list of `key: value` lines", "whole example"),
    ("no such day", GOOD + "checked: 2026-02-30\n", 1, "day is out of range", "2026-01-31"),
    ("a control character", GOOD + "\x01", 1, "not allowed", "YAML"),
]


@pytest.mark.parametrize(("name", "text", "line", "problem", "remedy"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_file_is_named_with_its_line_and_a_remedy(tmp_path, name, text, line, problem, remedy):
    path = written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        load_source(path)
    assert f"{path}, line {line}: " in caught.value.message
    assert problem in caught.value.message
    assert remedy in caught.value.remedy
    assert caught.value.exit_code == 2


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    with pytest.raises(UsageError) as caught:
        load_source(written(tmp_path, GOOD.replace("NOR", "x").replace("3\n", "soon\n", 1)))
    assert len(caught.value.message.splitlines()) == 2


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "a.yml"
    path.write_bytes(b"outlet: Caf\xe9\n")
    with pytest.raises(UsageError, match="UTF-8"):
        load_source(path)


def test_a_folder_of_sources_is_read_at_any_depth_in_the_order_of_names(tmp_path):
    written(tmp_path, GOOD, "norway/b.yml")
    written(tmp_path, GOOD, "a.yml")
    written(tmp_path, "not a source", "README.md")
    assert [spec.name for spec in load_sources(tmp_path)] == ["a", "b"]


def test_two_sources_of_one_name_are_refused(tmp_path):
    written(tmp_path, GOOD, "norway/a.yml")
    written(tmp_path, GOOD, "sweden/a.yml")
    with pytest.raises(UsageError, match="name 'a' is taken"):
        load_sources(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(UsageError, match="no folder of sources"):
        load_sources(tmp_path / "nowhere")


def test_a_path_counts_from_the_files_own_folder(tmp_path):
    spec = load_source(written(tmp_path, "kind: folder\npath: pages\noutlet: Clippings\n", "x/clippings.yml"))
    assert spec.path == tmp_path / "x" / "pages"


def test_a_folder_or_file_needs_no_yaml(tmp_path):
    (tmp_path / "My Pages").mkdir()
    page = written(tmp_path, "text", "My Pages/A story.txt")
    assert folder_source(tmp_path / "My Pages").name == "folder-my-pages"
    assert folder_source(page).kind == "folder"
    with pytest.raises(UsageError, match="no folder or file"):
        folder_source(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="not a kind of file"):
        folder_source(written(tmp_path, "x", "picture.png"))


def test_a_source_as_json_is_the_same_source(tmp_path):
    spec = load_source(written(tmp_path, GOOD))
    assert SourceSpec.model_validate_json(spec.model_dump_json()) == spec


def test_the_schema_for_editors_knows_every_key_and_wants_no_name():
    schema = json.loads(json_schema())
    assert set(schema["properties"]) == set(SourceSpec.model_fields)
    assert schema["required"] == ["kind", "outlet"]
    assert all(field.get("description") for field in schema["properties"].values())


DOCS = Path(__file__).resolve().parents[2] / "docs" / "adding-a-source.md"


def test_the_page_on_adding_a_source_explains_every_key():
    text = DOCS.read_text(encoding="utf-8")
    for name, field in SourceSpec.model_fields.items():
        assert f"| `{name}` |" in text, name
        assert str(field.description).replace("|", "\\|") in text, name


def test_the_examples_on_that_page_are_valid_as_they_stand(tmp_path):
    blocks = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    kinds = set()
    for number, block in enumerate(blocks):
        kinds.add(load_source(written(tmp_path, block.partition("```")[0], f"example-{number}.yml")).kind)
    assert kinds == {"feed", "listing", "folder"}
