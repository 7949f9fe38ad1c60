"""Standing words: what an outlet or a firm sets under all that it publishes. Texts over the same are no copies yet."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from core.text import words
from transforms.stories.shingles import words_hash

_FEWEST_WORDS = 5  # of a paragraph that may be standing words
# Standing words are above and below a text; a page of 200,000 paragraphs must not have as many hashes.
_FIRST_PARAGRAPHS, _LAST_PARAGRAPHS = 8, 24

# What press releases carry below their news, known by its words: an outlet that prints few of a firm's releases shows
# no pattern. A line that only announces ("About Halden Optics") goes with the paragraph below it.
_ANNOUNCED = re.compile(
    r"(?:About|ABOUT|Über|ÜBER|À propos d[e’']|Acerca de|Sobre|Informazioni su|Om|Over) ?(?:the )?"
    r"[^\W\d_a-z][^.:\n]{1,60}(?::|$)"
)
_OF_RELEASES = re.compile(
    r"forward-looking statements|for (?:more|further) information,? (?:please )?(?:visit|contact|see)|"
    r"(?:media|press) (?:contacts?|enquiries|inquiries|relations)\s*(?::|$)|notes? (?:to|for) editors",
    re.IGNORECASE,
)


def paragraph_hashes(body: str) -> Iterator[int]:
    """The hashes of a body's paragraphs that are long enough, of the first ones and the last ones."""
    paragraphs = body.split("\n\n")
    if len(paragraphs) > _FIRST_PARAGRAPHS + _LAST_PARAGRAPHS:
        paragraphs = paragraphs[:_FIRST_PARAGRAPHS] + paragraphs[-_LAST_PARAGRAPHS:]
    for paragraph in paragraphs:
        folded = words(paragraph.casefold())
        if len(folded) >= _FEWEST_WORDS:
            yield words_hash(folded)


def own_words(body: str, standing: frozenset[int]) -> str:
    """The body without the paragraphs whose hashes are `standing`, and without what press releases carry below."""
    return "\n\n".join(paragraph for paragraph, number in _paragraphs(body) if number not in standing)


@functools.lru_cache(maxsize=8192)
def _paragraphs(body: str) -> tuple[tuple[str, int], ...]:
    """The paragraphs with their hashes, without what press releases carry. Kept: a text is compared with several."""
    return tuple((p, words_hash(words(p.casefold()))) for p in _without_notes(body.split("\n\n")))


def _without_notes(paragraphs: list[str]) -> Iterator[str]:
    announced = False
    for paragraph in paragraphs:
        below, announced = announced, False
        if found := _ANNOUNCED.match(paragraph):
            announced = len(words(paragraph)) < len(words(found.group())) + _FEWEST_WORDS
        elif not below and not _OF_RELEASES.search(paragraph):
            yield paragraph
