"""Reading pages: pages a second and F1 of ours beside trafilatura, and dates beside htmldate, in one run, one process.

    python benchmarks/extract.py [PAGES]        PAGES: a folder with truth.jsonl and html/ (default: ../shared/pages)

F1 is the measure of the public article-extraction benchmark: shingles of four words, precision and recall averaged over
pages. Times are CPU seconds of this process; reading and unpacking the files is not counted."""

from __future__ import annotations

import gzip
import json
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import htmldate  # noqa: E402
import trafilatura  # noqa: E402

from contracts.records import Article, PageContext  # noqa: E402
from transforms.pages.extract import read_page  # noqa: E402

NOW = datetime(2026, 11, 25, tzinfo=UTC)
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
    payload: bytes


@dataclass
class Answer:
    """What a reader made of a page."""

    text: str = ""
    title: str | None = None
    day: str | None = None
    is_article: bool = True
    by: str = ""


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
                    payload,
                )
            )
    return pages


def ours(page: Page) -> Answer:
    """The project's own reading: text, title, date, kind and all the rest."""
    context = PageContext(fetched_at=NOW, url=page.url, final_url=page.url)
    article, verdict = read_page(page.payload, context)
    if not isinstance(article, Article):
        return Answer(is_article=False)
    day = None
    if article.published_at:
        day = (article.published_at + timedelta(minutes=article.published_offset or 0)).date().isoformat()
    return Answer(article.body, article.title, day, verdict is None, article.extracted_by)


def trafilatura_text(page: Page) -> Answer:
    """trafilatura with its defaults, text only."""
    document = trafilatura.bare_extraction(page.payload, with_metadata=False)
    return Answer(getattr(document, "text", "") or "")


def trafilatura_whole(page: Page) -> Answer:
    """trafilatura with metadata: the work that ours does."""
    document = trafilatura.bare_extraction(page.payload, url=page.url, with_metadata=True)
    return Answer(
        getattr(document, "text", "") or "", getattr(document, "title", None), getattr(document, "date", None)
    )


def htmldate_alone(page: Page) -> Answer:
    """htmldate: the date of publication."""
    return Answer(day=htmldate.find_date(page.payload, url=page.url, original_date=True))


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


def run(reader: Callable[[Page], Answer], pages: list[Page]) -> tuple[float, list[Answer]]:
    """CPU seconds and answers; the first page is read once before the clock starts, for what imports late."""
    reader(pages[0])
    start = time.process_time()
    answers = [reader(page) for page in pages]
    return time.process_time() - start, answers


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


def kind_scores(pages: list[Page], answers: list[Answer]) -> tuple[float, float]:
    """Share of the non-articles that are recognised, and of the articles that are lost."""
    pairs = [(p.kind == "article", a.is_article) for p, a in zip(pages, answers, strict=True)]
    articles = [said for true, said in pairs if true]
    others = [said for true, said in pairs if not true]
    return others.count(False) / (len(others) or 1), articles.count(False) / (len(articles) or 1)


def _flat(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", (text or "").lower())


def main() -> int:
    """Prints the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT.parent / "shared" / "pages"
    if not (folder / "truth.jsonl").exists():
        print(f"no pages at {folder}: name a folder with truth.jsonl and html/", file=sys.stderr)
        return 2
    pages = load(folder)
    print(f"{len(pages)} pages, one process")
    for name, reader in (
        ("ours, all parts", ours), ("trafilatura, text", trafilatura_text), ("trafilatura, all", trafilatura_whole),
    ):  # fmt: skip
        seconds, answers = run(reader, pages)
        scores = "  ".join(f"{source} F1 {score:.4f}" for source, score in text_scores(pages, answers).items())
        print(f"{name:22s} {len(pages) / seconds:7.1f} pages/s  {scores}")
        if reader is not trafilatura_text:
            right, of_given = date_scores(pages, answers)
            print(f"{'':22s} days right {right:.4f}, of those given {of_given:.4f}", end="")
            print(f"  titles right {title_score(pages, answers):.4f}")
        if reader is ours:
            found, lost = kind_scores(pages, answers)
            print(f"{'':22s} non-articles recognised {found:.4f}, articles lost {lost:.4f}")
            print(f"{'':22s} readers {dict(Counter(answer.by or 'none' for answer in answers))}")
    dated = [page for page in pages if page.published]
    seconds, answers = run(htmldate_alone, dated)
    right, of_given = date_scores(dated, answers)
    print(
        f"{'htmldate':22s} {len(dated) / seconds:7.1f} pages/s  days right {right:.4f}, of those given {of_given:.4f}"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
