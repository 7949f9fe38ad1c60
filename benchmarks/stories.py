"""Clustering articles to stories: time, memory and how right it is, beside datasketch's plain recipe in the same run.

    python benchmarks/stories.py [--articles 100000] [--each 30] [--no-peer]

The articles are made by tests/support/story_corpus.py; the labelled pairs of tests/support/story_pairs.py, `--each` of
each kind, are among them. Ours is what a run of `desk` does: signatures (which the reading workers compute, here in one
process), then the warehouse's stories on a file. The peer (in .venv-bench: `make bench`) is MinHash with 128
permutations over the same word 5-shingles and MinHashLSH at .5, its hits connected. Each runs in a process of its own
and reads the same file; `late` adds 1 % more articles to what is settled. docs/benchmarks.md says how the figures are
meant."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PEER = PROJECT / ".venv-bench" / "bin" / "python"
sys.path.insert(0, str(PROJECT))

from flows.stories import refresh_stories  # noqa: E402
from tests.support.story_corpus import corpus  # noqa: E402
from tests.support.story_desk import Put, put, story_desk, story_of  # noqa: E402
from tests.support.story_pairs import Pair, pairs  # noqa: E402
from tests.support.story_scores import Scores, puts, score  # noqa: E402
from transforms.stories import signature  # noqa: E402

_BATCH = 5_000
_LATE = 0.01  # of the articles, settled after the rest


@dataclass(frozen=True)
class Result:
    """What one contender came to: seconds by stage (of the clock, and of the processor in all), memory at the most in
    MB, and the story of each article."""

    name: str
    seconds: dict[str, float]
    processor: float
    peak_mb: float
    stories: dict[str, str]


def ours(path: Path) -> Result:
    """Signatures, load, stories, and the stories again after a few more articles."""
    articles = [Put(*row) for row in _rows(path)]
    late = int(len(articles) * _LATE)
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        con = story_desk((article.source_id for article in articles), Path(folder) / "warehouse.duckdb")
        begun, processor = time.perf_counter(), time.process_time()
        for article in articles:
            signature(article.body)
        seconds["signatures"] = time.perf_counter() - begun
        processor = time.process_time() - processor
        for begin in range(late, len(articles), _BATCH):
            put(con, articles[begin : begin + _BATCH])
        con.execute("CHECKPOINT")
        settled = time.process_time()
        seconds["stories"] = _timed(con)
        processor += time.process_time() - settled
        put(con, articles[:late])
        seconds["late"] = _timed(con)
        stories = story_of(con)
        con.close()
    return Result("desk", seconds, processor, _peak_mb(), stories)


def _timed(con: Any) -> float:
    begun = time.perf_counter()
    refresh_stories(con)
    return time.perf_counter() - begun


def _rows(path: Path) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(path: Path, size: int, labelled: Sequence[Pair]) -> int:
    """Writes the articles, the labelled pairs among them; returns how many."""
    number = 0
    with path.open("w", encoding="utf-8") as handle:
        for article in (*puts(labelled), *islice(corpus(size), max(0, size - 2 * len(labelled)))):
            row = [article.article_id, article.source_id, article.day, article.body, article.title]
            handle.write(json.dumps(row) + "\n")
            number += 1
    return number


def run(command: Sequence[str]) -> Result:
    """A contender in a process of its own."""
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return Result(**json.loads(done.stdout.splitlines()[-1]))


def of_corpus(stories: Mapping[str, str]) -> tuple[float, float]:
    """Pairwise precision and recall over the made press: articles made from one text belong together."""
    made = {article: article.partition("-")[0] for article in stories if not article[0].isdigit()}
    true, said = Counter(made.values()), Counter(stories[article] for article in made)
    both = Counter((text, stories[article]) for article, text in made.items())
    right = sum(n * (n - 1) for n in both.values())
    return right / sum(n * (n - 1) for n in said.values()), right / sum(n * (n - 1) for n in true.values())


def report(results: Sequence[Result], number: int, labelled: Sequence[Pair]) -> None:
    """Prints the tables."""
    print(f"{number:,} articles, {len(labelled):,} labelled pairs among them")
    scored: dict[str, Scores] = {result.name: score(labelled, result.stories) for result in results}
    head = "  pairs: P, R     press: P, R     stages"
    print(f"\n{'':12}{'articles/s':>11}{'seconds':>9}{'processor':>11}{'peak MB':>9}{head}")
    for result in results:
        total = sum(seconds for stage, seconds in result.seconds.items() if stage != "late")
        found, (precision, recall) = scored[result.name], of_corpus(result.stories)
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in result.seconds.items())
        print(
            f"{result.name:12}{number / total:11,.0f}{total:9.1f}{result.processor:11.1f}{result.peak_mb:9,.0f}"
            f"  {found.precision:.3f}, {found.recall:.3f}    {precision:.3f}, {recall:.3f}    {stages}"
        )
    print(f"\n{'kind of pair':34}" + "".join(f"{result.name:>12}" for result in results))
    for kind in dict.fromkeys(pair.kind for pair in labelled):
        print(f"{kind:34}" + "".join(f"{scored[result.name].by_kind()[kind]:12.3f}" for result in results))


def main() -> None:
    """Measures, and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=30, help="labelled pairs of each kind")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ours:
        print(json.dumps(vars(ours(options.ours))))
        return
    labelled = pairs(options.each)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        number = write(path, options.articles, labelled)
        results = [run([sys.executable, __file__, "--ours", str(path)])]
        if not options.no_peer:
            results.append(run([str(PEER), str(PROJECT / "benchmarks" / "stories_datasketch.py"), str(path)]))
    report(results, number, labelled)


if __name__ == "__main__":
    main()
