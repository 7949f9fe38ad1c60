"""`desk demo`: an example newsroom on loopback, and the real flows on two editions of it."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.closing import fates_of, paths_of, print_fates, sums_of
from cli.console import note, print_json, print_rows
from cli.running import run_flow
from core.clock import utc_now
from core.errors import UsageError
from core.files import disk_errors
from core.settings import Settings
from core.workspace import Workspace
from examples.newsroom import build_newsroom, serve, write_sources
from flows.locking import holding
from warehouse.connection import connect_snapshot

_MARK = ".demo"  # a workspace with this file was made by the demo, and may be made anew by it

_QUESTIONS = (
    (
        "Which countries was the news about?",
        """SELECT c.name AS country, sum(d.articles_focus) AS articles_about, sum(d.stories) AS stories_naming
           FROM mart.country_daily d JOIN ref.countries c USING (iso3)
           GROUP BY ALL HAVING articles_about > 0 ORDER BY articles_about DESC, country LIMIT 6""",
    ),
    (
        "Which pairs of countries, and in how many articles about both?",
        """SELECT iso3_a || ' - ' || iso3_b AS pair, sum(articles_focus) AS articles_about_both,
                  sum(articles) AS naming_both
           FROM mart.country_pair_daily GROUP BY ALL ORDER BY articles_about_both DESC, pair LIMIT 5""",
    ),
    (
        "Which topics, and in which week most?",
        """WITH weekly AS (SELECT topic_id, date_trunc('week', day)::DATE AS week, sum(articles) AS articles
                           FROM mart.topic_daily GROUP BY ALL)
           SELECT t.label AS topic, sum(w.articles) AS articles, max_by(w.week, w.articles) AS busiest_week,
                  max(w.articles) AS in_that_week
           FROM weekly w JOIN ref.topics t USING (topic_id) GROUP BY ALL ORDER BY articles DESC, topic LIMIT 6""",
    ),
    (
        "Which story was copied most, and who had it first?",
        """SELECT s.articles AS copies, s.sources, o.outlet AS first_seen_at, a.title
           FROM news.stories s JOIN news.articles a ON a.article_id = s.first_article_id
           JOIN ref.sources o ON o.source_id = s.origin_source_id
           ORDER BY s.articles DESC, s.story_id LIMIT 3""",
    ),
    (
        "The words that prove it: what makes the newest article about its first country?",
        """SELECT m.iso3, m.field, m.surface, m.rule, a.title
           FROM news.country_mentions m JOIN news.articles a USING (article_id)
           JOIN news.article_countries c USING (article_id, iso3)
           WHERE c.is_focus AND a.article_id = (SELECT article_id FROM news.articles JOIN news.article_countries
                                                USING (article_id) WHERE is_focus ORDER BY day DESC, article_id LIMIT 1)
           ORDER BY m.iso3, m.field DESC, m.start_char LIMIT 6""",
    ),
)


def run_demo(workspace: Workspace, *, as_json: bool) -> None:
    """Builds the newsroom, runs two editions of it through the flows, and shows what came of it."""
    _check_ours(workspace)
    with holding(workspace, "demo", utc_now):
        _empty(workspace)
        note(f"An example newsroom on this machine; workspace {workspace.root}")
        run_id = _two_editions(workspace)
        _show(workspace, run_id, as_json=as_json)


def _two_editions(workspace: Workspace) -> str:
    with serve(build_newsroom(datetime.now(UTC).date())) as running:
        folder = workspace.root / "sources"
        write_sources(running, folder)
        configuration = Settings(sources=folder, allow_loopback=True, contact="desk demo, loopback only")
        for edition in ("morning", "evening"):
            running.set_edition(edition)
            note(f"\n{edition.capitalize()} edition")
            run_id = run_flow("newsroom", workspace, configuration=configuration).run_id
    return run_id


def _show(workspace: Workspace, run_id: str, *, as_json: bool) -> None:
    with closing(connect_snapshot(workspace)) as con:
        fates, (columns, sums) = fates_of(con), sums_of(con)
        answers = [_answer(con, question, sql) for question, sql in _QUESTIONS]
    if as_json:
        sources = [dict(zip(columns, row, strict=True)) for row in sums]
        print_json({"run_id": run_id, "fates": fates, "sources": sources, "answers": [a.as_json() for a in answers]})
    else:
        print_fates(fates)
        total = ("all", *(sum(row[i] for row in sums) for i in range(1, len(columns))))
        print_rows(columns, [*sums, total], as_json=False, title="By source")
        for answer in answers:
            print_rows(answer.columns, answer.rows, as_json=False, title=answer.question)
    paths_of(workspace, run_id)


@dataclass(frozen=True)
class _Answer:
    """A question and what the warehouse says to it."""

    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def as_json(self) -> dict[str, object]:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"question": self.question, "rows": rows}


def _answer(con: Any, question: str, sql: str) -> _Answer:
    answer = con.execute(sql)
    return _Answer(question, tuple(column[0] for column in answer.description), tuple(answer.fetchall()))


def _check_ours(workspace: Workspace) -> None:
    """Raises UsageError for a folder that holds something and was not made by the demo."""
    root = workspace.root
    with disk_errors(root, "read"):
        if root.exists() and any(root.iterdir()) and not (root / _MARK).exists():
            raise UsageError(
                f"{root} holds something that the demo did not make", "Name another folder with --workspace."
            )


def _empty(workspace: Workspace) -> None:
    """Empties a workspace that an earlier demo made; Prefect's home stays, since making it is what takes longest, and
    the lock, which is held."""
    with disk_errors(workspace.root, "write"):
        (workspace.root / _MARK).write_text("made by desk demo; it is emptied each time\n", encoding="utf-8")
        for path in workspace.root.iterdir():
            if path.name in (_MARK, workspace.prefect_home.name, workspace.lock.name):
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
