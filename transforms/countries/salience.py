"""How much an article has to do with each country it names, and which it is about."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.records import CountryMention, CountryShare, MentionKind, Texts

LEAD_REACH = 600  # characters of a first paragraph that knows no end


@dataclass(frozen=True)
class Weights:
    """What a mention weighs by its place and kind, and what share makes a focus country. Fitted one value at a time on
    the focus countries of Reuters 1987, for the sum of F1 with and without the United States: .940 and .904 there."""

    title: float = 2.0
    dateline: float = 10.0
    lead: float = 1.2
    body: float = 1.0
    late: float = 0.8  # past the first 1,500 characters of the body
    caption: float = 0.3
    aside: float = 0.02  # within a job title, or as the name of a currency
    floor: float = 0.16  # a focus country has this share at least,
    of_first: float = 0.12  # and this part of the first one's;
    even: float = 0.6  # or, where many are named alike, this part of an even share;
    title_floor: float = 0.05  # one that the title names has this share at least
    kinds: Mapping[MentionKind, float] = field(
        default_factory=lambda: {
            "name": 0.9, "alias": 1.1, "demonym": 1.0, "capital": 0.6, "city": 0.6, "division": 0.5, "leader": 0.3,
            "institution": 0.3,
        }
    )  # fmt: skip


WEIGHTS = Weights()
LATE = 1500
_JOB = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Dd]irector|[Ee]nvoy|[Aa]mbassador|[Rr]epresentative|[Cc]oordinator|[Cc]ommissioner|"
    r"[Aa]dviser|[Aa]dvisor|[Aa]nalyst) (?:for|to|on) [^.;:\n]{0,50}\Z"
)
_MONEY = re.compile(
    r"[\s-](?:dlrs?|dollars?|francs?|pounds?|pesos?|crowns?|kron(?:er|or)|marks?|yen|won|rupees?|lir[ae]|riyals?|dinars?|"
    r"treasur(?:y|ies)|eurobonds?|eurodollars?|currency|cents?|sterling)\b|\$",
    re.IGNORECASE,
)


def lead_end(body: str, begin: int = 0) -> int:
    """Where the first paragraph ends that starts at `begin` or after: at a blank line, at most 600 characters on."""
    start = begin + len(body[begin : begin + LEAD_REACH]) - len(body[begin : begin + LEAD_REACH].lstrip())
    blank = body.find("\n\n", start, start + LEAD_REACH)
    return blank if blank >= 0 else start + LEAD_REACH


def shares(texts: Texts, mentions: Iterable[CountryMention], weights: Weights = WEIGHTS) -> tuple[CountryShare, ...]:
    """The countries of an article by falling salience; shares sum to 1. A mention where the body repeats the title is
    evidence, and weighs nothing."""
    repeated = texts.repeated_title or (0, 0)
    end = lead_end(texts.body, repeated[1])
    tally: dict[str, _Tally] = defaultdict(_Tally)
    for mention in mentions:
        tally[mention.iso3].add(mention, texts, repeated, end, weights)
    return _ranked(tally, weights)


@dataclass
class _Tally:
    """What has been seen of one country so far."""

    mentions: int = 0
    weight: float = 0.0
    dateline: float = 0.0
    in_title: bool = False
    in_lead: bool = False
    told: int = 0  # mentions that are no aside, and whether one stands in the title, in the lead
    title_told: bool = False
    lead_told: bool = False

    def add(
        self, mention: CountryMention, texts: Texts, repeated: tuple[int, int], lead: int, weights: Weights
    ) -> None:
        """Counts one mention, unless it stands where the body says the title again."""
        in_body = mention.field == "body"
        if in_body and repeated[0] <= mention.start < repeated[1]:
            return
        text = texts.body if in_body else texts.title or "" if mention.field == "title" else ""
        aside = _aside(text, mention)
        in_lead = in_body and repeated[1] <= mention.start < lead
        self.mentions += 1
        self.in_title |= mention.field == "title"
        self.in_lead |= in_lead
        if mention.role == "dateline":
            self.dateline = weights.dateline
        else:
            self.weight += _weight(mention, lead, repeated[1], aside, weights)
        if not aside:
            self.told += 1
            self.title_told |= mention.field == "title"
            self.lead_told |= in_lead


def _ranked(tally: Mapping[str, _Tally], weights: Weights) -> tuple[CountryShare, ...]:
    total = math.fsum(entry.weight + entry.dateline for entry in tally.values())
    first = max((entry.weight for entry in tally.values()), default=0.0)
    floor = min(weights.floor, weights.even / max(1, len(tally)))
    found = []
    for iso3, entry in tally.items():
        salience = (entry.weight + entry.dateline) / total if total else 1 / len(tally)
        told = salience >= floor and entry.weight >= weights.of_first * first and (entry.lead_told or entry.told > 1)
        # Wire stories are about the place they come from: on Reuters 1987 99 datelines of 100 are.
        focus = entry.dateline > 0 or told or (entry.title_told and salience >= weights.title_floor)
        found.append(CountryShare(iso3, max(1, entry.mentions), entry.in_title, entry.in_lead, salience, focus))
    return tuple(sorted(found, key=lambda share: (-share.salience, share.iso3)))


def _weight(mention: CountryMention, lead: int, begin: int, aside: bool, weights: Weights) -> float:
    kind = weights.kinds[mention.kind]
    if aside:
        return weights.aside * kind
    if mention.field == "title":
        return weights.title * kind
    if mention.field == "caption":
        return weights.caption * kind
    if mention.start < lead:
        return weights.lead * kind
    return kind * (weights.body if mention.start < begin + LATE else weights.late)


def _aside(text: str, mention: CountryMention) -> bool:
    """Within a job title ("envoy to Mongolia") or as the name of a currency ("Canadian dlrs", "yen")."""
    if _MONEY.fullmatch(f" {mention.surface}"):
        return True
    if mention.kind in ("name", "demonym") and _MONEY.match(text, mention.end):
        return True
    return _JOB.search(text[max(0, mention.start - 90) : mention.start]) is not None
