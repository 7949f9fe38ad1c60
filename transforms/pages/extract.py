"""From a page's bytes to an article, or to the reason why it is none. Pure and total: the same bytes and context give
the same answer, and no bytes raise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from contracts.reasons import Reason
from contracts.records import Article, PageContext, Rejection
from transforms.pages.clean import Composed, compose, compose_within, one_line
from transforms.pages.dates import DateCandidate, Dates, decide, parse_moment
from transforms.pages.decode import Decoded, decode
from transforms.pages.html_read import AGREEING, HtmlReading, read_html, read_text
from transforms.pages.html_signs import Signs, read_signs
from transforms.pages.html_teasers import read_teasers
from transforms.pages.kinds import article_kind, other_kind, standing, teased
from transforms.pages.language import detect_language, mixes_languages
from transforms.pages.notes import Note
from transforms.pages.plaintext import PlainArticle, read_plain
from transforms.pages.second_opinion import second_opinion
from transforms.pages.series import part_of_series
from transforms.pages.stand_ins import MIN_WORDS, Look, count_words, stand_in

MAX_TEXT = 500_000  # characters of a body or a plain text; the longest of 481 real articles has 80,000

# What a page says of itself when its article stands elsewhere: a feed's own text may then serve.
_NOT_SHOWN = frozenset(
    (Reason.EMPTY_BODY, Reason.NEEDS_JAVASCRIPT, Reason.PAYWALL_STUB, Reason.TOO_SHORT, Reason.CONSENT_PAGE,
     Reason.BLOCK_PAGE, Reason.NOT_HTML)
)  # fmt: skip
_UNGATED = frozenset((Reason.NOT_HTML, Reason.EMPTY_BODY, Reason.UNDECODABLE))
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|script|title|h1|span|table|br|link|style|a)\b[^<>]*>?",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_BEGINS_WITH_TAG = re.compile(r"\s*<[a-zA-Z!]")
_FEED = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)


def extract_document(payload: bytes, context: PageContext) -> Article | Rejection:
    """The article that the bytes hold, or why there is none. With `context.gated` False (a steward let it in) only
    not_html, empty_body and undecodable still reject."""
    reading, verdict = read_page(payload, context)
    if verdict is None or isinstance(reading, Rejection):
        return reading
    if context.gated:
        return verdict
    return replace(reading, notes=(*reading.notes, Note.GATE_PASSED_OVER.value))


@dataclass(frozen=True)
class Text:
    """A page's text alone, which reader it is from, and how likely it is right (0 to 1)."""

    body: str
    extracted_by: str
    confidence: float


def extract_text(payload: bytes, context: PageContext) -> Text | Rejection:
    """The text alone of an HTML page, by the same tiers as `extract_document` and with the same result, but without
    the verdict whether it is an article. Rejected is only what is no HTML."""
    decoded = decode(payload, context.content_type)
    if isinstance(decoded, Rejection):
        return decoded
    if other := _other_format(decoded.text):
        return other
    if not _is_html(decoded.text, context.content_type):
        return Rejection(Reason.NOT_HTML, "plain text", "decode")
    read = read_text(decoded.text, context)
    return Text(compose_within(read.blocks, MAX_TEXT)[0].body, read.by, read.confidence)


def read_page(payload: bytes, context: PageContext) -> tuple[Article | Rejection, Rejection | None]:
    """The article as read, even where a gate would reject it, with the gate's verdict beside it (None: it is an
    article). A Rejection in the first place means that there is nothing to read."""
    decoded = decode(payload, context.content_type)
    if isinstance(decoded, Rejection):
        return _or_feed(decoded, decoded, context)
    other = _other_format(decoded.text)
    if other:
        return other, other
    reader = _html_article if _is_html(decoded.text, context.content_type) else _plain_article
    return _or_feed(*reader(decoded, context), context)


