"""What each class of rules gains: the tagger without it on the labelled sets (`python -m benchmarks.tag --ablation`).

A rule of the code is switched off by its name (`Gazetteer.without`), a rule that is data by leaving its file empty or
its list out, a kind of words by leaving out the mentions that it gave."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import reference.gazetteer as source
from benchmarks.countries import Labelled
from benchmarks.country_scores import SETS, Score, score
from contracts.records import CountryTags
from reference.gazetteer import Gazetteer, load_gazetteer
from transforms.countries import tag_countries
from transforms.countries.salience import shares


@dataclass(frozen=True)
class Variant:
    """The tagger without a class of rules: `off` are names of rules, `emptied` data files, `lists` fields of the
    gazetteer, `kinds` kinds of mentions."""

    label: str
    off: frozenset[str] = frozenset()
    emptied: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


def _off(label: str, *names: str) -> Variant:
    return Variant(label, off=frozenset(names))


def _kind(label: str, *kinds: str) -> Variant:
    return Variant(label, kinds=frozenset(kinds))


VARIANTS: tuple[Variant, ...] = (
    Variant("phrases that hold a country's name (refusals.tsv)", emptied=("refusals",)),
    Variant("words beside: sea, street, company, team (context.tsv)", emptied=("context",)),
    Variant(
        "persons (given names, initials, the same surname elsewhere)",
        off=frozenset(("person", "person_elsewhere")),
        lists=("given_names", "place_given_names"),
    ),
    _off("companies and houses by their last word", "company", "institution_name"),
    _off("clubs, ships, storms and animals by words beside", "team", "ship", "storm", "animal"),
    _off("telltale words near by, quoted titles, explained abbreviations", "other_sense", "title", "thing"),
    _off("longer names, also joined by a hyphen", "longer_name"),
    _off("languages", "language"),
    _off("acronyms, currencies, tickers, eras, US as a pronoun", "acronym", "currency", "ticker", "era", "pronoun"),
    _off("capitals as the gazetteer writes them", "spelling"),
    Variant("misspellings", emptied=("misspellings",)),
    _off("the place named right after (Paris, Texas)", "container"),
    _off("state or country by its neighbour in a list", "list"),
    _off("one sense per document (Georgia, namesakes)", "document"),
    _off("local news (home country by cues)", "local_news"),
    _off("small towns of countries that the text is sure of", "town"),
    _off("the vote of towns where no country is named", "vote"),
    _kind("names", "name"),
    _kind("demonyms and adjectives", "demonym"),
    _kind("other names (alias)", "alias"),
    _kind("capitals", "capital"),
    _kind("cities and towns", "city"),
    _kind("parts of countries", "division"),
    _kind("leaders", "leader"),
    _kind("institutions", "institution"),
)


def variants(chosen: Sequence[Variant] = VARIANTS) -> Iterator[tuple[Variant, Gazetteer]]:
    """Each variant with its gazetteer."""
    whole = load_gazetteer()
    for variant in chosen:
        gazetteer = _without_files(variant.emptied) if variant.emptied else whole
        lists: dict[str, Any] = {name: frozenset() for name in variant.lists}
        yield variant, replace(gazetteer, without=variant.off, **lists)


def _without_files(names: Sequence[str]) -> Gazetteer:
    """The gazetteer of a copy of the data folder in which these files have a header and no rows."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "gazetteer"
        shutil.copytree(source.DATA, folder)
        for name in names:
            path = folder / f"{name}.tsv"
            lines = [
                line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
            ]
            path.write_text(lines[0] + "\n", encoding="utf-8")
        with patch.object(source, "DATA", folder):
            return load_gazetteer.__wrapped__()


def tagged(document: Labelled, gazetteer: Gazetteer, kinds: frozenset[str] = frozenset()) -> CountryTags:
    """The tags of a document, without mentions of some kinds."""
    tags = tag_countries(document.texts, gazetteer)
    if not kinds:
        return tags
    mentions = tuple(mention for mention in tags.mentions if mention.kind not in kinds)
    return replace(tags, mentions=mentions, countries=shares(document.texts, mentions))


def scores(sets: Mapping[str, list[Labelled]], gazetteer: Gazetteer, variant: Variant) -> list[Score]:
    """One score per set, and for focus countries one more without the United States."""
    found = []
    for name, focus in SETS.items():
        answers = [(one, _said(tagged(one, gazetteer, variant.kinds), focus)) for one in sets[name]]
        found.append(score(answers))
        if focus:
            found.append(score(answers, without="USA"))
    return found


def _said(tags: CountryTags, focus: bool) -> frozenset[str]:
    return frozenset(share.iso3 for share in tags.countries if share.is_focus or not focus)


def table(sets: Mapping[str, list[Labelled]]) -> Iterator[str]:
    """The lines of a Markdown table: F1 of all rules, then what each class gains (F1 with it less F1 without)."""
    whole = scores(sets, load_gazetteer(), Variant("all rules"))
    yield "| without | geovirus | lgl_half | reuters_1987 focus | without USA |"
    yield "|---|---|---|---|---|"
    yield "| all rules, F1 | " + " | ".join(f"{one.f1:.4f}" for one in whole) + " |"
    for variant, gazetteer in variants():
        gains = [before.f1 - now.f1 for before, now in zip(whole, scores(sets, gazetteer, variant), strict=True)]
        yield (
            f"| {variant.label} | " + " | ".join(f"{gain:+.4f}" if abs(gain) >= 5e-5 else "0" for gain in gains) + " |"
        )
