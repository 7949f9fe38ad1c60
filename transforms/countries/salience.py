"""How much an article has to do with each country it names, and which it is about.

A country's weight is the sum over its mentions of what their place and kind weigh (`reference/salience.py`); a dateline
weighs once. Salience is the share of the sum over all countries. Where an outlet is at home plays no part."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from contracts.records import CountryMention, CountryShare, MentionKind, Texts
from reference.salience import Weights, load_weights

LEAD_REACH = 600  # characters of a first paragraph that knows no end
LATE = 1500  # characters after the lead's begin from which a mention is a late one
Place = Literal["title", "dateline", "lead", "body", "late", "caption"]
_PARAGRAPH = re.compile(r"\n(?=[ \t]*\n| {2}|\t)")  # wire texts set no blank line, but indent
_JOB = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Ee]nvoy|[Aa]mbassador|[Rr]epresentative|[Cc]oordinator|[Cc]ommissioner|"
    r"[Aa]dviser|[Aa]dvisor|[Aa]nalyst) (?:for|to|on) [^.;:\n]{0,50}\Z"
)
_JOBS = (
    "ecretary", "inister", "irector", "nvoy", "mbassador", "epresentative", "oordinator", "ommissioner", "dviser",
    "dvisor", "nalyst",
)  # fmt: skip
_JOB_REACH, _JOB_TAIL = 90, 55  # characters: of what is searched, and of what follows the job
_MONEY = re.compile(
    r"[\s-](?:dlrs?|dollars?|francs?|pounds?|pesos?|crowns?|kron(?:er|or)|marks?|yen|won|rupees?|lir[ae]|riyals?|dinars?|"
    r"treasur(?:y|ies)|eurobonds?|eurodollars?|currency|cents?|sterling)\b|\$",
    re.IGNORECASE,
)


class Seen(NamedTuple):
    """One mention as salience counts it: where it stands, whether it is an aside (in a job title, as the name of a
    currency), and whether its paragraph has named the country before."""

    iso3: str
    kind: MentionKind
    place: Place
    in_lead: bool
    aside: bool
    again: bool


def lead_end(body: str, begin: int = 0) -> int:
    """Where the first paragraph ends that starts at `begin` or after: at a blank line, at most 600 characters on."""
    start = begin + len(body[begin : begin + LEAD_REACH]) - len(body[begin : begin + LEAD_REACH].lstrip())
    blank = body.find("\n\n", start, start + LEAD_REACH)
    return blank if blank >= 0 else start + LEAD_REACH


def shares(
    texts: Texts, mentions: Iterable[CountryMention], weights: Weights | None = None
) -> tuple[CountryShare, ...]:
    """The countries of an article by falling salience; shares sum to 1. A mention where the body repeats the title is
    evidence, and weighs nothing."""
    return weigh(seen(texts, mentions), weights or load_weights())


def seen(texts: Texts, mentions: Iterable[CountryMention]) -> list[Seen]:
    """What salience counts of an article, whatever the weights are."""
    begin, end = texts.repeated_title or (0, 0)
    lead = lead_end(texts.body, end)
    breaks: list[int] | None = None
    named: set[tuple[str, int]] = set()
    found: list[Seen] = []
    for mention in mentions:
        if mention.field != "body":
            text = texts.title or "" if mention.field == "title" else ""
            place: Place = "title" if mention.field == "title" else "caption"
            found.append(Seen(mention.iso3, mention.kind, place, False, _aside(text, mention), False))
            continue
        if begin <= mention.start < end:
            continue
        breaks = [gap.start() for gap in _PARAGRAPH.finditer(texts.body)] if breaks is None else breaks
        paragraph = (mention.iso3, bisect_right(breaks, mention.start))
        in_lead = end <= mention.start < lead
        place = _place(mention, in_lead, end)
        found.append(Seen(mention.iso3, mention.kind, place, in_lead, _aside(texts.body, mention), paragraph in named))
        named.add(paragraph)
    return found


def _place(mention: CountryMention, in_lead: bool, begin: int) -> Place:
    if mention.role == "dateline":
        return "dateline"
    return "lead" if in_lead else "body" if mention.start < begin + LATE else "late"


@dataclass(slots=True)
class _Tally:
    """What has been seen of one country."""

    mentions: int = 0
    weight: float = 0.0
    dateline: float = 0.0
    in_title: bool = False
    in_lead: bool = False
    told: int = 0  # mentions that are no aside, and whether one stands in the title, in the lead
    title_told: bool = False
    lead_told: bool = False


def weigh(found: Sequence[Seen], weights: Weights) -> tuple[CountryShare, ...]:
    """The countries by falling salience, and which of them are focus countries."""
    places: Mapping[Place, float] = {
        "title": weights.title, "lead": weights.lead, "body": weights.body, "late": weights.late,
        "caption": weights.caption,
    }  # fmt: skip
    tallies: dict[str, _Tally] = {}
    for one in found:
        tally = tallies.get(one.iso3) or tallies.setdefault(one.iso3, _Tally())
        tally.mentions += 1
        tally.in_title |= one.place == "title"
        tally.in_lead |= one.in_lead
        if one.place == "dateline":
            tally.dateline = weights.dateline
        elif one.aside:
            tally.weight += weights.aside * weights.kinds[one.kind]
        else:
            tally.weight += places[one.place] * weights.kinds[one.kind] * (weights.again if one.again else 1.0)
        if not one.aside:
            tally.told += 1
            tally.title_told |= one.place == "title"
            tally.lead_told |= one.in_lead
    return _ranked(tallies, weights)


def _ranked(tallies: Mapping[str, _Tally], weights: Weights) -> tuple[CountryShare, ...]:
    total = math.fsum(tally.weight + tally.dateline for tally in tallies.values())
    first = max((tally.weight for tally in tallies.values()), default=0.0)
    floor = min(weights.floor, weights.even / max(1, len(tallies)))
    found = []
    for iso3, tally in tallies.items():
        salience = (tally.weight + tally.dateline) / total if total else 1 / len(tallies)
        told = salience >= floor and tally.weight >= weights.of_first * first and (tally.lead_told or tally.told > 1)
        # Wire stories are about the place they come from: on Reuters 1987 99 datelines of 100 are.
        focus = tally.dateline > 0 or told or (tally.title_told and salience >= weights.title_floor)
        found.append(CountryShare(iso3, tally.mentions, tally.in_title, tally.in_lead, salience, focus))
    return tuple(sorted(found, key=lambda share: (-share.salience, share.iso3)))


def _aside(text: str, mention: CountryMention) -> bool:
    """Within a job title ("envoy to Mongolia") or as the name of a currency ("Canadian dlrs", "yen")."""
    start, end = mention.start, mention.end
    if _is_money(mention.surface):
        return True
    if mention.kind in ("name", "demonym") and _MONEY.match(text, end):
        return True
    tail = text[max(0, start - _JOB_TAIL) : start]
    if not (" for " in tail or " to " in tail or " on " in tail):
        return False
    # The search takes as long as all of the rest of a mention, and one in fifty has anything to find.
    left = text[max(0, start - _JOB_REACH) : start]
    return any(map(left.__contains__, _JOBS)) and _JOB.search(left) is not None


@functools.lru_cache(4096)
def _is_money(surface: str) -> bool:
    return _MONEY.fullmatch(f" {surface}") is not None
