"""The kinds of sources, by the word that a YAML file says."""

from __future__ import annotations

from sources.connector import Connector
from sources.feed import FEED
from sources.folder import FOLDER
from sources.listing import LISTING

KINDS: dict[str, Connector] = {"feed": FEED, "listing": LISTING, "folder": FOLDER}