def _or_feed(
    reading: Article | Rejection, verdict: Rejection | None, context: PageContext
) -> tuple[Article | Rejection, Rejection | None]:
    """The page weighed against the text that a feed or an API gave of it. The page's own text stands; a note says so
    where the two differ. Only where the page does not show its article at all, the other text serves, and a note says
    that."""
    said = second_opinion(context.hints.text)
    if said is None:
        return reading, verdict
    if verdict is None:
        if isinstance(reading, Article) and said.agreement(reading.body) < AGREEING:
            notes = (*reading.notes, Note.BODY_DISAGREES_WITH_FEED.value)
            reading = replace(reading, notes=notes, extraction_confidence=min(reading.extraction_confidence, 0.4))
        return reading, None
    shown = count_words(reading.body) if isinstance(reading, Article) else 0
    if verdict.reason not in _NOT_SHOWN or said.words <= shown:
        return reading, verdict
    page = Decoded(said.markup, "utf-8")
    other, doubt = _html_article(page, replace(context, hints=replace(context.hints, text=None)))
    if isinstance(other, Rejection) or doubt is not None:
        return reading, verdict
    seen = reading if isinstance(reading, Article) else other
    notes = (*other.notes, Note.BODY_FROM_FEED.value)
    named = replace(other, title=other.title or seen.title, byline=other.byline or seen.byline)
    return replace(named, extracted_by="feed", extraction_confidence=0.5, notes=notes), None


def _other_format(text: str) -> Rejection | None:
    head = text[:2000]
    feed = _FEED.match(head)
    if feed:
        return Rejection(Reason.NOT_HTML, f"XML ({feed[1]})", "decode")
    start = head.lstrip()
    if (
        re.match(r"[\[{]\s*(?:[\"{\[\]}]|\d)", start)
        and text.rstrip()[-1:] in "}]"
        and '":' in text[:5000].replace(" ", "")
    ):
        return Rejection(Reason.NOT_HTML, "JSON", "decode")
    return None


def _is_html(text: str, content_type: str | None) -> bool:
    head = text[:20_000]
    if "html" in (content_type or "").lower():
        return "<" in head
    if _DOCUMENT.search(head) or _BEGINS_WITH_TAG.match(text):
        return True
    return len(_MARKUP.findall(head)) >= 3


def _html_article(decoded: Decoded, context: PageContext) -> tuple[Article | Rejection, Rejection | None]:
    reading = read_html(decoded.text, context)
    composed, cut = compose_within(reading.blocks, MAX_TEXT)
    facts = reading.facts
    look = _html_look(reading, composed, context)
    verdict = _gates(look, reading)
    if not composed.body.strip():
        nothing = verdict or _nothing(decoded.text, look.whole)
        return nothing, nothing
    base = _article(composed, reading.dates, reading.data.language or context.language)
    article = replace(
        base,
        canonical_url=facts.canonical_url,
        title=facts.title,
        byline=facts.byline,
        sections=facts.sections,
        keywords=facts.keywords,
        captions=reading.captions,
        kind=article_kind(look, reading.data, facts.sections),
        extracted_by=reading.extracted_by,
        extraction_confidence=reading.confidence,
        notes=_codes(*decoded.notes, *reading.notes, *_series(reading, look.url), *_mixed(composed), *_cut_note(cut)),
    )
    return article, verdict or _too_short(look) or other_kind(look, reading.data, _signs(look, reading))


def _html_look(reading: HtmlReading, composed: Composed, context: PageContext) -> Look:
    facts = reading.facts
    whole = "\n".join(f.text for f in reading.page.fragments)[:20_000]
    look = _look(context, facts.title, composed.body, reading.dates, facts.byline, whole, facts.canonical_url)
    taken = reading.taken
    teasers = read_teasers(reading.page, taken.bad, next(iter(taken.fragments), None), look.url)
    return replace(look, shell=reading.shell, teasers=teasers)


def _gates(look: Look, reading: HtmlReading) -> Rejection | None:
    """The verdict of the gates that need no running text."""
    return stand_in(look) or teased(look, reading.data)


def _signs(look: Look, reading: HtmlReading) -> Signs:
    return read_signs(look, reading.data, reading.page, reading.taken.mass)


def read_signs_of(decoded: Decoded, context: PageContext) -> tuple[Signs, bool]:
    """A page's signs, and whether a gate stops it before they are weighed: what the weights are fitted on."""
    reading = read_html(decoded.text, context)
    look = _html_look(reading, compose_within(reading.blocks, MAX_TEXT)[0], context)
    stopped = _gates(look, reading) or _too_short(look) or standing(look, reading.data)
    return _signs(look, reading), stopped is not None


