"""The country tagger beside the bare scan, a plain dictionary and its peers:

    python -m benchmarks.tag [FOLDER]          speed and F1; FOLDER: gold sets (default: ../shared/gold/countries)
    python -m benchmarks.tag --ablation        what each class of rules gains (see `tag_rules.py`)

Over the documents of geovirus, lgl_half and reuters_1987, in one process and turn by turn: the bare Aho-Corasick scan
(the automaton over texts that are folded already; its matches, all of them whole words, are left in its own form), the
scan with the folding that it needs, the same with each match looked up as in a dictionary, the least that a tagger
takes in Python (folding, scan, an object for each mention; nothing judged), the names of CLDR and pycountry as a
dictionary, and the whole tagger. Answers are dropped as they come, by all alike. Processor time, the best of the turns;
then where the tagger's time goes, stage by stage (`tag_stages.py`). Then geotext and flashgeotext in a process of their
own (`make bench` installs them), and F1 of all per set: all countries of a document; the whole tagger's focus countries
on reuters_1987 stand on a line of their own. Start-up: the gazetteer from its files to the automaton."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from benchmarks.countries import Labelled
from benchmarks.country_scores import FOLDER, SETS, load_sets, score
from benchmarks.tag_rules import table
from benchmarks.tag_stages import least, padded
from benchmarks.tag_stages import table as stage_table
from contracts.records import Texts
from reference.countries import PATH as COUNTRIES
from reference.countries import load_countries
from reference.gazetteer import Gazetteer, load_gazetteer
from transforms.countries import tag_countries

TURNS = 5
PROJECT = Path(__file__).resolve().parents[1]
Said = dict[str, frozenset[str]]


def plain_dictionary() -> Callable[[Texts], frozenset[str]]:
    """English names of CLDR and pycountry, as whole words in the capitals that they are written in."""
    import pycountry
    from babel import Locale

    iso2 = {country.iso2: country.iso3 for country in load_countries() if country.iso2}
    names = {name: iso2[code] for code, name in Locale("en").territories.items() if code in iso2}
    for country in pycountry.countries:
        for key in ("name", "official_name", "common_name"):
            if hasattr(country, key) and country.alpha_2 in iso2:
                names.setdefault(getattr(country, key), iso2[country.alpha_2])
    words = list(names)
    automaton = AhoCorasick(words)

    def tag(texts: Texts) -> frozenset[str]:
        found = set()
        for text in (texts.title or "", texts.body):
            for number, start, end in automaton.find_matches_as_indexes(text):
                if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                    found.add(names[words[number]])
        return frozenset(found)

    return tag


def looked_up(gazetteer: Gazetteer, texts: Texts) -> frozenset[str]:
    """The gazetteer as a dictionary without rules: whole words, the first sense of each."""
    found = set()
    for text in padded(texts):
        for number, _, _ in gazetteer.automaton.find_matches_as_indexes(text, overlapping=True):
            senses = gazetteer.entries[number].senses
            if senses:
                found.add(senses[0].iso3)
    return frozenset(found)


def each(function: Callable[[Texts], object], texts: Sequence[Texts]) -> Callable[[], None]:
    """The function over all texts, one after the other, its answers dropped."""

    def run() -> None:
        for one in texts:
            function(one)

    return run


def best(ways: Mapping[str, Callable[[], object]], turns: int = TURNS) -> dict[str, float]:
    """Seconds of processor time of each way, the best of the turns, in which they take turns."""
    seconds: dict[str, float] = {}
    for _ in range(turns):
        for name, way in ways.items():
            start = time.process_time()
            way()
            seconds[name] = min(seconds.get(name, 1e9), time.process_time() - start)
    return seconds


def speeds(documents: Sequence[Labelled], gazetteer: Gazetteer) -> dict[str, float]:
    """Seconds of each way over all documents."""
    texts = [document.texts for document in documents]
    folded = {id(one): padded(one) for one in texts}
    tags = {id(one): tag_countries(one, gazetteer) for one in texts}
    find = gazetteer.automaton.find_matches_as_indexes
    ways: dict[str, Callable[[Texts], object]] = {
        "bare scan": lambda one: [find(text, overlapping=True) for text in folded[id(one)]],
        "scan with folding": lambda one: [find(text, overlapping=True) for text in padded(one)],
        "gazetteer as a dictionary": lambda one: looked_up(gazetteer, one),
        "least of a tagger": lambda one: least(one, tags[id(one)], gazetteer),
        "CLDR and pycountry": plain_dictionary(),
        "the tagger": lambda one: tag_countries(one, gazetteer),
    }
    return best({name: each(way, texts) for name, way in ways.items()})


def peers(documents: Sequence[Labelled]) -> list[dict[str, object]]:
    """What the peers of `.venv-bench` say; empty where they are not installed."""
    python = PROJECT / ".venv-bench" / "bin" / "python"
    if not python.exists():
        print("no .venv-bench: `make bench` installs geotext and flashgeotext", file=sys.stderr)
        return []
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as rows:
        for number, document in enumerate(documents):
            texts = document.texts
            text = texts.body if texts.repeated_title else f"{texts.title or ''}\n\n{texts.body}"
            rows.write(json.dumps({"doc_id": str(number), "text": text}) + "\n")
        rows.flush()
        program = PROJECT / "benchmarks" / "tag_peers.py"
        done = subprocess.run([python, program, rows.name, COUNTRIES], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.splitlines()[-1] if done.stderr else "the peers failed", file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def lines(sets: Mapping[str, list[Labelled]], answers: Mapping[str, list[frozenset[str]]]) -> Iterable[str]:
    """F1 per set of everyone who tags, where `answers` has the countries of all documents in their order."""
    yield f"{'F1, all countries':26s}" + "".join(f"{name:>24s}" for name in SETS)
    for name, said in answers.items():
        rest, cells = iter(said), ""
        for documents in sets.values():
            found = score([(document, next(rest)) for document in documents])
            cells += f"{f'{found.f1:.3f} (P {found.precision:.2f} R {found.recall:.2f})':>24s}"
        yield f"{name:26s}{cells}"


def start_up() -> float:
    """Seconds of processor time from the files to the automaton."""
    start = time.process_time()
    load_gazetteer.__wrapped__()
    return time.process_time() - start


def main(arguments: Sequence[str]) -> int:
    folder = next((Path(word) for word in arguments if not word.startswith("--")), FOLDER)
    if not folder.is_dir():
        print(f"no {folder}", file=sys.stderr)
        return 1
    sets = load_sets(folder)
    if "--ablation" in arguments:
        print("\n".join(table(sets)))
        return 0
    gazetteer = load_gazetteer()
    documents = [document for found in sets.values() for document in found]
    characters = sum(len(document.texts.body) for document in documents)
    print(f"{len(documents)} documents, {characters / len(documents):,.0f} characters each")
    print(f"start-up, gazetteer {gazetteer.version} with {len(gazetteer.surfaces):,} surfaces: {start_up():.3f} s")
    seconds = speeds(documents, gazetteer)
    theirs = peers(documents)
    seconds |= {f"{one['peer']} {one['version']}": float(str(one["seconds"])) for one in theirs}
    for name, taken in seconds.items():
        share = taken / seconds["the tagger"]
        print(f"{name:26s}{len(documents) / taken:>10,.0f} documents/s; the tagger has {share:.3f} of that")
    print("\n".join(stage_table([document.texts for document in documents], gazetteer)))
    tagged = [tag_countries(document.texts, gazetteer) for document in documents]
    dictionary = plain_dictionary()
    answers = {
        "the tagger": [frozenset(share.iso3 for share in tags.countries) for tags in tagged],
        "gazetteer as a dictionary": [looked_up(gazetteer, document.texts) for document in documents],
        "CLDR and pycountry": [dictionary(document.texts) for document in documents],
    }
    for one in theirs:
        found: Mapping[str, list[str]] = one["countries"]  # type: ignore[assignment]
        answers[f"{one['peer']} {one['version']}"] = [frozenset(found[str(n)]) for n in range(len(documents))]
    print("\n".join(lines(sets, answers)))
    focus = [frozenset(share.iso3 for share in tags.countries if share.is_focus) for tags in tagged]
    last = list(zip(documents, focus, strict=True))[-len(sets["reuters_1987"]) :]
    print(f"the tagger's focus countries on reuters_1987: {score(last)}; without USA {score(last, 'USA')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
