"""The report in a real browser, opened from disk: nothing refused by its own policy, nothing asked of a network,
nothing wider than the screen, texts with enough contrast, in light and dark."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest

from reports.rows import BlockedVerdict, FailedCheck
from reports.site import PAGES, build_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("CI_REQUIRES_BROWSER") == "1"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None and not REQUIRED, reason="no chromium on PATH (CI_REQUIRES_BROWSER=1 makes this a failure)"
    ),
]
NAMES = [page.file for page in PAGES]

# Contrast of each text with the ground it stands on (WCAG 2.2, 1.4.3: 4.5, for large text 3). Grounds that are partly
# transparent do not occur under text here.
CONTRAST = """() => {
  const channel = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const colour = parse(getComputedStyle(node).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || ['title', 'desc'].includes(node.tagName) || !node.getClientRects().length) continue;
    const style = getComputedStyle(node), svg = node.namespaceURI.includes('svg');
    const [a, b] = [light(parse(svg ? style.fill : style.color)), light(ground(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 600);
    if (ratio < (large ? 3 : 4.5)) low.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return low;
}"""


def _example() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "reports" / "example_newsroom.py"
    spec = importlib.util.spec_from_file_location("browser_example_newsroom", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example as published, as blocked, with hostile texts, and empty."""
    example, folder = _example(), tmp_path_factory.mktemp("browser")
    now = datetime(2026, 11, 25, 6, 4, 30, tzinfo=UTC)
    failure = FailedCheck(
        "audit:news.articles", "values unique: article_id", "critical", 2, 388, "article_id: 6b1f0c22"
    )
    dirt = example.Dirt(
        title="<script>document.title='taken'</script> {a} " + "W" * 400, outlet="X" * 300, url="y" * 500,
        detail="z" * 900, observed="9" * 900,
    )  # fmt: skip
    snapshots = {
        "published": example.example_snapshot(folder / "published.duckdb"),
        "hostile": example.example_snapshot(folder / "hostile.duckdb", articles=60, dirt=dirt),
        "empty": example.empty_snapshot(folder / "empty.duckdb"),
    }
    snapshots["blocked"] = snapshots["published"]
    for name, path in snapshots.items():
        verdict = BlockedVerdict("20261126T060000000Z-bb01", now, (failure,)) if name == "blocked" else None
        with duckdb.connect(str(path), read_only=True) as con:
            con.execute("SET TimeZone = 'UTC'")
            build_site(con, folder / name, verdict=verdict, generated_at=now)
    return {name: folder / name for name in snapshots}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
@pytest.mark.parametrize("state", ["published", "blocked", "hostile", "empty"])
def test_every_page_opens_from_disk_clean_readable_and_within_the_screen(
    browser: Any, sites: dict[str, Path], state: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for name in NAMES:
        page.goto((sites[state] / name).as_uri())
        assert "Foreign Desk" in page.title()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet is in force"
        assert page.evaluate(CONTRAST) == [], name
    page.close()
    assert said == []
    assert all(url.startswith("file:") for url in asked)


def test_the_pages_can_be_walked_through_by_their_navigation(browser: Any, sites: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((sites["published"] / "index.html").as_uri())
    for entry in PAGES[1:]:
        page.get_by_role("navigation").get_by_role("link", name=entry.name).click()
        assert page.locator("[aria-current=page]").inner_text() == entry.name
        assert page.locator("h1").count() == 1
    page.close()


def test_the_keyboard_reaches_the_content_and_wide_tables(browser: Any, sites: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((sites["published"] / "countries.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    assert page.get_by_role("region", name="All countries of the last weeks").get_attribute("tabindex") == "0"
    page.close()
