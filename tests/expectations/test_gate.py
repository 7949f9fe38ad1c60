"""The gate: a batch's bad articles are turned away with the rule in words; nothing else is said or printed."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.records import (
    Article,
    CountryMention,
    CountryShare,
    CountryTags,
    Document,
    Reading,
    TopicMention,
    TopicTags,
)
from core.errors import PipelineFault
from expectations import gate
from expectations.facts import ArticleFacts, article_facts
from expectations.gate import check_articles, gate_verdict
from expectations.rules import Rule

AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
TOO_LONG = "Kenya " + "x" * 1000
BODY = "Ministers of Kenya met in Nairobi — to talk about trade."


def mention(start: int, surface: str, field: Any = "body", item: int | None = None) -> CountryMention:
    return CountryMention("KEN", field, start, start + len(surface), surface, "name", "name", item=item)


def reading(
    number: int = 1, released: bool = False, salience: float = 1.0, spans: Any = None, **changes: Any
) -> Reading:
    url = f"https://one.example/{number}"
    document = Document(
        f"d{number}", "s1", "run1", number, url, url, AT, 200, None, "0" * 64, "x", 0, 1, released=released
    )  # fmt: skip
    values: dict[str, Any] = {
        "canonical_url": url, "title": "Kenya’s talks", "body": BODY, "published_at": AT,
        "published_precision": "second", "published_from": "meta", "language": "en", "captions": ("In Kenya",),
        "extraction_confidence": 0.9,
    }  # fmt: skip
    article = Article(**values | changes)
    mentions = spans or (mention(13, "Kenya"), mention(0, "Kenya", "title"), mention(3, "Kenya", "caption", 0))
    countries = CountryTags(mentions, (CountryShare("KEN", 3, True, True, salience, True),))
    start = BODY.index("trade")
    topics = TopicTags((TopicMention("trade", "body", start, start + 5, "trade", "trade", 1.0),))
    return Reading(document, article, f"a{number}", "0" * 64, countries, topics)


def test_good_articles_pass_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    result = check_articles([article_facts(reading(n)) for n in range(3)])
    assert (dict(result.rejected), result.rows) == ({}, 3)
    assert all(finding.success for finding in result.findings)
    assert capfd.readouterr() == ("", "")


BAD = [
    ({"body": " \n "}, "body holds text"),
    ({"body": BODY + " word" * 200_001}, "word_count"),
    ({"body": BODY + "\ufffd" * 9}, "characters could not be read"),
    ({"title": TOO_LONG}, "title is at most"),
    ({"published_at": None}, "precision and origin of the date"),
    ({"published_precision": "none"}, "precision and origin of the date"),
    ({"salience": 0.5}, "salience"),
    ({"spans": (mention(12, "Kenya"),)}, "every mention's surface"),
    ({"spans": (mention(3, "Kenya", "caption", 4),)}, "every mention's surface"),
    ({"spans": (CountryMention("KEN", "body", 5, 5, "", "name", "name"),)}, "every mention's surface"),
]


@pytest.mark.parametrize(("changes", "words"), BAD, ids=[words + str(n) for n, (_, words) in enumerate(BAD)])
def test_an_article_that_breaks_a_rule_is_turned_away_with_the_rule_in_words(
    changes: dict[str, Any], words: str
) -> None:
    facts = [article_facts(reading(1)), article_facts(reading(2, **changes)), article_facts(reading(3))]
    result = check_articles(facts)
    assert list(result.rejected) == ["d2"]
    assert words in result.rejected["d2"]


def test_an_article_that_breaks_two_rules_is_told_both() -> None:
    facts = [article_facts(reading(1, title=TOO_LONG, salience=0.2, spans=(mention(13, "Kenya"),)))]
    assert check_articles(facts).rejected["d1"].count("not so: ") == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"published_at": AT + timedelta(days=9)},
        {"published_at": AT.replace(year=1961)},
        {"language": "eng"},
        {"title": None, "spans": (mention(13, "Kenya"),)},
    ],
)
def test_a_doubtful_date_language_or_title_is_reported_and_rejects_nothing(changes: dict[str, Any]) -> None:
    result = check_articles([article_facts(reading(1, **changes))])
    assert dict(result.rejected) == {}


def test_what_is_not_known_breaks_no_rule() -> None:
    unknown: dict[str, Any] = {"published_at": None, "published_precision": "none", "published_from": "none"}
    facts = article_facts(reading(1, language=None, **unknown))
    untagged = dataclasses.replace(facts, salience=None)
    assert all(finding.success for finding in check_articles([untagged]).findings)


def test_a_released_article_is_not_looked_at() -> None:
    result = check_articles([article_facts(reading(1, released=True, title=TOO_LONG, spans=(mention(13, "Kenya"),)))])
    assert (dict(result.rejected), result.rows) == ({}, 0)


def test_a_released_reading_passes_beside_the_rejected_one_of_the_same_document() -> None:
    before, after = reading(1, title=TOO_LONG), reading(1, released=True, title=TOO_LONG)
    result = check_articles([article_facts(before), article_facts(after)])
    assert "title" in (result.why(before.document) or "")
    assert result.why(after.document) is None


def test_the_batches_of_a_run_make_one_verdict() -> None:
    batches = [
        check_articles(
            [article_facts(reading(1)), article_facts(reading(2, title=TOO_LONG, spans=(mention(13, "Kenya"),)))]
        ),
        check_articles([article_facts(reading(3, title=TOO_LONG, spans=(mention(13, "Kenya"),)))]),
        check_articles([]),
    ]
    verdict = gate_verdict(batches, "run1", AT)
    [validation] = verdict.validations
    assert (validation.suite, validation.element_count, validation.severity) == ("gate:news.articles", 3, "critical")
    [failed] = verdict.failures("critical")
    assert (failed.unexpected_count, failed.observed) == (2, "document_id=d2; document_id=d3")
    assert gate_verdict([], "run1", AT).validations == ()


def test_a_rule_that_cannot_be_checked_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "RULES", (Rule("mood is good", "holds", "mood"),))
    with pytest.raises(PipelineFault, match=r"mood is good.*gate:news\.articles"):
        check_articles([article_facts(reading(1))])


def test_facts_hold_no_text_of_the_article() -> None:
    facts = article_facts(reading(1))
    texts = {field.name for field in dataclasses.fields(ArticleFacts) if isinstance(getattr(facts, field.name), str)}
    assert texts == {"document_id", "article_id"}


def test_importing_the_room_imports_no_great_expectations_and_no_pandas() -> None:
    code = (
        "import sys, expectations.gate, expectations.audit, expectations.facts\n"
        "print(sorted({'great_expectations', 'pandas', 'scipy', 'duckdb'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "[]\n"


@pytest.mark.slow
def test_a_gate_in_a_process_of_its_own_prints_nothing_at_all(tmp_path: Path) -> None:
    """Also where an orchestrator listens to every logger, and no folder is left behind."""
    code = (
        "import logging; logging.basicConfig(level='INFO')\n"
        "from expectations.gate import check_articles; print(len(check_articles([]).findings))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env={"HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
    )
    assert list(tmp_path.iterdir()) == []
    assert (done.stdout, done.stderr) == (f"{len(gate.RULES)}\n", "")
