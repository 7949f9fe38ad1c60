"""What is known in which language: counted from the data files, for ref.coverage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from contracts.records import MentionKind
from reference import gazetteer
from reference.languages import language_rows, load_profiles
from reference.regions import load_regions
from reference.taxonomy import load_taxonomy

WHAT: dict[MentionKind, str] = {
    "name": "country_names", "demonym": "demonyms", "capital": "capitals", "city": "cities", "division": "divisions",
    "institution": "institutions", "leader": "leaders", "alias": "aliases",
}  # fmt: skip
ENGLISH = "en"


@dataclass(frozen=True)
class Coverage:
    """A row of ref.coverage."""

    language: str
    what: str
    entries: int
    checked_sentences: int | None


def coverage() -> list[Coverage]:
    """What each language has: rows of its files by kind, and the sentences that were written to check them. Topics and
    regions are known in English only."""
    english = Counter(cells[2] for name in gazetteer.REVIEWED for _, cells in gazetteer.rows(name, 7))
    found = [Coverage(ENGLISH, what, english[kind], None) for kind, what in WHAT.items() if english[kind]]
    found.append(Coverage(ENGLISH, "topics", len(load_taxonomy().topics), None))
    found.append(Coverage(ENGLISH, "regions", len(load_regions().regions), None))
    for profile in load_profiles().values():
        kinds = Counter(cells[2] for _, cells in language_rows(f"{profile.language}.tsv") if len(cells) > 2)
        found += [
            Coverage(profile.language, what, kinds[kind], profile.checked_sentences)
            for kind, what in WHAT.items()
            if kinds[kind]
        ]
    return found
