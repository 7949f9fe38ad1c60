"""The country tagger: which countries a text names, with the words that prove it, and which it is about.

Candidates come from the gazetteer (`scan`), words around them refuse some (`rules`) or settle what they mean
(`beside`), the document decides what the ambiguous ones mean (`support`, `senses`) and which smaller towns are meant
(`towns`), and the mentions weigh for their countries (`salience`)."""

from __future__ import annotations

from contracts.records import CountryMention, CountryTags, Refusal, Texts
from reference.gazetteer import Gazetteer
from reference.languages import load_language
from transforms.countries.beside import settle
from transforms.countries.languages import judge, scan_language
from transforms.countries.salience import shares
from transforms.countries.scan import Hit, Passage, passages, scan
from transforms.countries.senses import resolve
from transforms.countries.support import gather
from transforms.countries.towns import more_towns, vote
from transforms.countries.verdicts import Verdict
from transforms.marks import PlainTexts


def tag_countries(
    texts: Texts, gazetteer: Gazetteer, *, outlet_country: str | None = None, language: str | None = None
) -> CountryTags:
    """Mentions in the order of the text (title, body, captions), the countries by falling salience, and what was
    refused. `outlet_country` (iso3) speaks for bare town names only where the text itself settles nothing; such
    mentions carry the rule "outlet_country". Takes time in proportion to the length of the text.

    `language` (ISO 639-1), else that of the texts, says how the text is read; where neither is known it is read as
    English, if its script is Latin. A language that has no gazetteer gives no tags, and says that it is not covered."""
    language = language or texts.language
    plain = PlainTexts(texts, language)
    return plain.countries(tag_plain(plain.texts, gazetteer, outlet_country, language))


def tag_plain(texts: Texts, gazetteer: Gazetteer, outlet_country: str | None, language: str | None) -> CountryTags:
    """The same for a text that is without marks (`PlainTexts`) already, read in this language."""
    if language is None and not latin(texts):
        return CountryTags(covered=False, reason="language_unknown")
    if language in (None, "en"):
        parts = passages(texts)
        hits = [hit for passage in parts for hit in scan(passage, gazetteer)]
        verdicts = _judge(parts, hits, gazetteer, texts.year, outlet_country)
    else:
        own = load_language(language)
        if own is None:
            return CountryTags(covered=False, reason="language_not_covered")
        hits = [hit for passage in passages(texts) for hit in scan_language(passage, own)]
        verdicts = judge(hits, own, gazetteer, texts.year)
    mentions = tuple([mention for verdict in verdicts if verdict.iso3 is not None for mention in _mentions(verdict)])
    refusals = tuple([_refusal(verdict) for verdict in verdicts if verdict.iso3 is None and _telling(verdict)])
    return CountryTags(mentions, shares(texts, mentions), refusals)


def _judge(
    parts: tuple[Passage, ...], hits: list[Hit], gazetteer: Gazetteer, year: int | None, outlet_country: str | None
) -> list[Verdict]:
    """A verdict on every hit, and on towns that the document makes plausible, in the order of the text."""
    settled = settle(hits, gazetteer, year)
    support = gather(parts, settled, hits, gazetteer)
    verdicts = [
        found if isinstance(found, Verdict) else resolve(hit, found, gazetteer, support, year)
        for hit, found in zip(hits, settled, strict=True)
    ]
    verdicts = [verdict for verdict in verdicts if verdict.rule != "abbreviation"]
    towns = more_towns(parts, verdicts, gazetteer, support) if "town" not in gazetteer.without else []
    if not towns and not any(verdict.iso3 for verdict in verdicts) and "vote" not in gazetteer.without:
        return _in_order(parts, vote(parts, verdicts, gazetteer, support, outlet_country))
    return _in_order(parts, verdicts + towns) if towns else verdicts


def _in_order(parts: tuple[Passage, ...], verdicts: list[Verdict]) -> list[Verdict]:
    """Verdicts in the order of the text; those on hits are, until towns come between them."""
    order = {id(part): number for number, part in enumerate(parts)}
    return sorted(verdicts, key=lambda verdict: (order[id(verdict.hit.passage)], verdict.hit.start))


def latin(texts: Texts) -> bool:
    """Whether most letters are Latin, of the title and the first 500 characters; so is a text that has none."""
    head = f"{texts.title or ''} {texts.body[:500]}"
    if head.isascii():
        return True
    letters = [char for char in head if char.isalpha()]
    return 2 * sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in letters) >= len(letters)


def _mentions(verdict: Verdict) -> list[CountryMention]:
    """The mention of a verdict; of "the two Koreas" one for each, at the same place."""
    hit: Hit = verdict.hit
    assert verdict.iso3 is not None
    codes = [sense.iso3 for sense in hit.entry.senses] if verdict.rule == "joint" else [verdict.iso3]
    return [
        CountryMention(
            iso3, hit.passage.field, hit.start, hit.end, hit.surface, verdict.kind, verdict.rule, hit.role,
            hit.passage.item,
        )
        for iso3 in codes
    ]  # fmt: skip


def _telling(verdict: Verdict) -> bool:
    """Whether a refusal tells a reader anything: not that David is no town."""
    senses = verdict.hit.entry.senses
    return verdict.rule != "unsupported" or (bool(senses) and senses[0].weight >= 0.2)


def _refusal(verdict: Verdict) -> Refusal:
    hit = verdict.hit
    return Refusal(hit.passage.field, hit.start, hit.end, hit.surface, verdict.rule, hit.passage.item)
