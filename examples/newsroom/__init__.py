"""The example newsroom: ten outlets that do not exist, on which the whole pipeline can be seen to work. README.md."""

from examples.newsroom.build import build_newsroom
from examples.newsroom.model import Article, Newsroom, Offer, Outcome, Site
from examples.newsroom.server import Running, serve
from examples.newsroom.source_files import write_sources

__all__ = ["Article", "Newsroom", "Offer", "Outcome", "Running", "Site", "build_newsroom", "serve", "write_sources"]
