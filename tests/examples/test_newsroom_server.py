"""The example newsroom over HTTP: each address answers as its truth says, in both editions."""

from __future__ import annotations

import socket
import threading
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from core.urls import normalise_url, same_site
from examples.newsroom import Article, Newsroom, Running, Site, serve, write_sources
from sources.spec import SourceSpec
from sources.spec_files import load_sources

STATUS = {
    "missing": 404, "withdrawn": 410, "refused": 403, "broken": 500, "loop": 302, "short_link": 301, "elsewhere": 404,
    "asks_to_wait": 429,
}  # fmt: skip


def get(url: str, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.get(url, headers=named, timeout=10, allow_redirects=False)


def flat(text: str) -> str:
    return " ".join(text.split())


def page_text(running: Running, article: Article) -> str:
    """What the page says, as its bytes are really encoded."""
    site = running.newsroom.site(article.site)
    url = running.url(article.site, article.path)
    answer = get(url)
    if answer.status_code == 429:
        answer = get(url)
    return flat(unescape(answer.content.decode(site.encoding)))


def feed_links(body: bytes) -> list[str]:
    root = ElementTree.fromstring(body)
    atom = "{http://www.w3.org/2005/Atom}"
    links = [str(item.findtext("link")) for item in root.iter("item")]
    return links or [entry.find(f"{atom}link").attrib["href"] for entry in root.iter(f"{atom}entry")]  # type: ignore[union-attr]


def listing_links(spec: SourceSpec) -> list[str]:
    """All links of a listing, page after page."""
    found: list[str] = []
    url: str | None = spec.url
    for _ in range(spec.polls):
        if url is None:
            break
        tree = LexborHTMLParser(get(url).content)
        found += [urljoin(url, str(node.attributes["href"])) for node in tree.css(spec.links or "")]
        older = tree.css_first(spec.next) if spec.next else None
        url = urljoin(url, str(older.attributes["href"])) if older is not None else None
    return found


def canonical(link: str) -> str:
    return link if link.startswith("mailto:") else normalise_url(link)


@pytest.mark.parametrize("edition", ["morning", "evening"])
def test_feeds_and_listings_offer_exactly_what_the_truth_lists(running: Running, edition: str, tmp_path: Path) -> None:
    running.set_edition(edition)  # type: ignore[arg-type]
    write_sources(running, tmp_path)
    for spec in load_sources(tmp_path):
        links = feed_links(get(str(spec.url)).content) if spec.kind == "feed" else listing_links(spec)
        expected = [running.offered_url(offer) for offer in running.newsroom.offered(spec.name, running.edition)]
        assert [canonical(link) for link in links] == expected, spec.name


def test_every_address_answers_as_expected(running: Running) -> None:
    for truth in running.truth():
        if truth.url.startswith("mailto:"):
            continue
        answer = get(running.href(truth.offer))
        assert answer.status_code == STATUS.get(truth.offer.dirt or "", 200), truth.offer
        if truth.offer.dirt == "short_link" and truth.article:
            assert answer.headers["Location"] == truth.article.path


def test_a_page_holds_the_whole_article_and_the_chrome_around_it(running: Running) -> None:
    for article in running.newsroom.articles:
        text = page_text(running, article)
        for piece in (article.title, *(block.text for block in article.blocks), *article.captions):
            assert flat(piece) in text, (article.key, piece)
        assert len(text) > 1.5 * len(article.body)


def test_pages_state_their_dates_as_exactly_as_the_truth_says(running: Running) -> None:
    for article in running.newsroom.articles:
        site, text = running.newsroom.site(article.site), page_text(running, article)
        local = (article.future or article.written).astimezone(timezone(timedelta(minutes=site.offset)))
        written = f"{local.day} {local:%B %Y}"
        if site.states == "second":
            assert local.isoformat() in text
        elif site.states == "minute":
            assert f"{local:%B} {local.day}, {local.year}" in text
        else:
            assert (written in text) == (site.states == "day"), article.key


def test_the_page_under_a_second_address_names_the_first(running: Running) -> None:
    offer = next(o for o in running.newsroom.offers if o.dirt == "second_address")
    article = running.newsroom.article(str(offer.article))
    first, second = (get(running.url(offer.site, path)).text for path in (article.path, offer.path))
    assert first == second
    assert f'rel="canonical" href="{running.url(offer.site, article.path)}"' in second


def test_one_site_claims_a_wrong_charset_and_one_says_nothing_of_its_own(running: Running) -> None:
    wrong = get(running.url("rio-austral"))
    assert wrong.headers["Content-Type"] == "text/html; charset=iso-8859-1"
    assert "Río Austral" in wrong.content.decode("utf-8")
    silent = get(running.url("scheldt-review"))
    assert silent.headers["Content-Type"] == "text/html"
    assert "fondée à Anvers" in silent.content.decode("windows-1252")
    with pytest.raises(UnicodeDecodeError):
        silent.content.decode("utf-8")


def test_the_busy_page_asks_the_first_visitor_to_wait_a_second(running: Running) -> None:
    offer = next(o for o in running.newsroom.offers if o.dirt == "asks_to_wait")
    first, second = get(running.href(offer)), get(running.href(offer))
    assert (first.status_code, first.headers["Retry-After"], second.status_code) == (429, "1", 200)


def test_what_did_not_change_is_not_modified_in_the_evening(running: Running) -> None:
    seen = {truth.url: get(truth.url) for truth in running.truth() if truth.article and not truth.offer.dirt}
    running.set_edition("evening")
    for truth in running.truth():
        before = seen.get(truth.url)
        if before is None:
            continue
        validators = {
            name: before.headers[header]
            for name, header in (("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified"))
            if header in before.headers
        }
        again = get(truth.url, **validators)
        silent = running.newsroom.site(truth.offer.site).validators == "none"
        assert again.status_code == (200 if silent else 304), truth.url
        assert silent or not again.content


def test_feeds_and_listings_are_not_modified_exactly_where_nothing_is_new(running: Running) -> None:
    entries = {site.name: running.url(site.name, site.entry) for site in running.newsroom.sites}
    before = {name: get(url) for name, url in entries.items()}
    running.set_edition("evening")
    for name, url in entries.items():
        tag, changed = (before[name].headers.get(header) for header in ("ETag", "Last-Modified"))
        again = get(url, **({"If_None_Match": tag} if tag else {"If_Modified_Since": changed} if changed else {}))
        assert (again.status_code == 304) == (name in running.newsroom.quiet), name


def test_the_evening_shows_edits_new_articles_and_a_lost_page(running: Running) -> None:
    newsroom = running.newsroom
    late = [offer for offer in newsroom.offers if offer.morning is None]
    lost = next(offer for offer in newsroom.offers if offer.dirt == "goes_missing")
    assert get(running.href(lost)).status_code == 200
    running.set_edition("evening")
    assert get(running.href(lost)).status_code == 404
    for edit in newsroom.edits:
        text = page_text(running, edit)
        assert all(flat(block.text) in text for block in edit.blocks)
        assert edit.modified is not None
    urls = {truth.url for truth in running.truth("evening")}
    assert {running.offered_url(offer) for offer in late} <= urls
    assert not {running.offered_url(offer) for offer in late} & {truth.url for truth in running.truth("morning")}


def test_robots_txt_forbids_what_the_truth_calls_forbidden(running: Running) -> None:
    for site in running.newsroom.sites:
        answer = get(running.url(site.name, "/robots.txt"))
        assert answer.status_code == 200
        assert "Disallow: /members/" in answer.text
        assert "User-agent: ForeignDesk" in answer.text


def _links_of(running: Running, site: Site, path: str) -> set[str]:
    url = running.url(site.name, path)
    hrefs = (node.attributes.get("href") or "" for node in LexborHTMLParser(get(url).content).css("a[href], img[src]"))
    links = {urljoin(url, href) for href in hrefs if href and not href.startswith(("#", "mailto:"))}
    return {link for link in links if same_site(link, url)}


def test_the_links_of_the_chrome_lead_somewhere(running: Running) -> None:
    for site in running.newsroom.sites:
        article = next(a for a in running.newsroom.articles if a.site == site.name)
        for link in _links_of(running, site, article.path):
            assert get(link).status_code in (200, 301, 429), link


def test_the_sources_written_for_it_are_valid(running: Running, tmp_path: Path) -> None:
    paths = write_sources(running, tmp_path)
    specs = {spec.name: spec for spec in load_sources(tmp_path)}
    assert len(paths) == len(specs) == len(running.newsroom.sites)
    for site in running.newsroom.sites:
        assert tmp_path / site.country.lower() / f"{site.name}.yml" in paths
        assert specs[site.name].outlet_country == site.country
        assert specs[site.name].delay_seconds < 0.1
        assert specs[site.name].max_pages >= len(running.newsroom.offered(site.name, "evening"))


def test_many_clients_are_served_at_once_and_noted(running: Running) -> None:
    urls = [truth.url for truth in running.truth() if truth.article and not truth.offer.dirt]
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda url: get(url).status_code, urls))
    assert set(codes) == {200}
    assert len(running.requests) == len(urls)


def test_it_stops_cleanly_with_clients_still_connected(newsroom: Newsroom, capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.active_count()
    with requests.Session() as session:
        with serve(newsroom) as running:
            url = running.url("harbour-ledger", "/robots.txt")
            assert session.get(url, timeout=10).status_code == 200
        assert threading.active_count() == before
        with pytest.raises(requests.ConnectionError):
            session.get(url, timeout=10)
    assert capfd.readouterr() == ("", "")


def test_ports_can_be_fixed(newsroom: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with serve(newsroom, ports={"longbridge": port}) as running:
        assert running.url("longbridge") == f"http://127.0.0.1:{port}/"
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(OSError, match="in use"),
        serve(newsroom, ports={"longbridge": port}),
    ):
        pass
