"""Building the newsroom: articles, the world's dirt, and for each address how the ledger is to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from examples.newsroom.cast import DATA, load_yaml
from examples.newsroom.model import Article, Newsroom, Offer, Outcome, Site
from examples.newsroom.plan import EVENING_NEW, assignments, burst_monday, crisis, crisis_articles
from examples.newsroom.printing import Assignment, edit, print_article, sites, wire_copies

LOADED = Outcome((("loaded", "new_article"),))
UPDATED = Outcome((("updated", "new_revision"),))
GONE = Outcome((("failed", "http_404"),))
DUPLICATE = Outcome((("duplicate", "same_article"),))
NOT_MODIFIED = Outcome((("unchanged", "not_modified"),))
SAME_CONTENT = Outcome((("unchanged", "same_content"),))
EITHER = Outcome((("unchanged", "not_modified"), ("unchanged", "same_content")))
# What a feed adds to its links to see where readers come from; `core.urls` takes it off again.
TRACKING = {"rio-austral": "?utm_source=rss&utm_medium=feed", "equator-wire": "?utm_campaign=wire&ref_src=feed"}


def build_newsroom(today: date, seed: int = 7) -> Newsroom:
    """The newsroom of that day: eight weeks of news that end before `today` begins in UTC. The same day and seed give
    an equal newsroom; another day moves the dates."""
    printing = assignments(today, seed)
    regular = [print_article(assigned) for assigned in printing]
    late = {article.key for article in regular[-EVENING_NEW:]}
    copies = wire_copies(printing[: -3 * EVENING_NEW])  # the last copy is printed hours after its original
    articles = _unique_paths([*regular, *crisis_articles(today, seed), *copies])
    special = _specials(articles, late | {article.key for article in articles if _is_copied(article, copies)})
    articles = [_with_future_date(a, today) if a.key == special["future_date"] else a for a in articles]
    edits = tuple(_edits(printing, articles, set(special.values()) | late, copies, today))
    offers = [_offer(a, special, late, {e.key for e in edits}) for a in articles]
    offers += [_second_address(next(a for a in articles if a.key == special["second_address"])), *_dirt(today)]
    order = {site.name: i for i, site in enumerate(sites())}
    offers.sort(key=lambda offer: (order[offer.site], -offer.at.timestamp(), offer.path))
    a, b = sorted(crisis().values())
    return Newsroom(
        today=today,
        seed=seed,
        sites=sites(),
        articles=tuple(articles),
        edits=edits,
        offers=tuple(offers),
        quiet=frozenset(site.name for site in sites() if not _stirs(site, offers)),
        burst_week=burst_monday(today),
        burst_countries=(a, b),
    )


def _stirs(site: Site, offers: list[Offer]) -> bool:
    """Whether the site's feed or listing differs in the evening: something is new, edited, or gone; or its server never
    says 304; or a page of it is broken, so that the feed has to be read again."""
    own = [offer for offer in offers if offer.site == site.name]
    news = any(o.morning is None or o.dirt in ("edited", "goes_missing", "broken") for o in own)
    return news or site.validators == "none"


def _unique_paths(articles: list[Article]) -> list[Article]:
    """Articles of one headline at one outlet get addresses of their own, as a blog system gives them."""
    taken: set[tuple[str, str]] = set()
    found = []
    for article in articles:
        path, number = article.path, 2
        while (article.site, path) in taken:
            stem, dot, suffix = article.path.rpartition(".html")
            path = f"{stem}-{number}{dot}" if dot else f"{suffix.rstrip('/')}-{number}" + "/" * suffix.endswith("/")
            number += 1
        taken.add((article.site, path))
        found.append(replace(article, path=path))
    return found


def _is_copied(article: Article, copies: list[Article]) -> bool:
    return article.story in {copy.story for copy in copies}


def _specials(articles: list[Article], taken: set[str]) -> dict[str, str]:
    """Which articles play a part: dirt -> key."""
    cast = {
        "future_date": "harbour-ledger",
        "second_address": "harbour-ledger",
        "short_link": "malabar-standard",
        "asks_to_wait": "equator-wire",
        "goes_missing": "kauri-post",
    }
    found: dict[str, str] = {}
    for dirt, site in cast.items():
        free = [a.key for a in articles if a.site == site and not a.burst and a.key not in taken | set(found.values())]
        found[dirt] = free[len(free) // 2]
    return found


def _with_future_date(article: Article, today: date) -> Article:
    """The page, the feed and all else claim a day next year: it must be refused, and the article kept."""
    future = datetime.combine(today + timedelta(days=290), article.written.time(), UTC)
    slug = article.path.rstrip("/").rpartition("/")[2]
    return replace(article, published=None, precision="none", future=future, path=f"/longread/{slug}/")


def _edits(
    printing: list[Assignment], articles: list[Article], taken: set[str], copies: list[Article], today: date
) -> list[Article]:
    """The two latest articles that can be edited: one with a toll that rises, one that gets a further paragraph."""
    by_key = {article.key: article for article in articles}
    found: dict[bool, Article] = {}
    for assigned in reversed(printing):
        toll = "dead" in assigned.order.event.facts
        printed = by_key[f"{assigned.site.name}/{assigned.order.key.split('|')[0]}"]
        free = printed.key not in taken and not _is_copied(printed, copies)
        if toll in found or not free or assigned.site.states != "second":
            continue
        found[toll] = replace(edit(assigned, today, toll), path=printed.path)
    return [found[toll] for toll in sorted(found)]


def _offer(article: Article, special: dict[str, str], late: set[str], edited: set[str]) -> Offer:
    """The address of an article as its outlet offers it."""
    dirt = next((name for name, key in special.items() if key == article.key and name != "second_address"), None)
    site = next(site for site in sites() if site.name == article.site)
    path = _short_link(article) if dirt == "short_link" else article.path
    href = path + (TRACKING.get(site.name, "") if site.kind == "feed" else "")
    if article.key in late:
        morning, evening = None, LOADED
    else:
        morning, evening = LOADED, NOT_MODIFIED if site.validators != "none" else SAME_CONTENT
    if dirt == "short_link":
        evening = EITHER
    if dirt == "goes_missing":
        evening = GONE
    if article.key in edited:
        evening, dirt = UPDATED, "edited"
    return Offer(site.name, href, path, article.title, article.written, morning, evening, article.key, dirt)


def _short_link(article: Article) -> str:
    """What a blog system calls a short link; it redirects to the address proper."""
    return "/?p=" + "".join(c for c in article.path.rpartition("/")[2] if c.isdigit())


def _second_address(article: Article) -> Offer:
    """The same page under a second address, with a canonical link to the first; listed below it."""
    return Offer(
        article.site,
        f"{article.path}amp/",
        f"{article.path}amp/",
        article.title,
        article.written - timedelta(hours=1),
        DUPLICATE,
        NOT_MODIFIED,
        article.key,
        "second_address",
    )


def _dirt(today: date) -> list[Offer]:
    raw = load_yaml(DATA / "dirt.yml")
    assert isinstance(raw, list)
    by_name = {site.name: site for site in sites()}
    return [_dirt_offer(entry, by_name[entry["site"]], today) for entry in raw]


def _dirt_offer(entry: dict[str, object], site: Site, today: date) -> Offer:
    path = str(entry["path"])
    at = datetime.combine(today - timedelta(days=int(str(entry["ago"]))), time(11, 20), UTC)
    morning = _outcome(entry["morning"])
    evening = _outcome(entry.get("evening", entry["morning"]))
    return Offer(site.name, path, path, str(entry["title"]), at, morning, evening, None, str(entry["id"]))


def _outcome(options: object) -> Outcome:
    assert isinstance(options, list)
    pairs = [str(option).partition("/") for option in options]
    return Outcome(tuple((status, reason) for status, _, reason in pairs))
