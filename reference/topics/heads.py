"""What a topic is, before any phrase: the head of its file, `key: value` lines, and the parents above the topics
(`parents.tsv`), the upper of the two levels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.errors import UsageError
from reference.topics.lines import read_day, read_rows, refuse

DEFAULT_BIAS = -3.2  # log-odds of a topic before any evidence: 4 % of articles, as in the sets it was fitted on
ONCE = ("label", "definition", "parent")  # keys of a head that stand once; the others may stand as often as needed
KEYS = (*ONCE, "in", "out", "medtop")
PARENTS = "parents.tsv"

ID = re.compile(r"[a-z][a-z0-9_]*")
_MEDTOP = re.compile(r"(\d{8}) ([^\[\]]+?)(?: \[retired (\d{4}-\d\d-\d\d): (\d{8})\])?")
_PARENT_COLUMNS = ("topic_id", "label", "definition", "medtop")


@dataclass(frozen=True)
class Scope:
    """Something that belongs to a topic, or does not, with a headline as an example. `elsewhere`: the topics to which
    it belongs instead."""

    what: str
    example: str
    elsewhere: tuple[str, ...] = ()

    def __str__(self) -> str:
        instead = f" ({', '.join(self.elsewhere)})" if self.elsewhere else ""
        return f"{self.what}{instead}: \u201c{self.example}\u201d"


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
    if not ID.fullmatch(topic.topic_id):
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
    for number, (topic_id, label, definition, medtop) in read_rows(path, _PARENT_COLUMNS):
        if not ID.fullmatch(topic_id) or not label or not definition:
            refuse(path, number, "a parent needs an id in small letters, a label and a definition")
        if topic_id in parents:
            refuse(path, number, f"{topic_id!r} stands in line {parents[topic_id].lines['label']} already")
        if (folder / f"{topic_id}.txt").exists():
            refuse(path, number, f"{topic_id!r} is the id of a topic too, of {topic_id}.txt")
        medtops = tuple(_medtop(path, number, part.strip()) for part in medtop.split(";") if part.strip())
        parents[topic_id] = Topic(topic_id, label, definition, medtops, lines={"label": number})
    return tuple(parents.values())


def check_tree(folder: Path, topics: Iterable[Topic], parents: Iterable[Topic]) -> None:
    """Raises UsageError where a topic's parent is none of the parents, is a topic itself, or leads back to it; or where
    what is out leads to no topic."""
    above = {topic.topic_id: topic for topic in topics}
    known = {parent.topic_id for parent in parents}
    for topic in above.values():
        path, line = folder / f"{topic.topic_id}.txt", topic.lines["parent"]
        lost = next((name for scope in topic.excludes for name in scope.elsewhere if name not in above), None)
        if lost is not None:
            refuse(path, topic.lines["out"], f"from here on an 'out:' leads to {lost!r}, which is no topic")
        if topic.parent_id in known:
            continue
        if topic.parent_id not in above:
            refuse(path, line, f"the parent {topic.parent_id!r} is not in {PARENTS}", f"Known: {', '.join(known)}.")
        chain = [topic.topic_id]
        while chain[-1] in above and chain.count(chain[-1]) == 1:
            chain.append(above[chain[-1]].parent_id or "")
        if chain[-1] in above:
            refuse(path, line, f"a cycle of parents: {' under '.join(chain)}")
        refuse(path, line, f"the parent {topic.parent_id!r} is a topic itself, and there are two levels")


def _medtop(path: Path, number: int, value: str) -> MediaTopic:
    match = _MEDTOP.fullmatch(value)
    if match is None:
        refuse(path, number, "a Media Topic is a code of 8 figures and its label; of a retired one also "
                             "[retired 2019-07-25: 20000256], the day and the code to use since")  # fmt: skip
    code, label, retired, successor = match.groups()
    return MediaTopic(code, label, read_day(path, number, retired) if retired else None, successor)


def _scope(path: Path, number: int, key: str, value: str) -> Scope:
    what, _, example = (part.strip() for part in value.partition("|"))
    if not what or not example:
        refuse(path, number, f"'{key}:' needs an example: '{key}: what | a headline'")
    what, arrow, elsewhere = (part.strip() for part in what.partition("->"))
    topics = tuple(part.strip() for part in elsewhere.split(",") if part.strip())
    if arrow and (key != "out" or not topics):
        refuse(path, number, "only what is out leads elsewhere: 'out: what -> topic, topic | a headline'")
    return Scope(what, example, topics)
