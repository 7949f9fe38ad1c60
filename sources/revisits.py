"""When a page is looked at again: by its age, sooner where edits are usual, and at once where the source says that it
changed. Pure functions over what is known of a page.

News is edited soon after it appears, and seldom later: so looks are spaced by the age of a page, not evenly (1 h, 1
day, 7 days by default). Each age counts once: a program that was down for a week looks once, not three times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from contracts.records import UrlState
from sources.http.failures import NOT_NOW

# A source edits often when at least every fifth look found an edit, over enough looks to mean something: at a true
# share of .1, 20 looks come out at .2 or more in 13 of 100 cases, and the price is one look more for each of its pages.
_OFTEN = 0.2
_ENOUGH_LOOKS = 20
# 5xx, 408, 425 and 429 speak of the moment: the page is due again at once, until it is so old that it is given up.
_GIVEN_UP_AFTER = 2  # times the last age


@dataclass(frozen=True)
class Edits:
    """How a source edits: the share (0..1) of the looks at pages already had that found a new revision."""

    share: float = 0.0
    looks: int = 0

    @property
    def often(self) -> bool:
        return self.looks >= _ENOUGH_LOOKS and self.share >= _OFTEN


Ages = tuple[timedelta, ...]


def ages_for(ages: Sequence[timedelta], edits: Edits) -> Ages:
    """The ages at which pages of a source are looked at again, ascending: as its file has them; for one that edits
    often their geometric midpoints too, and one at a quarter of the first (1h, 1d -> 15m, 1h, 4h54m, 1d)."""
    as_set = sorted(ages)
    if not edits.often or not as_set or not as_set[0]:
        return tuple(as_set)
    between = [a * (b / a) ** 0.5 for a, b in pairwise(as_set)]
    return tuple(sorted({as_set[0] / 4, *as_set, *between}))


def next_look(state: UrlState, ages: Ages, modified: datetime | None = None) -> datetime | None:
    """When a page is due for its next look; None when all looks are done. A moment that has passed means now.

    `ages` as `ages_for` gives them: without any a page is never due, with a zero among them always. `modified` is when
    the source says that it changed last."""
    if not ages:
        return None
    last, first = state.fetched_at, state.first_seen_at or state.fetched_at
    if not ages[0]:
        return last
    moments = [first + age for age in ages if first + age > last][:1]
    if modified is not None and modified > last:
        moments.append(modified)
    if state.edited_at is not None and state.edited_at >= last:
        moments.append(last + ages[0])
    if is_passing(state.status) and last < first + ages[-1] * _GIVEN_UP_AFTER:
        moments.append(last)
    return min(moments, default=None)


def is_passing(status: int) -> bool:
    """Whether an answer says something of the moment only (5xx, 408, 425, 429): a 404 or 410 is the page's own."""
    return status >= 500 or status in NOT_NOW
