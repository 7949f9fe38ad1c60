"""What servers do to those who read them: each way once, with what is to come of it."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import brotli

from tests.support.bad_servers import Behaviour, Routes, answer, drips, floods, head, moved, resets, says, silent
from tests.support.bad_world import World, article, feed, rss
from tests.support.texts import page, published_on, story

Make = Callable[[World], Routes]


@dataclass(frozen=True)
class Row:
    """A bad site. `fate` is that of its page /bad, `others` those of its other candidates; `failure` instead, where the
    source itself cannot be read, and `detail` some words of why. `reads`: what reading makes of /bad once it is fetched
    (`article`, or the reason). `requests`: at most so many are made. `memory`: MB of Python's own at the peak."""

    name: str
    routes: Make
    fate: str = ""
    reads: str = ""
    failure: str = ""
    detail: str = ""
    others: Mapping[str, str] = field(default_factory=lambda: {"good": "fetched"})
    requests: int = 5  # robots.txt, tdmrep.json, the feed, two pages
    secure: bool = False
    certificate: str = "good"
    source: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    memory: int = 8


def bad(name: str, behaviour: Behaviour | list[Behaviour], fate: str, reads: str = "", **more: Any) -> Row:
    """A page that misbehaves, on a site that is otherwise well."""
    return Row(name, lambda _: {"/bad": behaviour}, fate, reads, **more)


def fails(name: str, behaviour: Behaviour | list[Behaviour], failure: str, detail: str, **more: Any) -> Row:
    """A source whose own address misbehaves."""
    return Row(name, lambda _: {"/feed": behaviour}, failure=failure, detail=detail, others={}, **more)


def robots(name: str, behaviour: Behaviour | list[Behaviour], **more: Any) -> Row:
    """A site whose robots.txt misbehaves."""
    return Row(name, lambda _: {"/robots.txt": behaviour}, **more)


def packed(body: bytes, coding: str, *headers: str) -> bytes:
    """An answer with a Content-Encoding."""
    return answer(body, f"Content-Encoding: {coding}", *headers)


# Where it is time that runs out. All other rows have time enough on the busiest machine.
SHORT = {"connect_seconds": 0.7, "read_seconds": 0.7, "request_seconds": 0.8}
PAGE = article(1)
ZEROS = b"\0" * 30_000_000
BOMB = gzip.compress(ZEROS)
NOISE = random.Random(1).randbytes(3_000)
CHUNKED = head("Transfer-Encoding: chunked")
TEN_YEARS = "Retry-After: 315360000"
LONG = "x" * 1_000_000
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + NOISE
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + NOISE
ERROR = b"<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1><p>The server encountered an error and could not complete your request.</p></body></html>"
MISSING = b"<html><head><title>Page not found | The Test Courier</title></head><body><main><h1>404 - Page not found</h1><p>Sorry, the page you are looking for could not be found. It may have been moved or deleted.</p></main></body></html>"
BLOCK = b"<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1><p>You are unable to access example.org</p></body></html>"
SCRIPT = b'<html><head><title>App</title></head><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/app.js"></script></body></html>'
ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]><rss version="2.0"><channel><title>&e9;</title><item><title>&e9;</title><link>/bad</link></item></channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&x;</title><link>/bad</link></item></channel></rss>'
LATIN = page(story(1, published_on(1))).decode().replace("“", '"').replace("”", '"').replace("baker", "bäcker")
NEITHER = {"bad": "robots_unreachable", "good": "robots_unreachable"}

CONNECTIONS = [
    Row(
        "a port where nobody listens", lambda w: {"/feed": rss(f"http://www.bad.example.org:{w.closed}/bad", "/good")},
        "robots_unreachable",
    ),
    bad("hangs up without a word", says(b""), "unreachable", requests=7),
    bad("hangs up in the status line", says(b"HTTP/1.1 2"), "bad_response", requests=6),
    bad("resets in the headers", resets(head()[:-2]), "unreachable", requests=7),
    bad("resets in the body", resets(head("Content-Length: 500") + b"half"), "unreachable", requests=6),
    bad("says nothing", silent, "timeout", limits=SHORT),
    bad("drips the status line", drips(b"HTTP/1.1 200 "), "timeout", limits=SHORT),
    bad("drips a header for ever", drips(head()[:-2] + b"X-Slow: "), "timeout", limits=SHORT),
    bad("drips the body for ever", drips(head("Content-Length: 40000")), "timeout", limits=SHORT),
    bad("drips a chunk's size for ever", drips(CHUNKED), "timeout", limits=SHORT),
    bad("drips the body of a refusal", drips(head("Content-Length: 9999", status="404 None")), "http_404"),
    Row("a name that does not resolve", lambda _: {"/feed": rss("http://bad.bad.example.invalid/bad", "/good")}, "off_site"),
    Row(
        "a site of which no name resolves", lambda _: {}, failure="robots_unreachable", detail="unreachable", others={},
        requests=0, source={"url": "http://www.bad.example.invalid/feed"},
    ),
]  # fmt: skip

