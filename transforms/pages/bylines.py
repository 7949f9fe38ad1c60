"""Bylines: the authors as people, from what a page states and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from contracts.records import PageContext
from transforms.pages.clean import flat, one_line
from transforms.pages.html_data import JsonObject, PageData, strings
from transforms.pages.months import MONTHS
from transforms.pages.patterns import any_of, words

_ROLE_WORDS = any_of(
    r"""
    ^(?:staff|admin(?:istrator)?|editor(?:s|ial)?|editorial (?:team|board|staff)|newsroom|newsdesk|news desk|guest|
    author|contributor|correspondent|reporter|writer|team|unknown|anonymous|none|null|user|webmaster|press|web desk|
    (?:our|the|a|by)? ?(?:own )?(?:staff|special|senior|chief|political|foreign)? ?(?:writers?|reporters?|
    correspondents?)|.*\b(?:staff|newsroom|news agency|news service|wire|editorial team|editors|desk|agencies|
    associated press|reuters|press release|magazine|newspaper|media|inc|llc|ltd|gmbh|university|institute|council|
    foundation|department)\b\.?)$
    """
)
_AGENCIES = words(
    """
    ap afp reuters dpa efe ansa tass xinhua ians pti upi bloomberg anadolu interfax kyodo yonhap
    """
)
_BY = re.compile(
    r"^\s*(?:(?:written|posted|published|reviewed|reported|story|words|text|article|analysis)\s+)?(?:by|by:|von|par|por|di|"
    r"de|door|av|af|автор:?|autor:?|auteur:?|author:?|opinion by)\s+",
    re.IGNORECASE,
)
_NAME_SPLIT = re.compile(r"\s*(?:,|;|\||/|⋅|·|•| and | & | und | et | y | e | en | og | och | и )\s*", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[@#<>{}\[\]=]|https?:|www\.|\d{2}|\.(?:com|org|net)\b", re.IGNORECASE)
_PARTICLES = words(
    """
    de da di do dos das del della der den van von la le el al bin ibn ben of the y e zu ter ten
    """
)
_WEEKDAYS = words("mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday")
# What stands behind a name without a comma: a day's month, or the person's work.
_MONTH = frozenset(name for name in MONTHS if len(name) >= 4)
_WORK = words(
    """
    writer editor author reporter correspondent contributor journalist columnist director manager officer founder
    co-founder ceo cto cmo president analyst specialist strategist consultant producer researcher professor
    photographer executive marketer gardener astrologer attorney
    """
)
_INVERTED = ("citation_author", "dc.creator", "dcterms.creator")


def byline(data: PageData, context: PageContext, site: set[str], shown: Iterable[str]) -> str | None:
    """The authors as people, comma between: no organisations, no "Staff", no dates. None where nobody is named."""
    stated: list[str] = []
    if data.article:
        for key in ("author", "creator"):
            stated = stated or _author_names(data.article.get(key), data.objects)
    if not stated:
        for name in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
                     "citation_author", "byl", "article:author_name", "twitter:data1"):  # fmt: skip
            if name == "twitter:data1" and "written" not in (data.first("twitter:label1") or "").lower():
                continue
            values = data.meta.get(name, [])
            stated += map(_first_name_first, values) if name in _INVERTED else values
            if people(stated, site):
                break
    for group in (stated, shown, [context.hints.author or ""]):
        found = people(group, site)
        if found:
            return ", ".join(found)
    return None


def _first_name_first(name: str) -> str:
    """ "Anders, Mirela" as catalogues write it."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and len(name.split()) <= 4 else name


def _author_names(value: object, objects: list[JsonObject]) -> list[str]:
    """Names of JSON-LD authors that are not organisations; one that is only named by its @id is looked up."""
    items = [_looked_up(item, objects) for item in (value if isinstance(value, list) else [value])]
    people_only = [item for item in items if not (isinstance(item, dict) and "Organization" in str(item.get("@type")))]
    return strings(people_only)


def _looked_up(item: object, objects: list[JsonObject]) -> object:
    if not isinstance(item, dict) or "name" in item or not isinstance(item.get("@id"), str):
        return item
    return next((obj for obj in objects if obj.get("@id") == item["@id"] and "name" in obj), item)


def people(texts: Iterable[str], site: set[str]) -> list[str]:
    """The persons' names in bylines, each once, in order; at most twelve."""
    found: dict[str, str] = {}
    for text in texts:
        line = _BY.sub("", one_line(re.sub(r"\(.*?\)", " ", text)))
        for part in _NAME_SPLIT.split(line[:300]):
            name = _without_work(part.strip(' .-–—·•*|"“”'))
            if flat(name) and flat(name) not in site and _is_person(name):
                found.setdefault(flat(name), name)
    return list(found.values())[:12]


def _without_work(name: str) -> str:
    """A name without the month or the work that follows it; empty where nothing of two words is left before them."""
    words = name.split()
    while len(words) > 2 and words[-1].lower() in _MONTH:
        words.pop()
    if words and words[-1].lower() in _WORK:
        end = next(i for i, word in enumerate(words) if word.lower() in _WORK)
        words = words[: min(end, 2)] if end >= 2 and len(words) <= 4 else []
    return " ".join(words)


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) > 50 or _NOT_A_NAME.search(name) or _ROLE_WORDS.match(name):
        return False
    if name.lower().strip(".") in MONTHS or name.lower() in _WEEKDAYS:
        return False
    if words[0].lower() in _AGENCIES or sum(map(str.isalpha, name)) < 0.7 * len(name):
        return False
    if len(words) == 1:
        # A single word is a person in a Latin alphabet only as a capitalised pen name; CJK names have no spaces.
        return (name[0].isupper() and name[1:].islower() and len(name) > 2) or (not name.isascii() and len(name) <= 8)
    return all(word[0].isupper() or word.lower() in _PARTICLES or not word[0].isascii() for word in words)
