"""Bylines: the authors as people, from what a page states and what it shows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from unicodedata import category

from contracts.records import PageContext
from reference.bylines import given_names, places
from transforms.pages.byline_words import (
    AFTER,
    AGENCIES,
    DOUBTFUL,
    DOUBTFUL_JOINERS,
    JOINERS,
    LABEL,
    NOBODY,
    PARTICLES,
    WORK,
)
from transforms.pages.clean import flat, one_line
from transforms.pages.html_data import JsonObject, PageData, strings, types_of
from transforms.pages.months import MONTHS
from transforms.pages.patterns import words

_STATED = (
    "author", "article:author", "parsely-author", "sailthru.author", "citation_author", "citation_authors",
    "dc.creator", "dcterms.creator", "byl", "byline", "article:author_name", "article_author", "author.name",
    "authors", "og:article:author", "cxenseparse:author", "shareaholic:article_author_name", "mediator_author",
    "twitter:data1",
)  # fmt: skip
_INVERTED = ("citation_author", "dc.creator", "dcterms.creator")
_NOT_BY = re.compile(
    r"\b(?:tim|min|read|les|price|availab|lesezeit|lecture|lectura|lettura|tijd|czas|время)", re.IGNORECASE
)
_HANDLE = re.compile(r"\S*@\S+|\b(?:e-?mail|twitter|follow)\s*:?\s*(?=\S*@|$)", re.IGNORECASE)
_OUTER = re.compile(r"\s*(?:[,;|⋅·•、，；،؛\n]|\s[-–—]+\s|\s/\s|(?<=\w{3})/(?=\w{2}))\s*")
_JOINER = re.compile(rf"\s+({JOINERS})\s+|\s*&\s*")
_LOUD_JOINER = re.compile(r"\s+(AND|UND|ET|VE|WITH|AVEC|OCH|OG|DAN|Y)\s+|\s*&\s*")
_NOT_A_NAME = re.compile(r"[@#<>{}\[\]=:?!]|https?:|www\.|\d{2}|\.(?:com|org|net)\b", re.IGNORECASE)
_WEEKDAYS = words("mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday")
_MONTH = frozenset(name for name in MONTHS if len(name) >= 4)
_RANK = re.compile(r"(?<=\w)\s*(?:기자|특파원|记者|記者|通讯员|特派員)$")  # "reporter", behind the name
_ASIDE = re.compile(r"\([^()]*\)")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.\s.*")  # "Anna Lindqvist. The Daily Example"; not "Anna St. John"
_JUNIOR = re.compile(r"\s*,\s+(?=(?:Jr|Sr)\b)")
_GLUED = re.compile(r"^(\w*[a-zß-ÿ])([A-Z][a-z]{3,})$")
_PREFIXED = re.compile(r"^(?:d|l|al|el|as|ash|an|ar|at|az|ul|ibn|de|dell|degl|van|von|mac|o)['’-]\w", re.IGNORECASE)
_LOUD_PART = re.compile(r"^(MC)(\w{2,})$|^((?:[A-Z]['’])|(?:AL|EL)-)(\w{2,})$")


def byline(data: PageData, context: PageContext, site: set[str], shown: Iterable[str]) -> str | None:
    """The authors as people, comma between: no organisations, no "Staff", no dates. None where nobody is named."""
    stated: list[str] = []
    if data.article:
        for key in ("author", "creator"):
            stated = stated or _author_names(data.article.get(key), data.objects)
    found = people(stated, site) or _owner(stated, data, context)
    for name in () if found else _STATED:
        if name == "twitter:data1" and _NOT_BY.search(data.first("twitter:label1") or "time"):
            continue
        values = data.meta.get(name)
        if not values:
            continue
        stated += map(_first_name_first, values) if name in _INVERTED else values
        found = people(values if name not in _INVERTED else map(_first_name_first, values), site)
        found = found or _owner(values, data, context)
        if found:
            break
    found = found or _of_shown(list(shown), bool(stated), site) or people([context.hints.author or ""], site)
    return ", ".join(found) or None


def _of_shown(shown: list[str], said: bool, site: set[str]) -> list[str]:
    """Whom the page shows. A single word is too little here (a month, a section). Where the data name an office as the
    author, only the first line counts: names further on are of photographers and other stories."""
    lines = [line for line in shown if line.strip()]
    found = people(lines[:1] if said else lines, site)
    return [name for name in found if " " in name or not name.isascii()]


def _owner(stated: list[str], data: PageData, context: PageContext) -> list[str]:
    """The person whose own site it is, and who is therefore called as the site. Only under a frequent given name: an
    outlet's name is never taken for a person's."""
    named = [
        name for name in people(stated, {flat(context.outlet)}) if name.split()[0] in given_names() and " " in name
    ]
    return named if len(named) == 1 else []


def _first_name_first(name: str) -> str:
    """ "Anders, Mirela" as catalogues write it."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and len(name.split()) <= 4 else name


def _author_names(value: object, objects: list[JsonObject]) -> list[str]:
    """Names of JSON-LD authors that are not organisations; one that is only named by its @id is looked up."""
    items = [_looked_up(item, objects) for item in (value if isinstance(value, list) else [value])]
    return strings([item for item in items if not (isinstance(item, dict) and _is_organisation(item))])


def _is_organisation(item: JsonObject) -> bool:
    types = types_of(item)
    return any("Organization" in name for name in types) and "Person" not in types


def _looked_up(item: object, objects: list[JsonObject]) -> object:
    if not isinstance(item, dict) or item.get("name") or not isinstance(item.get("@id"), str):
        return item
    return next((obj for obj in objects if obj.get("@id") == item["@id"] and obj.get("name")), item)


