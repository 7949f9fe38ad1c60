"""How sure a reading of a page's body is: the share of pages with such signs whose text is right.

Right means an F1 of at least .9 against the text that people marked. The numbers were fitted, not chosen; how they
relate to the real F1 is in docs/cleaning.md."""

from __future__ import annotations

import math
import re
from dataclasses import astuple, dataclass
from statistics import median

from transforms.pages.html_body import Taken
from transforms.pages.html_scan import Scan

MIN_MASS = 200  # characters of paragraph text; a reading with fewer has found no article
NO_ARTICLE = 0.1
_HEAD = 3000  # characters of the text in which the standfirst is looked for
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Features:
    """Shares from 0 to 1; `paragraph` is the logarithm of the median length of what was taken, in characters, and
    `comments` of the number of boxes that are named after comments."""

    kept: float  # of the container's text, what was taken
    held: float  # of the page's paragraph text outside furniture, what the container holds
    named: float  # whether the container says itself that it is the article
    paragraph: float
    short: float  # of the pieces taken, those under 60 characters that are no headings
    linked: float  # of the text taken, what is link
    share: float  # of the page's text outside furniture, what was taken
    standfirst: float  # of the word triples of the page's own description, those in the head of the text
    comments: float


# Fitted by benchmarks/fit_sureness.py on 481 articles. Ten-fold, unseen: logarithmic loss .292 where the bare share of
# right pages has .347; area under the curve .75.
WEIGHTS = Features(
    kept=5.02,
    held=0.36,
    named=0.42,
    paragraph=0.25,
    short=-1.49,
    linked=-7.17,
    share=1.62,
    standfirst=0.99,
    comments=0.26,
)
BIAS = -5.79


def features(page: Scan, taken: Taken, description: str | None) -> Features:
    """The signs of the first reader's work. `description` is the page's own, from its meta tags."""
    pieces = [page.fragments[i] for i in taken.fragments]
    size = sum(len(piece.text) for piece in pieces)
    outside = sum(len(f.text) for f, bad in zip(page.fragments, taken.bad, strict=True) if not bad)
    short = sum(len(piece.text) < 60 and piece.kind != "heading" for piece in pieces)
    return Features(
        kept=taken.kept,
        held=taken.held,
        named=float(taken.by_name),
        paragraph=math.log1p(median(len(piece.text) for piece in pieces)) if pieces else 0.0,
        short=short / (len(pieces) or 1),
        linked=sum(piece.linked for piece in pieces) / (size or 1),
        share=size / (outside or 1),
        standfirst=_found(description, " ".join(piece.text for piece in pieces[:40])[:_HEAD]),
        comments=math.log1p(sum(box.roles.comments for box in page.boxes)),
    )


def sureness(signs: Features, mass: int) -> float:
    """The share of right texts among such readings, 0 to 1; `mass` is the paragraph text taken, in characters."""
    score = BIAS + sum(weight * sign for weight, sign in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    sure = 1 / (1 + math.exp(-score)) if score > -30 else 0.0
    return round(sure if mass >= MIN_MASS else min(sure, NO_ARTICLE), 3)


def _found(description: str | None, text: str) -> float:
    words = _WORD.findall((description or "").lower())[:120]
    if len(words) < 6:
        return 0.0
    own = _WORD.findall(text.lower())
    wanted = set(zip(words, words[1:], words[2:], strict=False))
    return len(wanted.intersection(zip(own, own[1:], own[2:], strict=False))) / len(wanted)
