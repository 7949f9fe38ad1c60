"""Pages that nobody should have to read: what each is, and what must come of it."""

from __future__ import annotations

import json

from tests.support.nasty import (
    ARTICLE,
    KEY,
    PARAGRAPHS,
    PROSE,
    STOPPED,
    TEXT,
    Nasty,
    data,
    graph,
    junk,
    nested,
    packed,
    page,
    zipped,
)

_ODD_DATA = json.dumps({
    "@type": ["NewsArticle", 7, None], "headline": [{"a": 1}, 5], "author": [3, {"name": {"name": [None]}}, ["x"]],
    "datePublished": {"@value": [1]}, "dateModified": 10**30, "articleBody": [["a"], 4], "image": {"url": [[]]},
    "publisher": "x", "keywords": {"a": []}, "articleSection": [1, [2, [3]]], "isPartOf": [None], "url": {"@id": 4},
})  # fmt: skip
_HOSTILE_META = "".join(f'<meta property="{name}" content="{value}">' for name, value in (
    ("article:published_time", "9" * 100_000), ("date", "0000-00-00T99:99:99+99:99"), ("og:title", "x" * 1_000_000),
    ("og:url", "http://[::1"), ("og:type", "\x01"), ("author", "By " * 50_000), ("article:section", ">" * 60_000),
))  # fmt: skip
_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 30))
_XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
    f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Quay</title><script>//<![CDATA[\nif (a < b) {{}}\n//]]>'
    f"</script></head><body><div id='a'/>{ARTICLE}</body></html>"
)


def _spread(text: str, mark: str, every: int = 1) -> str:
    return mark.join(text[i : i + every] for i in range(0, len(text), every))


_KINDS = {
    "a PDF": b"%PDF-1.7\n1 0 obj" + junk(4000), "a PNG": b"\x89PNG\r\n\x1a\n" + junk(4000), "a program": b"\x7fELF" + junk(999),
    "a JPEG": b"\xff\xd8\xff\xe0" + junk(4000), "a video": b"\x00\x00\x00\x20ftypisom" + junk(4000),
    "a database": b"SQLite format 3\x00" + junk(999), "a parquet file": b"PAR1" + junk(999), "a font": b"wOF2" + junk(999),
    "a feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
    "a sitemap": b'<?xml version="1.0"?><urlset xmlns="x"><url><loc>https://example.org/a</loc></url></urlset>',
    "JSON": json.dumps({"title": "x", "text": list(PARAGRAPHS)}).encode(), "damaged gzip": packed(page())[:12],
    "gzip in gzip": packed(packed(page())),
}  # fmt: skip


def _bytes_rows() -> list[Nasty]:
    """What is no page at all, or a page in strange bytes."""
    rows = [Nasty(name, lambda payload=payload: payload, "not_html") for name, payload in _KINDS.items()]  # type: ignore[misc]
    return [
        *rows,
        Nasty("a zip", zipped, "not_html"),
        Nasty("nothing", lambda: b"", "empty_body"),
        Nasty("white space", lambda: b" \r\n\t\f" * 9000, "empty_body"),
        Nasty("NUL alone", lambda: b"\x00" * 90_000, "empty_body"),
        Nasty("every byte there is", lambda: bytes(range(256)) * 400, "undecodable not_html"),
        Nasty("random bytes", lambda: junk(50_000), "undecodable not_html"),
        Nasty("20 MB of random bytes", lambda: junk(20_000_000), "undecodable not_html", slow=True),
        Nasty("20 MB of random bytes as text", lambda: junk(20_000_000), "undecodable not_html", True, "text/plain"),
        Nasty("NUL between words", lambda: page().replace(b". ", b". \x00"), TEXT),
        Nasty("UTF-16 without a mark", lambda: page().decode().encode("utf-16-le"), TEXT),
        Nasty("UTF-16, other end, no mark", lambda: page().decode().encode("utf-16-be"), TEXT),
        Nasty("UTF-16 said to be UTF-8", lambda: page().decode().encode("utf-16"), TEXT, False, "text/html; charset=utf-8"),
        Nasty("UTF-32", lambda: page().decode().encode("utf-32"), TEXT),
        Nasty("UTF-16, an odd byte at the end", lambda: page().decode().encode("utf-16")[:-1], TEXT),
        Nasty("three byte-order marks", lambda: b"\xef\xbb\xbf" * 3 + page(), TEXT),
        Nasty("a charset that there is not", page, TEXT, False, "text/html; charset=rot13, x-klingon; charset=\x00"),
        Nasty("a page that says UTF-7", lambda: page(head="<meta charset=utf-7>"), TEXT),
        Nasty("a page that says hex", lambda: page(head="<meta charset=hex>", title="Müller"), TEXT),
        Nasty("bytes that fit nowhere", lambda: page().replace(b"minutes", b"m\x81\xfenutes", 1), TEXT),
        Nasty("half a gzip", lambda: packed(page() + junk(9000))[:4000], "text not_html undecodable"),
        Nasty("gzip with a tail", lambda: packed(page()) + junk(90), TEXT),
        Nasty("a gzip bomb", lambda: packed(bytes(300_000_000), 9), "empty_body", slow=True),
        Nasty("a gzip bomb of tags", lambda: packed(b"<div><p>x" * 12_000_000, 1), f"other {STOPPED}", True),
    ]  # fmt: skip


