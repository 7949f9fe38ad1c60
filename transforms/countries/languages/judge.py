"""What the candidates of a text in another language mean. One sense per document: a surface that may be several
countries is the one that the document is sure of elsewhere, else the likeliest; a doubtful one needs the document."""

from __future__ import annotations

import re
from collections import Counter

from reference.gazetteer import Gazetteer, Sense
from reference.language_context import REACH, Beside, beside, given_names_in, place_given_names_in
from reference.languages import LanguageGazetteer
from transforms.countries.scan import Hit
from transforms.countries.verdicts import DOUBTFUL, PLACES, SURE, Verdict, in_time

_NAME_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
# Prepositions of place: "en Santiago Piñera dijo" has two names.
_IN = re.compile(
    r"(?<!\w)(?:in|en|em|à|nach|aus|w|we|din|în|i|från|till|te|ở|tại|ke|dari|в|из|у|на|із)[ \u00a0]\Z", re.I
)
_JOINED = re.compile(
    r"[^\W_]{0,4}(?:[,،、] ?|[,،]? (?:y|e|et|und|en|i|и|й|та|і|ve|și|och|dan|và|na|و|और|o|ou|oder|of|или) ?)"
    r"(?:al? |el |l[’']|le |la |un peu d[’']|un po[’'] di |een beetje |ein wenig |etwas |algo de |ال)?"
)
_NO_NOUN = re.compile(r"[^\W_]{0,3}(?:\Z|[.,;:!?)»”\"،]| [^\W_]{1,3}(?![^\W_]))")
_ALL_NOUNS = frozenset(("de",))  # nouns have capitals: "führt in Paris Gespräche"
_SURNAME_AFTER = re.compile(r"[ \u00a0]([^\W\d_]\w+)")
_INITIAL = re.compile(r"(?<!\w)[А-ЯЁІЇЄҐ]\.[ \u00a0]?\Z")
_ARTICLE = re.compile(r"(?<=[ \u00a0])(?:ال|آل )\Z")  # Arabic: written together with the surname
_ADJECTIVE = re.compile(r"(?:\A|[.!?…\n][ \u00a0]*|(?<!\w)و?ال\w+[ \u00a0](?:ال)?)\Z")
_KANA_BEFORE = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}[・･=＝]\Z")
_DOTS = "·‧•"
# Their places are written with their own characters in Chinese, so that a dot beside one does not make a person of it.
_OWN_CHARACTERS = frozenset(("CHN", "TWN", "HKG", "MAC", "JPN", "KOR", "PRK", "VNM", "SGP"))
Rules = dict[bool, tuple[Beside, ...]]  # by whether they are of demonyms
_NEIGHBOURS = {"GEO": ("RUS", "ARM", "AZE", "UKR", "MDA", "TUR")}  # who speaks for the country against the state


def judge(hits: list[Hit], own: LanguageGazetteer, english: Gazetteer, year: int | None) -> list[Verdict]:
    """A verdict on every hit, in their order. Names of persons are refused where a given name stands right before, one
    of the `english` gazetteer or of the language's own script; and where the name is a given name, a surname after."""
    language = own.profile.language
    rules = beside(language)
    namesakes = place_given_names_in(language)
    if language not in _ALL_NOUNS:
        namesakes |= english.place_given_names
    first = [_first(hit, language, rules, english.given_names, year) for hit in hits]
    edges = {(id(hit.passage), edge) for hit in hits for edge in (hit.start, hit.end)}
    first = [
        Verdict(hit, None, hit.entry.senses[0].kind, "person")
        if (verdict is None or verdict.iso3) and (_dotted(hit, edges) or _named(hit, namesakes, edges))
        else verdict
        for hit, verdict in zip(hits, first, strict=True)
    ]
    first = _languages(_surnames(first))
    sure = Counter(verdict.iso3 for verdict in first if verdict is not None and verdict.iso3)
    return [
        verdict if verdict is not None else _resolve(hit, in_time(hit.entry, year), sure)
        for hit, verdict in zip(hits, first, strict=True)
    ]


def _first(hit: Hit, language: str, rules: Rules, given_names: frozenset[str], year: int | None) -> Verdict | None:
    """What needs no look at the rest of the document."""
    if hit.entry.refused is not None:
        return Verdict(hit, None, "name", hit.entry.refused)
    senses = in_time(hit.entry, year)
    if not senses:
        return Verdict(hit, None, "leader", "before_its_time")
    if _person(hit, senses[0], language, given_names):
        return Verdict(hit, None, senses[0].kind, "person")
    rule = _beside(hit, senses[0], rules)
    if rule is not None:
        return Verdict(hit, None, senses[0].kind, rule)
    if len({sense.iso3 for sense in senses}) > 1 or senses[0].weight < SURE:
        return None
    return Verdict(hit, senses[0].iso3, senses[0].kind, senses[0].kind)


