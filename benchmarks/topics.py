"""Figures of the topic tagger:

    python -m benchmarks.topics [FOLDER]             F1, alarms and speed with the weights as they are stored
    python -m benchmarks.topics [FOLDER] --folds     five-fold figures per topic, reliability, and the peer (slow)
    python -m benchmarks.topics [FOLDER] --ablation  what each part of the tagger gains

FOLDER: labelled sets (default: ../shared/gold/topics). The stored weights were fitted on these sets, so that only the
five-fold figures are honest ones for them; the peer is TF-IDF with logistic regression, trained in the same folds
(`make bench` installs scikit-learn). Our own headlines, articles and texts of other kinds are told in
`tests/eval/test_topic_sets.py`, with what each part scored before anybody tuned to it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.fit_topics import Options, cross_scores
from benchmarks.tag import best
from benchmarks.topic_ablation import table
from benchmarks.topic_peers import peer_tags
from benchmarks.topic_sets import DEFAULT, HARD, Labelled, LabelledSet, count_topics, read_sets, total
from contracts.records import Texts
from reference.gazetteer import load_gazetteer
from reference.topics.taxonomy import DATA, Taxonomy, read_lexicon, read_taxonomy
from transforms.countries import tag_countries
from transforms.topics import tag_topics

EVAL = Path(__file__).resolve().parents[1] / "tests" / "eval"
BINS = 10
Scores = dict[str, float]


def own_rows(name: str) -> list[Labelled]:
    """The rows of a file of tests/eval, named by file and part."""
    rows = map(json.loads, (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Labelled(
            " ".join(filter(None, (name, row.get("part")))), str(number), Texts(row["title"], row["text"]),
            frozenset(row.get("labels", ())),
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip


def by_part(rows: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    parts: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        parts[row.set_name].append(row)
    return parts


def scores_of(rows: Sequence[Labelled], taxonomy: Taxonomy) -> list[Scores]:
    """The listed topics of each text."""
    return [{t.topic_id: t.score for t in tag_topics(row.texts, taxonomy).topics} for row in rows]


def tags_of(scores: Sequence[Scores]) -> list[frozenset[str]]:
    return [frozenset(topic for topic, score in each.items() if score >= 0.5) for each in scores]


def alarms(tags: Sequence[frozenset[str]]) -> str:
    """How many texts have a hard topic."""
    count = sum(bool(each & HARD) for each in tags)
    return f"{count} of {len(tags)} ({count / max(1, len(tags)):.1%})"


def print_f1(what: str, rows: Sequence[Labelled], tags: Sequence[frozenset[str]], judged: frozenset[str]) -> None:
    whole = total(count_topics([row.labels for row in rows], tags, judged))
    print(f"| {what} | {len(rows)} | {whole.precision:.3f} | {whole.recall:.3f} | {whole.f1:.4f} |")


def print_stored(sets: Sequence[LabelledSet], taxonomy: Taxonomy) -> None:
    hand = read_taxonomy(DATA, fitted=False)
    everything = frozenset(topic.topic_id for topic in taxonomy.topics)
    headlines = own_rows("modern_headlines")
    print("| | texts | precision | recall | micro F1 |\n|---|---|---|---|---|")
    for name, which in (("hand weights", hand), ("fitted on the sets", taxonomy)):
        for each in sets:
            print_f1(f"{each.name}, {name}", each.rows, tags_of(scores_of(each.rows, which)), each.judged)
        for part, rows in [*by_part(headlines).items(), ("modern_headlines", headlines)]:
            print_f1(f"{part}, {name}", rows, tags_of(scores_of(rows, which)), everything)
    print()
    for part, rows in by_part(own_rows("off_topic")).items():
        print(f"hard topics on {part}:", alarms(tags_of(scores_of(rows, taxonomy))))
    for each in sets:
        bare = [row for row in each.rows if not row.labels]
        print(f"hard topics on unlabelled rows of {each.name}:", alarms(tags_of(scores_of(bare, taxonomy))))


def print_folds(sets: Sequence[LabelledSet]) -> None:
    seeds, irregular = read_lexicon(DATA)
    found = cross_scores(sets, seeds, irregular, Options())
    headlines = own_rows("modern_headlines")
    peer = peer_tags(sets, headlines)
    for each in sets:
        scores = [found[row.doc_id] for row in each.rows]
        gold, tags = [row.labels for row in each.rows], tags_of(scores)
        counts = count_topics(gold, tags, each.judged)
        print(f"\n{each.name}, five-fold:\n\n| topic | n | precision | recall | F1 |\n|---|---|---|---|---|")
        for topic, c in sorted(counts.items(), key=lambda item: -(item[1].hit + item[1].missed)):
            print(f"| {topic} | {c.hit + c.missed} | {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} |")
        print_f1("all, micro", each.rows, tags, each.judged)
        bare = [number for number, row in enumerate(each.rows) if not row.labels]
        print("hard topics on its unlabelled rows:", alarms([tags[number] for number in bare]))
        print_reliability(gold, scores, each.judged)
    for line in peer:
        print(line)
    taught = frozenset().union(*(each.judged for each in sets))
    print("ours on the headlines, of the topics that the sets teach, by the stored weights:")
    print_f1("modern_headlines", headlines, tags_of(scores_of(headlines, read_taxonomy(DATA))), taught)


def print_reliability(gold: Sequence[frozenset[str]], scores: Sequence[Scores], judged: frozenset[str]) -> None:
    """Of the scores in each tenth, the mean and the share whose topic people gave."""
    print("\n| score | times | mean score | people agree |\n|---|---|---|---|")
    pairs = [(s, t in want) for want, each in zip(gold, scores, strict=True) for t, s in each.items() if t in judged]
    for number in range(BINS):
        inside = [pair for pair in pairs if number <= pair[0] * BINS < number + 1 + (number == BINS - 1)]
        if inside:
            mean, right = (sum(each) / len(inside) for each in zip(*inside, strict=True))
            print(f"| {number / BINS:.1f} to {(number + 1) / BINS:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")


def print_speed(folder: Path, taxonomy: Taxonomy) -> None:
    """Documents per second of one core, countries and topics in turn over the texts of the country sets."""
    rows = [
        json.loads(line)
        for path in sorted((folder.parent / "countries").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [Texts(row.get("title"), row["text"]) for row in rows]
    gazetteer = load_gazetteer()
    ways: dict[str, Callable[[], object]] = {
        "countries": lambda: [tag_countries(text, gazetteer) for text in texts],
        "topics": lambda: [tag_topics(text, taxonomy) for text in texts],
    }
    seconds = best(ways)
    both = sum(seconds.values()) / seconds["countries"]
    print(f"\n{len(texts)} documents of {sum(len(t.body) for t in texts) // len(texts)} characters, one core:")
    print(", ".join(f"{name} {len(texts) / spent:.0f} documents/s" for name, spent in seconds.items()))
    print(f"countries and topics together cost {both:.2f} times countries alone")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--ablation", action="store_true")
    given = parser.parse_args(arguments)
    taxonomy = read_taxonomy(DATA)
    print(f"taxonomy {taxonomy.version}: {len(taxonomy.topics)} topics, {len(taxonomy.rules)} phrases")
    sets = read_sets(given.folder)
    if given.folds:
        print_folds(sets)
    elif given.ablation:
        own = {name: own_rows(name) for name in ("modern_headlines", "articles")}
        print(table(sets, own, taxonomy))
    else:
        print_stored(sets, taxonomy)
        print_speed(given.folder, taxonomy)


if __name__ == "__main__":
    main(sys.argv[1:])
