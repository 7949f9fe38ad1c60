"""Stories: which of the changed articles are copies of which, what that makes of the clusters, and where they began."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from transforms.stories import CreditedText, Groups, Outlet, cluster, link, origins
from warehouse.candidates import candidate_pairs, find_candidates, same_texts, settled_stories, widen_changes
from warehouse.stories import apply_stories, members, propose_stories, source_names


def refresh_stories(con: Any) -> int:
    """Brings the stories up to date with the articles that changed. Returns how many articles changed their story.
    Safe to repeat: articles stay marked until their stories are written."""
    widen_changes(con)
    find_candidates(con)
    groups, settled = Groups(), settled_stories(con)
    for article, other in (*same_texts(con), *settled.items()):
        groups.join(article, other)
    linked: set[str] = set()
    for found in candidate_pairs(con):
        for pair in link(found.pairs, found.bodies, groups, found.standing):
            linked.update(settled[article] for article in pair if article in settled)
    articles = members(con, linked)
    for article, story in articles.drop_nulls("story_id").select("article_id", "story_id").iter_rows():
        groups.join(article, story)
    credits = propose_stories(con, cluster(groups, articles))
    outlets = [
        Outlet(source, name, tuple(urlsplit(at if "://" in at else f"//{at}").hostname or "" for at in places))
        for source, name, places in source_names(con)
    ]
    named = origins(
        (CreditedText(c.story_id, c.source_id, c.canonical_url, c.byline, c.head, c.tail) for c in credits), outlets
    )
    return apply_stories(con, named)
