"""Each nasty page ends within its limits, with its text or a reason, and no good page beside it suffers."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.records import Outcome, Reading, Unfit
from core.pool import Limits, Stopped, bounded_pool
from tests.support.nasty import KEY, Nasty, Task, page, read_task
from tests.support.nasty_pages import NASTY
from transforms.rules import load_rules

LIMITS = Limits(workers=2, seconds=5.0, memory_mb=1024)
End = Outcome | Stopped[Task]


def test_the_table_has_sixty_rows_and_more() -> None:
    assert len({row.name for row in NASTY}) == len(NASTY) >= 60


def run(rows: list[Nasty], folder: Path) -> dict[str, tuple[End, End]]:
    """Each row's end, and the end of the good page that was read right after it."""
    good = folder / "good.html"
    good.write_bytes(page())
    tasks = []
    for number, row in enumerate(rows):
        path = folder / f"{number}.html"
        path.write_bytes(row.build())
        tasks += [Task(path, row.content_type), Task(good)]
    with bounded_pool(read_task, LIMITS, load_rules) as pool:
        ends = list(pool.map(tasks))
    assert len(ends) == len(tasks)
    return {row.name: (ends[2 * i], ends[2 * i + 1]) for i, row in enumerate(rows)}


def end_of(end: End) -> str:
    """In one word: a reason, "text" for an article that holds the key sentence, "other" for one that does not."""
    if isinstance(end, Stopped):
        return f"parser_{end.why}"
    if isinstance(end, Unfit):
        return str(end.rejection.reason)
    return "text" if KEY in end.article.body else "other"


def wrong(ends: dict[str, tuple[End, End]], rows: list[Nasty]) -> dict[str, str]:
    """The rows that ended otherwise than they should, and how."""
    return {row.name: end_of(ends[row.name][0]) for row in rows if end_of(ends[row.name][0]) not in row.ends.split()}


def check(rows: list[Nasty], folder: Path) -> None:
    ends = run(rows, folder)
    assert wrong(ends, rows) == {}
    good = [beside for _, beside in ends.values()]
    assert all(isinstance(end, Reading) and end_of(end) == "text" for end in good)
    assert all(end == good[0] for end in good)
    assert [e for e, _ in ends.values() if isinstance(e, Unfit) and not e.rejection.detail] == []


def test_nasty_pages_end_with_their_text_or_a_reason_and_no_sibling_suffers(tmp_path: Path) -> None:
    check([row for row in NASTY if not row.slow], tmp_path)


@pytest.mark.slow
def test_monsters_end_within_their_limits_and_no_sibling_suffers(tmp_path: Path) -> None:
    check([row for row in NASTY if row.slow], tmp_path)
