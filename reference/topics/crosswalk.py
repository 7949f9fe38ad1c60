"""How the taxonomy changed: its versions, and what became of topics that were renamed, split, merged or retired."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from reference.topics.heads import ID, Topic
from reference.topics.lines import read_day, read_rows, refuse

Kind = Literal["renamed", "merged", "split", "retired"]
VERSIONS, CROSSWALK = "versions.tsv", "crosswalk.tsv"
_COLUMNS = {
    VERSIONS: ("version", "day", "what"),
    CROSSWALK: ("since", "from", "to", "kind", "share", "note"),
}


@dataclass(frozen=True)
class Change:
    """A row of crosswalk.tsv: what became of a topic with a version of the taxonomy. `to_id` is None for a topic that
    is gone without a successor; `share` of its articles went there (0..1), None where it was not measured."""

    since_version: int
    since_day: date
    from_id: str
    to_id: str | None
    kind: Kind
    share: float | None
    note: str


def read_versions(folder: Path) -> dict[int, date]:
    """The versions of the taxonomy with their days, the first first. Raises UsageError naming the line."""
    path = folder / VERSIONS
    versions: dict[int, date] = {}
    for number, (version, day, what) in read_rows(path, _COLUMNS[path.name]):
        if version != str(len(versions) + 1) or not what:
            refuse(path, number, f"this row is version {len(versions) + 1}, with its day and what changed")
        versions[int(version)] = read_day(path, number, day)
        if len(versions) > 1 and versions[len(versions)] < versions[len(versions) - 1]:
            refuse(path, number, f"version {version} is of a day before that of version {len(versions) - 1}")
    return versions


def read_crosswalk(folder: Path, topics: Iterable[Topic]) -> tuple[Change, ...]:
    """What became of topics, the oldest change first. Raises UsageError naming the line."""
    path, versions, today = folder / CROSSWALK, read_versions(folder), {topic.topic_id for topic in topics}
    rows = [(number, _change(path, number, cells, versions)) for number, cells in read_rows(path, _COLUMNS[path.name])]
    later = [(change.from_id, change.since_version) for _, change in rows]
    seen: dict[tuple[int, str, str | None], int] = {}
    for number, change in rows:
        key = (change.since_version, change.from_id, change.to_id)
        if key in seen:
            refuse(path, number, f"the same change stands in line {seen[key]} already")
        seen[key] = number
        moved_on = any(of == change.to_id and since > change.since_version for of, since in later)
        if change.to_id is not None and change.to_id not in today and not moved_on:
            refuse(path, number, f"{change.to_id!r} is no topic, and no later row says what became of it")
        siblings = {other.to_id for _, other in rows if other.from_id == change.from_id}
        together = [other for _, other in rows if (other.from_id, other.since_version) == key[1::-1]]
        if len({other.to_id for other in together}) > 1 and {other.kind for other in together} != {"split"}:
            refuse(path, number, f"only a split leads from {change.from_id!r} to more than one topic at once")
        if change.kind in ("renamed", "merged") and change.to_id == change.from_id:
            refuse(path, number, f"a topic that was {change.kind} leads to another id than its own")
        if change.from_id in today and change.from_id not in siblings:
            refuse(path, number, f"{change.from_id!r} is a topic still: a row must lead to itself, or its file must go")
    return tuple(sorted((change for _, change in rows), key=lambda c: (c.since_version, c.from_id, c.to_id or "")))


def edition(folder: Path, topics: Iterable[Topic], parents: Iterable[Topic], changes: Iterable[Change]) -> str:
    """The version of the taxonomy: the number of its last row in versions.tsv, and 8 hex digits over what the topics
    mean. It does not change with phrases and weights; those are part of the rules."""
    means = [
        (t.topic_id, t.label, t.definition, t.parent_id, t.includes, t.excludes, t.medtops) for t in (*topics, *parents)
    ]
    digest = hashlib.sha256(repr((sorted(means), [astuple(change) for change in changes])).encode()).hexdigest()
    return f"{max(read_versions(folder), default=0)}-{digest[:8]}"


def _change(path: Path, number: int, cells: list[str], versions: Mapping[int, date]) -> Change:
    since, from_id, to_id, kind, share, note = cells
    if not since.isdigit() or int(since) not in versions:
        refuse(path, number, f"version {since!r} is not in {VERSIONS}")
    if kind not in get_args(Kind):
        refuse(path, number, f"the kind is one of {', '.join(get_args(Kind))}, not {kind!r}")
    if not ID.fullmatch(from_id) or (to_id and not ID.fullmatch(to_id)) or (not to_id) != (kind == "retired"):
        refuse(path, number, "a change leads from an id to an id; only of a topic that was retired the second is empty")
    try:
        part = float(share) if share else None
    except ValueError:
        part = -1.0
    if part is not None and not 0 <= part <= 1:
        refuse(path, number, f"the share is a number from 0 to 1 or empty, not {share!r}")
    return Change(int(since), versions[int(since)], from_id, to_id or None, cast(Kind, kind), part, note)
