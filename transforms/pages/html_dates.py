"""The candidates for an article's dates in what an HTML page says in data: JSON-LD, meta tags, microdata, address,
feed; where none of them and nothing beside the headline says, attributes and the state that its scripts carry."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from contracts.records import DateOrigin, PageContext
from transforms.pages.clock_times import Moment
from transforms.pages.date_words import role_of
from transforms.pages.dates import HIDDEN_RANK, MICRODATA_RANK, WEAK_RANK, DateCandidate, Role, date_in_url
from transforms.pages.html_data import PageData, strings, types_of
from transforms.pages.html_lines import among_others, first_time, place_of, shown_dates
from transforms.pages.html_scan import Scan
from transforms.pages.moments import orders_in, parse_moment

# Names that publishing systems use, most exact first; each was seen on real pages or stands in the makers' documents.
_PUBLISHED = (
    "article:published_time", "article:published", "datepublished", "og:published_time",
    "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "citation_online_date", "citation_date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "published-date", "published_date", "article_date_original", "article.published",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "displaydate", "datecreated", "rnews:datepublished",
    "bt:pubdate", "analyticsattributes.articledate", "article-publication-date",
    "shareaholic:article_published_time", "gentime", "releasedate", "ptime", "created", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "revision_date", "updated_time", "parsely-updated", "modified_time",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(
    r"(?:^|[-_.:])(?:publish(?:ed)?|pub|publication|released?|issued)(?:[-_.:]?(?:date|time|on|at))?$"
)
_KEYS: tuple[tuple[str, Role], ...] = (
    ("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified"),
)  # fmt: skip
# Types that carry a page's date where it has no article of its own, and the key.
_PAGES = {"WebPage": "datePublished", "ItemPage": "datePublished", "Recipe": "datePublished",
          "DiscussionForumPosting": "datePublished", "Question": "dateCreated",
          "VideoObject": "uploadDate"}  # fmt: skip
_STATE = re.compile(
    r"""\\?"(?:datePublished|publishedAt|published_at|publishedDate|publishDate|publish_date|publicationDate|pubDate|
    firstPublished(?:At|Date)?|first_publish(?:ed)?_(?:at|date)|postedAt|datePosted|published_time)\\?"\s?:\s?\\?"
    ([^"\\]{8,40})\\?\"""",
    re.VERBOSE,
)
_ATTRIBUTES = ("data-published", "data-publish-date", "data-pubdate", "data-publication-date", "created-timestamp",
               "data-datetime", "data-timestamp", "data-date")  # fmt: skip
_ANY_ATTRIBUTE = ",".join(f"[{name}]" for name in _ATTRIBUTES)
_DAY_FIRST_ENDS = frozenset(("uk", "au", "nz", "ie", "in", "za", "ng", "ke", "gh", "pk", "bd", "lk", "sg", "my", "mt"))
_MAX_NODES = 40  # elements with such attributes that are looked at
_SHORT = 60  # characters of a line that tells in which order the site writes its dates
_MAX_STATE = 2_000_000  # characters of scripts that are searched


def html_candidates(
    data: PageData,
    tree: LexborHTMLParser,
    page: Scan,
    first: int | None,
    context: PageContext,
    language: str | None,
    last: int | None = None,
) -> list[DateCandidate]:
    """Every statement of the page, in the order of trust within its kind. `first` and `last` are the fragments with
    which the body begins and ends: lines before it, and close to a heading, may carry the date."""
    said = _statements(data, tree, page, (first, last), context, language)
    if any(c.moment.order_assumed for c in said):
        own = _numeric_language(page, context, language)
        if own != language:
            said = _statements(data, tree, page, (first, last), context, own)
    return said


def _statements(
    data: PageData,
    tree: LexborHTMLParser,
    page: Scan,
    body: tuple[int | None, int | None],
    context: PageContext,
    language: str | None,
) -> list[DateCandidate]:
    said = [*_in_data(data, context, language), *_microdata(tree, language)]
    title = next(iter(strings(data.article.get("headline"))), None) if data.article else None
    place = place_of(page, *body, title or data.first("og:title") or next(iter(data.headings), None))
    said += shown_dates(page, place, context, language)
    if not any(c.role == "published" for c in said):
        changed = {c.moment.day for c in said}
        more = _hidden(tree, place.found, language) or list(first_time(page, place, language))
        said += [c for c in more if c.moment.day not in changed]
    return said


@functools.lru_cache(maxsize=4096)
def _names_publication(name: str) -> bool:
    return name not in _PUBLISHED and _PUBLISHED_NAME.search(name) is not None


def _in_data(data: PageData, context: PageContext, language: str | None) -> Iterator[DateCandidate]:
    yield from _json_ld(data, language)
    metas: tuple[tuple[tuple[str, ...], Role], ...] = ((_PUBLISHED, "published"), (_MODIFIED, "modified"))
    for group, role in metas:
        for name in group:
            for text in data.meta.get(name, ())[:1]:
                yield from _stated(text, "meta", name, role, language)
    for name, values in data.meta.items():
        if _names_publication(name):
            yield from _stated(values[0], "meta", name, "published", language)
    yield from _stated(context.hints.published or "", "feed", "hint", "published", language)
    yield from _stated(context.hints.modified or "", "feed", "hint", "modified", language)
    for url in (context.final_url, context.url, data.canonical):
        if url and (moment := date_in_url(url)):
            yield DateCandidate(moment, "url", "address")
            break


def _json_ld(data: PageData, language: str | None) -> Iterator[DateCandidate]:
    """The dates of the page's own article; where it has none, those of the page or its one posting. Where several
    articles stand in the data and nothing says which is this page's, theirs serve only when nothing else does."""
    rank = WEAK_RANK if data.listed else 0
    dated = False
    if data.article:
        for key, role in _KEYS:
            for text in strings(data.article.get(key))[:1]:
                for one in _stated(text, "json-ld", key, role, language, rank):
                    dated = dated or (role == "published" and not data.listed)
                    yield one
    if dated:
        return
    for obj in data.objects:
        for name in types_of(obj):
            if obj is not data.article and name in _PAGES:
                for text in strings(obj.get(_PAGES[name]))[:1]:
                    yield from _stated(text, "json-ld", f"{name}.{_PAGES[name]}", "published", language, rank=1)


def _stated(
    text: str, origin: DateOrigin, where: str, role: Role, language: str | None, rank: int = 0
) -> Iterator[DateCandidate]:
    moment = parse_moment(text, language)
    if moment:
        yield DateCandidate(moment, origin, where, role, rank)


def _microdata(tree: LexborHTMLParser, language: str | None) -> Iterator[DateCandidate]:
    """datePublished and dateModified as microdata on elements other than meta tags."""
    roles: dict[str, Role] = {"datePublished": "published", "dateModified": "modified"}
    for node in tree.css('[itemprop*="date"]'):
        attributes = node.attributes
        named = (attributes.get("itemprop") or "").split()
        name = next((name for name in roles if name in named), None)
        if name is None or among_others(node):  # not the first of its name, or another text's
            continue
        role = roles.pop(name)
        for said in (attributes.get("datetime"), attributes.get("content"), node.text(deep=True)):
            if said and (moment := parse_moment(said, language)):
                yield DateCandidate(moment, "text", f"itemprop {name}", role, MICRODATA_RANK)
                break


def _hidden(tree: LexborHTMLParser, headed: bool, language: str | None) -> list[DateCandidate]:
    """What a page says where no reader sees it: beside a headline that its scripts will show (not where one is shown:
    what stands around that one was read, and what was left out is another text's), in attributes, and in the state
    that its scripts carry, where all of it names one day."""
    found = None if headed else _around_hidden_headline(tree, language)
    found = found or _in_attributes(tree, language) or _in_state(tree, language)
    return [found] if found else []


def _around_hidden_headline(tree: LexborHTMLParser, language: str | None) -> DateCandidate | None:
    own = (tree.css_first("title") or tree.root).text(deep=True).lower() if tree.root else ""
    heads = tree.css("h1")[:8]
    node = next(
        (n for n in heads if len(n.text()) > 8 and n.text().strip().lower() in own), heads[0] if heads else None
    )
    for _ in range(4):
        node = node.parent if node is not None else None
        if node is None or node.tag in ("body", "html"):
            return None
        time = node.css_first("time[datetime]")
        stated = [(time.attributes.get("datetime") or "", "time by h1")] if time is not None else []
        lines = node.text(deep=True, separator="\n")[:3000].splitlines()
        for text, where in (*stated, *((line, "line by h1") for line in lines if len(line) <= 60)):
            if text and (moment := parse_moment(text, language, only=False)):
                return DateCandidate(moment, "text", where, role_of(text) or "published", HIDDEN_RANK)
    return None


def _in_attributes(tree: LexborHTMLParser, language: str | None) -> DateCandidate | None:
    said: dict[str, str] = {}
    for node in tree.css(_ANY_ATTRIBUTE)[:_MAX_NODES]:
        if among_others(node):
            continue
        for name, value in node.attributes.items():
            said.setdefault(name, value or "")
    for name in _ATTRIBUTES:
        if moment := parse_moment(said.get(name, ""), language):
            return DateCandidate(moment, "text", name, "published", HIDDEN_RANK)
    return None


def _in_state(tree: LexborHTMLParser, language: str | None) -> DateCandidate | None:
    """Scripts carry the data of many stories: only what all of them agree on is this one's."""
    left = _MAX_STATE
    moments: list[Moment] = []
    for node in tree.css("script"):
        if "ld+json" in (node.attributes.get("type") or ""):  # read for what it is; what is left dates the site
            continue
        text = node.text(deep=True)[:left]
        left -= len(text)
        moments += [m for said in _STATE.findall(text)[:20] if (m := parse_moment(said, language))]
        if left <= 0 or len({m.day for m in moments}) > 1:
            break
    one = moments[0] if len({m.day for m in moments}) == 1 else None
    return DateCandidate(one, "text", "script", "published", HIDDEN_RANK) if one else None


def _numeric_language(page: Scan, context: PageContext, language: str | None) -> str | None:
    """The language by which dates in digits are read: English is read by the site's own dates, which tell the order
    where a number is above 12, then by the country that its address ends on."""
    if (language or "en").lower()[:2] != "en":
        return language
    orders = orders_in(" | ".join([f.text for f in page.fragments if len(f.text) <= _SHORT]))
    if len(orders) == 1:
        return "en-GB" if orders == {"day"} else "en-US"
    host = (context.final_url or context.url or "").split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return "en-GB" if host.rsplit(".", 1)[-1] in _DAY_FIRST_ENDS else language
