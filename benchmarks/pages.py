"""Pages to measure with: those of a folder, or where there is none those of the example newsroom."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from examples.newsroom import build_newsroom
from examples.newsroom.pages import article_page

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "pages" / "html"


def gather(asked: Path | None, into: Path, count: int) -> tuple[list[Path], str]:
    """The pages to run, in a folder of their own (`into`) where they are not all of one that exists, and where they are
    from. `count` 0 means all. Raises SystemExit for a folder that is not there, or empty."""
    folder = asked or DEFAULT
    if asked is not None and not asked.is_dir():
        raise SystemExit(f"there is no folder {asked}")
    if not folder.is_dir():
        return newsroom_pages(into, count), "the example newsroom, since there is no ../shared/pages/html"
    found = sorted(path for path in folder.iterdir() if path.is_file())
    if not found:
        raise SystemExit(f"{folder} is empty")
    if count and count < len(found):
        chosen = [found[len(found) * number // count] for number in range(count)]
        return [Path(shutil.copy(path, into)) for path in chosen], f"{folder} (evenly chosen)"
    return found, str(folder)


def newsroom_pages(into: Path, count: int) -> list[Path]:
    """The first articles of the example newsroom as files; `count` 0 means all."""
    newsroom = build_newsroom(date(2026, 11, 25))
    bases = {site.name: f"http://{site.name}.example" for site in newsroom.sites}
    pages = []
    for number, article in enumerate(newsroom.articles[: count or None]):
        page = into / f"{number:04d}.html"
        page.write_bytes(article_page(newsroom, newsroom.site(article.site), article, "morning", bases))
        pages.append(page)
    return pages
