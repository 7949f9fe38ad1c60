"""Pages with what is known of them, and the measures of what a reader made of them."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A page with what is known of it."""

    page_id: str
    source: str
    kind: str
    url: str | None
    text: str
    title: str | None
    published: str | None
    author: str | None
    payload: bytes


@dataclass
class Answer:
    """What a reader made of a page."""

    text: str = ""
    title: str | None = None
    day: str | None = None
    is_article: bool = True
    by: str = ""
    byline: str | None = None
    kind: str = ""


def load(folder: Path) -> list[Page]:
    """The pages with their truth. Raises FileNotFoundError where the folder is absent."""
    pages = []
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            payload = gzip.decompress((folder / row["file"]).read_bytes())
            pages.append(
                Page(
                    row["page_id"],
                    row["set"],
                    row["kind"],
                    row["url"],
                    row["text"],
                    row["title"],
                    row["published"],
                    row["author"],
                    payload,
                )
            )
    return pages


def share(truth: str, said: str) -> tuple[float, float]:
    """Precision and recall of a text by shingles of four words."""
    want, got = _shingles(truth), _shingles(said)
    both = sum((want & got).values())
    return both / (sum(got.values()) or 1), both / (sum(want.values()) or 1)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _TOKEN.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def f1(pairs: list[tuple[float, float]]) -> float:
    """F1 of the two averages."""
    precision = sum(p for p, _ in pairs) / len(pairs)
    recall = sum(r for _, r in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def text_scores(pages: list[Page], answers: list[Answer]) -> dict[str, float]:
    """F1 by set."""
    shares: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for page, answer in zip(pages, answers, strict=True):
        if page.text:
            shares[page.source].append(share(page.text, answer.text))
    return {name: f1(pairs) for name, pairs in sorted(shares.items())}


def date_scores(pages: list[Page], answers: list[Answer]) -> tuple[float, float]:
    """Share of the known days that are right, and of the given days that are right."""
    known = [(p.published[:10], a.day) for p, a in zip(pages, answers, strict=True) if p.published]
    given = [pair for pair in known if pair[1]]
    right = sum(day == said for day, said in given)
    return right / (len(known) or 1), right / (len(given) or 1)


def title_score(pages: list[Page], answers: list[Answer]) -> float:
    """Share of the articles' known titles that are right, letters and digits compared."""
    known = [(p.title, a.title) for p, a in zip(pages, answers, strict=True) if p.title and p.kind == "article"]
    return sum(_flat(a) == _flat(b) for a, b in known) / (len(known) or 1)


def byline_scores(pages: list[Page], answers: list[Answer]) -> tuple[float, float]:
    """Share of the articles' known bylines that are right, and of those given: the same names, in any order, letters
    and digits compared without accents. Where the marked author is "Staff" or an organisation, "none" counts as wrong
    in the first and does not count in the second."""
    known = [(_names(p.author), _names(a.byline)) for p, a in zip(pages, answers, strict=True)
             if p.author and p.kind == "article"]  # fmt: skip
    right = sum(true == said for true, said in known)
    return right / (len(known) or 1), right / (sum(bool(said) for _, said in known) or 1)


def kind_scores(pages: list[Page], answers: list[Answer]) -> tuple[float, float]:
    """Share of the non-articles that are recognised, and of the articles that are lost."""
    pairs = [(p.kind == "article", a.is_article) for p, a in zip(pages, answers, strict=True)]
    articles = [said for true, said in pairs if true]
    others = [said for true, said in pairs if not true]
    return others.count(False) / (len(others) or 1), articles.count(False) / (len(articles) or 1)


def _names(byline: str | None) -> set[str]:
    parts = re.split(r"[,;&]|\b(?:and|with)\b", byline or "")
    return {_flat(unicodedata.normalize("NFKD", part)) for part in parts} - {""}


def _flat(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").lower())
