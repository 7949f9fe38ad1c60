"""A warehouse that knew only whether countries were judged opens, and claims no more than it knew."""

from __future__ import annotations

import duckdb

from warehouse.migrations import FOLDER, known_migrations, migrate


def test_what_was_not_known_of_regions_and_topics_is_not_claimed_to_be_judged() -> None:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("CREATE TABLE main.schema_migrations (number INTEGER, name VARCHAR, version VARCHAR)")
        for step in known_migrations(FOLDER)[:7]:
            con.execute(step.path.read_text(encoding="utf-8"))
            con.execute("INSERT INTO main.schema_migrations VALUES (?, ?, '0')", [step.number, step.name])
        con.execute("INSERT INTO news.article_coverage VALUES ('a', true, NULL), ('b', false, 'language_unknown')")
        migrate(con)
        rows = con.sql("FROM news.article_coverage ORDER BY article_id").fetchall()
    unknown = (False, "language_unknown")
    assert rows == [("a", True, None, *unknown, *unknown), ("b", *unknown, *unknown, *unknown)]
