"""All articles tagged again, from what the warehouse has of them: what follows a change of the rules of tagging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.records import TagChange, Tags, Texts
from core.pool import BoundedPool, Limits, Stopped, bounded_pool
from expectations.facts import spans_hold
from expectations.gate import RULES
from flows.context import Run
from transforms.rules import load_rules, reading_version, rules_version, tagging_version
from transforms.tagging import tag
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
    """A document whose fate may turn with its tags: its tagging had to be stopped, its offsets do not hold, or the gate
    rejected it for its tags before. Reading everything again settles what becomes of it, and writes that down."""


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


def retag(run: Run, con: Any) -> list[TagChange]:
    """Tags all articles again; their pages and the archive are not asked for. Tags and versions are replaced in one
    transaction at the end: a kill at any moment leaves all as it was, or all done but for the marts, whose days are
    noted. Returns what changed, the largest changes first. Raises CannotRetag."""
    rejected = rejected_for(con, _OF_TAGS)
    if rejected:
        raise CannotRetag(f"{rejected} documents were rejected for their tags")
    run.observer.stage(STAGE, count_articles(con))
    limits = Limits(run.settings.workers, run.settings.page_seconds, run.settings.page_memory_mb)
    with bounded_pool(tag_article, limits, load_rules) as pool:
        staged = stage_tags(run.workspace.staging / run.run_id, _parts(run, pool, con), rules_version())
    changes = replace_tags(con, staged, run.run_id, versions())
    run.observer.done(STAGE, summary(changes))
    return changes


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
    """One line: how many countries and topics moved, and the first few."""
    if not changes:
        return "no country and no topic of any article changed"
    countries = [change for change in changes if change.kind == "country"]
    first = ", ".join(f"{c.tag} {c.articles_before:,} to {c.articles_now:,}" for c in changes[:_SHOWN])
    return f"{len(countries)} countries and {len(changes) - len(countries)} topics changed: {first}"
