"""The world that benchmarks/fetch.py fetches: many hosts on loopback, told apart by port, in one process that does
nothing else. Each host has a robots.txt, a feed and its pages, with validators. What each host saw is counted: a
benchmark of politeness has to prove that politeness was kept.

    python benchmarks/fetch_site.py --hosts 50 --pages 400

prints one JSON line with the ports when it is ready, and serves until its standard input ends. On the control port `GET
/seen` answers what was seen since the last `GET /reset`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate

_WORDS = (
    "ministers", "talks", "border", "harvest", "river", "delegation", "energy", "treaty", "parliament", "railway",
    "export", "coast", "agreement", "winter", "school", "hospital", "vessel", "currency", "election", "drought",
)  # fmt: skip


@dataclass
class Host:
    """One host and what it saw. Times are in seconds of the monotonic clock."""

    port: int
    pages: int
    seen: Counter[str] = field(default_factory=Counter)
    closest: float = float("inf")
    last: float = float("-inf")
    open_now: int = 0
    most_open: int = 0

    def answer(self, path: str, headers: dict[str, str]) -> bytes:
        now = time.monotonic()
        # robots.txt is left out: it is asked for once, and peers ask for it and the feed at the same moment.
        if path != "/robots.txt":
            self.closest, self.last = min(self.closest, now - self.last), now
        kind = "page" if path.startswith("/news/") else path.strip("/")
        etag = f'"{path}"'
        if headers.get("if-none-match") == etag:
            self.seen[f"{kind} 304"] += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body, media = self._body(path)
        self.seen[f"{kind} {200 if body else 404}"] += 1
        status = "200 OK" if body else "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body

    def _body(self, path: str) -> tuple[bytes, str]:
        if path == "/robots.txt":
            return b"User-agent: *\nDisallow: /private/\n", "text/plain"
        if path == "/feed":
            items = "".join(
                f"<item><title>{_title(self.port, n)}</title><link>http://127.0.0.1:{self.port}/news/{n}.html</link>"
                f"<pubDate>{formatdate(time.time() - 60 * n, usegmt=True)}</pubDate></item>"
                for n in range(self.pages)
            )
            feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
            return feed.encode(), "application/rss+xml"
        number = path.removeprefix("/news/").removesuffix(".html")
        if number.isdecimal() and int(number) < self.pages:
            return _page(self.port, int(number)), "text/html; charset=utf-8"
        return b"", "text/plain"


def _title(port: int, number: int) -> str:
    return " ".join(_WORDS[(port * 7 + number * (k + 3) + k) % len(_WORDS)] for k in range(7)).capitalize()


def _page(port: int, number: int) -> bytes:
    """About 30 kB, most of it not the article, as on the web."""
    text = "".join(
        f"<p>{' '.join(_WORDS[(port + number * 31 + k * 13 + j * (j + k)) % len(_WORDS)] for j in range(70))}.</p>"
        for k in range(8)
    )
    chrome = "".join(f'<li class="nav-item"><a href="/section/{k}">{_WORDS[k % 20]} {k}</a></li>' for k in range(420))
    title = _title(port, number)
    return f"<!doctype html><title>{title}</title><ul>{chrome}</ul><article><h1>{title}</h1>{text}</article>".encode()


async def _talk(host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    host.open_now += 1
    host.most_open = max(host.most_open, host.open_now)
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            writer.write(host.answer(first.split(" ")[1], headers))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        host.open_now -= 1
        writer.close()


def _seen(hosts: list[Host]) -> dict[str, object]:
    total: Counter[str] = Counter()
    for host in hosts:
        total.update(host.seen)
    return {
        "seen": dict(total),
        "closest": min(host.closest for host in hosts),
        "most_open": max(host.most_open for host in hosts),
    }


async def serve(number: int, pages: int) -> None:
    """Serves until standard input ends."""
    hosts: list[Host] = []
    servers = []
    for _ in range(number):
        host = Host(0, pages)
        server = await asyncio.start_server(lambda r, w, host=host: _talk(host, r, w), "127.0.0.1", 0)
        host.port = server.sockets[0].getsockname()[1]
        hosts.append(host)
        servers.append(server)

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
        body = json.dumps(_seen(hosts)).encode()
        if path == b"/reset":
            for host in hosts:
                host.seen.clear()
                host.closest, host.last, host.most_open = float("inf"), float("-inf"), host.open_now
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    controller = await asyncio.start_server(control, "127.0.0.1", 0)
    ready = {"ports": [host.port for host in hosts], "control": controller.sockets[0].getsockname()[1]}
    print(json.dumps(ready), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pages", type=int, default=400)
    options = parser.parse_args()
    asyncio.run(serve(options.hosts, options.pages))
