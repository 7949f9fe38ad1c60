"""The kind of an article, by what the page says of itself: its types, the folders of its address, its sections, a label
before its headline, a credit to an agency. What nothing says is an `article`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from reference.bylines import given_names
from transforms.pages.clean import flat
from transforms.pages.html_data import PageData, strings, types_of
from transforms.pages.kind_words import (
    AGENCIES,
    AUTHOR,
    BYLINE,
    CREDIT,
    CREDITED,
    DATELINE,
    GALLERY,
    LIVE,
    OPINION,
    RELEASE,
    TRANSCRIPT,
    WIRES,
    plain,
)
from transforms.pages.stand_ins import Look

FEW_WORDS = 400  # a gallery's text; longer ones are articles with pictures
OWN_SECTIONS = 3  # sections that count: behind them stand what a template lists
_LABEL = re.compile(r"^[\W_]*([^\W_][^:|–—.\n]{1,28}?)\s*(?:[:|]|\s[-–—]\s|\.\s)\s*\S")
_LIVE_TITLE = re.compile(r"\blive (?:updates|blog|coverage)\b|\bliveblog\b|\blive-?ticker\b|^live\b[:|]", re.IGNORECASE)
_GALLERY_TITLE = re.compile(
    r"\bin (?:\w+ )?(?:pictures|photos)\b|\b(?:en (?:images|imágenes|fotos)|in bildern|in beeld|i bilder|em imagens)\b|"
    r"\bв фотографиях\b|بالصور|[（(【\[](?:组图|图集|写真|фото|foto|photos?|bilder)[)）】\]]",
    re.IGNORECASE,
)
_RELEASE_TEXT = re.compile(
    r"\A(?:[^\n]{0,20}for immediate release\b|[^\n]{0,90}[/(-](?:PR ?Newswire|Business ?Wire|GLOBE ?NEWSWIRE|"
    r"ACCESS ?WIRE|ACN Newswire|EIN Presswire|Newsfile|news aktuell|ots|EQS(?:-News)?|CNW|PRWeb|Marketwired)\b)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}|Q|A)\s?(?:\([^)]{1,40}\))?:(?=[ \t])"
)


def article_kind(look: Look, data: PageData | None, sections: tuple[str, ...]) -> str:
    """live_blog, opinion, press_release, transcript, wire (an agency's copy on another's page), gallery, or article."""
    types = data.types if data else set()
    folders = [plain(unquote(part)) for part in urlsplit(look.url).path.split("/") if part]
    labels = {*folders[:-1], *map(plain, sections[:OWN_SECTIONS])}
    found = _LABEL.match(look.title)
    said = plain(found[1]) if found else ""
    if "LiveBlogPosting" in types or _is_live(look, folders, labels, said):
        return "live_blog"
    if "OpinionNewsArticle" in types or OPINION & (labels | {said}) or _is_called_opinion(data):
        return "opinion"
    if RELEASE & (labels | {said}) or _RELEASE_TEXT.match(look.body):
        return "press_release"
    if _is_transcript(look, said):
        return "transcript"
    if wire_agency(look, data):
        return "wire"
    return "gallery" if look.words < FEW_WORDS and _is_gallery(look, data, labels | {said}) else "article"


def _is_live(look: Look, folders: list[str], labels: set[str], said: str) -> bool:
    if _LIVE_TITLE.search(look.title):
        return True
    alone = {"live", "direct", "direkte", "онлайн", "suora"}  # a folder of a channel or of concerts as often
    if (labels | {said}) & (LIVE - alone):
        return True
    running = any(a in alone and (i > 0 or b.isdigit()) for i, (a, b) in enumerate(pairwise(folders)))
    return said in alone or running or any(folder.startswith(("live blog", "live updates", "live ticker", "liveblog",
                                             "liveticker")) for folder in folders)  # fmt: skip


def _is_called_opinion(data: PageData | None) -> bool:
    if data is None:
        return False
    found = _LABEL.match(data.first("og:description", "description") or "")
    stated = (data.first("article:opinion") or "").lower() == "true"
    return stated or bool(found and plain(found[1]) in OPINION - {"comment", "letters", "ideas", "perspectives"})


def _is_transcript(look: Look, said: str) -> bool:
    """By its title and some turns, or by turns alone: names, no headings of entries ("Price: …"), that come back."""
    lines = [line[:90] for line in look.body.split("\n") if ":" in line[:90]]
    turns = [found[0] for found in map(_SPEAKER.match, lines) if found] if len(lines) >= 3 else []
    if said in TRANSCRIPT or re.search(r"\btranscript\b", look.title, re.IGNORECASE):
        return len(turns) >= 3 or said in TRANSCRIPT
    names = [re.sub(r"\s?\(.*", "", turn).rstrip(": ") for turn in turns]
    spoken = sum(name in "QA" or name.isupper() or name.split()[0] in given_names() for name in names)
    paragraphs = look.body.count("\n\n") + 1
    return len(turns) >= 8 and spoken >= 0.5 * len(turns) > 0.25 * paragraphs and len(set(turns)) <= 0.5 * len(turns)


def _is_gallery(look: Look, data: PageData | None, labels: set[str]) -> bool:
    if labels & GALLERY or _GALLERY_TITLE.search(look.title):
        return True
    for obj in data.objects if data else ():
        if "ImageGallery" in types_of(obj) and (data is None or data.article is None or _names(obj, look.title)):
            return True
    return False


def _names(obj: dict[str, object], title: str) -> bool:
    own = flat(title)
    return bool(own) and any(flat(name) == own for key in ("name", "headline") for name in strings(obj.get(key)))


def wire_agency(look: Look, data: PageData | None) -> str | None:
    """The agency whose copy the text is: by the dateline, the author or publisher in the data, a line above the text,
    or a credit at its end. None on the agency's own site."""
    host = urlsplit(look.url).hostname or ""
    return next((who for who in _agencies(look, data) if not any(own in host for own in _hosts(who))), None)


def _hosts(who: str) -> tuple[str, ...]:
    return AGENCIES.get(who) or next((hosts for name, hosts in AGENCIES.items() if name.lower() == who.lower()), ())


def _agencies(look: Look, data: PageData | None) -> Iterator[str]:
    for found in (DATELINE.match(look.body[:160]), CREDIT.search(look.body[-60:])):
        if found:
            yield next(filter(None, found.groups()))
    if data is not None:
        stated = [name for key in ("author", "publisher", "sourceOrganization", "provider", "creator") if data.article
                  for name in strings(data.article.get(key))]  # fmt: skip
        stated += data.meta.get("author", [])[:3]
        for part in (part for name in stated[:12] for part in re.split(r"\s*[,/|;]\s*", name[:200])):
            author = AUTHOR.match(part)
            if author:
                yield author["who"]
    begin = look.whole.find(look.body[:60].split("\n")[0])
    above = look.whole[max(0, begin - 500) : begin] if begin > 0 else ""
    for line in above.split("\n")[-10:] if CREDITED.search(above) else ():
        signed = BYLINE.match(line) if len(line) <= 90 else None
        if signed:
            yield signed["who"] or signed["with"]
        elif len(line) <= 60 and WIRES.match(line):
            yield "Associated Press" if "Press" in line else "agencies"
