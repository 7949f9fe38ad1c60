"""Whom a text names as its origin: an agency in the dateline, a line that says where it was first published, a
canonical address at another outlet. Names count only where they are those of a source that the desk has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.text import words


@dataclass(frozen=True)
class Outlet:
    """A source by its names: what it is called, and the hosts whose pages belong to it."""

    source_id: str
    name: str
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class CreditedText:
    """Where a member of a story may name its origin: `head` and `tail` are the beginning and the end of the body."""

    story_id: str
    source_id: str
    canonical_url: str | None
    byline: str | None
    head: str
    tail: str


_NAME = r"(?P<who>[^\s(),.;:|/\n][^(),;:|\n]{1,60}?)"
_END = r"(?=\s*(?:[(),;:|\n]|\.(?:\s|$)|$| under | on (?:mon|tues|wednes|thurs|fri|satur|sun)day| and (?:is|was|has) ))"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("NAME", _NAME + _END), re.IGNORECASE)


# What credits look like, the most explicit first. NAME ends at a mark of punctuation or the line's end.
_PUBLISHED_FIRST = tuple(
    _line(pattern)
    for pattern in (
        r"\b(?:first|originally) (?:published|appeared|posted|reported|aired)(?: \w+ \w+)? "
        r"(?:by|on|in|at) (?:the )?NAME",
        r"\b(?:article|story|report|piece|text) (?:is|was|has been) (?:republished|reprinted|provided|supplied|"
        r"produced|syndicated) (?:here )?(?:by|from|courtesy of|with (?:the )?permission (?:of|from)) (?:the )?NAME",
        r"\b(?:republished|reprinted|syndicated) (?:from|courtesy of|with (?:the )?permission (?:of|from)) "
        r"(?:the )?NAME",
        r"\b(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:bei|in|auf|im|von)(?: der| dem)? NAME",
        r"\berschien zuerst (?:bei|in|auf|im)(?: der| dem)? NAME",
        r"\b(?:publié|paru)e? (?:initialement|à l[’']origine|d[’']abord) (?:par|dans|sur|chez)"
        r"(?: le| la| les)? NAME",
        r"\bpublicad[oa] (?:originalmente|por primera vez) (?:en|por)(?: el| la)? NAME",
        r"\bpublicad[oa] originalmente (?:em|no|na|pel[oa]) NAME",
        r"\bpubblicat[oa] (?:originariamente|originalmente|per la prima volta) (?:su|da|in) NAME",
        r"\b(?:впервые опубликован\w*|первоначально опубликован\w*)(?: в| на)? NAME",
        r"نُ?شر(?:ت)? (?:هذه المقالة |هذا المقال )?(?:أول مرة|لأول مرة|أصلا) (?:في|على) NAME",
    )
)
_DATELINES = (  # "PARIS, March 3 (Reuters) - ", "(AFP) —"; "LONDON, 9 March /Agency/ --"
    re.compile(r"\A[^\n(]{0,60}?\((?P<who>[^()\n]{2,40})\)\s*(?:[-–—]+|:)\s"),
    re.compile(r"\A[^\n/]{0,60}?/(?P<who>[^/\n]{2,40})/\s*(?:[-–—]+|:)\s"),
)
_SOURCE_LINE = re.compile(
    r"^\s*[(\[]?(?:source|sources|quelle|fuente|fonte|källa|kilde|bron|źródło|kaynak|источник|المصدر|来源|來源|出典)\s*[:：]\s*"
    rf"(?:the )?{_NAME}{_END}",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED = _line(
    r"\b(?:with|including)(?: additional)? (?:reporting|inputs?|material|information|files)(?: by| from) (?:the )?NAME"
)

# Agencies by the names they go by; a source whose outlet is called one of a row is meant by all of them.
_AGENCIES = tuple(
    tuple(row.split(" | "))
    for row in """\
