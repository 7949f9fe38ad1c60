"""The peers of `benchmarks/extract.py` that live in `.venv-bench`: newspaper4k, readability-lxml, resiliparse.

    .venv-bench/bin/python benchmarks/extract_peers.py PAGES      PAGES: a folder with truth.jsonl and html/

Writes a line of JSON for each page and peer: page_id, peer, text, title, day, CPU seconds. On each page the peers take
turns. What a peer cannot read is an empty text."""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import newspaper
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.html import HTMLTree

Row = dict[str, str | float | None]

_OFFLINE = newspaper.Config()
_OFFLINE.fetch_images = False  # else it asks the pages' hosts for their pictures
_OFFLINE.follow_meta_refresh = False


def newspaper4k(payload: bytes, url: str | None) -> Row:
    """Text, title and date, as it gives them from markup at hand."""
    article = newspaper.Article(url or "https://www.example.org/", config=_OFFLINE)
    article.download(input_html=_text(payload))
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else None
    return {"text": article.text, "title": article.title, "day": day}


def readability(payload: bytes, url: str | None) -> Row:
    """The summary's text, and the short title."""
    document = Document(_text(payload))
    tree = HTMLTree.parse(document.summary())
    return {"text": extract_plain_text(tree, main_content=False), "title": document.short_title(), "day": None}


def resiliparse(payload: bytes, url: str | None) -> Row:
    """The main content as plain text."""
    tree = HTMLTree.parse_from_bytes(payload, detect_encoding(payload))
    return {"text": extract_plain_text(tree, main_content=True), "title": tree.title, "day": None}


PEERS: dict[str, Callable[[bytes, str | None], Row]] = {
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
}


def _text(payload: bytes) -> str:
    text: str = bytes_to_str(payload, detect_encoding(payload))
    return text


def main() -> int:
    """All pages, once for the imports and once for the clock."""
    folder = Path(sys.argv[1])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    warm = True
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        payload = gzip.decompress((folder / page["file"]).read_bytes())
        for name, read in PEERS.items():
            if warm:
                with contextlib.suppress(Exception):
                    read(payload, page["url"])
            start = time.process_time()
            row: Row = {"text": "", "title": None, "day": None}
            with contextlib.suppress(Exception):  # a peer that raises on a page has read nothing of it
                row = read(payload, page["url"])
            row |= {"seconds": time.process_time() - start, "page_id": page["page_id"], "peer": name}
            print(json.dumps(row))
        warm = False
    return 0


if __name__ == "__main__":
    sys.exit(main())
