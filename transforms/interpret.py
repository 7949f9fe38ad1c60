"""From a document's bytes to an article with its tags, or to the reason why it is none. Pure and total."""

from __future__ import annotations

from contracts.reasons import Reason
from contracts.records import Document, Outcome, PageContext, Reading, Rejection, Texts, Unfit
from transforms.identity import article_identity
from transforms.pages.extract import extract_document
from transforms.rules import Rules
from transforms.stories import signature
from transforms.tagging import tag


def interpret(payload: bytes, document: Document, rules: Rules) -> Outcome:
    """The whole way of one page: read, clean, identify, tag, sign. The same bytes under the same rules give the same
    outcome."""
    read = extract_document(payload, PageContext.of(document))
    if isinstance(read, Rejection):
        return Unfit(document, read)
    article_id, content_sha256 = article_identity(read)
    tags = tag(Texts.of(read), rules)
    return Reading(
        document=document,
        article=read,
        article_id=article_id,
        content_sha256=content_sha256,
        countries=tags.countries,
        topics=tags.topics,
        regions=tags.regions,
        regions_reason=tags.regions_reason,
        topics_reason=tags.topics_reason,
        signature=signature(read.body),
    )


def stopped(document: Document, reason: Reason, detail: str) -> Unfit:
    """The outcome of a document whose reading had to be stopped from outside."""
    return Unfit(document, Rejection(reason, detail, stage="extract"))
