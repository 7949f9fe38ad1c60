"""Reading pages: speed and truth of ours beside its peers, on the same pages in one run.

    python benchmarks/extract.py [PAGES]        PAGES: a folder with truth.jsonl and html/ (default: ../shared/pages)

F1 is the measure of the public article-extraction benchmark: shingles of four words, precision and recall averaged over
pages. Times are CPU seconds; the readers take turns of 40 pages, each time in another order. Peers that need packages
of their own (newspaper4k, readability-lxml, resiliparse) run in a child process in `.venv-bench` (`make bench`);
without it they are left out, and the output says so. Reading and unpacking the files is not counted."""

from __future__ import annotations

import gc
import gzip
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import htmldate  # noqa: E402
import trafilatura  # noqa: E402

from benchmarks.extract_score import (  # noqa: E402
    Answer,
    Page,
    byline_scores,
    date_scores,
    f1,
    kind_scores,
    load,
    share,
    text_scores,
    title_score,
)
from contracts.records import Article, PageContext  # noqa: E402
from transforms.pages.extract import Text, extract_text, read_page  # noqa: E402

NOW = datetime(2026, 11, 25, tzinfo=UTC)
BLOCK = 40  # pages that a reader reads in one turn: as in use, its code and tables stay in the processor's caches


def ours(page: Page) -> Answer:
    """The project's own reading: text, title, date, kind and all the rest."""
    context = PageContext(fetched_at=NOW, url=page.url, final_url=page.url)
    article, verdict = read_page(page.payload, context)
    if not isinstance(article, Article):
        return Answer(is_article=False)
    day = None
    if article.published_at:
        day = (article.published_at + timedelta(minutes=article.published_offset or 0)).date().isoformat()
    return Answer(article.body, article.title, day, verdict is None, article.extracted_by, article.byline, article.kind)


def our_text(page: Page) -> Answer:
    """The text alone, by the same tiers."""
    read = extract_text(page.payload, PageContext(fetched_at=NOW, url=page.url, final_url=page.url))
    return Answer(read.body, by=read.extracted_by) if isinstance(read, Text) else Answer()


def trafilatura_text(page: Page) -> Answer:
    """trafilatura with its defaults, text only."""
    return _trafilatura(page, with_metadata=False)


def trafilatura_fast(page: Page) -> Answer:
    """trafilatura without its fallbacks, text only."""
    return _trafilatura(page, with_metadata=False, fast=True)


def trafilatura_precise(page: Page) -> Answer:
    """trafilatura favouring precision, text only."""
    return _trafilatura(page, with_metadata=False, favor_precision=True)


def trafilatura_whole(page: Page) -> Answer:
    """trafilatura with metadata: the work that ours does."""
    return _trafilatura(page, with_metadata=True)


def _trafilatura(page: Page, **options: bool) -> Answer:
    document = trafilatura.bare_extraction(page.payload, url=page.url, **options)
    title, day = getattr(document, "title", None), getattr(document, "date", None)
    byline = getattr(document, "author", None)
    return Answer(getattr(document, "text", "") or "", title, day, byline=byline)


def htmldate_alone(page: Page) -> Answer:
    """htmldate: the date of publication."""
    return Answer(day=htmldate.find_date(page.payload, url=page.url, original_date=True))


def run(reader: Callable[[Page], Answer], pages: list[Page]) -> tuple[float, list[Answer]]:
    """CPU seconds and answers; the first page is read once before the clock starts, for what imports late."""
    reader(pages[0])
    start = time.process_time()
    answers = [reader(page) for page in pages]
    return time.process_time() - start, answers


READERS: dict[str, Callable[[Page], Answer]] = {
    "ours, text": our_text,
    "ours, all parts": ours,
    "trafilatura, text": trafilatura_text,
    "trafilatura, fast": trafilatura_fast,
    "trafilatura, precise": trafilatura_precise,
    "trafilatura, all": trafilatura_whole,
}


@dataclass
class Run:
    """A reader's answers and CPU seconds, page by page."""

    answers: list[Answer]
    seconds: list[float]


def run_all(pages: list[Page]) -> dict[str, Run]:
    """All readers of this process in turns; each reads one page before, for what imports late."""
    runs = {name: Run([], []) for name in READERS}
    for reader in READERS.values():
        reader(pages[0])
    names = list(READERS)
    for number, begin in enumerate(range(0, len(pages), BLOCK)):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            gc.collect()  # what one reader leaves is not cleared away on another's clock
            for page in pages[begin : begin + BLOCK]:
                start = time.process_time()
                answer = READERS[name](page)
                runs[name].seconds.append(time.process_time() - start)
                runs[name].answers.append(answer)
    return runs


def run_peers(folder: Path) -> dict[str, Run]:
    """The peers of `.venv-bench`, in a child process; empty where it is not installed."""
    python = PROJECT / ".venv-bench" / "bin" / "python"
    if not python.exists():
        print("no .venv-bench: `make bench` installs newspaper4k, readability-lxml and resiliparse", file=sys.stderr)
        return {}
    script = Path(__file__).parent / "extract_peers.py"
    child = subprocess.run([python, script, folder], capture_output=True, text=True, check=True)
    runs: dict[str, Run] = defaultdict(lambda: Run([], []))
    for line in child.stdout.splitlines():
        row = json.loads(line)
        runs[row["peer"]].answers.append(Answer(row["text"] or "", row["title"], row["day"]))
        runs[row["peer"]].seconds.append(row["seconds"])
    return dict(runs)


