"""What a topic is, before any phrase: the head of its file, the parents above the topics, and how the taxonomy changed.

Heads are `key: value` lines of a topic's file. Beside the topics stand three small tables: `parents.tsv` (the upper of
the two levels), `versions.tsv` (each change of what the topics mean) and `crosswalk.tsv` (where a topic went)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NoReturn, cast, get_args

from core.errors import UsageError
from reference.lines import read_lines

DEFAULT_BIAS = -3.2  # log-odds of a topic before any evidence: 4 % of articles, as in the sets it was fitted on
ONCE = ("label", "definition", "parent")  # keys of a head that stand once; the others may stand as often as needed
KEYS = (*ONCE, "in", "out", "medtop")
Kind = Literal["renamed", "merged", "split", "retired"]
PARENTS, VERSIONS, CROSSWALK = "parents.tsv", "versions.tsv", "crosswalk.tsv"

_ID = re.compile(r"[a-z][a-z0-9_]*")
_MEDTOP = re.compile(r"(\d{8}) ([^\[\]]+?)(?: \[retired (\d{4}-\d\d-\d\d): (\d{8})\])?")
_COLUMNS = {
    PARENTS: ("topic_id", "label", "definition", "medtop"),
    VERSIONS: ("version", "day", "what"),
    CROSSWALK: ("since", "from", "to", "kind", "share", "note"),
}


@dataclass(frozen=True)
class Scope:
    """Something that belongs to a topic, or does not, with a headline as an example."""

    what: str
    example: str


@dataclass(frozen=True)
class MediaTopic:
    """An IPTC Media Topic. `successor` is the code to use since it was `retired`; both None while it stands."""

    code: str
    label: str
    retired: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class Topic:
    """A topic, or a parent of topics (`parent_id` is None, and no article is tagged with it). `bias` is the log-odds
    without evidence. `lines` tells where in the file each key stands."""

    topic_id: str
    label: str
    definition: str
    medtops: tuple[MediaTopic, ...] = ()
    bias: float = DEFAULT_BIAS
    parent_id: str | None = None
    includes: tuple[Scope, ...] = ()
    excludes: tuple[Scope, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def medtop_codes(self) -> tuple[str, ...]:
        return tuple(medtop.code for medtop in self.medtops)

    @property
    def medtop_labels(self) -> tuple[str, ...]:
        return tuple(medtop.label for medtop in self.medtops)


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


def read_head(path: Path, lines: Iterable[tuple[int, str, str]]) -> Topic:
    """The topic of a file from its (line number, key, value). Raises UsageError naming the line."""
    once: dict[str, str] = {}
    numbers: dict[str, int] = {}
    medtops: list[MediaTopic] = []
    scopes: dict[str, list[Scope]] = {"in": [], "out": []}
    for number, key, value in lines:
        if key not in KEYS:
            refuse(path, number, f"{key!r} is none of the keys {', '.join(KEYS)}")
        if key in once:
            refuse(path, number, f"{key!r} stands in line {numbers[key]} already")
        numbers.setdefault(key, number)
        if key == "medtop":
            medtops.append(_medtop(path, number, value))
        elif key in scopes:
            scopes[key].append(_scope(path, number, key, value))
        elif not value:
            refuse(path, number, f"{key!r} says nothing")
        else:
            once[key] = value
    return Topic(
        path.stem, once.get("label", ""), once.get("definition", ""), tuple(medtops), DEFAULT_BIAS, once.get("parent"),
        tuple(scopes["in"]), tuple(scopes["out"]), numbers,
    )  # fmt: skip


def check_topic(path: Path, topic: Topic) -> None:
    """Raises UsageError where the file's name is no id, or where a reader could not tell what belongs to the topic."""
    if not _ID.fullmatch(topic.topic_id):
        raise UsageError(
            f"{path.name}: {topic.topic_id!r} is no id of a topic",
            f"Name {path} in small letters, with _ between the words.",
        )
    needed = {
        "label": "its name", "definition": "one line on what belongs to it", "parent": f"an id of {PARENTS}",
        "in": "what belongs | a headline that does", "out": "what does not, though its words are near | a headline",
    }  # fmt: skip
    for key, meaning in needed.items():
        if key not in topic.lines:
            raise UsageError(f"{path.name}, line 1: the topic has no '{key}:'", f"Add to {path}: '{key}: {meaning}'.")


def read_parents(folder: Path) -> tuple[Topic, ...]:
    """The parents, in the order of their file. Raises UsageError naming the line."""
    path = folder / PARENTS
    parents: dict[str, Topic] = {}
    for number, (topic_id, label, definition, medtop) in _rows(path):
        if not _ID.fullmatch(topic_id) or not label or not definition:
            refuse(path, number, "a parent needs an id in small letters, a label and a definition")
        if topic_id in parents:
            refuse(path, number, f"{topic_id!r} stands in line {parents[topic_id].lines['label']} already")
        if (folder / f"{topic_id}.txt").exists():
            refuse(path, number, f"{topic_id!r} is the id of a topic too, of {topic_id}.txt")
        medtops = tuple(_medtop(path, number, part.strip()) for part in medtop.split(";") if part.strip())
        parents[topic_id] = Topic(topic_id, label, definition, medtops, lines={"label": number})
    return tuple(parents.values())


