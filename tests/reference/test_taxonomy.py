"""The topics as data: what the files say is what the program knows; a file that cannot be used is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.records import Texts
from core.errors import UsageError
from reference.topics.phrases import expand_phrase, fold, parse_phrase, word_forms
from reference.topics.taxonomy import (
    DATA,
    EVERY,
    IDIOM,
    Taxonomy,
    load_taxonomy,
    read_fitted,
    read_lexicon,
    read_taxonomy,
)
from transforms.topics import tag_topics

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


HEAD = (
    "label: Tides",
    "definition: Water that comes and goes",
    "parent: sea",
    "in: water marks | Spring tide floods the quay",
    "out: the tide of opinion | Tide turns against the mayor",
)
FIRST = len(HEAD) + 1  # the line on which a topic file's own lines begin


def topic_file(folder: Path, name: str, *lines: str, head: tuple[str, ...] = HEAD) -> Path:
    parents = folder / "parents.tsv"
    if not parents.exists():
        parents.write_text("topic_id\tlabel\tdefinition\tmedtop\nsea\tThe sea\tAll that is wet\t06000000 environment\n")
    path = folder / f"{name}.txt"
    path.write_text("\n".join([*head, *lines]), encoding="utf-8")
    return path


def tags(taxonomy: Taxonomy, title: str) -> set[str]:
    return {t.topic_id for t in tag_topics(Texts(title, ""), taxonomy).topics if t.score >= 0.5}


def test_there_are_thirty_six_topics_each_with_definition_codes_and_phrases() -> None:
    taxonomy = load_taxonomy()
    assert len(taxonomy.topics) == 36
    for index, topic in enumerate(taxonomy.topics):
        assert topic.label
        assert topic.definition
        assert topic.medtop_codes
        assert len(topic.medtop_codes) == len(topic.medtop_labels)
        assert all(len(code) == 8 and code.isdigit() for code in topic.medtop_codes)
        assert sum(rule.topic == index and rule.weight > 0 for rule in taxonomy.rules) >= 30


def test_topics_agree_with_the_list_the_project_starts_from() -> None:
    path = SHARED / "gold" / "topics" / "taxonomy.json"
    if not path.exists():
        pytest.skip("../shared is absent: the list is compared where it lies")
    taxonomy = load_taxonomy()
    for given in json.loads(path.read_text(encoding="utf-8")):
        topic = taxonomy.topic(given["id"])
        assert (topic.label, topic.definition) == (given["label"], given["definition"])
        # Codes that fit better may follow those of the list, which knows none for border disputes or cyber warfare.
        given_codes = [code["code"] for code in given["medtop"]]
        assert list(topic.medtop_codes[: len(given_codes)]) == given_codes


def test_the_version_follows_the_data(tmp_path: Path) -> None:
    path = topic_file(tmp_path, "tides", "4 spring tide")
    first = read_taxonomy(tmp_path).version
    assert read_taxonomy(tmp_path).version == first
    path.write_text(path.read_text().replace("4 spring", "5 spring"))
    assert read_taxonomy(tmp_path).version != first


def test_a_topic_is_added_in_one_file(tmp_path: Path) -> None:
    topic_file(tmp_path, "tides", "medtop: 20000001 tide", "6 spring tide; (high|low) water mark", "-6 tide over")
    taxonomy = read_taxonomy(tmp_path)
    assert taxonomy.topic("tides").medtop_labels == ("tide",)
    assert tags(taxonomy, "Spring tides flood the quay") == {"tides"}
    assert tags(taxonomy, "Boat rests on the low-water mark") == {"tides"}
    assert tags(taxonomy, "A loan to tide them over") == set()


def test_conditions_and_gaps_are_kept(tmp_path: Path) -> None:
    topic_file(tmp_path, "tides", "6 flood [with moon sea]; ebb [not economy]; sea ..2 rises; =tides; TIDE")
    taxonomy = read_taxonomy(tmp_path)
    assert tags(taxonomy, "Moon brings the flood") == {"tides"}
    assert tags(taxonomy, "A flood of letters") == set()
    assert tags(taxonomy, "Ebbs in the bay") == {"tides"}
    assert tags(taxonomy, "The economy is at an ebb") == set()
    assert tags(taxonomy, "The sea level slowly rises") == {"tides"}
    assert tags(taxonomy, "The sea at the old harbour wall rises") == set()
    assert tags(taxonomy, "The sea. It rises") == set()
    assert tags(taxonomy, "The tides turn") == {"tides"}
    assert tags(taxonomy, "The tide turns") == set()
    assert tags(taxonomy, "The TIDE treaty") == {"tides"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("6 spring tide; spring tide", "stands in line 6 already"),
        ("much spring tide", "neither a weight nor a 'key:'"),
        ("60 spring tide", "not between -10 and 10"),
        ("6 [not moon]", "would match everything"),
        ("6 ..3", "would match everything"),
        ("6 ..3 the ..2 a", "would match everything"),
        ("6 it is [with moon]; of the", "would match everything"),
        ("6 (flood|after the)", "would match everything"),
        ("6 t", "single letter"),
        ("6 spring ti*", "is not a word"),
        ("6 one two three four five six seven", "more than 6 words"),
        ("6 (tide|ebb", "a bracket is not closed"),
        ("6 tide [with sea", "a bracket is not closed"),
        ("6 tide sea]", "a bracket is not closed, or not opened"),
        ("6 tide [with sea|lake]", "'sea|lake' in the brackets of the phrase"),
        ("6 tide [with sea, lake]", "'sea,' in the brackets of the phrase"),
        ("6 spring tide ..3", "a gap ends the phrase"),
        ("6", "no phrase stands behind the weight 6"),
        ("6 ;", "no phrase stands behind the weight 6"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_file_line_and_remedy(tmp_path: Path, line: str, why: str) -> None:
    topic_file(tmp_path, "tides", line)
    with pytest.raises(UsageError) as refused:
        read_taxonomy(tmp_path)
    assert refused.value.message.startswith(f"tides.txt, line {FIRST}: ")
    assert why in refused.value.message
    assert "tides.txt" in refused.value.remedy


def test_a_topic_without_definition_parent_or_examples_and_a_folder_without_topics_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no topic files"):
        read_taxonomy(tmp_path)
    for missing in ("label", "definition", "parent", "in", "out"):
        topic_file(tmp_path, "tides", "6 spring tide", head=tuple(x for x in HEAD if not x.startswith(missing)))
        with pytest.raises(UsageError, match=f"tides.txt, line 1: the topic has no '{missing}:'"):
            read_taxonomy(tmp_path)


@pytest.mark.parametrize("lines", [(), ("-4 spring tide",), ("# 6 spring tide",)])
def test_a_topic_for_which_no_phrase_speaks_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    topic_file(tmp_path, "tides", *lines)
    with pytest.raises(UsageError, match=r"tides\.txt: no phrase speaks for the topic"):
        read_taxonomy(tmp_path)


def test_what_an_analyst_changes_holds_against_what_was_fitted(tmp_path: Path) -> None:
    path = topic_file(tmp_path, "tides", "6 spring tide; ebb")
    (tmp_path / "fitted.tsv").write_text("# rows\ntides\tspring tide\t-5\t6\ntides\tneap\t6\t\ntides\t(bias)\t0.5\t\n")
    fitted = read_taxonomy(tmp_path)
    assert {rule.text: rule.weight for rule in fitted.rules} == {"spring tide": 1.0, "ebb": 6.0, "neap": 6.0}
    assert fitted.topic("tides").bias == pytest.approx(-2.7)
    path.write_text(path.read_text().replace("6 spring tide; ebb", "5 spring tide; ebb"))
    assert {rule.text: rule.weight for rule in read_taxonomy(tmp_path).rules}["spring tide"] == 5.0


def test_a_fitted_row_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    topic_file(tmp_path, "tides", "6 spring tide")
    for row in (
        "tides\tspring tide\tmuch\t6",
        "tides\tneap\tnan\t",
        "tides\tspring tide\t1",
        "tides\tspring t*\t1\t",
        "tides\t..3\t1\t",
    ):
        (tmp_path / "fitted.tsv").write_text(f"# rows\n{row}\n")
        with pytest.raises(UsageError, match=r"fitted\.tsv, line 2"):
            read_taxonomy(tmp_path)


def test_what_was_learned_for_a_topic_that_is_gone_is_refused_and_not_lost(tmp_path: Path) -> None:
    path = topic_file(tmp_path, "tides", "6 spring tide")
    (tmp_path / "fitted.tsv").write_text("# rows\ntides\tspring tide\t1\t6\n")
    path.rename(tmp_path / "ebb.txt")
    with pytest.raises(UsageError, match=r"fitted\.tsv, line 2: 'tides' is no topic") as refused:
        read_taxonomy(tmp_path)
    assert "give all its rows the new id" in refused.value.remedy


def test_the_fitted_rows_belong_to_the_files_as_they_are() -> None:
    seeds, _ = read_lexicon(DATA)
    hand = {(seed.topic.topic_id, phrase): weight for seed in seeds for phrase, weight in seed.phrases.items()}
    stale = [row for row in read_fitted(DATA / "fitted.tsv") if row.hand is not None
             and hand.get((row.topic_id, row.phrase)) != row.hand]  # fmt: skip
    assert not stale, "run `python -m benchmarks.fit_topics --write`"


def test_what_was_learned_holds_no_digits_and_no_long_phrases() -> None:
    found = [row.phrase for row in read_fitted(DATA / "fitted.tsv") if row.hand is None and row.phrase != "(bias)"]
    assert found
    assert not [phrase for phrase in found if any(c.isdigit() for c in phrase) or len(phrase.split()) > 3]


def test_idioms_and_off_topic_words_are_rules_of_no_topic() -> None:
    rules = load_taxonomy().rules
    assert any(rule.topic == IDIOM and rule.text == "nuclear family" for rule in rules)
    assert all(rule.weight < 0 for rule in rules if rule.topic == EVERY)


def test_words_are_compared_without_case_accents_dots_and_possessive() -> None:
    assert [fold(word) for word in ("U.N.", "Brazil’s", "Élection", "D'État")] == ["un", "brazil", "election", "d'etat"]


def test_a_written_word_stands_for_its_forms_and_spellings() -> None:
    assert set(word_forms("army", {})) >= {"army", "armies"}
    assert set(word_forms("defence", {})) >= {"defence", "defense"}
    assert set(word_forms("ban", {})) >= {"bans", "banned", "banning"}
    assert set(word_forms("seek", {"seek": ("sought",)})) >= {"seeks", "sought"}
    assert word_forms("=arms", {}) == ("arms",)


def test_shorthand_stands_for_all_its_phrases() -> None:
    assert expand_phrase("(air|cruise missile) strike") == ("air strike", "cruise missile strike")
    assert parse_phrase("cease-fire").words == ("cease", "fire")
    with pytest.raises(ValueError, match="more than"):
        expand_phrase("(a|b|c|d|e|f|g|h) " * 4)
