"""The kinds of sources, by the word that a YAML file says."""

from __future__ import annotations

from sources.kinds.connector import Connector
from sources.kinds.feed import FEED
from sources.kinds.folder import FOLDER
from sources.kinds.listing import LISTING

KINDS: dict[str, Connector] = {"feed": FEED, "listing": LISTING, "folder": FOLDER}
