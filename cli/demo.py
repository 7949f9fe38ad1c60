"""`desk demo`: an example newsroom on loopback, and the real flows on it: two editions, an edit and a lost page between."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

from cli.console import note, print_rows
from cli.running import run_flow
from core.errors import UsageError
from core.files import disk_errors
from core.settings import Settings
from core.workspace import Workspace
from examples.newsroom import build_newsroom, serve, write_sources

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
        """SELECT iso3_a || ' - ' || iso3_b AS pair, sum(articles_focus) AS articles_about_both, sum(articles) AS naming_both
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
    _fresh(workspace)
    note(f"An example newsroom on this machine; workspace {workspace.root}")
    newsroom = build_newsroom(datetime.now(UTC).date())
    with serve(newsroom) as running:
        folder = workspace.root / "sources"
        write_sources(running, folder)
        configuration = Settings(sources=folder, allow_loopback=True, contact="desk demo, loopback only")
        for edition in ("morning", "evening"):
            running.set_edition(edition)
            note(f"\n{edition.capitalize()} edition")
            run_id = run_flow("newsroom", workspace, configuration=configuration)
    from cli.closing import fates_of, paths_of, sums_of
    from warehouse.connection import connect_snapshot

    con = connect_snapshot(workspace)
    try:
        fates_of(con, as_json=as_json)
        sums_of(con, as_json=as_json)
        for question, sql in _QUESTIONS:
            answer = con.execute(sql)
            columns = [column[0] for column in answer.description or ()]
            print_rows(columns, answer.fetchall(), as_json=as_json, title=question)
    finally:
        con.close()
    paths_of(workspace, run_id)


def _fresh(workspace: Workspace) -> None:
    """Empties a workspace that an earlier demo made; Prefect's home stays, since making it is what takes longest."""
    root = workspace.root
    with disk_errors(root, "write"):
        if root.exists() and any(root.iterdir()) and not (root / _MARK).exists():
            raise UsageError(
                f"{root} holds something that the demo did not make", "Name another folder with --workspace."
            )
        root.mkdir(parents=True, exist_ok=True)
        (root / _MARK).write_text("made by desk demo; it is emptied each time\n", encoding="utf-8")
        for path in root.iterdir():
            if path.name in (_MARK, workspace.prefect_home.name):
                continue
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
