"""Articles on several pages: whether a page is one of them. "next" alone says little: blogs mean another post."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from transforms.pages.html_data import PageData
from transforms.pages.html_scan import Scan

_PAGES = re.compile(
    r"^(?:page|seite|p[aá]gina|pagina|strana|strona|сторінка|страница|sayfa|sida|side)?\s*(?P<this>\d{1,2})\s*"
    r"(?:of|von|de|di|du|sur|van|z|из|з|av|af|/)\s*(?P<all>\d{1,2})$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"^(?:/page)?/(?P<path>\d{1,2})/?$|^[,_](?P<mark>\d{1,2})$")
_QUERY = re.compile(r"(?:^|&)(?:page|pagina|seite|pg|start_page|pageno)=(?P<number>\d{1,2})(?:&|$)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:s?html?|php|aspx?)$", re.IGNORECASE)


def part_of_series(data: PageData, page: Scan, url: str) -> bool:
    """Whether a link leads to another page of the same article (its own address with a number), or a line counts the
    pages ("Page 2 of 3"). Without the page's address only the line tells."""
    if _counts_pages(page):
        return True
    stated = [href for rel in ("next", "prev") for href in data.links.get(rel, ())]
    if not url:
        return any(_QUERY.search(urlsplit(href).query) for href in stated if _whole(href))
    return _leads_on(url, stated) or _leads_on(url, (link.href for link in page.links))


def _counts_pages(page: Scan) -> bool:
    for fragment in page.fragments:
        text = fragment.text
        if len(text) <= 30 and text[-1:].isdigit() and (found := _PAGES.match(text)):
            worded = not text[:1].isdigit()
            if worded and 1 <= int(found["this"]) <= int(found["all"]) and 2 <= int(found["all"]) <= 30:
                return True
    return False


def _leads_on(url: str, hrefs: Iterable[str]) -> bool:
    """Whether one of the addresses is the page's own with another page's number."""
    own = urlsplit(url)
    base = _FILE.sub("", own.path.rstrip("/"))
    here = _TAIL.search(base[base.rfind("/") :]) if "/" in base[1:] else None
    root = base[: base.rfind("/")].removesuffix("/page") if here else base
    if len(root) < 8:  # a section's pages, not an article's
        return False
    name = root[root.rfind("/") + 1 :]  # looked for first: to join each of a page's addresses would take a millisecond
    return any((name in href or href[:1] == "?") and _whole(href) and _continues(url, root, href) for href in hrefs)


def _continues(url: str, root: str, href: str) -> bool:
    if not any(map(str.isdigit, href[-12:])):
        return False
    try:
        target = urlsplit(urljoin(url, href))
    except ValueError:
        return False
    path = _FILE.sub("", target.path.rstrip("/"))
    if target.netloc != urlsplit(url).netloc or not path.startswith(root) or "comment" in href:
        return False
    rest = path[len(root) :]
    number = _QUERY.search(target.query) if not rest else _TAIL.match(rest)
    return number is not None and 2 <= int(next(filter(None, number.groups()))) <= 30


def _whole(href: str) -> bool:
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:", "data:"))