def check_tree(folder: Path, topics: Iterable[Topic], parents: Iterable[Topic]) -> None:
    """Raises UsageError where a topic's parent is none of the parents, or is a topic itself, or leads back to it."""
    above = {topic.topic_id: topic for topic in topics}
    known = {parent.topic_id for parent in parents}
    for topic in above.values():
        if topic.parent_id in known:
            continue
        path, line = folder / f"{topic.topic_id}.txt", topic.lines["parent"]
        if topic.parent_id not in above:
            refuse(path, line, f"the parent {topic.parent_id!r} is not in {PARENTS}", f"Known: {', '.join(known)}.")
        chain = [topic.topic_id]
        while chain[-1] in above and chain.count(chain[-1]) == 1:
            chain.append(above[chain[-1]].parent_id or "")
        if chain[-1] in above:
            refuse(path, line, f"a cycle of parents: {' under '.join(chain)}")
        refuse(path, line, f"the parent {topic.parent_id!r} is a topic itself, and there are two levels")


def read_versions(folder: Path) -> dict[int, date]:
    """The versions of the taxonomy with their days, the first first. Raises UsageError naming the line."""
    path = folder / VERSIONS
    versions: dict[int, date] = {}
    for number, (version, day, what) in _rows(path):
        if version != str(len(versions) + 1) or not what:
            refuse(path, number, f"this row is version {len(versions) + 1}, with its day and what changed")
        versions[int(version)] = _day(path, number, day)
    return versions


def read_crosswalk(folder: Path, topics: Iterable[Topic]) -> tuple[Change, ...]:
    """What became of topics, the oldest change first. Raises UsageError naming the line."""
    path, versions, today = folder / CROSSWALK, read_versions(folder), {topic.topic_id for topic in topics}
    rows = [(number, _change(path, number, cells, versions)) for number, cells in _rows(path)]
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


def refuse(path: Path, line: int, why: str, remedy: str = "") -> NoReturn:
    """Raises the UsageError of a line that cannot be used."""
    raise UsageError(f"{path.name}, line {line}: {why}", f"Correct that line of {path}. {remedy}".strip())


def _change(path: Path, number: int, cells: list[str], versions: Mapping[int, date]) -> Change:
    since, from_id, to_id, kind, share, note = cells
    if not since.isdigit() or int(since) not in versions:
        refuse(path, number, f"version {since!r} is not in {VERSIONS}")
    if kind not in get_args(Kind):
        refuse(path, number, f"the kind is one of {', '.join(get_args(Kind))}, not {kind!r}")
    if not _ID.fullmatch(from_id) or (to_id and not _ID.fullmatch(to_id)) or (not to_id) != (kind == "retired"):
        refuse(path, number, "a change leads from an id to an id; only of a topic that was retired the second is empty")
    try:
        part = float(share) if share else None
    except ValueError:
        part = -1.0
    if part is not None and not 0 <= part <= 1:
        refuse(path, number, f"the share is a number from 0 to 1 or empty, not {share!r}")
    return Change(int(since), versions[int(since)], from_id, to_id or None, cast(Kind, kind), part, note)


def _medtop(path: Path, number: int, value: str) -> MediaTopic:
    match = _MEDTOP.fullmatch(value)
    if match is None:
        refuse(path, number, "a Media Topic is a code of 8 figures and its label; of a retired one also "
                             "[retired 2019-07-25: 20000256], the day and the code to use since")  # fmt: skip
    code, label, retired, successor = match.groups()
    return MediaTopic(code, label, _day(path, number, retired) if retired else None, successor)


def _scope(path: Path, number: int, key: str, value: str) -> Scope:
    what, _, example = (part.strip() for part in value.partition("|"))
    if not what or not example:
        refuse(path, number, f"'{key}:' needs an example: '{key}: what | a headline'")
    return Scope(what, example)


def _day(path: Path, number: int, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        refuse(path, number, f"a day is written as 2026-11-25, not {written!r}")


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row of a table; missing cells at the end are empty. No file, no rows."""
    columns, header = _COLUMNS[path.name], False
    for number, line in enumerate(read_lines(path) if path.exists() else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = True
            if tuple(cells) != columns:
                refuse(path, number, f"name the columns {', '.join(columns)}, with tabs between")
            continue
        if len(cells) > len(columns):
            refuse(path, number, f"a row has the columns {', '.join(columns)}, with tabs between")
        yield number, cells + [""] * (len(columns) - len(cells))
