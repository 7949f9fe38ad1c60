"""The kinds of sources, by the word that a YAML file says."""

from __future__ import annotations

from sources.kinds.connector import Connector
from sources.kinds.feed import FEED
from sources.kinds.folder import FOLDER
from sources.kinds.listing import LISTING
from sources.kinds.sitemap import SITEMAP
from sources.kinds.urls import URLS
from sources.kinds.warc import WARC
from sources.kinds.wordpress import WORDPRESS

KINDS: dict[str, Connector] = {
    "feed": FEED, "sitemap": SITEMAP, "wordpress": WORDPRESS, "listing": LISTING, "urls": URLS, "warc": WARC,
    "folder": FOLDER,
}  # fmt: skip

FROM_FILES = frozenset({"warc", "folder"})
"""Kinds whose bodies lie on this machine: nobody is asked for them, so they know no budget and no age."""

LOOKBACK_DAYS = {"sitemap": 7, "wordpress": 7}
"""Kinds that show years of an outlet, and how many days of it are taken where `lookback_days` does not say."""