def _beside(hit: Hit, sense: Sense, rules: Rules) -> str | None:
    """The rule of the words right before or after: "golfo de Guinea", "Варшавское шоссе", "en español"."""
    people = sense.kind == "demonym"
    if not people and sense.kind not in (*PLACES, "alias"):
        return None
    town = sense.kind in ("capital", "city")
    fitting = (one for one in rules[people] if town or not one.town)
    return next((one.rule for one in fitting if one.speaks(hit.passage.text, hit.start, hit.end)), None)


def _person(hit: Hit, sense: Sense, language: str, given_names: frozenset[str]) -> bool:
    """ "Marco Berlin"; and "Carlo Russo", "Михаил Турецкий", "أحمد المصري", where the language writes its demonyms with
    a small letter or has no capitals."""
    cased = hit.surface.lower() != hit.surface.upper()
    surname = sense.kind == "demonym" and (not cased or (hit.entry.surface.islower() and hit.surface[:1].isupper()))
    surname = surname or (language == "fa" and hit.passage.text[hit.end : hit.end + 1] in ("ی", "ي"))  # "تهرانی"
    if not (sense.kind in PLACES or surname) or " " in hit.surface or hit.in_capitals or hit.role == "dateline":
        return False
    text = hit.passage.text[max(0, hit.start - REACH) : hit.start]
    if not cased:
        text = _ARTICLE.sub("", text)
    before = _NAME_BEFORE.search(text)
    names = given_names_in(language)
    if names and hit.surface[:1] > "\u024f":
        if surname and _INITIAL.search(text):
            return True
        # A name in the order "посетил Александр Польшу" is no surname; of an Arabic one only the nisba is.
        return before is not None and before[1] in names and (surname or (cased and sense.kind != "name"))
    return before is not None and before[1][:1].isupper() and (before[1] in given_names or before[1] in names)


def _named(hit: Hit, namesakes: frozenset[str], edges: set[tuple[int, int]]) -> bool:
    """Whether a place's name is a person's given name: a surname follows that is no place itself ("Asunción Martínez"
    and not "En Israel Netanyahu")."""
    if hit.surface not in namesakes or hit.in_capitals or hit.role == "dateline":
        return False
    if _IN.search(hit.passage.text[max(0, hit.start - REACH) : hit.start]):
        return False
    after = _SURNAME_AFTER.match(hit.passage.text, hit.end)
    return after is not None and after[1][0].isupper() and (id(hit.passage), after.start(1)) not in edges


def _dotted(hit: Hit, edges: set[tuple[int, int]]) -> bool:
    """Whether a surface is part of a person's name ("乔治·华盛顿", "デンゼル・ワシントン"): a dot parts it from what is
    no place itself ("卡塔尔·多哈")."""
    text, passage = hit.passage.text, id(hit.passage)
    if "\u30a1" <= hit.surface[0] <= "\u30fa":  # Japanese: of a town's part the name stands after the town's
        before = _KANA_BEFORE.search(text[max(0, hit.start - REACH) : hit.start])
        return before is not None and (passage, hit.start - 1) not in edges
    if not "\u4e00" <= hit.surface[0] <= "\u9fff" or hit.entry.senses[0].iso3 in _OWN_CHARACTERS:
        return False
    before_it = text[max(0, hit.start - 1) : hit.start] in _DOTS and (passage, hit.start - 1) not in edges
    after = text[hit.end : hit.end + 1] in _DOTS and (passage, hit.end + 1) not in edges
    return (before_it and hit.start > 0) or (after and hit.end < len(text))


def _languages(verdicts: list[Verdict | None]) -> list[Verdict | None]:
    """A demonym that is joined to a language is one too, where no noun follows that it could belong to ("le français et
    l'allemand", "французский и немецкий"; not "русского языка и немецкой культуры")."""
    found: list[Verdict | None] = []
    for verdict in verdicts:
        before = found[-1] if found else None
        if (
            verdict is not None and verdict.iso3 and verdict.kind == "demonym" and before is not None
            and before.rule == "language" and before.hit.passage is verdict.hit.passage
            and _JOINED.fullmatch(verdict.hit.passage.text, before.hit.end, verdict.hit.start)
            and _NO_NOUN.match(verdict.hit.passage.text, verdict.hit.end)
        ):  # fmt: skip
            verdict = Verdict(verdict.hit, None, verdict.kind, "language")
        found.append(verdict)
    return found


def _surnames(verdicts: list[Verdict | None]) -> list[Verdict | None]:
    """A demonym that is a person's surname once in the document is so again where it stands alone, unless the country
    itself is named: at the beginning of a sentence and after a word with the Arabic article it is an adjective."""
    surnames = {v.hit.surface for v in verdicts if v and v.rule == "person" and v.kind == "demonym"}
    if not surnames:
        return verdicts
    named = {v.iso3 for v in verdicts if v and v.kind != "demonym"}
    return [
        Verdict(v.hit, None, v.kind, "person")
        if v and v.iso3 and v.kind == "demonym" and v.hit.surface in surnames and v.iso3 not in named and _alone(v.hit)
        else v
        for v in verdicts
    ]


def _alone(hit: Hit) -> bool:
    before = hit.passage.text[max(0, hit.start - REACH) : hit.start]
    return _ADJECTIVE.search(before) is None


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