def people(texts: Iterable[str], site: set[str]) -> list[str]:
    """The persons' names in bylines, each once, in order; at most twelve. `site` holds the flat names of the site."""
    found: dict[str, str] = {}
    for text in texts:
        for name in _names_of(text):
            if flat(name) and flat(name) not in site and _is_person(name):
                found.setdefault(flat(name), name)
    return list(found.values())[:12]


@functools.lru_cache(2048)  # pages say the same byline in several places
def _names_of(text: str) -> tuple[str, ...]:
    """The parts of a byline that may be names. Behind the name of a person in two words or more, a part of one word, a
    known place or what somebody does is no further person."""
    line = _unlabelled(one_line(_HANDLE.sub(", ", _ASIDE.sub(" ", text[:1000])))[:300])
    line = _JUNIOR.sub(" ", line)
    names: list[str] = []
    for part in _OUTER.split(line):
        after = any(" " in name for name in names)
        for name in _joined_names(_unlabelled(part)):
            name = _quiet(_without_work(_cut(name).strip(' .*"“”-–—')))
            if name and not (after and _is_aside(name)):
                names.append(name)
    return tuple(names)


def _is_aside(name: str) -> bool:
    """Whether it is no second person behind a first: one word, a paper called by its letters ("CNN Business"), a
    place."""
    first = name.split()[0]
    if first == name:
        return name.isascii() or _is_place(name)
    return (len(first) >= 3 and first.isalpha() and first.isupper()) or _is_place(name)


def _unlabelled(line: str) -> str:
    label = LABEL.match(line)
    if label is None:
        return line
    rest = line[label.end() :]
    return line if (label["by"] or "").lower() in DOUBTFUL and len(rest.split()) < 2 else rest


def _joined_names(part: str) -> list[str]:
    """The names in a part without punctuation: "Anna Lindqvist und Tomas Reyes", but "José Ortega y Gasset"."""
    out: list[str] = []
    begin = 0
    for found in (_LOUD_JOINER if part.isupper() else _JOINER).finditer(part):
        left, right = part[begin : found.start()].split(), _JOINER.split(part[found.end() :])[0].split()
        doubtful = (found[1] or "").lower() in DOUBTFUL_JOINERS
        if doubtful and (len(left) > 1) != (len(right) > 1) and right[:1] and right[0].lower() not in AGENCIES:
            continue
        out.append(" ".join(left))
        begin = found.end()
    return [*out, part[begin:]]


def _cut(name: str) -> str:
    """A name without for whom and from where it is told, if two words are left before that."""
    name = _STOP.sub("", name)
    head = AFTER.sub("", name.lower() if name.isupper() else name)
    return name[: len(head)] if len(head.split()) >= 2 else name


def _without_work(name: str) -> str:
    """A name without the month, the agency or the work that follows it; empty where nothing of two words is left."""
    parts = [piece for word in _RANK.sub("", name).split() for piece in _unglued(word)]
    while len(parts) > 2 and (parts[-1].lower() in _MONTH or parts[-1].lower() in AGENCIES):
        parts.pop()
    if any(part.lower() in WORK for part in parts):
        end = next(i for i, part in enumerate(parts) if part.lower() in WORK)
        parts = parts[: min(end, 2)] if end >= 2 and len(parts) <= 4 else []
    return " ".join(parts)


def _unglued(word: str) -> list[str]:
    """ "LindqvistFounder", as boxes without a blank between them give it."""
    found = _GLUED.match(word)
    return [found[1], found[2]] if found and found[2].lower() in WORK else [word]


def _quiet(name: str) -> str:
    """A name that is written in capitals throughout as names are written: "ANNA VAN DER BERG", "Anna van der Berg"."""
    if not name.isupper() or " " not in name:
        return name
    return " ".join(_quiet_word(word, i) for i, word in enumerate(name.split()))


def _quiet_word(word: str, place: int) -> str:
    if place and word.lower() in PARTICLES:
        return word.lower()
    if "." in word and len(word) <= 6:
        return word
    found = _LOUD_PART.match(word)
    if found:
        first, rest = found[1] or found[3], found[2] or found[4]
        return first.capitalize() + rest.capitalize()
    return "-".join(piece.capitalize() for piece in word.split("-")).replace("i̇", "i")


@functools.cache
def _places() -> frozenset[str]:
    return frozenset(map(flat, places()))


def _is_place(name: str) -> bool:
    return flat(name) in _places()


def _is_person(name: str) -> bool:
    parts = name.split()
    if not 1 <= len(parts) <= 5 or len(name) > 50 or _NOT_A_NAME.search(name) or NOBODY.search(name):
        return False
    if name.lower().strip(".") in MONTHS or name.lower() in _WEEKDAYS or parts[0].lower() in AGENCIES:
        return False
    if sum(1 for char in name if not (char.isalpha() or char in " .'’-" or category(char)[0] == "M")) > 1:
        return False
    if len(parts) == 1:
        # A single word is a person in a Latin alphabet only as a capitalised pen name; CJK names have no spaces.
        return (name[0].isupper() and name[1:].islower() and len(name) > 2) or (not name.isascii() and len(name) <= 8)
    if parts[-1] in ("Post", "X") and parts[0] not in given_names():
        return False  # "Example Post", "Science X"; but "Emily Post", "Malcolm X"
    return all(map(_is_part_of_name, parts))


def _is_part_of_name(word: str) -> bool:
    if word[0].isupper() or not word[0].isascii() or word.lower().replace("’", "'") in PARTICLES:
        return True
    return _PREFIXED.match(word) is not None
