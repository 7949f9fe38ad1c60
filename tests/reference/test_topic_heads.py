"""What topics mean as data: parents, what is in and out, Media Topics, and what became of a topic; with all refusals."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from core.errors import UsageError
from reference.topics.taxonomy import Taxonomy, load_taxonomy, read_taxonomy, topic_rows

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
HEAD = {
    "label": "Tides",
    "definition": "Water that comes and goes",
    "parent": "sea",
    "in": "water marks | Spring tide floods the quay",
    "out": "the tide of opinion | Tide turns against the mayor",
}
PARENTS = (
    "topic_id\tlabel\tdefinition\tmedtop\nsea\tThe sea\tAll that is wet\t06000000 environment; 11000000 politics\n"
)
VERSIONS = "version\tday\twhat\n1\t2026-01-01\tFirst\n2\t2026-02-01\tSecond\n3\t2026-03-01\tThird\n"


def folder_of(folder: Path, crosswalk: str = "", topics: tuple[str, ...] = ("tides",), **changes: str) -> Path:
    """A folder with topics that differ in nothing but their id; `changes` are lines of their heads."""
    (folder / "parents.tsv").write_text(PARENTS)
    (folder / "versions.tsv").write_text(VERSIONS)
    (folder / "crosswalk.tsv").write_text("since\tfrom\tto\tkind\tshare\tnote\n" + crosswalk.replace(" ", "\t"))
    head = "\n".join(f"{key}: {value}" for key, value in (HEAD | changes).items())
    for topic in topics:
        (folder / f"{topic}.txt").write_text(f"{head}\n6 {topic} water\n")
    return folder


def refused(folder: Path) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_taxonomy(folder)
    assert caught.value.remedy
    return caught.value


def test_every_topic_has_a_parent_and_says_with_examples_what_is_in_and_what_is_out() -> None:
    taxonomy = load_taxonomy()
    parents = {parent.topic_id for parent in taxonomy.parents}
    assert 8 <= len(parents) <= 10
    for topic in taxonomy.topics:
        assert topic.parent_id in parents
        assert topic.includes
        assert topic.excludes
        assert all(scope.what and scope.example for scope in (*topic.includes, *topic.excludes))
    assert {topic.parent_id for topic in taxonomy.topics} == parents
    assert parents.isdisjoint(topic.topic_id for topic in taxonomy.topics)


def test_parents_are_rows_of_their_own_before_the_topics_all_of_one_version() -> None:
    taxonomy = load_taxonomy()
    rows = topic_rows(taxonomy)
    assert [row.parent_id for row in rows[: len(taxonomy.parents)]] == [None] * len(taxonomy.parents)
    assert {row.version for row in rows} == {taxonomy.edition}
    diplomacy = next(row for row in rows if row.topic_id == "diplomacy")
    assert diplomacy.parent_id == "world_order"
    assert ": \u201cGovernment recalls ambassador over remarks\u201d" in " ".join(diplomacy.includes)


def test_a_retired_media_topic_names_the_code_to_use_since() -> None:
    row = next(row for row in topic_rows(load_taxonomy()) if row.topic_id == "energy")
    successors = dict(zip(row.medtop_codes, row.medtop_successors, strict=True))
    assert successors["20000261"] == "20000256"
    assert successors["20000263"] == "20000263"
    medtop = next(m for m in load_taxonomy().topic("energy").medtops if m.code == "20000261")
    assert medtop.retired == date(2019, 7, 25)


def test_no_media_topic_leads_to_one_that_is_retired_itself() -> None:
    taxonomy = load_taxonomy()
    medtops = [medtop for topic in (*taxonomy.topics, *taxonomy.parents) for medtop in topic.medtops]
    retired = {medtop.code for medtop in medtops if medtop.retired}
    assert len(retired) >= 5
    assert not retired & {medtop.successor for medtop in medtops}
    assert not retired & {medtop.code for medtop in medtops if not medtop.retired}


def test_the_codes_of_the_list_the_project_starts_from_are_all_there() -> None:
    path = SHARED / "gold" / "topics" / "taxonomy.json"
    if not path.exists():
        pytest.skip("../shared is absent: the list is compared where it lies")
    for given in json.loads(path.read_text(encoding="utf-8")):
        topic = load_taxonomy().topic(given["id"])
        assert {code["code"]: code["label"] for code in given["medtop"]}.items() <= dict(
            zip(topic.medtop_codes, topic.medtop_labels, strict=True)
        ).items()


def test_the_edition_follows_what_topics_mean_and_not_their_phrases(tmp_path: Path) -> None:
    first = read_taxonomy(folder_of(tmp_path)).edition
    assert first.startswith("3-")
    path = tmp_path / "tides.txt"
    path.write_text(path.read_text().replace("6 tides", "5 tides"))
    assert read_taxonomy(tmp_path).edition == first
    assert read_taxonomy(folder_of(tmp_path, definition="Water")).edition != first
    assert read_taxonomy(folder_of(tmp_path, crosswalk="3 flood tides renamed")).edition != first


def changes(taxonomy: Taxonomy) -> list[tuple[int, str, str | None, str, float | None]]:
    return [(c.since_version, c.from_id, c.to_id, c.kind, c.share) for c in taxonomy.changes]


def test_what_became_of_topics_is_read_oldest_first_with_the_day_of_its_version(tmp_path: Path) -> None:
    rows = "3 flood tides renamed\n2 deluge flood merged 0.5\n3 tides tides split .9\n3 tides ebb split\n2 whirlpool  retired\n"
    taxonomy = read_taxonomy(folder_of(tmp_path, rows, topics=("tides", "ebb")))
    assert changes(taxonomy) == [
        (2, "deluge", "flood", "merged", 0.5),
        (2, "whirlpool", None, "retired", None),
        (3, "flood", "tides", "renamed", None),
        (3, "tides", "ebb", "split", None),
        (3, "tides", "tides", "split", 0.9),
    ]
    assert taxonomy.changes[-1].since_day == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("rows", "line", "why"),
    [
        ("2 flood lake renamed", 2, "'lake' is no topic, and no later row says what became of it"),
        ("3 flood lake renamed\n2 lake tides renamed", 2, "'lake' is no topic"),
        ("4 flood tides renamed", 2, "version '4' is not in versions.tsv"),
        ("x flood tides renamed", 2, "version 'x' is not in versions.tsv"),
        ("2 flood tides moved", 2, "not 'moved'"),
        ("2 flood  renamed", 2, "only of a topic that was retired the second is empty"),
        ("2 flood tides retired", 2, "only of a topic that was retired the second is empty"),
        ("2 flood tides merged 1.5", 2, "share is a number from 0 to 1"),
        ("2 flood tides merged half", 2, "share is a number from 0 to 1"),
        ("2 flood tides renamed\n2 flood tides merged", 3, "stands in line 2 already"),
        ("2 tides ebb renamed", 2, "'tides' is a topic still"),
        ("2 tides tides renamed", 2, "leads to another id than its own"),
        ("2 flood tides renamed\n2 flood ebb renamed", 2, "only a split leads from 'flood' to more than one topic"),
        ("2 flood tides split\n2 flood  retired", 2, "only a split leads from 'flood' to more than one topic"),
        ("2 flood tides renamed 1 note more", 2, "a row has the columns"),
    ],
)
def test_a_row_of_the_crosswalk_that_leads_nowhere_is_refused(tmp_path: Path, rows: str, line: int, why: str) -> None:
    error = refused(folder_of(tmp_path, rows, topics=("tides", "ebb")))
    assert error.message.startswith(f"crosswalk.tsv, line {line}: ")
    assert why in error.message


def test_an_unknown_parent_a_topic_as_parent_and_a_cycle_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, parent="lake")
    assert "tides.txt, line 3: the parent 'lake' is not in parents.tsv" in refused(folder).message
    ebb = tmp_path / "ebb.txt"
    folder_of(tmp_path, topics=("ebb",))
    folder_of(tmp_path, parent="ebb")
    assert "the parent 'ebb' is a topic itself, and there are two levels" in refused(tmp_path).message
    ebb.write_text(ebb.read_text().replace("parent: sea", "parent: tides"))
    assert "ebb.txt, line 3: a cycle of parents: ebb under tides under ebb" in refused(tmp_path).message
    folder_of(tmp_path, parent="tides")
    ebb.unlink()
    assert "a cycle of parents: tides under tides" in refused(tmp_path).message


def test_what_is_out_may_lead_to_other_topics_that_there_are(tmp_path: Path) -> None:
    out = "opinion -> ebb, tides | Tide turns"
    taxonomy = read_taxonomy(folder_of(tmp_path, topics=("tides", "ebb"), out=out))
    assert taxonomy.topic("ebb").excludes[0].elsewhere == ("ebb", "tides")
    assert topic_rows(taxonomy)[-1].excludes == ("opinion (ebb, tides): \u201cTide turns\u201d",)
    (tmp_path / "ebb.txt").unlink()
    assert "tides.txt, line 5: from here on an 'out:' leads to 'ebb', which is no topic" in refused(tmp_path).message


def test_an_id_that_stands_twice_or_is_none_is_refused(tmp_path: Path) -> None:
    folder_of(tmp_path)
    (tmp_path / "parents.tsv").write_text(PARENTS + "sea\tAgain\tThe same\t\n")
    assert "parents.tsv, line 3: 'sea' stands in line 2 already" in refused(tmp_path).message
    (tmp_path / "parents.tsv").write_text(PARENTS + "tides\tTides\tThe same\t\n")
    assert "parents.tsv, line 3: 'tides' is the id of a topic too" in refused(tmp_path).message
    folder_of(tmp_path, topics=("High-Tide",))
    assert "'High-Tide' is no id of a topic" in refused(tmp_path).message


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("defintion: typo", "'defintion' is none of the keys"),
        ("label: Again", "'label' stands in line 1 already"),
        ("medtop: 2000 tide", "8 figures"),
        ("medtop: 20000261 tide [retired]", "the day and the code to use since"),
        ("medtop: 20000261 tide [retired 2019-13-01: 20000256]", "a day is written as"),
        ("in: what without an example", "needs an example"),
        ("out: | Tide turns", "needs an example"),
        ("out: opinion -> | Tide turns", "only what is out leads elsewhere"),
        ("in: water -> tides | Tide turns", "only what is out leads elsewhere"),
    ],
)
def test_a_line_of_a_head_that_cannot_be_used_is_refused(tmp_path: Path, lines: str, why: str) -> None:
    path = folder_of(tmp_path) / "tides.txt"
    path.write_text(path.read_text() + lines)
    error = refused(tmp_path)
    assert error.message.startswith("tides.txt, line 7: ")
    assert why in error.message
    assert "tides.txt" in error.remedy


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("parents.tsv", "id\tname\n", "line 1: name the columns topic_id, label, definition, medtop"),
        ("parents.tsv", PARENTS + "lake\tLake\n", "line 3: a parent needs an id in small letters, a label and"),
        ("versions.tsv", "version\tday\twhat\n2\t2026-01-01\tSecond\n", "line 2: this row is version 1"),
        ("versions.tsv", "version\tday\twhat\n1\tyesterday\tFirst\n", "line 2: a day is written as"),
        (
            "versions.tsv",
            "version\tday\twhat\n1\t2026-01-02\tFirst\n2\t2026-01-01\tSecond\n",
            "line 3: version 2 is of a day before that of version 1",
        ),
    ],
)
def test_a_table_beside_the_topics_that_cannot_be_used_is_refused(
    tmp_path: Path, name: str, text: str, why: str
) -> None:
    (folder_of(tmp_path) / name).write_text(text)
    assert f"{name}, {why}" in refused(tmp_path).message


def test_a_file_that_is_not_in_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    (folder_of(tmp_path) / "tides.txt").write_bytes(b"label: Tides\ndefinition: caf\xe9\n")
    assert "line 2 is not in UTF-8" in refused(tmp_path).message
