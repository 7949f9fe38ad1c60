"""From a document's bytes to an article with its tags, or to the reason why it is none. Pure and total."""

from __future__ import annotations

from contracts.reasons import Reason
from contracts.records import Document, Outcome, PageContext, Reading, Rejection, Tags, Texts, Unfit
from transforms.countries import tag_countries
from transforms.identity import article_identity
from transforms.pages.extract import extract_document
from transforms.rules import Rules
from transforms.stories import signature
from transforms.topics import tag_topics


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
        signature=signature(read.body),
    )


def tag(texts: Texts, rules: Rules, *, outlet_country: str | None = None) -> Tags:
    """What the taggers find in a text, whether it was read just now, stands in the warehouse or is someone's own.
    `outlet_country` is for those who ask for it (see `tag_countries`); the pipeline does not."""
    countries = tag_countries(texts, rules.gazetteer, outlet_country=outlet_country)
    return Tags(countries, tag_topics(texts, rules.taxonomy))


def stopped(document: Document, reason: Reason, detail: str) -> Unfit:
    """The outcome of a document whose reading had to be stopped from outside."""
    return Unfit(document, Rejection(reason, detail, stage="extract"))
