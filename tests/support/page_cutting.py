"""Pages cut, spliced and dented: what comes of a line that broke, a cache that mixed two answers, a template gone wrong."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from contracts.records import Outcome, Reading, Texts
from examples.newsroom import build_newsroom
from examples.newsroom.pages import article_page
from tests.support.nasty import document
from tests.support.nasty_pages import NASTY
from transforms.interpret import interpret
from transforms.rules import load_rules

REAL = Path(__file__).resolve().parents[3] / "shared" / "pages" / "html"  # on developers' machines only
LARGEST = 120_000  # bytes of a page to be cut
_TOKENS = (
    b"<", b">", b"</", b"<!--", b"-->", b'"', b"'", b"&", b"&#", b"&#x0;", b"\x00", b"\xff", b"\xed\xa0\x80", b"<p>", b"</div>",
    b"<div hidden>", b"<h1>", b"</html>", b"<script>", b"</script>", b"<table>", b"<td>", b"\xe2\x80\xae", b"\xc2\xad", b"]]>",
    b'<script type="application/ld+json">{', b"<time datetime=", b"\n\n", b"\r", b"\x1b$B", b"=?", b"<a href=//>", b"<blockquote>",
)  # fmt: skip


def pieces(real: int = 20) -> list[bytes]:
    """Whole pages to cut from: the newsroom's, the small nasty ones, and of the development pages where there are any."""
    newsroom = build_newsroom(date(2026, 6, 1))
    bases = {site.name: f"http://{site.name}.example" for site in newsroom.sites}
    found = [article_page(newsroom, newsroom.site(a.site), a, "morning", bases) for a in newsroom.articles[:25]]
    found += [payload for row in NASTY if not row.slow and len(payload := row.build()) <= 20_000]
    paths = sorted(REAL.iterdir()) if REAL.is_dir() else []
    small = [path for path in paths if path.stat().st_size <= LARGEST and path.suffix == ".html"]
    return found + [path.read_bytes() for path in small[:: max(1, len(small) // max(1, real))]]


def cut_page(pages: list[bytes], dice: random.Random) -> bytes:
    """A page that was cut, spliced with others or dented in up to six places."""
    page = dice.choice(pages)
    for _ in range(dice.randint(1, 6)):
        a, b = sorted((dice.randint(0, len(page)), dice.randint(0, len(page))))
        match dice.randint(0, 6):
            case 0:
                page = page[a:]
            case 1:
                page = page[:b]
            case 2:
                other = dice.choice(pages)
                page = page[:a] + other[dice.randint(0, len(other)) :]
            case 3:
                page = page[:a] + page[b:]
            case 4:
                page = page[:b] + page[a:]
            case 5:
                page = page[:a] + dice.choice(_TOKENS) * dice.choice((1, 1, 2, 30)) + page[a:]
            case _:
                dented = bytearray(page)
                for _ in range(min(len(page), 20)):
                    dented[dice.randrange(len(page))] = dice.randrange(256)
                page = bytes(dented)
    return page[: 3 * LARGEST]


def read(payload: bytes, content_type: str | None = "text/html") -> Outcome:
    return interpret(payload, document(content_type), load_rules())


def unheld(outcome: Outcome) -> list[str]:
    """What does not hold of a reading: spans outside of their text, words that do not stand where they should."""
    if not isinstance(outcome, Reading):
        return [] if outcome.rejection.detail else ["a reason without a detail"]
    article, found = outcome.article, []
    for name, spans in (("heading", article.headings), ("quote", article.quotes), ("dateline", (article.dateline,))):
        for span in spans:
            if span is None:
                continue
            text = article.body[span[0] : span[1]]
            if not 0 <= span[0] < span[1] <= len(article.body) or not text or text != text.strip():
                found.append(f"{name} {span} is {text!r}")
    if article.headings != tuple(sorted(article.headings)) or article.quotes != tuple(sorted(article.quotes)):
        found.append("spans out of order")
    for mention in (*outcome.countries.mentions, *outcome.topics.mentions, *outcome.countries.refusals):
        text = _field(Texts.of(article), mention.field, mention.item)
        if text[mention.start : mention.end] != mention.surface:
            found.append(f"{mention} is {text[mention.start : mention.end]!r}")
    if any(ord(c) < 32 and c != "\n" for c in article.body) or "\n\n\n" in article.body:
        found.append("control characters or empty paragraphs")
    if not 0 <= article.extraction_confidence <= 1:
        found.append(f"confidence {article.extraction_confidence}")
    return found


def _field(texts: Texts, field: str, item: int | None) -> str:
    if field == "caption":
        return texts.captions[item or 0]
    return (texts.title or "") if field == "title" else texts.body