def _nested_rows() -> list[Nasty]:
    """Depth and width beyond what parsers bear."""
    return [
        *(Nasty(f"2,000 nested {tag}", lambda tag=tag: nested(tag, 2000), TEXT)  # type: ignore[misc]
          for tag in ("div", "table", "blockquote", "ul", "span", "b", "font", "section", "center")),
        Nasty("2,000 nested object", lambda: nested("object", 2000), "text empty_body"),
        *(Nasty(f"2,000 unclosed {tag}", lambda tag=tag: nested(tag, 2000, False), TEXT)  # type: ignore[misc]
          for tag in ("div", "b", "a href=x", "li", "em")),
        Nasty("100,000 nested div", lambda: nested("div", 100_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("100,000 nested div alone", lambda: b"<div>" * 100_000, f"empty_body {STOPPED}", slow=True),
        Nasty("100,000 nested b", lambda: nested("b", 100_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("100,000 nested a", lambda: nested("a href=/x", 100_000, False), f"{TEXT} {STOPPED}", slow=True),
        Nasty("100,000 nested custom tags", lambda: nested("x-y", 100_000, False), f"{TEXT} {STOPPED}", slow=True),
        Nasty("20,000 nested tables", lambda: nested("table><tr><td", 20_000, False), f"{TEXT} {STOPPED}", slow=True),
        Nasty("cells in cells", lambda: nested("table><tr><td", 900, False), TEXT),
        Nasty("5,000 nested svg", lambda: page("<svg>" * 5000 + ARTICLE), f"{TEXT} empty_body"),
        Nasty("5,000 nested math", lambda: page("<math><mi>" * 5000 + "</mi></math>" * 5000 + ARTICLE), TEXT),
        Nasty("200,000 paragraphs", lambda: page(ARTICLE + "<p>a" * 200_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("200,000 paragraphs of text", lambda: page(ARTICLE + "<p>The ships lie idle." * 200_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("20,000 paragraphs", lambda: page(f"<article>{PROSE}{'<p>The ships lie idle in Velm.' * 20_000}</article>"), TEXT),
        Nasty("100,000 line breaks", lambda: page(ARTICLE + "<br>" * 100_000), TEXT),
        Nasty("100,000 comments", lambda: page("<!-- a -->" * 100_000 + ARTICLE), TEXT),
        Nasty("50,000 headings", lambda: page(ARTICLE + "<h2>More</h2>" * 50_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("100,000 links", lambda: page(ARTICLE + "<a href=/a>more of it</a> " * 100_000), f"{TEXT} not_an_article {STOPPED}", slow=True),
        Nasty("a table of 100,000 rows", lambda: page(ARTICLE + f"<table>{'<tr><td>a<td>1' * 100_000}</table>"), f"{TEXT} {STOPPED}", slow=True),
        Nasty("a cell a million wide", lambda: page(ARTICLE + "<table><tr><td colspan=1000000 rowspan=1000000>a</table>"), TEXT),
        Nasty("50,000 choices", lambda: page(f"<select>{'<option>Velm</option>' * 50_000}</select>{ARTICLE}"), TEXT),
        Nasty("3,000 forms of 30 fields", lambda: page(ARTICLE + f"<form>{'<input>' * 30}</form>" * 3000), f"{TEXT} {STOPPED}"),
    ]  # fmt: skip


def _tag_rows() -> list[Nasty]:
    """Tags, attributes and sections that do not end, or are far too long."""
    attributes = " ".join(f"a{i}=b" for i in range(1_000_000))
    return [
        Nasty("5 MB in a tag that never ends", lambda: page(ARTICLE + "<div class=" + "x" * 5_000_000), TEXT, slow=True),
        Nasty("5 MB in a quote that never ends", lambda: page(ARTICLE + '<div class="' + "a <p> b " * 600_000), TEXT, slow=True),
        Nasty("5 MB in a comment that never ends", lambda: page(ARTICLE + "<!--" + "a <p> b -" * 600_000), TEXT, slow=True),
        Nasty("5 MB in a script that never ends", lambda: page(ARTICLE + "<script>" + "if (a<b) {} " * 400_000), TEXT, slow=True),
        Nasty("20 MB of one letter", lambda: b"x" * 20_000_000, "empty_body", slow=True),
        Nasty("20 MB of angles", lambda: b"<" * 20_000_000, f"too_short empty_body not_html {STOPPED}", slow=True),
        Nasty("20 MB of closing tags", lambda: b"</p>" * 5_000_000, f"too_short empty_body {STOPPED}", slow=True),
        Nasty("a million attributes", lambda: page(f"<div {attributes}>{ARTICLE}</div>"), f"{TEXT} {STOPPED}", slow=True),
        Nasty("30,000 attributes", lambda: page(f"<div {attributes[:200_000]}>{ARTICLE}</div>"), TEXT),
        Nasty("the same attribute 5,000 times", lambda: page(f"<div {'class=a ' * 5000}>{ARTICLE}</div>"), TEXT),
        Nasty("2,000 tags of 100 attributes", lambda: page(f"<div {attributes[:900]}></div>" * 2000 + ARTICLE), TEXT),
        Nasty("a class of a megabyte", lambda: page(f'<div class="{"share ad " * 120_000}">{ARTICLE}</div>'), "text empty_body"),
        Nasty("20,000 class names", lambda: page("".join(f"<i class='c{i} d{i}'>a</i>" for i in range(20_000)) + ARTICLE), TEXT),
        Nasty("a title of a megabyte", lambda: page(title="Quay " * 200_000), TEXT),
        Nasty("a script in the title", lambda: page(title="Quay <script>alert('</title>')</script> let"), TEXT),
        Nasty("a title that never ends", lambda: b"<html><head><title>Quay" + page(ARTICLE, title=""), "text empty_body"),
        Nasty("a style that never ends", lambda: b"<style>" + page().replace(b"</style>", b""), "empty_body needs_javascript"),
        Nasty("a textarea that never ends", lambda: page(f"{ARTICLE}<textarea>{PROSE}"), TEXT),
        Nasty("a select that never ends", lambda: page(f"{ARTICLE}<select><option>{PROSE}"), TEXT),
        Nasty("plain text from here on", lambda: page(f"{ARTICLE}<plaintext>{PROSE}"), TEXT),
        Nasty("the end in the middle", lambda: page(f"<article><h1>Quay</h1><p>{PARAGRAPHS[1]}</p></body></html>{PROSE}"), TEXT),
        Nasty("three heads, three bodies", lambda: page() * 3, TEXT),
        Nasty("a body in the head", lambda: page("", head=f"<body>{ARTICLE}"), TEXT),
        *(Nasty(f"40,000 unclosed {tag}", lambda tag=tag: page(ARTICLE + f"<{tag}>x" * 40_000), TEXT)  # type: ignore[misc]
          for tag in ("script", "style", "noscript", "option", "iframe", "svg", "!--")),
        Nasty("slashes and angles", lambda: page("<p/////><p =\"'><//p><p <<p>" + ARTICLE + "</ p></><?><!x>"), TEXT),
        Nasty("a document type of a megabyte", lambda: b"<!DOCTYPE html [" + b"a" * 1_000_000 + b"]>" + page(), TEXT),
        Nasty("a frameset", lambda: b"<html><frameset cols=50%,*><frame src=a><frame src=b></frameset></html>", "not_an_article"),
        Nasty("frames with a text for others", lambda: f"<html><frameset><frame src=a><noframes>{ARTICLE}</noframes></frameset></html>".encode(), "text not_an_article"),
        Nasty("a redirect in a tag", lambda: page("", head="<meta http-equiv=refresh content='0;url=/a'>"), "empty_body"),
        Nasty("the article in noscript", lambda: page(f"<noscript>{ARTICLE}</noscript><script>a()</script>"), "text needs_javascript empty_body"),
        Nasty("the article in a template", lambda: page(f"<template>{ARTICLE}</template>"), "empty_body text"),
        Nasty("the article in a srcdoc", lambda: page("<iframe srcdoc='&lt;p&gt;x'></iframe>" * 999 + ARTICLE), TEXT),
    ]  # fmt: skip


def _text_rows() -> list[Nasty]:
    """Data, characters and texts that patterns choke on."""
    bidi = ARTICLE.replace(" ", " \u202e\u2066")
    return [
        Nasty("a 10 MB image in the page", lambda: page(f"<img src='data:image/png;base64,{'QUJD' * 2_500_000}'>{ARTICLE}"), TEXT, slow=True),
        Nasty("a 10 MB image in a style", lambda: page(ARTICLE, f"<style>a{{background:url(data:image/gif;base64,{'QUJD' * 2_500_000})}}</style>"), TEXT, slow=True),
        Nasty("ten thousand small images", lambda: page("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>" * 10_000 + ARTICLE), TEXT),
        Nasty("JSON-LD that is none", lambda: data('{"@type": "NewsArticle", "headline": "Qu'), TEXT),
        Nasty("JSON-LD as a list", lambda: data(f"[{graph(0)}, 5, null, [[]], {graph(1)}]"), TEXT),
        Nasty("JSON-LD ten deep", lambda: data(graph(10)), TEXT),
        Nasty("JSON-LD 100,000 deep", lambda: data("[" * 100_000), TEXT),
        Nasty("JSON-LD 900 deep", lambda: data("[" * 900 + "]" * 900), TEXT),
        Nasty("JSON-LD of 5 MB", lambda: data(f'{{"@type": "NewsArticle", "articleBody": "{"ship " * 1_000_000}"}}'), TEXT, slow=True),
        Nasty("JSON-LD with 100,000 parts", lambda: data(f'{{"@graph": [{",".join([graph(0)] * 100_000)}]}}'), f"{TEXT} {STOPPED}", slow=True),
        Nasty("JSON-LD with long numbers", lambda: data(f'{{"@type": "NewsArticle", "wordCount": {"9" * 9000}, "a": 1e9999, "b": NaN}}'), TEXT),
        Nasty("JSON-LD of odd types", lambda: data(_ODD_DATA), TEXT),
        Nasty("5,000 JSON-LD scripts", lambda: data("{}").replace(b"</head>", b'<script type="application/ld+json">{"a":[]}</script>' * 5000 + b"</head>"), TEXT),
        Nasty("hostile meta tags", lambda: page(head=_HOSTILE_META), TEXT),
        Nasty("20,000 meta tags", lambda: page(head="<meta name=date content='2026-05-01'>" * 20_000), TEXT),
        Nasty("addresses that are none", lambda: page(ARTICLE + "".join(f"<a href='{href}'>Read more of this story</a>" for href in ("http://[", "//:x", "http://a:99999999/", "\x00", "http://\ud7ff/"))), TEXT),
        Nasty("20,000 times", lambda: page(ARTICLE + "<time datetime='99999-99-99'>" * 20_000), f"{TEXT} {STOPPED}"),
        Nasty("an entity flood", lambda: page(ARTICLE + "&amp;&#x110000;&#99999999999;&nosuch;" * 100_000), f"{TEXT} {STOPPED}", slow=True),
        Nasty("entities of no character", lambda: page(ARTICLE.replace(". ", ". &#xD800;&#0;&#x1;")), TEXT),
        Nasty("a billion laughs", lambda: f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY l0 'lol'>{_LAUGHS}]><html><body>&l29;{ARTICLE}</body></html>".encode(), TEXT),
        Nasty("XHTML sent as XML", lambda: _XHTML.encode(), TEXT, False, "application/xhtml+xml"),
        Nasty("XHTML without a header", lambda: _XHTML.encode(), TEXT, False, None),
        Nasty("direction overrides", lambda: page(bidi), TEXT),
        Nasty("marks that nobody sees", lambda: page("".join(f"<p>{_spread(p, chr(0x200B))}</p>" for p in PARAGRAPHS)), TEXT),
        Nasty("soft hyphens", lambda: page("".join(f"<p>{_spread(p, chr(0xAD), 3)}</p>" for p in PARAGRAPHS)), TEXT),
        Nasty("a heap of accents", lambda: page(ARTICLE + f"<p>{'a' + chr(0x301) * 200_000}</p>"), TEXT),
        Nasty("half a million flags", lambda: page(f"{ARTICLE}<p>{chr(0x1F1F0) * 500_000}</p>"), f"{TEXT} {STOPPED}"),
        Nasty("a megabyte without a space", lambda: page(f"{ARTICLE}<p>{'a' * 1_000_000}</p>"), TEXT),
        Nasty("a megabyte of spaces", lambda: page(f"{ARTICLE}<p>a{' ' * 1_000_000}b</p>"), TEXT),
        Nasty("100,000 opening quotes", lambda: page(f"{ARTICLE}<p>{'“a b c ' * 100_000}</p>"), f"{TEXT} {STOPPED}", slow=True),
        Nasty("100,000 capitals", lambda: page(f"<article>{PROSE}<p>{'VELM AND ' * 100_000}</p></article>"), f"{TEXT} {STOPPED}", slow=True),
        *(Nasty(f"text: 100,000 times {mark!r}", lambda mark=mark: f"Quay in Velm is let\n\n{chr(10).join(PARAGRAPHS)}\n\n{mark * 100_000}".encode(),  # type: ignore[misc]
          f"{TEXT} {STOPPED}", False, "text/plain") for mark in ("[", "![", "[a](", "(", "> ", "_a", "**", "\n", "a\n\n", "# ", "* a\n", "|", "Copyright ", "By ", "1. http://x\n")),
        Nasty("text: 5 MB on one line", lambda: f"{KEY} ".encode() * 60_000, "text", True, "text/plain"),
        Nasty("text: a million lines", lambda: "\n\n".join(PARAGRAPHS).encode() + b"\n\na" * 1_000_000, TEXT, True, "text/plain"),
    ]  # fmt: skip


_RUNS = (
    "1",
    "1,",
    "a",
    "A",
    "é",
    "A ",
    "a.",
    "1 ",
    "$",
    "“",
    "'",
    "-",
    "/",
    "_",
    "@",
    "=",
    "12:",
    "by ",
    "we ",
    "x: ",
    "a | ",
    "http://a",
    "2026-",
    "Page ",
    "\n",
)


def _run_rows() -> list[Nasty]:
    """Long runs of the same few characters in the middle of a page and of a text: patterns that look ahead or back over
    them would do so at every character."""
    rows = []
    for unit in _RUNS:
        run = (unit * 200_000)[:200_000]
        rows += [
            Nasty(f"a run of {unit!r}", lambda run=run: page(f"<article>{PROSE}<p>{run}</p></article>"), TEXT),  # type: ignore[misc]
            Nasty(
                f"text: a run of {unit!r}",
                lambda run=run: "\n\n".join((*PARAGRAPHS, run, PARAGRAPHS[1])).encode(),
                TEXT,
                False,
                "text/plain",
            ),  # type: ignore[misc]
        ]
    return rows


NASTY = (*_run_rows(), *_bytes_rows(), *_nested_rows(), *_tag_rows(), *_text_rows())