AP | Associated Press
AFP | Agence France-Presse
Reuters | Thomson Reuters
dpa | Deutsche Presse-Agentur
EFE | Agencia EFE
ANSA | Agenzia ANSA
PA | PA Media | Press Association
TASS | ITAR-TASS | ТАСС
RIA | RIA Novosti | РИА Новости
Xinhua | Xinhua News Agency | 新华社 | 新華社
Kyodo | Kyodo News | 共同通信
Yonhap | Yonhap News Agency | 연합뉴스
PTI | Press Trust of India
ANI | Asian News International
IANS | Indo-Asian News Service
AA | Anadolu | Anadolu Agency | Anadolu Ajansı
APA | Austria Presse Agentur
Belga | Belga News Agency
ANP | Algemeen Nederlands Persbureau
CP | Canadian Press | The Canadian Press
AAP | Australian Associated Press
UPI | United Press International
SPA | Saudi Press Agency
WAM | Emirates News Agency
NAN | News Agency of Nigeria
Lusa | Agência Lusa
PAP | Polska Agencja Prasowa
MTI | Magyar Távirati Iroda
NTB | Norsk Telegrambyrå
TT | Tidningarnas Telegrambyrå
DW | Deutsche Welle
VOA | Voice of America
RFE/RL | Radio Free Europe/Radio Liberty | RFE RL
RFI | Radio France Internationale
BBC | BBC News
IPS | Inter Press Service""".splitlines()
)
# Words that a credit adds to a name or leaves out of it.
_AROUND = frozenset(
    {"the", "agency", "news", "staff", "newsroom", "website", "newspaper", "magazine", "editors", "online"}
)
_BETWEEN = re.compile(r"\s*(?:[,/&|]|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)


class _Names:
    """Sources by name and host; a name that two of them share means neither."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, set[str]] = {}
        self._by_host: dict[str, set[str]] = {}
        aliases = {_key(name): row for row in _AGENCIES for name in row}
        for outlet in outlets:
            own = _key(outlet.name)
            for key in {own, *(_key(name) for name in aliases.get(own, ()))} - {""}:
                self._by_name.setdefault(key, set()).add(outlet.source_id)
            for host in filter(None, map(_bare, outlet.hosts)):
                self._by_host.setdefault(host, set()).add(outlet.source_id)

    def named(self, who: str) -> str | None:
        """The source of that name; of several names in a row ("Reuters and AFP") the first that is one."""
        for part in (who, *_BETWEEN.split(who)):
            found = self._by_name.get(_key(part)) or self._by_host.get(_bare(part.strip().casefold())) or set()
            if len(found) == 1:
                return next(iter(found))
        return None

    def at(self, url: str | None) -> str | None:
        """The source to whose host the address belongs."""
        found = self._by_host.get(_bare(urlsplit(url).hostname or "")) if url else None
        return next(iter(found)) if found and len(found) == 1 else None


def origins(members: Iterable[CreditedText], outlets: Iterable[Outlet]) -> Mapping[str, str]:
    """The source that each story's members credit, by story_id; stories whose members credit none that is known are not
    in it. The members are given by (day, article_id). Where they disagree, what most of them say counts, then the more
    explicit credit, then the earlier member."""
    names = _Names(outlets)
    votes: dict[str, list[tuple[int, str]]] = {}
    for member in members:
        credit = _credit(member, names)
        if credit is not None:
            votes.setdefault(member.story_id, []).append(credit)
    return {story: _elected(cast) for story, cast in votes.items()}


def _elected(cast: list[tuple[int, str]]) -> str:
    count = Counter(source for _, source in cast)
    explicit = {source: min(rank for rank, named in cast if named == source) for source in count}
    return max(count, key=lambda source: (count[source], -explicit[source]))  # of equals the first met


def _credit(member: CreditedText, names: _Names) -> tuple[int, str] | None:
    """The most explicit credit that names a known source: its rank (0 the most explicit) and the source."""
    return next(((rank, source) for rank, source in _named(member, names) if source is not None), None)


def _named(member: CreditedText, names: _Names) -> Iterator[tuple[int, str | None]]:
    for text in (member.tail, member.head):
        for pattern in _PUBLISHED_FIRST:
            yield from ((0, names.named(found["who"])) for found in pattern.finditer(text))
    linked = names.at(member.canonical_url)
    yield 1, None if linked == member.source_id else linked
    for dateline in _DATELINES:
        if found := dateline.match(member.head):
            yield 2, names.named(found["who"])
    yield 3, names.named(member.byline or "")
    for text in (member.tail, member.head):
        yield from ((4, names.named(found["who"])) for found in _SOURCE_LINE.finditer(text))
        yield from ((5, names.named(found["who"])) for found in _SIGNED.finditer(text))


def _key(name: str) -> str:
    found = [word for word in words(name.casefold()) if word not in _AROUND]
    return " ".join(found or words(name.casefold()))


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.")
