"""Measures the country tagger on labelled sets:  python benchmarks/countries.py [FOLDER]

FOLDER (default ../shared/gold/countries) holds JSON lines `{doc_id, title, text, countries, optional, mentions}` in
geovirus.jsonl, lgl_half.jsonl (all countries) and reuters_1987.jsonl (focus countries). Prints precision, recall and F1
over documents, micro-averaged, where codes listed as optional neither gain nor lose; mention recall where the set has
mentions; and documents per second on one core."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from contracts.records import CountryTags, Texts
from reference.gazetteer import load_gazetteer
from transforms.countries import tag_countries


@dataclass(frozen=True)
class Labelled:
    """A document and the countries that people found in it."""

    doc_id: str
    texts: Texts
    wanted: frozenset[str]
    optional: frozenset[str]
    mentions: tuple[tuple[int, int, str], ...]


def read(path: Path) -> Iterator[Labelled]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            title, text = row["title"], row["text"]
            repeated = (0, len(title)) if title and text.startswith(title) else None
            yield Labelled(
                str(row["doc_id"]),
                Texts(title, text, repeated_title=repeated),
                frozenset(row["countries"]),
                frozenset(row.get("optional", [])),
                tuple((m["start"], m["end"], m["iso3"]) for m in row.get("mentions", [])),
            )


def score(documents: list[Labelled], tagged: list[CountryTags], *, focus: bool, without: str = "") -> str:
    right = extra = missed = 0
    for document, tags in zip(documents, tagged, strict=True):
        wanted = document.wanted - {without}
        found = {share.iso3 for share in tags.countries if share.is_focus or not focus}
        found -= (document.optional - document.wanted) | {without}
        right, extra, missed = right + len(wanted & found), extra + len(found - wanted), missed + len(wanted - found)
    precision, recall = right / max(1, right + extra), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.4f} R {recall:.4f} F1 {f1:.4f}"


def mention_recall(documents: list[Labelled], tagged: list[CountryTags]) -> float:
    hits = total = 0
    for document, tags in zip(documents, tagged, strict=True):
        said = [(m.start, m.end, m.iso3) for m in tags.mentions if m.field == "body"]
        total += len(document.mentions)
        hits += sum(
            any(start < theirs[1] and theirs[0] < end and iso3 == theirs[2] for theirs in said)
            for start, end, iso3 in document.mentions
        )
    return hits / max(1, total)


def main(folder: Path) -> int:
    begun = time.perf_counter()
    gazetteer = load_gazetteer()
    seconds = time.perf_counter() - begun
    print(f"gazetteer {gazetteer.version}: {len(gazetteer.surfaces)} surfaces, {seconds:.3f} s to load")
    for name, focus in (("geovirus", False), ("lgl_half", False), ("reuters_1987", True)):
        path = folder / f"{name}.jsonl"
        if not path.exists():
            print(f"{name}: no {path}", file=sys.stderr)
            return 1
        documents = list(read(path))
        begun = time.perf_counter()
        tagged = [tag_countries(document.texts, gazetteer) for document in documents]
        rate = len(documents) / (time.perf_counter() - begun)
        what = "focus" if focus else "all countries"
        print(f"{name}: {what} {score(documents, tagged, focus=focus)}, {rate:.0f} documents/s")
        if focus:
            print(f"{name}: focus without USA {score(documents, tagged, focus=True, without='USA')}")
        if any(document.mentions for document in documents):
            print(f"{name}: mention recall {mention_recall(documents, tagged):.4f}")
    return 0


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "shared" / "gold" / "countries"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