def _nothing(markup: str, whole: str) -> Rejection:
    """Why a page without a body has none."""
    if markup.lower().count("<script") >= 2 and len(whole) < 400:
        return Rejection(Reason.NEEDS_JAVASCRIPT, f"{len(whole)} characters of text without its scripts")
    if re.search(r"<frameset\b", markup, re.IGNORECASE):
        return Rejection(Reason.NOT_AN_ARTICLE, "frameset")
    if re.search(r"<video\b|<iframe\b[^>]{0,300}(?:youtube|vimeo|player)", markup, re.IGNORECASE):
        return Rejection(Reason.NOT_AN_ARTICLE, "video")
    return Rejection(Reason.EMPTY_BODY, f"no running text among {len(whole)} characters")


def _series(reading: HtmlReading, url: str) -> tuple[Note, ...]:
    return (Note.PART_OF_SERIES,) if part_of_series(reading.data, reading.page, url) else ()


def _plain_article(decoded: Decoded, context: PageContext) -> tuple[Article | Rejection, Rejection | None]:
    text, cut = decoded.text[:MAX_TEXT], len(decoded.text) > MAX_TEXT
    plain = read_plain(text, context)
    composed = compose(plain.blocks)
    if not composed.body.strip():
        empty = Rejection(Reason.EMPTY_BODY, "no running text")
        return empty, empty
    dates = decide([*plain.dates, *_hinted(context)], context.fetched_at)
    title = one_line(plain.title) or None
    look = _look(context, title, composed.body, dates, None, decoded.text[:20_000], context.url)
    verdict = stand_in(look) or _too_short(look)
    article = replace(
        _article(composed, dates, context.language),
        canonical_url=context.final_url or context.url,
        title=title,
        byline=", ".join(plain.authors) or None,
        sections=tuple(dict.fromkeys(plain.sections)),
        captions=tuple(dict.fromkeys(plain.captions)),
        kind=article_kind(look, None, tuple(plain.sections)),
        extracted_by="desk-text",
        extraction_confidence=_plain_confidence(plain, look.words),
        notes=_codes(*decoded.notes, *dates.notes, *_mixed(composed), *_cut_note(cut)),
    )
    return article, verdict


def _too_short(look: Look) -> Rejection | None:
    return Rejection(Reason.TOO_SHORT, f"{look.words} words") if look.words < MIN_WORDS else None


def _plain_confidence(plain: PlainArticle, words: int) -> float:
    return round(0.3 + 0.3 * min(1.0, words / 150) + 0.2 * plain.prose_share + (0.15 if plain.title else 0.0), 3)


def _hinted(context: PageContext) -> list[DateCandidate]:
    moment = parse_moment(context.hints.published or "", context.language)
    return [DateCandidate(moment, "feed", "hint")] if moment else []


def _look(
    context: PageContext,
    title: str | None,
    body: str,
    dates: Dates,
    byline: str | None,
    whole: str,
    own_url: str | None,
) -> Look:
    return Look(
        url=context.final_url or context.url or own_url or "",
        title=title or "",
        body=body,
        words=count_words(body),
        dated=dates.published is not None,
        signed=byline is not None,
        whole=whole,
    )


def _article(composed: Composed, dates: Dates, declared: str | None) -> Article:
    """What body and dates give of an article; the rest is laid over it."""
    published = dates.published
    return Article(
        canonical_url=None,
        title=None,
        body=composed.body,
        lead=next(iter(_paragraphs(composed)), None),
        published_at=published.at if published else None,
        published_offset=published.offset if published else None,
        published_precision=published.precision if published else "none",
        published_from=dates.published_from,
        modified_at=dates.modified.at if dates.modified else None,
        language=detect_language(composed.body, declared),
        headings=composed.headings,
        quotes=composed.quotes,
        dateline=composed.dateline,
        dates=dates.statements,
    )


def _codes(*notes: Note) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note.value for note in notes))


def _mixed(composed: Composed) -> tuple[Note, ...]:
    return (Note.MIXED_LANGUAGES,) if mixes_languages(composed.body) else ()


def _cut_note(cut: bool) -> tuple[Note, ...]:
    return (Note.PAGE_CUT,) if cut else ()


def _paragraphs(composed: Composed) -> list[str]:
    """The body's blocks that are no headings."""
    headings = {composed.body[a:b] for a, b in composed.headings}
    return [part for part in composed.body.split("\n\n") if part not in headings]
