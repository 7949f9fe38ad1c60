"""The peer of benchmarks/fetch.py, run by it with the Python of .venv-bench: a Scrapy spider that reads the same feeds
and fetches the same pages at the same politeness, and keeps each body gzipped in one file.

    .venv-bench/bin/python benchmarks/fetch_scrapy.py --delay 0.5 --output FILE PORT [PORT ...]

Scrapy's unit of politeness is the host name; here hosts differ by port, so that each request names its slot."""

from __future__ import annotations

import argparse
import gzip
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class News(scrapy.Spider):
    """Feeds, then pages."""

    name = "news"
    ports: tuple[int, ...] = ()
    output = Path()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        self.file = self.output.open("wb")
        for port in self.ports:
            url = f"http://127.0.0.1:{port}/feed"
            yield scrapy.Request(url, self.parse, meta={"download_slot": str(port)})

    def parse(self, response: Any, **_: Any) -> Iterator[scrapy.Request]:
        for link in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(link, self.keep, meta={"download_slot": response.meta["download_slot"]})

    def keep(self, response: Any) -> None:
        self.file.write(gzip.compress(response.body, 6))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("ports", type=int, nargs="+")
    options = parser.parse_args()
    News.ports, News.output = tuple(options.ports), options.output
    process = CrawlerProcess(
        {
            "DOWNLOAD_DELAY": options.delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "CONCURRENT_REQUESTS": 2 * len(options.ports),
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "ROBOTSTXT_OBEY": True,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
            "USER_AGENT": "ScrapyPeer/1 (benchmark on loopback)",
        }
    )
    process.crawl(News)
    process.start()
