"""Stage two: archive and journal -> articles, tags, stories, marts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, TypeVar

from contracts.journal import Stop
from contracts.reasons import Reason
from contracts.records import Document, Outcome, Reading, Rejection, Unfit
from core.clock import iso
from core.errors import UsageError
from core.pool import Stopped
from expectations.facts import article_facts
from expectations.gate import GateResult, check_articles, gate_verdict
from flows.context import Run
from flows.marts import refresh_marts
from flows.retagging import CannotRetag, check_rules, retag, versions
from flows.stories import refresh_stories
from flows.workers import ReadingPool, ReadTask, reading_pool
from reference.countries import load_countries
from reference.coverage import coverage, topic_coverage
from reference.regions import load_regions
from reference.topics.crosswalk import CROSSWALK, VERSIONS
from reference.topics.taxonomy import DATA, load_taxonomy, topic_rows
from transforms.interpret import stopped
from transforms.reconcile import reconcile
from transforms.rules import rules_version
from warehouse.connection import connect_writer
from warehouse.journal import load_journals
from warehouse.load import load_batch
from warehouse.pending import article_states, pending_documents
from warehouse.quality import write_verdict
from warehouse.reference import load_reference, lost_topics
from warehouse.reset import new_warehouse
from warehouse.staging import stage_batch
from warehouse.state import fact, set_fact

STAGE = "read"
_STOP_REASONS = {
    "timeout": Reason.PARSER_TIMEOUT, "memory": Reason.PARSER_MEMORY, "crash": Reason.PARSER_CRASH,
}  # fmt: skip
_Item = TypeVar("_Item")


@contextmanager
def reading_desk(run: Run, *, again: bool = False) -> Iterator[ReadingDesk]:
    """A desk over the writer's database, with what the journals say taken in. A warehouse whose rules are others than
    today's is brought up to them first: a snapshot never mixes two versions. With `again` it is tagged again anyway."""
    _catch_up(run, again)
    con = connect_writer(run.workspace)
    try:
        prepare(con, run)
        with reading_pool(run) as pool:
            yield ReadingDesk(run, con, pool)
    finally:
        con.close()


def prepare(con: Any, run: Run) -> None:
    """Takes in the journals and the reference tables, and notes the rules' version."""
    load_journals(con, run.workspace.raw, current_run=run.run_id)
    taxonomy = load_taxonomy()
    regions = load_regions()
    load_reference(
        con, load_countries(), topic_rows(taxonomy), regions.regions, regions.members, coverage(), taxonomy.changes,
        topic_coverage(),
    )  # fmt: skip
    for name, value in versions().items():
        set_fact(con, name, value)


def _catch_up(run: Run, again: bool) -> None:
    """Where only the rules of tagging are others than the warehouse's, its articles are tagged again from their texts;
    where those of reading are, everything is read again from the archive."""
    with closing(connect_writer(run.workspace)) as con:
        had, now = {name: fact(con, name) for name in versions()}, versions()
        if had != now:
            check_rules()
            _check_topics(con)
        if had["rules_version"] is None or not (again or had != now):
            return
        same = had["rules_version"] == now["rules_version"]
        change = f"{had['rules_version']} as before" if same else f"{had['rules_version']} to {now['rules_version']}"
        if had["reading_version"] == now["reading_version"]:
            run.observer.done("rules", f"{change}: articles are tagged again, from the texts that are here")
            try:
                retag(run, con)
                return
            except CannotRetag as error:
                run.observer.done("rules", f"{error}: it has to be read again")
    run.observer.done("rules", f"{change}: everything is read again from the archive")
    rewrite_warehouse(run)


def _check_topics(con: Any) -> None:
    """Raises UsageError where a topic that the warehouse knows is gone and nothing says what became of it: its series
    would end without a word, in every chart and saved query."""
    taxonomy = load_taxonomy()
    known = {topic.topic_id for topic in taxonomy.topics} | {change.from_id for change in taxonomy.changes}
    lost = lost_topics(con, known)
    if lost:
        raise UsageError(
            f"topics of this workspace are gone from the topic files: {', '.join(lost)}",
            f"Put their files back into {DATA}, or say in {VERSIONS} and {CROSSWALK} there what became of them "
            "(docs/adding-a-topic.md).",
        )