def peak_memory(folder: Path, reader: str) -> int:
    """MB that a process of its own has resident at most when the reader has read all pages one after the other."""
    command = [sys.executable, __file__, str(folder), "--memory-of", reader]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def read_for_memory(folder: Path, reader: str) -> int:
    """Reads all pages, one at a time in memory, and prints the peak: Linux' VmHWM. `ru_maxrss` is no use here,
    it begins with what the parent had resident when it started the child."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            payload = gzip.decompress((folder / row["file"]).read_bytes())
            READERS[reader](Page(row["page_id"], row["set"], row["kind"], row["url"], "", None, None, None, payload))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
    return 0


def print_readers(pages: list[Page], runs: dict[str, Run]) -> None:
    """Speed, F1 and the parts, a line for each reader."""
    print("| reader | pages/s | F1 zyte | F1 wcxb | titles | bylines right, of given | day right, of given |")
    print("|---|---|---|---|---|---|---|")
    for name, one in runs.items():
        text = text_scores(pages, one.answers)
        titles = f"{title_score(pages, one.answers):.3f}" if any(a.title for a in one.answers) else ""
        right, given = byline_scores(pages, one.answers)
        bylines = f"{right:.3f}, {given:.3f}" if any(a.byline for a in one.answers) else ""
        right, given = date_scores(pages, one.answers)
        days = f"{right:.3f}, {given:.3f}" if any(a.day for a in one.answers) else ""
        scores = " | ".join(f"{text.get(source, 0.0):.4f}" for source in ("zyte", "wcxb"))
        print(f"| {name} | {len(pages) / sum(one.seconds):.1f} | {scores} | {titles} | {bylines} | {days} |")


def print_ratios(runs: dict[str, Run]) -> None:
    """How many times as fast as trafilatura: over all pages, and the median page."""
    for mine, other in (("ours, text", "trafilatura, text"), ("ours, all parts", "trafilatura, all")):
        a, b = runs[mine].seconds, runs[other].seconds
        page = median(y / x for x, y in zip(a, b, strict=True))
        print(f"{mine} against {other}: {sum(b) / sum(a):.2f} times as fast, on the median page {page:.2f} times")


def print_tiers(pages: list[Page], answers: list[Answer]) -> None:
    """Share of the pages that each tier took, and F1 on those of them whose text is known."""
    print("| tier | pages | articles | F1 on articles |")
    print("|---|---|---|---|")
    tiers: dict[str, list[tuple[Page, Answer]]] = defaultdict(list)
    for page, answer in zip(pages, answers, strict=True):
        tiers[answer.by or "none"].append((page, answer))
    for name, pairs in sorted(tiers.items()):
        known = [share(page.text, answer.text) for page, answer in pairs if page.text]
        score = f"{f1(known):.3f}" if known else ""
        print(f"| {name} | {100 * len(pairs) / len(pages):.1f} % | {len(known)} | {score} |")


def print_lost(pages: list[Page], mine: list[Answer], other: list[Answer]) -> None:
    """The pages that ours has below .5 and trafilatura above .8."""
    lost = []
    for page, a, b in zip(pages, mine, other, strict=True):
        if page.text and f1([share(page.text, a.text)]) < 0.5 and f1([share(page.text, b.text)]) > 0.8:
            lost.append(page.page_id)
    below = sum(f1([share(p.text, a.text)]) < 0.5 for p, a in zip(pages, mine, strict=True) if p.text)
    print(f"pages below .5: {below}; of them trafilatura has above .8: {len(lost)} {' '.join(lost)}")


def print_dates(pages: list[Page], runs: dict[str, Run]) -> None:
    """htmldate alone beside all that ours does."""
    dated = [page for page in pages if page.published]
    seconds, answers = run(htmldate_alone, dated)
    right, given = date_scores(dated, answers)
    mine = runs["ours, all parts"]
    ours_right, ours_given = date_scores(pages, mine.answers)
    taken = sum(s for s, page in zip(mine.seconds, pages, strict=True) if page.published)
    print(f"{len(dated)} pages with a known day")
    print(f"htmldate alone: right {right:.3f}, of those given {given:.3f}, {1000 * seconds / len(dated):.1f} ms a page")
    print(
        f"ours: right {ours_right:.3f}, of those given {ours_given:.3f}, {1000 * taken / len(dated):.1f} ms, all parts"
    )


def main() -> int:
    """Prints the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT.parent / "shared" / "pages"
    if not (folder / "truth.jsonl").exists():
        print(f"no pages at {folder}: name a folder with truth.jsonl and html/", file=sys.stderr)
        return 2
    if sys.argv[2:3] == ["--memory-of"]:
        return read_for_memory(folder, sys.argv[3])
    pages = load(folder)
    runs = run_all(pages)
    print(f"{len(pages)} pages, one process at a time\n")
    print_readers(pages, runs | run_peers(folder))
    print_ratios(runs)
    print()
    print_tiers(pages, runs["ours, all parts"].answers)
    print_lost(pages, runs["ours, all parts"].answers, runs["trafilatura, text"].answers)
    found, lost = kind_scores(pages, runs["ours, all parts"].answers)
    print(f"non-articles recognised {found:.3f}, articles lost {lost:.3f}\n")
    print_dates(pages, runs)
    for reader in ("ours, all parts", "trafilatura, all"):
        print(f"peak memory, {reader}: {peak_memory(folder, reader)} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
