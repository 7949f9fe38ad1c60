"""Where the time of the country tagger goes: a clock around each of its stages, and the least that any tagger of its
kind takes in Python. Part of `tag.py`."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from benchmarks.clocks import replaced
from contracts.records import CountryMention, CountryTags, Texts
from reference.gazetteer import Gazetteer, fold
from transforms.countries import tag_countries

TURNS = 5
_TAGGER = "transforms.countries.tagger."
STAGES: dict[str, tuple[str, ...]] = {
    "passages, folding": (_TAGGER + "passages",),
    "scan": (_TAGGER + "scan",),
    "words beside": (_TAGGER + "settle",),
    "document": (_TAGGER + "gather", _TAGGER + "resolve"),
    "towns": (_TAGGER + "more_towns", _TAGGER + "vote"),
    "mentions, refusals": (_TAGGER + "_mentions", _TAGGER + "_refusal"),
    "salience": (_TAGGER + "shares",),
}
REST = "marks, the rest"


def padded(texts: Texts) -> list[str]:
    """Title and body in the form that the automaton is asked with."""
    return [f" {fold(text)} " for text in (texts.title or "", texts.body)]


def least(texts: Texts, tags: CountryTags, gazetteer: Gazetteer) -> None:
    """Folding, scan, a look at each match and the making of the mentions that the tagger makes; nothing is judged."""
    for text in padded(texts):
        for number, _, _ in gazetteer.automaton.find_matches_as_indexes(text, overlapping=True):
            gazetteer.entries[number]
    for one in tags.mentions:
        CountryMention(
            one.iso3, one.field, one.start, one.end, one.surface, one.kind, one.rule, one.role, one.item
        )  # fmt: skip


def clocked(address: str, name: str, into: defaultdict[str, float]) -> Callable[..., Any]:
    """A function of a module, its seconds of processor time added to a counter."""
    module, _, called = address.rpartition(".")
    function = getattr(import_module(module), called)

    def timed(*args: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args)
        finally:
            into[name] += time.process_time() - start

    return timed


def stages(texts: Sequence[Texts], gazetteer: Gazetteer) -> dict[str, float]:
    """Seconds of processor time of each stage over all texts, the best of the turns; the clocks take some 10
    microseconds a text of it."""
    best: dict[str, float] = {}
    for _ in range(TURNS):
        into: defaultdict[str, float] = defaultdict(float)
        patches = {one: clocked(one, name, into) for name, addresses in STAGES.items() for one in addresses}
        with replaced(patches):
            start = time.process_time()
            for one in texts:
                tag_countries(one, gazetteer)
            into[REST] = time.process_time() - start - sum(into.values())
        best = {name: min(best.get(name, taken), taken) for name, taken in into.items()}
    return best


def table(texts: Sequence[Texts], gazetteer: Gazetteer) -> Iterator[str]:
    """Microseconds of processor time a text and the share of each stage."""
    found = stages(texts, gazetteer)
    total = sum(found.values())
    yield f"{'stage':26s}{'us a document':>16s}{'share':>10s}"
    for name in (*STAGES, REST):
        yield f"{name:26s}{1e6 * found[name] / len(texts):>16.1f}{found[name] / total:>10.1%}"
