"""A source's YAML file: what it takes, and what is said when it is wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import UsageError
from sources.spec import KEYS_OF, SourceSpec
from sources.spec_files import folder_source, load_source, load_sources

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


LISTING = GOOD.replace("feed\n", "listing\n", 1)
LIST = """\
kind: urls
outlet: Clippings
urls:
  - https://www.example.org/a
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
    ("wrong kind", GOOD.replace("kind: feed", "kind: rss"), 2, "'warc' or 'folder'", "docs"),
    ("no web address", GOOD.replace("https:", "ftp:"), 3, "not an http or https address", "docs"),
    ("wrong schedule", GOOD.replace("*/30 * * * *", "often"), 10, "cron", "docs"),
    ("floor above ceiling", GOOD.replace("floor: 5", "floor: 99"), 9, "floor 99 is above ceiling 60", "docs"),
    ("key of another kind", GOOD + "links: a.story\n", 11, "'links' is not for kind feed", "Remove it"),
    ("key of another kind", GOOD + "lookback_days: 3\n", 11, "'lookback_days' is not for kind feed", "Remove it"),
    ("a listing without links", LISTING, 2, "kind listing needs the key 'links'", "docs"),
    ("no selector", LISTING + "links: 'a['\n", 11, "not a CSS selector", "docs"),
    ("a list without addresses", LIST.partition("urls:")[0], 1, "needs one of the keys 'urls', 'path'", "docs"),
    ("no address in a list", LIST + "  - www.example.org/b\n", 5, "urls.1: not an http or https address", "docs"),
    (
        "an address that is no list",
        GOOD.replace("[World, Europe]", "World"),
        7,
        "a list is needed",
        "`sections: [World]`",
    ),
    ("an address for a host", GOOD + "sites: [https://b.example.org/x]\n", 11, "not a host name", "docs"),
    ("no age", GOOD + "revisits: [1h, soon]\n", 11, "not an age: 'soon'; write it as 30m, 1h or 7d", "docs"),
    ("a number for an age", GOOD + "revisits: [1h, 3600]\n", 11, "not an age: 3600", "docs"),
    ("an age that is no list", GOOD + "revisits: 1h\n", 11, "as [1h, 1d, 7d]", "docs"),
    ("an age beyond all ages", GOOD + f"revisits: [{'9' * 30}d]\n", 11, "too long an age", "docs"),
    ("no tier", GOOD + "tier: 0\n", 11, "tier: Input should be 1, 2 or 3 (given: '0')", "docs"),
    ("no budget", GOOD + "max_mb: 0\n", 11, "max_mb: Input should be greater than 0", "docs"),
    ("no pages", LISTING + "links: a\nmax_polls: 0\n", 12, "max_polls: ", "docs"),
    ("no YAML", GOOD + "a: b: c\n", 11, "mapping values are not allowed", "quotes"),
    ("a key twice", GOOD + "language: en\n", 11, "'language' stands twice", "the first: line 6"),
    ("empty", "", 1, "not a list of `key: value` lines", "whole example"),
    ("only a list", "- kind: feed\n", 1, "not a list of `key: value` lines", "whole example"),
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
    (tmp_path / "old" / "My Pages").mkdir(parents=True)
    (tmp_path / "My Pages").mkdir()
    page = written(tmp_path, "text", "My Pages/A story.txt")
    names = [folder_source(path).name for path in (tmp_path / "My Pages", tmp_path / "old" / "My Pages")]
    assert [name[:-6] for name in names] == ["folder-my-pages-", "folder-my-pages-"]
    assert names[0] != names[1], "two folders of one name are two sources"
    assert names[0] == folder_source(tmp_path / "My Pages").name
    assert folder_source(page).kind == "folder"
    with pytest.raises(UsageError, match="no folder or file"):
        folder_source(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="not a kind of file"):
        folder_source(written(tmp_path, "x", "picture.png"))


def test_a_source_as_json_is_the_same_source(tmp_path):
    spec = load_source(written(tmp_path, GOOD))
    assert SourceSpec.model_validate_json(spec.model_dump_json()) == spec


def test_ages_are_kept_in_their_order_and_written_as_they_are_read(tmp_path):
    spec = load_source(written(tmp_path, GOOD + "revisits: [7d, 30m, 1.5h]\n"))
    assert spec.revisits == (timedelta(minutes=30), timedelta(hours=1.5), timedelta(days=7))
    assert spec.model_dump(mode="json")["revisits"] == ["1800s", "5400s", "604800s"]
    assert load_source(written(tmp_path, GOOD + "revisits: []\n")).revisits == ()


def test_hosts_of_a_source_are_written_as_addresses_have_them(tmp_path):
    spec = load_source(written(tmp_path, GOOD + "sites: [News.Example.org, zeitung.münchen.example]\n"))
    assert spec.sites == ("news.example.org", "zeitung.xn--mnchen-3ya.example")


DOCS = Path(__file__).resolve().parents[2] / "docs" / "adding-a-source.md"


def test_the_page_on_adding_a_source_explains_every_key():
    text = DOCS.read_text(encoding="utf-8")
    for name, field in SourceSpec.model_fields.items():
        assert f"| `{name}` |" in text, name
        assert str(field.description).replace("|", "\\|") in text, name


def test_the_examples_on_that_page_are_valid_as_they_stand_and_there_is_one_of_each_kind(tmp_path):
    blocks = DOCS.read_text(encoding="utf-8").split("```yaml\n")[1:]
    examples = [block.partition("```")[0] for block in blocks]
    specs = [load_source(written(tmp_path, text, f"example-{n}.yml")) for n, text in enumerate(examples)]
    assert {spec.kind for spec in specs} == set(KEYS_OF)
