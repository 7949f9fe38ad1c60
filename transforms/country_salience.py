"""How much an article has to do with each country it names, and which it is about."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from contracts.records import CountryMention, CountryShare, Texts

LEAD_REACH = 600
_KIND = {
    "name": 1.0,
    "demonym": 0.9,
    "capital": 0.9,
    "city": 0.7,
    "division": 0.8,
    "leader": 0.8,
    "institution": 0.7,
    "alias": 1.0,
}
TITLE, LEAD, DATELINE, CAPTION, JOB_TITLE, BODY = 3.0, 2.0, 3.0, 0.3, 0.3, 1.0
FLOOR, OF_FIRST = 0.2, 0.4  # a focus country has this share at least, and this part of the first one's
_JOB = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Ee]nvoy|[Aa]mbassador|[Rr]epresentative|[Cc]oordinator|[Cc]ommissioner|"
    r"[Aa]dviser|[Aa]dvisor|[Aa]nalyst) (?:for|to|on) [^.;:\n]{0,50}\Z"
)


def lead_end(body: str) -> int:
    """Where the first paragraph ends: at the first blank line, at most 600 characters on."""
    begin = len(body) - len(body.lstrip())
    blank = body.find("\n\n", begin, begin + LEAD_REACH)
    return blank if blank >= 0 else begin + LEAD_REACH


def shares(texts: Texts, mentions: Iterable[CountryMention]) -> tuple[CountryShare, ...]:
    """The countries of an article by falling salience; shares sum to 1. A mention where the body repeats the title is
    evidence, and weighs nothing."""
    begin = texts.repeated_title[1] if texts.repeated_title else 0
    end = begin + lead_end(texts.body[begin : begin + 2 * LEAD_REACH])
    weights: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    titled: set[str] = set()
    leading: set[str] = set()
    for mention in mentions:
        repeats = (
            texts.repeated_title is not None
            and mention.field == "body"
            and (texts.repeated_title[0] <= mention.start < texts.repeated_title[1])
        )
        counts[mention.iso3] += not repeats
        weights[mention.iso3] += 0.0 if repeats else _weight(texts, mention, end)
        if mention.field == "title":
            titled.add(mention.iso3)
        if mention.field == "body" and begin <= mention.start < end:
            leading.add(mention.iso3)
    return _ranked(weights, counts, titled, leading)


def _ranked(
    weights: dict[str, float], counts: dict[str, int], titled: set[str], leading: set[str]
) -> tuple[CountryShare, ...]:
    total = math.fsum(weights.values())
    equal = 1 / len(weights) if weights else 0.0
    salience = {iso3: weight / total if total else equal for iso3, weight in weights.items()}
    first = max(salience.values(), default=0.0)
    ordered = sorted(salience, key=lambda iso3: (-salience[iso3], iso3))
    return tuple(
        CountryShare(
            iso3, max(1, counts[iso3]), iso3 in titled, iso3 in leading, salience[iso3],
            salience[iso3] >= FLOOR and salience[iso3] >= OF_FIRST * first,
        )
        for iso3 in ordered
    )  # fmt: skip


def _weight(texts: Texts, mention: CountryMention, lead: int) -> float:
    kind = _KIND[mention.kind]
    if mention.field == "title":
        return TITLE * kind
    if mention.field == "caption":
        return CAPTION * kind
    if mention.role == "dateline":
        return DATELINE
    if _JOB.search(texts.body[max(0, mention.start - 90) : mention.start]):
        return JOB_TITLE * kind
    return (LEAD if mention.start < lead else BODY) * kind
