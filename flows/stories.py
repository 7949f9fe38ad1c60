"""Stories: which of the changed articles are copies of which, and what that makes of the clusters."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.stories import cluster, verify
from warehouse.stories import apply_stories, candidate_pairs, replace_copies, story_inputs


def refresh_stories(con: Any) -> int:
    """Brings the stories up to date with the articles that changed. Returns how many articles changed their story.
    Safe to repeat: articles stay marked until their stories are written."""
    frames = [verify(candidates.pairs, candidates.bodies) for candidates in candidate_pairs(con)]
    replace_copies(con, pl.concat([verify((), {}), *frames]))
    inputs = story_inputs(con)
    return apply_stories(con, cluster(inputs.pairs, inputs.articles))
