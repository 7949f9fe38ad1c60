"""What the candidates of a text in another language mean. One sense per document: a surface that may be several
countries is the one that the document is sure of elsewhere, else the likeliest; a doubtful one needs the document."""

from __future__ import annotations

import re
from collections import Counter

from reference.gazetteer import Sense
from transforms.countries.scan import Hit
from transforms.countries.verdicts import DOUBTFUL, SURE, Verdict, in_time

_NAME_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
_DOTS = "·‧•"
_PERSONAL = ("name", "capital", "city", "division")
_NEIGHBOURS = {"GEO": ("RUS", "ARM", "AZE", "UKR", "MDA", "TUR")}  # who speaks for the country against the state


def judge(hits: list[Hit], given_names: frozenset[str], year: int | None) -> list[Verdict]:
    """A verdict on every hit, in their order. Names of persons are refused where a given name that is written in Latin
    letters stands right before."""
    first = [_first(hit, given_names, year) for hit in hits]
    edges = {(id(hit.passage), edge) for hit in hits for edge in (hit.start, hit.end)}
    first = [
        Verdict(hit, None, verdict.kind, "person") if verdict and verdict.iso3 and _dotted(hit, edges) else verdict
        for hit, verdict in zip(hits, first, strict=True)
    ]
    sure = Counter(verdict.iso3 for verdict in first if verdict is not None and verdict.iso3)
    return [
        verdict if verdict is not None else _resolve(hit, in_time(hit.entry, year), sure)
        for hit, verdict in zip(hits, first, strict=True)
    ]


def _first(hit: Hit, given_names: frozenset[str], year: int | None) -> Verdict | None:
    """What needs no look at the rest of the document."""
    if hit.entry.refused is not None:
        return Verdict(hit, None, "name", hit.entry.refused)
    senses = in_time(hit.entry, year)
    if not senses:
        return Verdict(hit, None, "leader", "before_its_time")
    if _person(hit, senses[0], given_names):
        return Verdict(hit, None, senses[0].kind, "person")
    if len({sense.iso3 for sense in senses}) > 1 or senses[0].weight < SURE:
        return None
    return Verdict(hit, senses[0].iso3, senses[0].kind, senses[0].kind)


def _person(hit: Hit, sense: Sense, given_names: frozenset[str]) -> bool:
    """ "Marco Berlin"; and "Carlo Russo", where the language writes its demonyms with a small letter."""
    surname = sense.kind == "demonym" and hit.entry.surface.islower() and hit.surface[:1].isupper()
    if not (sense.kind in _PERSONAL or surname) or " " in hit.surface or hit.in_capitals or hit.role == "dateline":
        return False
    before = _NAME_BEFORE.search(hit.passage.text[max(0, hit.start - 24) : hit.start])
    return before is not None and before[1][:1].isupper() and before[1] in given_names


def _dotted(hit: Hit, edges: set[tuple[int, int]]) -> bool:
    """Whether a Chinese surface is part of a person's name ("乔治·华盛顿"): a dot parts it from what is no place
    itself ("中国·上海")."""
    text, passage = hit.passage.text, id(hit.passage)
    if not "\u4e00" <= hit.surface[0] <= "\u9fff":
        return False
    before = text[max(0, hit.start - 1) : hit.start] in _DOTS and (passage, hit.start - 1) not in edges
    after = text[hit.end : hit.end + 1] in _DOTS and (passage, hit.end + 1) not in edges
    return (before and hit.start > 0) or (after and hit.end < len(text))


def _resolve(hit: Hit, senses: tuple[Sense, ...], sure: Counter[str]) -> Verdict:
    best = max(senses, key=lambda sense: (_likely(sense, sure), sense.weight))
    supported = sure[best.iso3] > 0
    if best.weight < SURE and not (supported and best.weight >= DOUBTFUL):
        return Verdict(hit, None, best.kind, "unsupported")
    return Verdict(hit, best.iso3, best.kind, best.kind if best is senses[0] else "document")


def _likely(sense: Sense, sure: Counter[str]) -> float:
    """As in English: what the document is sure of counts twice, what it names often three times."""
    seen = sure[sense.iso3] + sum(sure[iso3] for iso3 in _NEIGHBOURS.get(sense.iso3, ()))
    return sense.weight * (3.0 if seen > 1 else 2.0 if seen else 1.0)
