"""Topics in other languages: phrases as people write them, senses that mislead, spans, bad files, time."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from contracts.records import Texts
from core.errors import UsageError
from reference.coverage import coverage, judged_topics
from reference.topics.languages import language_topics, load_language_topics, read_language_topics, topic_languages
from transforms.rules import load_rules
from transforms.tagging import tag, topics_of

HARD = {
    "defence", "armed_conflict", "terrorism", "diplomacy", "sanctions",
    "nuclear_wmd", "trade", "migration", "elections", "human_rights",
}  # fmt: skip
SENTENCES = Path(__file__).parent / "topic_language_sentences.tsv"


def sentences() -> list[tuple[str, str, str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(language, topics, text) for language, topics, text in rows]


def found(language: str | None, title: str | None, body: str = "") -> set[str]:
    tags = topics_of(Texts(title, body, language=language), load_rules().taxonomy)
    return {topic.topic_id for topic in tags.topics if topic.score >= 0.5}


@pytest.mark.parametrize(("language", "topics", "text"), sentences())
def test_a_headline_has_its_topics_and_no_other(language: str, topics: str, text: str) -> None:
    assert found(language, text) == set(topics.split(",")) - {"-"}


def test_each_hard_topic_is_found_and_a_misleading_headline_tried_in_each_language() -> None:
    tried = {(language, topic) for language, topics, _ in sentences() for topic in topics.split(",")}
    assert tried >= {(language, topic) for language in topic_languages() for topic in (*HARD, "-")}


def test_each_language_has_at_least_25_phrases_for_each_hard_topic_and_says_so() -> None:
    assert topic_languages() == {"es", "fr", "de", "pt", "ru", "ar", "zh"}
    for language in topic_languages():
        counted = language_topics(language)
        assert set(counted) == HARD == judged_topics(language)
        assert min(counted.values()) >= 25
    known = {row.language: row.entries for row in coverage() if row.what == "topics"}
    assert known["en"] > known["es"] == len(HARD)


@pytest.mark.parametrize(
    ("language", "topic", "forms"),
    [
        ("es", "sanctions", ["LA UE APRUEBA SANCIONES A RUSIA", "nueva sanción contra Irán", "sancion contra Iran"]),
        ("fr", "migration", ["L'asile d'un réfugié", "des REFUGIES", "demandeurs d’asile", "l’immigré"]),
        ("de", "trade", ["Strafzölle", "Autozöllen", "ZOLLSTREIT", "Stahlzoll"]),
        ("pt", "elections", ["eleição presidencial", "eleições presidenciais", "ELEICOES PRESIDENCIAIS"]),
        ("ru", "migration", ["беженцев", "о беженцах", "БЕЖЕНЦАМ"]),
        ("ar", "sanctions", ["العقوبات على إيران", "وبعقوبات على ايران", "بالعقوبات على إيران", "عقوبات على إيران"]),
        ("zh", "sanctions", ["對俄制裁", "欧盟制裁俄罗斯", "新一輪經濟制裁"]),
    ],
)
def test_a_word_is_known_in_its_forms_with_and_without_accents_and_affixes(
    language: str, topic: str, forms: list[str]
) -> None:
    assert [topic in found(language, form) for form in forms] == [True] * len(forms)


def test_compounds_are_known_by_their_ends_and_beginnings_but_not_by_what_is_inside() -> None:
    assert found("de", "Neue Wirtschaftssanktion") == {"sanctions"}
    assert found("de", "Asylkompromiss") == {"migration"}
    assert not found("de", "Ein Vorschlag, kein Anschlag am Brett")


@pytest.mark.parametrize("language", sorted(topic_languages()))
def test_spans_are_of_the_text_as_it_is_given(language: str) -> None:
    text = "\n\n".join(text for own, _, text in sentences() if own == language)
    if language != "zh":
        text = unicodedata.normalize("NFD", text)
    if language == "ar":
        text = text.replace("العقوبات", "العُقُوبَات")
    tags = tag(Texts(text, text, language=language, captions=(text,)), load_rules()).topics
    assert {mention.field for mention in tags.mentions} == {"title", "body", "caption"}
    assert all(text[mention.start : mention.end] == mention.surface for mention in tags.mentions)
    assert all(mention.surface == mention.surface.strip() != "" for mention in tags.mentions)


def test_a_full_name_goes_before_a_short_one_that_stands_in_it() -> None:
    tags = topics_of(Texts("联合国核武器报告", "", language="zh"), load_rules().taxonomy)
    assert [(mention.topic_id, mention.surface) for mention in tags.mentions] == [("nuclear_wmd", "核武器")]


def test_phrases_end_at_a_full_stop_also_where_no_blank_follows() -> None:
    assert found("zh", "部署。军队") == found("zh", "军队")
    assert "defence" in found("zh", "部署军队")
    assert "sanctions" not in found("ar", "حظر. تجاري")


def test_an_article_in_a_language_without_topics_has_none_and_says_why() -> None:
    text = "La NATO e il presidente: embargo, sanctions, terrorist attack."
    tags = tag(Texts(None, text, language="it"), load_rules())
    assert (tags.topics.topics, tags.topics.mentions, tags.topics_reason) == ((), (), "language_not_covered")
    assert topics_of(Texts(None, text, language="it"), load_rules().taxonomy) == tags.topics


def test_a_text_in_no_known_language_is_read_as_english_where_its_script_is_latin() -> None:
    tags = tag(Texts(None, "The EU imposes new sanctions on Russian oil."), load_rules())
    assert tags.topics_reason is None
    assert tags.topics.topics[0].topic_id == "sanctions"
    tags = tag(Texts(None, "Евросоюз согласовал девятнадцатый пакет санкций."), load_rules())
    assert (tags.topics.topics, tags.topics_reason) == ((), "language_unknown")


def test_a_topic_that_a_language_has_no_phrases_for_is_never_found_in_it() -> None:
    known = {topic.topic_id for topic in load_rules().taxonomy.topics}
    assert known > HARD
    text = "Terremoto en Chile: tsunami, climate change, earthquake, epidemic. " * 5
    assert found("es", text, text) == set()


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        ("6 armas", 1, "no topic stands above it"),
        ("topic: armas\n6 armas", 1, "'armas' is no topic"),
        ("topic: defence\n6 armas\ntopic: defence\n6 tanques", 3, "has a section above"),
        ("stop: de la\ntopic: defence\n6 armas; de la", 3, "words without a subject"),
        ("topic: defence\n6 ar*", 2, "would match too many words"),
        ("topic: defence\n6 *armas*", 2, "is not a word"),
        ("topic: defence\nmucho armas", 2, "neither a weight nor"),
        ("topic: defence\n6 armas; armas", 2, "stands in line 2 already"),
        ("topic: defence\n60 armas", 2, "not between -10 and 10"),
        ("topic: defence\n6 a", 2, "single letter"),
        ("topic: defence\n6 (armas", 2, "a bracket is not closed"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_with_file_line_and_remedy(
    tmp_path: Path, lines: str, line: int, why: str
) -> None:
    path = tmp_path / "es.txt"
    path.write_text(f"{lines}\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_language_topics(path)
    assert refused.value.message.startswith(f"es.txt, line {line}: ")
    assert why in refused.value.message
    assert str(path) in refused.value.remedy


@pytest.mark.parametrize("lines", ["", "topic: idioms\n0 armas", "topic: defence\n-1 armas"])
def test_a_file_that_speaks_for_no_topic_is_refused(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "es.txt"
    path.write_text(f"{lines}\n", encoding="utf-8")
    with pytest.raises(UsageError):
        read_language_topics(path)


@pytest.mark.parametrize("name", ["Spanish", "ES", "en", "es-419"])
def test_a_file_that_is_not_named_by_the_code_of_another_language_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text("topic: defence\n6 armas\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"{name}.txt: '{name}' is no code of a language other than English"):
        read_language_topics(path)


def calls(work: Callable[[], object]) -> int:
    """Function calls that a piece of work takes: it does not depend on the machine's load."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("language", ["es", "ar", "zh"])
def test_time_grows_with_the_length_of_the_text(language: str) -> None:
    text = "".join(text + ("" if language == "zh" else " ") for own, _, text in sentences() if own == language)
    taxonomy = load_rules().taxonomy
    short, long = Texts(None, text, language=language), Texts(None, text * 8, language=language)
    topics_of(long, taxonomy)
    assert calls(lambda: topics_of(long, taxonomy)) < 10 * calls(lambda: topics_of(short, taxonomy))


def test_words_repeated_without_end_are_one_phrase() -> None:
    one = topics_of(Texts("Sanciones contra Rusia", "", language="es"), load_rules().taxonomy).topics[0]
    many = topics_of(Texts(None, "guerra " * 100_000, language="es"), load_rules().taxonomy).topics
    assert one.topic_id == "sanctions"
    assert many[0].evidence < 8


def test_english_is_read_as_before_whatever_other_languages_are_loaded() -> None:
    for language in topic_languages():
        assert load_language_topics(language) is not None
    assert found("en", "EU imposes new sanctions on Russian oil") == {"sanctions"}
