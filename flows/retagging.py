"""All articles tagged again, from what the warehouse has of them: what follows a change of the rules of tagging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.records import Reading, TagChange, Tags, Texts
from core.pool import BoundedPool, Stopped, bounded_pool
from expectations.facts import article_facts, spans_hold
from expectations.gate import RULES, check_articles
from flows.context import Run
from flows.workers import ReadTask, limits, reading_pool, start_worker_parent
from reference.languages import load_profiles
from reference.telltales import load_telltales
from transforms.rules import load_rules, reading_version, rules_version, tagging_version
from transforms.tagging import tag
from warehouse.pending import article_states, documents_again
from warehouse.retagging import rejected_for, replace_tags
from warehouse.staging import stage_tags
from warehouse.texts import article_texts, count_articles

STAGE = "tag"
_PART = 500  # articles per staged part
_OF_TAGS = tuple(rule.words for rule in RULES if rule.column in ("spans_hold", "salience"))
_SHOWN = 3  # changes named in the line at the end


@dataclass(frozen=True)
class TagTask:
    """What travels to a worker process: a text is about 5 kB, and takes a thousandth of a second to tag."""

    article_id: str
    texts: Texts


class CannotRetag(Exception):
    """A document whose fate turns with its tags, and others' with it: the tagging of an article had to be stopped, its
    offsets do not hold, or an earlier document of it is rejected no more. Reading everything again settles that."""


def tag_article(task: TagTask) -> tuple[str, Tags] | None:
    """A worker's whole job. None where a mention does not stand where it says: the gate would not let it in."""
    tags = tag(task.texts, load_rules())
    held = spans_hold(task.texts, [*tags.countries.mentions, *tags.regions, *tags.topics.mentions])
    return (task.article_id, tags) if held else None


def versions() -> dict[str, str]:
    """The versions of today's rules, by the names of their facts."""
    return {
        "reading_version": reading_version(), "tagging_version": tagging_version(), "rules_version": rules_version(),
    }  # fmt: skip


def check_rules() -> None:
    """Reads all data files of the rules in this process, also those of languages that wait for a text: what is wrong
    with a line is said here, before anything is begun, and not by a worker. 1.5 s. Raises UsageError."""
    rules = load_rules()
    load_telltales()
    for language in ("en", *load_profiles()):
        tag(Texts(title=None, body="-", language=language), rules)


def retag(run: Run, con: Any) -> list[TagChange]:
    """Tags all articles again; their pages and the archive are not asked for. Tags and versions are replaced in one
    transaction at the end: a kill at any moment leaves all as it was, or all done but for the marts, whose days are
    noted. Returns what changed, the largest changes first. Raises CannotRetag."""
    start_worker_parent()
    rejected = rejected_for(con, _OF_TAGS)
    _look_again(run, con, rejected)
    run.observer.stage(STAGE, count_articles(con))
    with bounded_pool(tag_article, limits(run), load_rules) as pool:
        staged = stage_tags(run.workspace.staging / run.run_id, _parts(run, pool, con), rules_version())
    changes = replace_tags(con, staged, run.run_id, versions(), rejected)
    run.observer.done(STAGE, summary(changes))
    return changes


def _look_again(run: Run, con: Any, rejected: Sequence[str]) -> None:
    """Reads the documents that the gate rejected for their tags. Whatever becomes of them, they are read with the next
    batch and end as a whole rebuild would have them end, but where one that passes now is an article which a later
    document brought in meanwhile: that one would have to be its revision. Raises CannotRetag then."""
    documents = documents_again(con, rejected)
    if not documents:
        return
    with reading_pool(run) as pool:
        tasks = [ReadTask(run.workspace.raw, document) for document in documents]
        readings = [outcome for outcome in pool.map(tasks) if isinstance(outcome, Reading)]
    gate = check_articles([article_facts(reading) for reading in readings])
    passing = [reading.article_id for reading in readings if gate.why(reading.document) is None]
    known = article_states(con, passing)
    if known:
        raise CannotRetag(f"article {min(known)}: an earlier document of it was rejected for its tags and is not now")


def _parts(run: Run, pool: BoundedPool[TagTask, tuple[str, Tags] | None], con: Any) -> Iterator[list[tuple[str, Tags]]]:
    part: list[tuple[str, Tags]] = []
    for tagged in pool.map(TagTask(article_id, texts) for article_id, texts in article_texts(con)):
        run.check_interrupt()
        run.observer.advance(STAGE)
        if isinstance(tagged, Stopped):
            raise CannotRetag(f"article {tagged.item.article_id}: {tagged.detail}")
        if tagged is None:
            raise CannotRetag("the words of a mention are not where it says")
        part.append(tagged)
        if len(part) == _PART:
            yield part
            part = []
    yield part


def summary(changes: list[TagChange]) -> str:
    """One line: how many countries, regions and topics moved, and the first few."""
    if not changes:
        return "no country, region or topic of any article changed"
    numbers = Counter(change.kind for change in changes)
    moved = [_counted(numbers[kind], one, many) for kind, (one, many) in _WORDS.items() if numbers[kind]]
    first = ", ".join(f"{c.tag} {c.articles_before:,} to {c.articles_now:,}" for c in changes[:_SHOWN])
    more = ", …" if len(changes) > _SHOWN else ""
    return f"{' and '.join(moved)} changed, in articles: {first}{more}"


_WORDS = {"country": ("country", "countries"), "region": ("region", "regions"), "topic": ("topic", "topics")}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
