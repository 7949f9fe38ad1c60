"""What a batch of read documents means for the warehouse, given what it held before.

The documents are taken one after the other, in their order, each against the state that the ones before it left. So any
cutting into batches comes to the same tables, and a rebuild comes to what the runs came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts.reasons import Reason, Status
from contracts.records import (
    ArticleState,
    ArticleVersion,
    BatchResult,
    Document,
    LedgerEntry,
    Outcome,
    Reading,
    Revision,
    Unfit,
)
from transforms.identity import changed_share


@dataclass
class _Desk:
    """What the batch has come to so far."""

    states: dict[str, ArticleState]
    articles: dict[str, ArticleVersion] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)
    quarantine: list[Unfit] = field(default_factory=list)


def reconcile(states: Mapping[str, ArticleState], outcomes: Sequence[Outcome]) -> BatchResult:
    """Decides one final status per document, in the order given.

    `states` holds, by article_id, the articles of this batch that the warehouse already has (more does no harm). The
    result's `articles` are those that changed, each once, as it is to stand after the batch; `revisions` are the texts
    that were replaced; `ledger` and `quarantine` have one entry per document that belongs there.

    The first address (source and url) under which an article came in owns it: only that address makes revisions, so
    that two copies of a page that differ for ever cannot overwrite each other in turn. A revision is a change of
    title or text. A page whose date, byline or sections alone changed is `unchanged`, and the row stays as it is:
    every field of a row can be checked in the one document that it names. A document that was fetched before the
    text that stands (a steward's late release) never replaces it. A document that is not fit leaves the article of
    its address as it is."""
    desk = _Desk(dict(states))
    for outcome in outcomes:
        if isinstance(outcome, Unfit):
            desk.quarantine.append(outcome)
            rejection = outcome.rejection
            desk.ledger.append(_entry(outcome.document, Status.QUARANTINED, rejection.reason, rejection.detail))
        else:
            _take(desk, outcome)
    return BatchResult(
        articles=tuple(desk.articles.values()),
        revisions=tuple(desk.revisions),
        ledger=tuple(desk.ledger),
        quarantine=tuple(desk.quarantine),
    )


def _take(desk: _Desk, reading: Reading) -> None:
    """One document that was read to the end."""
    document, article_id = reading.document, reading.article_id
    status, reason, detail = _verdict(desk.states.get(article_id), reading)
    desk.ledger.append(_entry(document, status, reason, detail, article_id))
    if status is Status.LOADED:
        _stand(desk, ArticleVersion(reading, revision=1, first_seen_at=document.fetched_at))
    elif status is Status.UPDATED:
        old = desk.states[article_id]
        desk.revisions.append(_replaced(old, reading))
        _stand(desk, ArticleVersion(reading, old.revision + 1, old.first_seen_at))


def _verdict(state: ArticleState | None, reading: Reading) -> tuple[Status, Reason, str | None]:
    document = reading.document
    if state is None:
        return Status.LOADED, Reason.RELEASED if document.released else Reason.NEW_ARTICLE, None
    if (document.source_id, document.url) != (state.source_id, state.url):
        return Status.DUPLICATE, Reason.SAME_ARTICLE, f"the article came in from {state.source_id}: {state.url}"
    if reading.content_sha256 == state.content_sha256:
        return Status.UNCHANGED, Reason.SAME_CONTENT, None
    if document.fetched_at < state.seen_at:
        return Status.DUPLICATE, Reason.SAME_ARTICLE, "fetched before the text that stands"
    return Status.UPDATED, Reason.NEW_REVISION, None


def _stand(desk: _Desk, version: ArticleVersion) -> None:
    """The article stands in this version from here on, for the rest of the batch too."""
    reading, document = version.reading, version.reading.document
    desk.articles[reading.article_id] = version
    desk.states[reading.article_id] = ArticleState(
        article_id=reading.article_id,
        source_id=document.source_id,
        url=document.url,
        document_id=document.document_id,
        revision=version.revision,
        content_sha256=reading.content_sha256,
        title=reading.article.title,
        body=reading.article.body,
        first_seen_at=version.first_seen_at,
        seen_at=document.fetched_at,
    )


def _replaced(old: ArticleState, new: Reading) -> Revision:
    return Revision(
        article_id=old.article_id,
        revision=old.revision,
        document_id=old.document_id,
        title=old.title,
        body=old.body,
        content_sha256=old.content_sha256,
        seen_at=old.seen_at,
        changed_share=changed_share(old.body, new.article.body),
    )


def _entry(
    document: Document, status: Status, reason: Reason, detail: str | None = None, article_id: str | None = None
) -> LedgerEntry:
    return LedgerEntry(
        run_id=document.run_id,
        document_id=document.document_id,
        source_id=document.source_id,
        url=document.url,
        status=status,
        reason=reason,
        detail=detail,
        article_id=article_id,
    )