TLS = [
    Row("HTTPS that holds", lambda _: {}, "fetched", "article", secure=True),
    *(
        Row(
            f"a certificate that is no good: {how}", lambda _: {}, failure="robots_unreachable", detail="tls_error",
            others={}, requests=0, secure=True, certificate=how,
        )
        for how in ("expired", "other name", "self-signed", "too old")
    ),
    Row(
        "a downgrade to http", lambda w: {"/bad": moved(f"{w.here}/plain"), "/plain": answer(PAGE)}, "fetched", "article",
        secure=True, requests=8,
    ),
    Row(
        "a port that knows no TLS", lambda _: {}, failure="robots_unreachable", detail="timeout", others={},
        requests=0, source={"url": "https://www.bad.example.org:{port}/feed"}, limits=SHORT,
    ),
]  # fmt: skip

BODIES = [
    bad("a body shorter than promised", says(head("Content-Length: 90000") + PAGE), "unreachable", requests=6),
    bad("a body longer than promised", says(answer(PAGE) + b"<p>and more</p>" * 99), "fetched", "article"),
    bad("a promise of a terabyte", says(head("Content-Length: 1000000000000")), "too_large"),
    bad("a body without end", floods(head(), b"x" * 8192), "too_large"),
    bad("chunks without end", floods(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), "too_large"),
    bad("chunks of one byte", floods(CHUNKED, b"1\r\nx\r\n" * 99), "too_large"),
    bad("a chunk of size -1", floods(CHUNKED + b"-1\r\n", b"x" * 8192), "too_large"),
    bad("trailers without end", floods(CHUNKED + b"0\r\n", b"X: y\r\n" * 999), "too_large"),
    bad("two lengths", says(head("Content-Length: 4", "Content-Length: 5") + b"body"), "bad_response"),
    bad("a gzip bomb", packed(BOMB, "gzip"), "too_large"),
    bad("a bomb in a bomb", packed(gzip.compress(BOMB), "gzip, gzip"), "too_large"),
    bad("a brotli bomb", packed(brotli.compress(ZEROS), "br"), "too_large"),
    bad("a zstd bomb", packed(b"\x28\xb5\x2f\xfd\xa4\x00\xc3\xc9\x01" + NOISE, "zstd"), "bad_response"),
    bad("gzip said and not sent", packed(PAGE, "gzip"), "bad_response"),
    bad("gzip that is cut", packed(gzip.compress(NOISE)[:1500], "gzip"), "bad_response"),
    bad("gzip twice", packed(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"), "fetched", "article"),
    bad("gzip twice and said once", packed(gzip.compress(gzip.compress(PAGE)), "gzip"), "fetched", "article"),
    bad("gzip sent and not said", answer(gzip.compress(PAGE)), "fetched", "article"),
    bad("a charset for a content coding", packed(PAGE, "utf-8"), "fetched", "article"),
    bad("nine content codings", packed(PAGE, ", ".join(["gzip"] * 9)), "bad_response"),
]

HEADS = [
    bad("a header of 1 MB", answer(PAGE, f"X-Long: {LONG}"), "bad_response"),
    bad("ten thousand headers", answer(PAGE, *["X: y"] * 10_000), "bad_response"),
    bad("headers without end", floods(head()[:-2], b"X-More: " + b"y" * 500 + b"\r\n"), "bad_response"),
    bad("an invalid status line", says(b"HTTP/1.1 abc Fine\r\n\r\n"), "bad_response", requests=6),
    bad("HTTP/0.9", says(b"<html>hello</html>"), "bad_response", requests=6),
    bad("another protocol", says(b"SSH-2.0-OpenSSH_9.2\r\n"), "bad_response", requests=6),
    bad(
        "hints before the answer",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + answer(PAGE),
        "fetched",
        "article",
    ),
    bad("another protocol proposed", says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"), "bad_response"),
    bad("a 404 whose page is longer than said", answer(b"no", status="404 None")[:-2] + MISSING * 99, "http_404"),
    bad("hints without end", floods(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 99), "bad_response"),
    bad("lines that are no headers", answer(PAGE, "what is this", "X-Odd : 1", "  folded: too"), "fetched", "article"),
]

STATUSES = [
    bad("200 with an error page", answer(ERROR), "fetched", "error_page"),
    bad("204", answer(status="204 No Content"), "fetched", "empty_body"),
    bad("205", answer(status="205 Reset Content"), "fetched", "empty_body"),
    bad("206 unasked", answer(PAGE[:500], "Content-Range: bytes 0-499/9999", status="206 Partial"), "bad_response"),
    bad("304 to no condition", b"HTTP/1.1 304 Not Modified\r\n\r\n", "bad_response"),
    bad("401", answer(b"login", 'WWW-Authenticate: Basic realm="x"', status="401 Unauthorized"), "http_401"),
    bad("a block page with 403", answer(BLOCK, status="403 Forbidden"), "http_403"),
    bad("a block page with 200", answer(BLOCK), "fetched", "block_page"),
    bad("404", answer(MISSING, status="404 Not Found"), "http_404"),
    bad("a soft 404", answer(MISSING), "fetched", "error_page"),
    bad("408", answer(status="408 Request Timeout"), "timeout", requests=6),
    bad("410", answer(status="410 Gone"), "http_410"),
    bad("425", answer(status="425 Too Early"), "rate_limited", requests=6),
    bad("451", answer(status="451 Unavailable"), "http_451"),
    bad("418", answer(status="418 I'm a teapot"), "http_4xx"),
    bad("999", answer(status="999 Denied"), "bad_response"),
    bad("429 with seconds", [answer(b"", "Retry-After: 3", status="429 Slow"), answer(PAGE)], "fetched", "article", requests=6),
    bad("429 with a date", [answer(b"", "Retry-After: Thu, 10 Sep 2026 12:00:20 GMT", status="429 Slow"), answer(PAGE)], "fetched", "article", requests=6),
    bad("429 with nonsense", [answer(b"", "Retry-After: soon", status="429 Slow"), answer(PAGE)], "fetched", "article", requests=6),
    bad("429 with ten years", answer(b"", TEN_YEARS, status="429 Slow"), "rate_limited", others={"good": "host_backing_off"}),
    bad("500 and then 200", [answer(ERROR, status="500 Oh"), answer(PAGE)], "fetched", "article", requests=6),
    bad("503 for ever", answer(status="503 Busy"), "http_5xx", requests=6),
    bad("503 that asks to wait, for ever", answer(b"", "Retry-After: 1", status="503 Busy"), "rate_limited", requests=7),
]  # fmt: skip

REDIRECTS = [
    bad("301 without a location", answer(status="301 Moved"), "redirect_loop"),
    bad("a redirect to itself", moved("/bad"), "redirect_loop"),
    Row("a redirect in a circle", lambda _: {"/bad": moved("/b"), "/b": moved("/c"), "/c": moved("/bad")}, "redirect_loop", requests=7),
    Row("thirty hops", lambda _: {"/bad": moved("/0"), **{f"/{i}": moved(f"/{i + 1}") for i in range(30)}}, "redirect_loop", requests=15),
    bad("a redirect to a file", moved("file:///etc/passwd"), "off_site"),
    bad("a redirect to what is no address", moved("http://[::bad/"), "bad_url"),
    bad("a redirect to a private address", moved("http://10.0.0.1/"), "off_site"),
    Row("a redirect to a name that leads to a private address", lambda w: {"/bad": moved(f"http://inside.bad.example.org:{w.bad.port}/x")}, "private_address"),
    Row("a redirect to another site", lambda w: {"/bad": moved(f"http://www.elsewhere.example.com:{w.good.port}/one")}, "off_site"),
    Row("a redirect with a password", lambda w: {"/bad": moved(f"http://jane:geheim@www.bad.example.org:{w.bad.port}/moved"), "/moved": answer(PAGE)}, "fetched", "article", requests=6),
    fails("a feed that moved to a file", moved("file:///etc/passwd"), "bad_url", "not an http"),
    fails("a feed that moved to the cloud's metadata", moved("http://169.254.169.254/latest"), "private_address", "link-local"),
    fails("a feed that moved to a number", moved("http://3232235777/feed"), "private_address", "private"),
    Row("a feed that moved to another site", lambda w: {"/feed": moved(f"http://www.elsewhere.example.com:{w.bad.port}/moved"), "/moved": rss("/bad", "/good")}, "fetched", "article", requests=8),
]  # fmt: skip

ROBOTS = [
    robots("robots.txt of 5 MB", answer(b"User-agent: *\nDisallow: /bad\n" + b"# nothing\n" * 500_000, kind="text/plain"), fate="robots_disallowed", limits={"max_body_bytes": 10_000_000}, memory=40),
    robots("robots.txt over the limit on bodies", answer(b"# nothing\n" * 50_000), failure="robots_unreachable", detail="too_large", others={}, requests=1),
    robots("robots.txt in HTML", answer(MISSING), fate="fetched"),
    robots("robots.txt with 500", answer(status="500 Oh"), failure="robots_unreachable", detail="http_5xx", others={}, requests=2),
    robots("robots.txt with 403", answer(status="403 No"), fate="fetched"),
    robots("robots.txt with 429 for ever", answer(b"", TEN_YEARS, status="429 Slow"), failure="robots_unreachable", detail="rate_limited", others={}, requests=1),
    robots("robots.txt that drips", drips(head()), failure="robots_unreachable", detail="timeout", others={}, requests=1, limits=SHORT),
    robots("robots.txt that redirects to itself", moved("/robots.txt"), failure="robots_unreachable", detail="redirect_loop", others={}, requests=1),
    Row("robots.txt that redirects", lambda _: {"/robots.txt": moved("/r"), "/r": answer(b"User-agent: *\nDisallow: /bad", kind="text/plain")}, "robots_disallowed"),
    robots("robots.txt in UTF-16", answer("User-agent: *\nDisallow: /bad\n".encode("utf-16"), kind="text/plain"), fate="robots_disallowed"),
    robots("robots.txt of zeros", answer(b"\0" * 3000, kind="text/plain"), fate="fetched"),
    robots("robots.txt that asks for an hour between pages", answer(b"User-agent: *\nCrawl-delay: 3600", kind="text/plain"), failure="host_backing_off", detail="Crawl-delay", others={}, requests=1),
]  # fmt: skip

FEEDS = [
    fails("a feed that is HTML", answer(MISSING), "bad_response", "not a feed", requests=3),
    fails("a feed that is nothing", answer(b""), "bad_response", "not a feed", requests=3),
    fails("a feed that is an image", answer(PNG, kind="application/rss+xml"), "bad_response", "not a feed", requests=3),
    fails("a feed that is gone", answer(status="410 Gone"), "http_410", "410", requests=3),
    fails("a feed with an entity bomb", answer(LAUGHS.encode(), kind="text/xml"), "bad_response", "entities", requests=3),
    fails("a feed with an external entity", answer(OUTSIDE.encode(), kind="text/xml"), "bad_response", "entities", requests=3),
    fails("a feed that floods", floods(head(kind="text/xml"), b"<item></item>" * 99), "too_large", "bytes", requests=3),
    Row("a feed that is cut", lambda _: {"/feed": answer(feed("/bad", "/good", "/lost")[:-60], kind="text/xml")}, "fetched", "article"),
    Row("a feed of 1970 and 2099", lambda _: {"/feed": rss(more="<item><link>/bad</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item><item><link>/good</link><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate></item>")}, "fetched", "article"),
    Row("a feed of 100,000 entries", lambda _: {"/feed": rss(*(f"/n{i}" for i in range(100_000)))}, others={"n0": "http_404", **{f"n{i}": "budget_used" for i in range(1, 2000)}}, source={"max_pages": 1}, limits={"max_body_bytes": 20_000_000}, memory=90),
    Row("links that are none", lambda _: {"/feed": rss("javascript:alert(1)", "mailto:desk@example.org", "ftp://bad.example.org/x", "http://[::1", "http://" + "a" * 300 + ".example.org/", "/bad", "/good")}, "fetched", "article", others={"good": "fetched", "javascript:alert(1)": "bad_url", "mailto:desk@example.org": "bad_url", "x": "bad_url", "http://[::1": "bad_url", "http://" + "a" * 300 + ".example.org/": "bad_url"}),
    Row("links with a password", lambda w: {"/feed": rss(f"http://jane:geheim@www.bad.example.org:{w.bad.port}/bad", "/good")}, "fetched", "article"),
    Row("links into the network", lambda w: {"/feed": rss(f"http://inside.bad.example.org:{w.bad.port}/bad", "http://127.0.0.1:1/x", "http://[fe80::1%25eth0]/y", "/good")}, "private_address", others={"good": "fetched", "x": "off_site", "y": "bad_url"}),
    Row("a sitemap that includes itself", lambda w: {"/feed": answer(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{w.here}/feed</loc></sitemap><sitemap><loc>{w.here}/map</loc></sitemap></sitemapindex>'.encode(), kind="text/xml"), "/map": answer(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{w.here}/bad</loc><lastmod>2026-09-09</lastmod></url><url><loc>{w.here}/good</loc><lastmod>2026-09-09</lastmod></url></urlset>'.encode(), kind="text/xml")}, "fetched", "article", source={"kind": "sitemap"}, requests=6),
    Row("sitemaps without end", lambda w: {"*": answer(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(f"<sitemap><loc>{w.here}/m{i}</loc></sitemap>" for i in range(500))}</sitemapindex>'.encode(), kind="text/xml"), "/feed": answer(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{w.here}/m</loc></sitemap></sitemapindex>'.encode(), kind="text/xml"), "/robots.txt": answer(status="404 No")}, others={}, source={"kind": "sitemap", "max_polls": 9}, requests=10),
    Row("a sitemap that is a bomb", lambda _: {"/feed": answer(BOMB, kind="application/gzip")}, failure="bad_response", detail="", others={}, source={"kind": "sitemap"}, requests=3, memory=70),
    Row("a listing that pages for ever", lambda w: {"/feed": answer(b'<a class="l" href="/bad">Something happened in the town</a><a class="l" href="/good">Something else happened there</a><a class="n" href="/p1">older</a>'), **{f"/p{i}": answer(f'<a class="l" href="/bad">Something happened in the town</a><a class="n" href="/p{i + 1}">older</a>'.encode()) for i in range(1, 99)}}, "fetched", "article", source={"kind": "listing", "links": "a.l", "next": "a.n"}, requests=10),
    Row("a WordPress API that is HTML", lambda _: {"*": answer(MISSING), "/robots.txt": answer(status="404 No")}, failure="bad_response", detail="WordPress", others={}, source={"kind": "wordpress", "url": "http://www.bad.example.org:{port}/"}, requests=5),
    Row("a WordPress API that is cut", lambda _: {"*": answer(b'[{"id": 1, "link": "/bad", "da', kind="application/json"), "/robots.txt": answer(status="404 No")}, failure="bad_response", detail="", others={}, source={"kind": "wordpress", "url": "http://www.bad.example.org:{port}/"}, requests=5),
]  # fmt: skip

PAGES = [
    bad("a PDF called .html", answer(PDF), "fetched", "not_html"),
    bad("an image called .html", answer(PNG), "fetched", "not_html"),
    bad("a page of zeros", answer(b"\0" * 50_000), "fetched", "empty_body"),
    bad("a page of noise", answer(NOISE * 9), "fetched", "undecodable"),
    bad("a page that needs JavaScript", answer(SCRIPT), "fetched", "needs_javascript"),
    bad("a charset that lies: Latin-1 as UTF-8", answer(LATIN.replace('charset="utf-8"', 'charset="utf-8"').encode("latin-1")), "fetched", "article"),
    bad("a charset that lies: UTF-8 as Latin-1", answer(LATIN.encode(), kind="text/html; charset=iso-8859-1"), "fetched", "article"),
    bad("a charset that is none", answer(PAGE, kind="text/html; charset=klingon-8"), "fetched", "article"),
    bad("a page in UTF-16 said to be UTF-8", answer(LATIN.encode("utf-16")), "fetched", "article"),
    bad("a page of 30,000 nested elements", answer(b"<div>" * 30_000 + b"deep"), "fetched", "empty_body"),
    bad("a page that asks to be left out", answer(PAGE, "X-Robots-Tag: noindex"), "noindex"),
    bad("a page whose rights are reserved", answer(PAGE, "tdm-reservation: 1"), "tdm_reserved"),
]  # fmt: skip

ROWS = [*CONNECTIONS, *TLS, *BODIES, *HEADS, *STATUSES, *REDIRECTS, *ROBOTS, *FEEDS, *PAGES]
