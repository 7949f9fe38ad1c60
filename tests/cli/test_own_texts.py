"""Verbs for text that people bring themselves: extract and tag, without a workspace."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

from tests.support.command import desk
from tests.support.nasty import KEY
from tests.support.nasty_pages import NASTY
from tests.support.texts import page, published_on, story


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_extract_reads_a_folder_gz_and_text_and_says_what_is_wrong_with_the_rest(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "deeper").mkdir(parents=True)
    item = story(1, published_on(1))
    (pages / "a.html").write_bytes(page(item))
    (pages / "b.html.gz").write_bytes(gzip.compress(page(story(2, published_on(2)))))
    (pages / "c.txt").write_text(f"{story(3).title}\n\n{story(3).body}\n", encoding="utf-8")
    (pages / "deeper" / "d.html").write_bytes(b"")
    (pages / "e.html").write_bytes(bytes(range(256)) * 200)
    (pages / "f.html.gz").write_bytes(b"\x1f\x8b\x08 broken")
    (pages / "g.html").write_bytes(b"<div>" * 100_000)
    (pages / "picture.png").write_bytes(b"\x89PNG")
    said = desk("extract", pages, "--output", tmp_path / "out.jsonl")
    assert said.code == 0, said.err
    assert said.clean()
    assert "7 pages read, 4 of them not fit" in said.err
    read = {Path(row["path"]).name: row for row in lines(tmp_path / "out.jsonl")}
    assert list(read) == ["a.html", "b.html.gz", "c.txt", "d.html", "e.html", "f.html.gz", "g.html"]
    assert (read["a.html"]["title"], read["a.html"]["published_at"]) == (item.title, "2026-09-02T12:00:00+00:00")
    assert read["b.html.gz"]["title"] == story(2).title
    assert read["c.txt"]["title"] == story(3).title
    assert story(3).paragraphs[0] in read["c.txt"]["text"]
    assert read["d.html"]["rejected"]["reason"] == "empty_body"
    assert read["f.html.gz"]["rejected"]["reason"] == "unreadable_file"
    assert [
        row["rejected"]["reason"] for row in read.values() if row["rejected"] and not row["rejected"]["detail"]
    ] == []


def test_extract_of_a_folder_of_nasty_pages_ends_with_a_row_for_each(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    rows = [row for row in NASTY if not row.slow and row.content_type == "text/html"][:60]
    for number, row in enumerate(rows):
        (pages / f"{number:03d}.html").write_bytes(row.build())
    good = gzip.compress(page(story(1)))
    (pages / "090.html.gz").write_bytes(good[:200] + b"\x00" * 40 + good[240:])  # damaged in the middle
    (pages / "091.html.gz").write_bytes(good[:300])
    (pages / "092.html").symlink_to(pages / "absent")
    (pages / "093.htm").write_bytes(page(story(3)))
    (pages / "rows.jsonl").write_text('{"title": "x"}\n', encoding="utf-8")
    (pages / "pages.zip").write_bytes(b"PK\x03\x04")
    said = desk("extract", pages, "--output", tmp_path / "out.jsonl")
    assert (said.code, said.clean()) == (0, True), said.err
    read = lines(tmp_path / "out.jsonl")
    assert [Path(row["path"]).name for row in read] == [
        *(f"{n:03d}.html" for n in range(60)),
        "090.html.gz",
        "091.html.gz",
        "093.htm",
    ]
    assert f"{len(read)} pages read, {sum(row['rejected'] is not None for row in read)} of them not fit" in said.err
    assert "not_html" in said.err
    assert "2 files of other kinds passed over" in said.err
    assert {row["rejected"]["reason"] for row in read[60:62]} == {"unreadable_file"}
    assert read[62]["title"] == story(3).title
    for row, nasty in zip(read, rows, strict=False):
        ends = nasty.ends.split()
        end = row["rejected"]["reason"] if row["rejected"] else "text" if KEY in row["text"] else "other"
        assert end in ends, nasty.name


def test_files_of_other_kinds_that_are_named_are_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "pages.zip").write_bytes(b"PK\x03\x04" + bytes(99))
    (tmp_path / "rows.jsonl").write_text('{"title": "x", "text": "y"}\n' * 3, encoding="utf-8")
    (tmp_path / "b\udcff.html").write_bytes(page(story(1)))
    said = desk(
        "extract", tmp_path / "pages.zip", tmp_path / "rows.jsonl", tmp_path, "--output", tmp_path / "out" / "o.jsonl"
    )
    assert (said.code, said.clean()) == (0, True), said.err
    read = lines(tmp_path / "out" / "o.jsonl")
    assert [(row["rejected"] or {}).get("detail") for row in read] == ["zip archive", "JSON", None]
    os.mkfifo(tmp_path / "pipe")
    assert desk("extract", tmp_path / "pipe", "--output", tmp_path / "p.jsonl").code == 2


def test_extract_of_a_path_that_does_not_exist_writes_nothing(tmp_path: Path) -> None:
    said = desk("extract", tmp_path / "absent", "--output", tmp_path / "out.jsonl")
    assert said.code == 2
    assert str(tmp_path / "absent") in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    said = desk("extract", tmp_path / "a.txt", "--output", tmp_path / "a.txt" / "out.jsonl")
    assert said.code == 1
    assert str(tmp_path / "a.txt") in said.err
    assert said.clean()
    (tmp_path / "rows.jsonl").write_text('{"doc_id": 1, "text": "Kenya"}\n', encoding="utf-8")
    assert desk("tag", tmp_path / "rows.jsonl", "--output", tmp_path).code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "rows.jsonl"]


def test_tag_answers_each_row_in_order_with_the_words_that_prove_it(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "x", "title": "Kenya signs", "text": "Kenya signs a trade agreement with France in Nairobi."},
        {"doc_id": 7, "text": "Nothing of note happened."},
        {"doc_id": "y", "title": None, "text": "Ottawa said nothing.", "outlet_country": "CAN"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    said = desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    assert (said.code, said.err) == (0, "3 texts tagged\n")
    answers = lines(tmp_path / "out.jsonl")
    assert [answer["doc_id"] for answer in answers] == ["x", 7, "y"]
    assert answers[0]["countries"] == ["FRA", "KEN"]
    assert answers[1]["countries"] == answers[1]["mentions"] == answers[1]["topics"] == []
    for row, answer in zip(rows, answers, strict=True):
        for mention in answer["mentions"]:
            assert str(row[mention["field"]])[mention["start"] : mention["end"]] == mention["surface"]


def test_a_row_is_read_in_its_language_and_one_that_is_not_covered_says_so(tmp_path: Path) -> None:
    found = "Die Bundesregierung in Berlin hat am Dienstag mit der niederländischen Regierung über Abkommen verhandelt."
    rows = [
        {"doc_id": 1, "text": "Переговоры в Париже", "language": "ru"},
        {"doc_id": 2, "text": "An Fhrainc", "language": "ga"},
        {"doc_id": 3, "text": found},
        {"doc_id": 4, "text": "In Chad."},
    ]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert desk("tag", source, "--output", tmp_path / "out.jsonl").code == 0
    answers = lines(tmp_path / "out.jsonl")
    assert [row["countries"] for row in answers] == [["FRA"], [], ["DEU", "NLD"], ["TCD"]]
    assert [row["countries_judged"] for row in answers] == [True, False, True, True]
    assert [row["countries_reason"] for row in answers] == [None, "language_not_covered", None, None]


def test_a_bad_row_is_named_by_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    good = '{"doc_id": 1, "text": "Kenya"}\n'
    for bad in ("{not json\n", "[1, 2]\n", '{"doc_id": 2}\n', '{"doc_id": 2, "text": 5}\n'):
        (tmp_path / "in.jsonl").write_text(good + bad, encoding="utf-8")
        said = desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
        assert said.code == 2
        assert "line 2" in said.err.splitlines()[0]
        assert said.clean()
        assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"\xff\xfe\x00" * 100)
    said = desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    assert said.code == 2
    assert "in.jsonl" in said.err
    assert said.clean()
    absent = desk("tag", tmp_path / "absent.jsonl", "--output", tmp_path / "out.jsonl")
    assert "absent.jsonl" in absent.err
    assert absent.code == 2


def test_rows_with_odd_values_are_tagged_or_named(tmp_path: Path) -> None:
    rows = [
        {"doc_id": None, "text": ""},
        {"doc_id": [1], "title": 5, "text": "Kenya"},
        {"doc_id": 3, "text": "\ud83c\uddf0", "outlet_country": "nowhere"},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    said = desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    assert said.code == 2
    assert "line 2" in said.err
    assert "title" in said.err
    rows[1]["title"] = "\ud83c half of a flag"
    (tmp_path / "in.jsonl").write_text("\ufeff" + "\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert desk("tag", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl").code == 0
    assert [row["countries"] for row in lines(tmp_path / "out.jsonl")] == [[], ["KEN"], []]