def rewrite_warehouse(run: Run) -> None:
    """Makes the warehouse anew from archive and journal, beside the old one, and puts it in its place at the end: a
    crash on the way leaves the old one."""
    with new_warehouse(run.workspace) as con, reading_pool(run) as pool:
        prepare(con, run)
        desk = ReadingDesk(run, con, pool)
        desk.work_all()


def _batches(items: Sequence[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    """The items in runs of `size`."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


class ReadingDesk:
    """What the batches of one run share: the writer's connection, the worker pool, the gate's tally. Not a dataclass:
    Prefect walks through dataclasses that it is handed."""

    def __init__(self, run: Run, con: Any, pool: ReadingPool) -> None:
        self.run, self.con, self.pool = run, con, pool
        self.batches = tuple(_batches(pending_documents(con), run.settings.batch_size))
        self.documents = sum(len(batch) for batch in self.batches)
        self._gate: dict[int, GateResult] = {}  # by batch: a batch that is tried again counts once
        self._ended: Counter[str] = Counter()
        self._ahead: dict[int, Iterator[Outcome | Stopped[ReadTask]]] = {}

    def work(self, number: int) -> int:
        """Reads one batch, gates it, decides each document's status and loads it in one transaction. Returns how many
        documents ended. Safe to repeat."""
        self.run.check_interrupt()
        outcomes = self._gated(number, self.outcomes(number))
        states = article_states(self.con, [o.article_id for o in outcomes if isinstance(o, Reading)])
        result = reconcile(states, outcomes)
        staged = stage_batch(self.run.workspace.staging / self.run.run_id, number, result, rules_version())
        load_batch(self.con, staged)
        self._ended.update(entry.status for entry in result.ledger)
        return len(outcomes)

    def work_all(self) -> None:
        """All batches one after the other, and what follows the last."""
        self.run.observer.stage(STAGE, self.documents)
        for number in range(len(self.batches)):
            self.work(number)
        self.finish()
        self.run.observer.done(STAGE, self.summary())

    def _gated(self, number: int, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes after the row-level suite: a reading that fails a critical rule becomes unfit."""
        gate = self._gate[number] = check_articles([article_facts(o) for o in outcomes if isinstance(o, Reading)])
        return [
            Unfit(o.document, Rejection(Reason.FAILED_EXPECTATION, why, stage="gate"))
            if isinstance(o, Reading) and (why := gate.why(o.document)) is not None
            else o
            for o in outcomes
        ]

    def summary(self) -> str:
        """One line on how the documents ended."""
        return (
            ", ".join(f"{number} {status}" for status, number in sorted(self._ended.items())) or "nothing new to read"
        )

    def outcomes(self, number: int) -> list[Outcome]:
        """An outcome per document of a batch, in order. What had to be stopped once is not tried again; what has to be
        stopped now is written into the journal. The workers go on to the next batch while this one is loaded."""
        read = self._read(self._ahead.pop(number) if number in self._ahead else self._begin(number))
        outcomes = [next(read) if d.stopped is None else _as_stopped(d) for d in self.batches[number]]
        if number + 1 < len(self.batches) and number + 1 not in self._ahead:
            self._ahead[number + 1] = self._begin(number + 1)
        return outcomes

    def _begin(self, number: int) -> Iterator[Outcome | Stopped[ReadTask]]:
        raw = self.run.workspace.raw
        return self.pool.map([ReadTask(raw, d) for d in self.batches[number] if d.stopped is None])

    def _read(self, under_way: Iterator[Outcome | Stopped[ReadTask]]) -> Iterator[Outcome]:
        for outcome in under_way:
            self.run.check_interrupt()
            self.run.observer.advance(STAGE)
            if not isinstance(outcome, Stopped):
                yield outcome
                continue
            document, reason = outcome.item.document, _STOP_REASONS[outcome.why]
            at = iso(self.run.clock())
            self.run.journal.append(Stop(self.run.run_id, document.document_id, reason, outcome.detail, at))
            yield stopped(document, reason, outcome.detail)

    def finish(self) -> None:
        """After the last batch: the gate's verdict, stories, then the marts of affected days."""
        self.run.check_interrupt()
        verdict = gate_verdict(self._gate.values(), self.run.run_id, self.run.clock())
        write_verdict(self.con, self.run.run_id, verdict.validations, verdict.results)
        refresh_stories(self.con)
        refresh_marts(self.con)


def _as_stopped(document: Document) -> Unfit:
    assert document.stopped is not None
    reason, detail = document.stopped
    return stopped(document, Reason(reason), detail)
