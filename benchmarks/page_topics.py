"""Topic tags of the development pages against people's labels: `python -m benchmarks.page_topics [PAGES] [--wrong]`.

PAGES: a folder with truth.jsonl and html/ (default: ../shared/pages). `tests/eval/page_topics.tsv` has the labels: each
English article among the pages was read (title, beginning, middle, end) and labelled by the definitions of the topics,
by people who had seen no tag. *Doubtful* are topics that another reader might give, or of whose kind a page is without
being named by the definition. Most of the pages are no news but guides, shops and firms' pages, on which any topic is a
test of restraint."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.extract_score import Page, load
from contracts.records import Article, PageContext, Texts
from reference.lines import read_lines
from reference.topics.taxonomy import load_taxonomy
from transforms.pages.extract import extract_document
from transforms.tagging import topics_of
from transforms.topics.tagger import LISTED

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT = PROJECT.parent / "shared" / "pages"
LABELS = PROJECT / "tests" / "eval" / "page_topics.tsv"
NEWS = {"news", "opinion"}
THEN = datetime(2026, 11, 25, tzinfo=UTC)  # when the pages were fetched matters to their dates only


@dataclass(frozen=True)
class Labels:
    """What a page is about, what another reader might say, and what kind of text it is."""

    topics: frozenset[str]
    doubtful: frozenset[str]
    genre: str


@dataclass(frozen=True)
class Judged:
    """A page's labels and the score of each listed topic."""

    page_id: str
    title: str
    labels: Labels
    scores: dict[str, float]

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(topic for topic, score in self.scores.items() if score >= 0.5)


@dataclass(frozen=True)
class Shares:
    """Tags that are right, doubtful and wrong, and labels without a tag."""

    right: int
    doubtful: int
    wrong: int
    missed: int

    @property
    def tags(self) -> int:
        return self.right + self.doubtful + self.wrong

    @property
    def precision(self) -> float:
        """The doubtful counted as wrong."""
        return self.right / max(1, self.tags)

    @property
    def defensible(self) -> float:
        """The share of tags that are right or doubtful."""
        return (self.right + self.doubtful) / max(1, self.tags)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def read_labels(path: Path = LABELS) -> dict[str, Labels]:
    """Labels by page: rows of page, topics, doubtful topics, genre."""
    rows = [line.split("\t") for line in read_lines(path) if line and not line.startswith("#")]
    return {page: Labels(_topics(topics), _topics(doubtful), genre) for page, topics, doubtful, genre in rows}


def _topics(cell: str) -> frozenset[str]:
    return frozenset(cell.split(",")) - {"-"}


def judge(pages: Sequence[Page], labels: dict[str, Labels]) -> Iterator[Judged]:
    """The tags of each labelled page, read as the pipeline reads it. A page that is read as no article has none."""
    taxonomy = load_taxonomy()
    for page in pages:
        if page.page_id in labels:
            read = extract_document(page.payload, PageContext(THEN, url=page.url, final_url=page.url))
            listed = topics_of(Texts.of(read), taxonomy).topics if isinstance(read, Article) else ()
            title = (read.title if isinstance(read, Article) else None) or ""
            yield Judged(page.page_id, title, labels[page.page_id], {t.topic_id: t.score for t in listed})


def shares(judged: Sequence[Judged]) -> Shares:
    found: Counter[str] = Counter()
    for each in judged:
        topics, doubtful = each.labels.topics, each.labels.doubtful
        found["right"] += len(each.tags & topics)
        found["doubtful"] += len((each.tags & doubtful) - topics)
        found["wrong"] += len(each.tags - topics - doubtful)
        found["missed"] += len(topics - each.tags)
    return Shares(found["right"], found["doubtful"], found["wrong"], found["missed"])


def print_shares(judged: Sequence[Judged]) -> None:
    print("| | pages | tags | right | doubtful | wrong | precision | right or doubtful | recall |\n" + "|---" * 9 + "|")
    news = [each for each in judged if each.labels.genre in NEWS]
    other = [each for each in judged if each.labels.genre not in NEWS]
    for name, rows in (("all", judged), ("news and opinion", news), ("other pages", other)):
        s = shares(rows)
        print(
            f"| {name} | {len(rows)} | {s.tags} | {s.right} | {s.doubtful} | {s.wrong} | {s.precision:.3f} "
            f"| {s.defensible:.3f} | {s.recall:.3f} |"
        )


def print_topics(judged: Sequence[Judged]) -> None:
    print("\n| topic | tags | right | doubtful | wrong | missed |\n|---|---|---|---|---|---|")
    topics = set().union(*(each.tags | each.labels.topics for each in judged))
    table = {topic: shares([_only(each, topic) for each in judged]) for topic in topics}
    for topic, s in sorted(table.items(), key=lambda pair: (-pair[1].tags, pair[0])):
        print(f"| {topic} | {s.tags} | {s.right} | {s.doubtful} | {s.wrong} | {s.missed} |")


def _only(each: Judged, topic: str) -> Judged:
    labels = Labels(each.labels.topics & {topic}, each.labels.doubtful & {topic}, each.labels.genre)
    return Judged(each.page_id, each.title, labels, {t: s for t, s in each.scores.items() if t == topic})


def print_reliability(judged: Sequence[Judged]) -> None:
    """Of the scores in each tenth, how many are of a topic that people gave, or might give."""
    bins: dict[int, Counter[str]] = defaultdict(Counter)
    for each in judged:
        for topic, score in each.scores.items():
            kind = "right" if topic in each.labels.topics else "doubtful" if topic in each.labels.doubtful else "wrong"
            bins[min(9, int(score * 10))][kind] += 1
    print("\n| score | listed | right | doubtful | wrong |\n|---|---|---|---|---|")
    for number, c in sorted(bins.items()):
        low, high = max(LISTED, number / 10), (number + 1) / 10
        print(f"| {low:.1f} to {high:.1f} | {c.total()} | {c['right']} | {c['doubtful']} | {c['wrong']} |")


def print_wrong(judged: Sequence[Judged]) -> None:
    for each in judged:
        for topic in sorted(each.tags - each.labels.topics - each.labels.doubtful):
            print(f"wrong   {topic:20s} {each.scores[topic]:.2f}  {each.labels.genre}: {each.title[:90]}")
        for topic in sorted(each.labels.topics - each.tags):
            print(f"missed  {topic:20s} {each.scores.get(topic, 0):.2f}  {each.labels.genre}: {each.title[:90]}")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument(
        "--wrong", action="store_true", help="names each tag that is wrong and each label without a tag"
    )
    given = parser.parse_args(arguments)
    if not (given.folder / "truth.jsonl").exists():
        raise SystemExit(f"there are no pages in {given.folder}")
    judged = list(judge(load(given.folder), read_labels()))
    print_shares(judged)
    print_topics(judged)
    print_reliability(judged)
    if given.wrong:
        print()
        print_wrong(judged)


if __name__ == "__main__":
    main(sys.argv[1:])
