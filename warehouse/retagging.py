"""Articles tagged again from what the warehouse has of them: their texts out, their tags in, and what that changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import duckdb

from contracts import news, quality
from contracts.records import TagChange
from contracts.render import quoted
from contracts.schema import Table
from core.files import disk_errors
from warehouse.connection import transaction
from warehouse.staging import StagedTags
from warehouse.state import set_fact


def replace_tags(
    con: duckdb.DuckDBPyConnection,
    staged: StagedTags,
    run_id: str,
    versions: Mapping[str, str],
    again: Collection[str] = (),
) -> list[TagChange]:
    """All tags become the staged ones, the days on which that changes anything are noted for the marts, what changed is
    noted in quality.rule_changes, the documents `again` wait to be read once more, and `versions` become facts: one
    transaction. `versions["rules_version"]` is what the articles carry from then on. Returns the changes, the largest
    first."""
    with disk_errors(staged.folder, "read"), transaction(con):
        con.execute(f"CREATE OR REPLACE TEMP TABLE tags_before AS {_TAGS}")
        for table in news.TAGS:
            # Each file by its name: with an asterisk DuckDB would take the brackets of "desk [1]" for a pattern too.
            files = sorted(staged.folder.glob(f"*/{table.qualified}.parquet"))
            source = f"read_parquet([{', '.join(quoted(str(file)) for file in files)}])"
            _note_days(con, table, source)
            con.execute(f"DELETE FROM {table.qualified}")
            con.execute(f"INSERT INTO {table.qualified} BY NAME {_once(table, source)}")
        con.execute("UPDATE news.articles SET rules_version = ?", [versions["rules_version"]])
        con.execute("DELETE FROM quality.rule_changes WHERE run_id = ?", [run_id])
        con.execute(_CHANGES, {"run": run_id})
        con.execute("DROP TABLE tags_before")
        _hold(con, again)
        for name, value in versions.items():
            set_fact(con, name, value)
    return rule_changes(con, run_id)


def rejected_for(con: duckdb.DuckDBPyConnection, rules: Sequence[str]) -> list[str]:
    """The documents that wait in quarantine because of one of these rules, which are named in words."""
    rows = con.execute(
        """
        SELECT document_id FROM quality.quarantine
        WHERE stage = 'gate' AND released_at IS NULL AND list_bool_or([contains(detail, r) FOR r IN $rules::VARCHAR[]])
        ORDER BY document_id
        """,
        {"rules": list(rules)},
    ).fetchall()
    return [document_id for (document_id,) in rows]


def _hold(con: duckdb.DuckDBPyConnection, documents: Collection[str]) -> None:
    """The documents wait to be read, as if they had only been fetched; each still has its one row in the ledger."""
    given = {"ids": sorted(documents)}
    con.execute(
        """
        UPDATE ops.ledger SET status = 'held', reason = 'awaiting_process', detail = NULL, article_id = NULL
        WHERE status = 'quarantined' AND document_id IN (SELECT unnest($ids::VARCHAR[]))
        """,
        given,
    )
    of_these = "document_id IN (SELECT unnest($ids::VARCHAR[]))"
    con.execute(f"UPDATE state.document_context SET processed = false WHERE {of_these}", given)
    con.execute(f"DELETE FROM quality.quarantine WHERE {of_these}", given)


def rule_changes(con: duckdb.DuckDBPyConnection, run_id: str) -> list[TagChange]:
    """What a run's change of the rules did, the largest changes first; empty where the run changed none."""
    columns = ", ".join(name for name in quality.RULE_CHANGES.column_names if name != "run_id")
    rows = con.execute(f"SELECT {columns} FROM quality.rule_changes WHERE run_id = ?", [run_id]).fetchall()
    return sorted((TagChange(*row) for row in rows), key=lambda change: (-change.moved, change.kind, change.tag))


def _once(table: Table, source: str) -> str:
    """The staged rows, one per key, the same one whatever their order: as `warehouse.load` takes them."""
    key = ", ".join(table.key)
    rest = ", ".join(column.name for column in table.columns if column.name not in table.key)
    return f"FROM {source} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {rest}) = 1"


def _note_days(con: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
    """Notes the days of articles whose rows are not the same as before, but for the version."""
    columns = ", ".join(name for name in table.column_names if name != "rules_version")
    old, new = f"SELECT {columns} FROM {table.qualified}", f"SELECT {columns} FROM {source}"
    con.execute(
        f"""
        INSERT INTO state.affected_days
        SELECT DISTINCT day FROM news.articles SEMI JOIN (
            ({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old})
        ) USING (article_id) ANTI JOIN state.affected_days USING (day)
        """
    )


# A region's tag is a mention; a topic's is a score of .5 and more (see news.article_topics).
_TAGS = """
    SELECT 'country' AS kind, iso3 AS tag, article_id, is_focus FROM news.article_countries
    UNION ALL SELECT DISTINCT 'region', region_id, article_id, NULL::BOOLEAN FROM news.region_mentions
    UNION ALL SELECT 'topic', topic_id, article_id, NULL FROM news.article_topics WHERE score >= 0.5
"""
_CHANGES = f"""
    INSERT INTO quality.rule_changes BY NAME
    SELECT $run AS run_id, kind, tag,
           count(*) FILTER (old) AS articles_before, count(*) FILTER (new) AS articles_now,
           count(*) FILTER (new AND old IS NULL) AS gained, count(*) FILTER (old AND new IS NULL) AS lost,
           CASE WHEN kind = 'country' THEN count(*) FILTER (was_focus) END AS focus_before,
           CASE WHEN kind = 'country' THEN count(*) FILTER (is_focus) END AS focus_now
    FROM (SELECT kind, tag, article_id, is_focus AS was_focus, true AS old FROM tags_before)
    FULL JOIN (SELECT *, true AS new FROM ({_TAGS})) USING (kind, tag, article_id)
    GROUP BY kind, tag
    HAVING gained + lost > 0 OR count(*) FILTER (was_focus IS DISTINCT FROM is_focus) > 0
"""
