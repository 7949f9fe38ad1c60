"""Reconciling: one final status per document, and the same tables however the documents are cut into batches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.reasons import Reason, Status
from contracts.records import (
    Article,
    ArticleState,
    BatchResult,
    Document,
    LedgerEntry,
    Outcome,
    Reading,
    Rejection,
    Revision,
    Unfit,
)
from tests.support.work import steps
from transforms.identity import article_identity, changed_share
from transforms.reconcile import reconcile

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HARBOUR = "The harbour at Lindhaven reopened on Monday after a night of storms closed it to all ships."
STORM = "The harbour at Lindhaven reopened on Monday after a night of storms closed it to every ferry."
DAM = "Engineers began to lower the water behind the Korrin dam, which had cracked in two places."


def document(
    number: int, url: str = "https://a.example/1", source: str = "a", released: bool = False, hours: int | None = None
) -> Document:
    return Document(
        document_id=f"doc{number}",
        source_id=source,
        run_id=f"run{number:03d}",
        sequence=number,
        url=url,
        final_url=url,
        fetched_at=START + timedelta(hours=number if hours is None else hours),
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        warc_path="x.warc.gz",
        warc_offset=0,
        warc_length=1,
        released=released,
    )


def reading(
    of: Document, body: str = HARBOUR, title: str = "Harbour reopens", canonical: str | None = "https://a.example/1"
) -> Reading:
    article = Article(canonical_url=canonical, title=title, body=body)
    article_id, content = article_identity(article)
    return Reading(of, article, article_id, content)


def unfit(of: Document) -> Unfit:
    return Unfit(of, Rejection(Reason.CONSENT_PAGE, "asks for consent"))


def states_after(states: dict[str, ArticleState], result: BatchResult) -> dict[str, ArticleState]:
    """What a warehouse would say of the articles after it loaded the result."""
    after = dict(states)
    for version in result.articles:
        read, doc = version.reading, version.reading.document
        after[read.article_id] = ArticleState(
            read.article_id, doc.source_id, doc.url, doc.document_id, version.revision, read.content_sha256,
            read.article.title, read.article.body, version.first_seen_at, doc.fetched_at,
        )  # fmt: skip
    return after


def load(batches: Sequence[Sequence[Outcome]]) -> tuple[dict[str, ArticleState], list[Revision], list[LedgerEntry]]:
    states: dict[str, ArticleState] = {}
    revisions: list[Revision] = []
    ledger: list[LedgerEntry] = []
    for batch in batches:
        result = reconcile(states, batch)
        states = states_after(states, result)
        revisions += result.revisions
        ledger += result.ledger
    return states, revisions, ledger


def fates(result: BatchResult) -> list[tuple[Status, Reason]]:
    return [(entry.status, entry.reason) for entry in result.ledger]


def test_a_new_article_is_loaded_as_its_first_revision() -> None:
    result = reconcile({}, [reading(document(1))])
    assert fates(result) == [(Status.LOADED, Reason.NEW_ARTICLE)]
    [version] = result.articles
    assert (version.revision, version.first_seen_at) == (1, START + timedelta(hours=1))
    assert result.ledger[0].article_id == version.reading.article_id
    assert result.revisions == result.quarantine == ()


def test_a_released_document_is_loaded_as_released() -> None:
    assert fates(reconcile({}, [reading(document(1, released=True))])) == [(Status.LOADED, Reason.RELEASED)]


def test_the_same_text_from_the_owner_is_unchanged_and_from_another_address_a_duplicate() -> None:
    result = reconcile(
        {},
        [
            reading(document(1)),
            reading(document(2)),
            reading(document(3, url="https://a.example/1/amp")),
            reading(document(4, source="b")),
        ],
    )
    assert fates(result)[1:] == [
        (Status.UNCHANGED, Reason.SAME_CONTENT),
        (Status.DUPLICATE, Reason.SAME_ARTICLE),
        (Status.DUPLICATE, Reason.SAME_ARTICLE),
    ]
    assert len(result.articles) == 1
    assert {entry.article_id for entry in result.ledger} == {result.articles[0].reading.article_id}


def test_a_changed_text_from_the_owner_makes_a_revision_and_keeps_when_it_was_first_seen() -> None:
    before = states_after({}, reconcile({}, [reading(document(1))]))
    result = reconcile(before, [reading(document(5), STORM)])
    assert fates(result) == [(Status.UPDATED, Reason.NEW_REVISION)]
    [version], [old] = result.articles, result.revisions
    assert (version.revision, version.first_seen_at) == (2, START + timedelta(hours=1))
    assert (old.revision, old.document_id, old.body, old.seen_at) == (1, "doc1", HARBOUR, START + timedelta(hours=1))
    assert 0 < old.changed_share < 0.5


def test_a_changed_title_alone_is_a_revision_that_changed_nothing_of_the_body() -> None:
    result = reconcile({}, [reading(document(1)), reading(document(2), title="Harbour reopens at last")])
    assert [version.revision for version in result.articles] == [2]
    assert [old.changed_share for old in result.revisions] == [0.0]


def test_a_changed_text_from_another_address_never_replaces_the_owners() -> None:
    result = reconcile({}, [reading(document(1)), reading(document(2, url="https://b.example/copy"), STORM)])
    assert fates(result)[1] == (Status.DUPLICATE, Reason.SAME_ARTICLE)
    assert result.articles[0].reading.article.body == HARBOUR


def test_a_text_fetched_before_the_one_that_stands_never_replaces_it() -> None:
    result = reconcile({}, [reading(document(4)), reading(document(5, released=True, hours=1), STORM)])
    assert fates(result)[1] == (Status.DUPLICATE, Reason.SAME_ARTICLE)
    assert [version.reading.document.document_id for version in result.articles] == ["doc4"]


def test_a_changed_date_alone_leaves_the_row_as_it_is() -> None:
    first = reading(document(1))
    dated = Article(**{**vars(first.article), "published_at": START, "published_precision": "second"})
    result = reconcile({}, [first, Reading(document(2), dated, *article_identity(dated))])
    assert fates(result)[1] == (Status.UNCHANGED, Reason.SAME_CONTENT)
    assert [version.reading for version in result.articles] == [first]


def test_an_unfit_document_goes_to_quarantine_and_leaves_the_article_of_its_address() -> None:
    before = states_after({}, reconcile({}, [reading(document(1))]))
    result = reconcile(before, [unfit(document(2))])
    assert fates(result) == [(Status.QUARANTINED, Reason.CONSENT_PAGE)]
    assert (result.ledger[0].article_id, result.ledger[0].detail) == (None, "asks for consent")
    assert len(result.quarantine) == 1
    assert result.articles == ()


def test_three_versions_in_one_batch_keep_both_older_texts_and_the_last_stands() -> None:
    result = reconcile({}, [reading(document(1)), reading(document(2), STORM), reading(document(3), DAM)])
    assert [(old.revision, old.body) for old in result.revisions] == [(1, HARBOUR), (2, STORM)]
    assert [(v.revision, v.reading.article.body) for v in result.articles] == [(3, DAM)]


@st.composite
def outcomes(draw: st.DrawFn) -> list[Outcome]:
    """Documents of three articles (one without an address) from four addresses, some not fit, some released late."""
    made: list[Outcome] = []
    for number in range(draw(st.integers(0, 14))):
        doc = document(
            number,
            url=f"https://a.example/{draw(st.integers(1, 2))}",
            source=draw(st.sampled_from("ab")),
            released=draw(st.booleans()),
            hours=draw(st.integers(0, 6)),
        )
        canonical = draw(st.sampled_from(["https://a.example/1", "https://a.example/2", None]))
        body = draw(st.sampled_from([HARBOUR, STORM, DAM]))
        made.append(unfit(doc) if draw(st.integers(0, 5)) == 0 else reading(doc, body, canonical=canonical))
    return made


@settings(max_examples=150, deadline=None)
@given(st.data(), outcomes())
def test_any_cutting_into_batches_gives_the_same_tables(data: st.DataObject, made: list[Outcome]) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(made)), max_size=5)))
    edges = [0, *cuts, len(made)]
    batches = [made[a:b] for a, b in itertools.pairwise(edges)]
    assert load(batches) == load([made])


@settings(max_examples=50, deadline=None)
@given(outcomes())
def test_every_document_gets_exactly_one_status(made: list[Outcome]) -> None:
    result = reconcile({}, made)
    assert [entry.document_id for entry in result.ledger] == [outcome.document.document_id for outcome in made]
    assert len(result.quarantine) == sum(entry.status is Status.QUARANTINED for entry in result.ledger)
    assert len(result.revisions) == sum(entry.status is Status.UPDATED for entry in result.ledger)


def test_identity_comes_from_the_address_or_else_from_the_content() -> None:
    a = article_identity(Article("https://a.example/1", "T", HARBOUR))
    assert a[0] == article_identity(Article("https://a.example/1", "T", DAM))[0]
    b, c = (article_identity(Article(None, "T", body)) for body in (HARBOUR, "  " + HARBOUR.replace(" ", "\n")))
    assert b == c
    assert b[0] not in (a[0], article_identity(Article(None, "T", DAM))[0])
    assert a[1] == b[1]


def test_title_and_body_do_not_run_together_in_the_content() -> None:
    contents = {article_identity(Article(None, *pair))[1] for pair in (("A b", "c"), ("A", "b c"), (None, "A b c"))}
    assert len(contents) == 3


def test_changed_share_grows_from_nothing_to_everything() -> None:
    words = [f"word{i}" for i in range(300)]
    half = " ".join(words[:150])
    assert changed_share(" ".join(words), " ".join(words).upper()) == 0.0
    assert changed_share("", "") == 0.0
    assert 0.4 < changed_share(" ".join(words), half) < 0.6
    assert 0 < changed_share(" ".join(words), " ".join(["other", *words[1:]])) < 0.02
    assert changed_share(HARBOUR, DAM) > 0.9
    assert changed_share("one", "two") == 1.0
    assert changed_share("one", "") == 1.0


def test_the_work_for_changed_share_grows_as_the_texts_do() -> None:
    def work(words: int) -> int:
        old = " ".join(f"w{i % 9973}" for i in range(words))
        return steps(lambda: changed_share(old, old + " more"))

    assert work(50_000) < 12 * work(5_000)
