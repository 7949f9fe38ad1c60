"""The sources' YAML for a running newsroom."""

from __future__ import annotations

from pathlib import Path

import yaml

from examples.newsroom.model import Site
from examples.newsroom.pages import listing_pages
from examples.newsroom.server import Running

_HEAD = """\
# {outlet}: an outlet of the example newsroom, on this machine.
# The delay between two requests is short because this server is ours and does nothing else: for a publisher's site
# leave the default. Pages are looked at again in every run (revisits: [0s]): a second run meets the evening edition.
"""


def write_sources(running: Running, folder: Path) -> list[Path]:
    """Writes `<country>/<name>.yml` below the folder for each site and gives the paths, in the sites' order."""
    written = []
    for site in running.newsroom.sites:
        path = folder / site.country.lower() / f"{site.name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = yaml.safe_dump(_settings(site, running), allow_unicode=True, sort_keys=False, width=120)
        path.write_text(_HEAD.format(outlet=site.outlet) + body, encoding="utf-8")
        written.append(path)
    return written


def _settings(site: Site, running: Running) -> dict[str, object]:
    settings: dict[str, object] = {
        "kind": site.kind,
        "url": running.url(site.name, site.entry),
        "outlet": site.outlet,
        "outlet_country": site.country,
        "language": "en",
        "sections": [site.sections[0]],
        "delay_seconds": 0.02,
        "revisits": ["0s"],
        "max_pages": 60,
        "checked": running.newsroom.today,
    }
    if site.link_selector:
        settings["links"] = site.link_selector
    if site.next_selector:
        settings["next"] = site.next_selector
        settings["max_polls"] = listing_pages(running.newsroom, site, "evening")
    return settings
