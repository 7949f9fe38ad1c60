"""The book of runs, and the equation that must hold in it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from contracts.reasons import Status

_COUNTS = ", ".join(f"count(*) FILTER (status = '{status}') AS {status}" for status in Status)
_SET = ", ".join(f"{status} = now.{status}" for status in Status)
_SAME = ", ".join(f"runs.{status}" for status in Status), ", ".join(f"now.{status}" for status in Status)
_SUM = " + ".join(f"runs.{status}" for status in Status)


@dataclass(frozen=True)
class Gap:
    """A place where the ledger's equation does not hold."""

    run_id: str
    what: str
    expected: int
    found: int


def refresh_run_counts(con: duckdb.DuckDBPyConnection) -> None:
    """The counts of ops.runs become the sums of its ledger rows, where they are not. What was held when its run ended
    counts as what it has become since."""
    con.execute(
        f"""
        UPDATE ops.runs SET discovered = now.discovered, {_SET}
        FROM (
            SELECT runs.run_id, count(ledger.run_id) AS discovered,
                   {_COUNTS.replace("(status =", "(ledger.status =")}
            FROM ops.runs LEFT JOIN ops.ledger USING (run_id) GROUP BY runs.run_id
        ) AS now
        WHERE runs.run_id = now.run_id AND (runs.discovered, {_SAME[0]}) <> (now.discovered, {_SAME[1]})
        """
    )


def ledger_gaps(con: duckdb.DuckDBPyConnection) -> list[Gap]:
    """Where the equation fails; an empty list when every document has one status per run, every fetched body is in the
    ledger, and each run's `discovered` is the sum of its eight counts and of its ledger rows."""
    rows = con.execute(
        f"""
        SELECT run_id, 'ledger rows of document ' || document_id, 1, count(*) FROM ops.ledger
        GROUP BY run_id, document_id HAVING count(*) > 1
        UNION ALL
        SELECT run_id, 'fetched bodies in the ledger', count(*), count(ledger.document_id)
        FROM raw.documents LEFT JOIN ops.ledger USING (run_id, document_id)
        GROUP BY run_id HAVING count(*) <> count(ledger.document_id)
        UNION ALL
        SELECT run_id, 'sum of the eight statuses', discovered, {_SUM} FROM ops.runs WHERE discovered <> {_SUM}
        UNION ALL
        SELECT coalesce(runs.run_id, ledger.run_id), 'ledger rows of the run', coalesce(any_value(runs.discovered), 0),
               count(ledger.run_id)
        FROM ops.runs FULL JOIN ops.ledger ON runs.run_id = ledger.run_id
        GROUP BY ALL HAVING coalesce(any_value(runs.discovered), 0) <> count(ledger.run_id)
        ORDER BY ALL
        """
    ).fetchall()
    return [Gap(*row) for row in rows]


def last_run(con: duckdb.DuckDBPyConnection) -> str | None:
    """The latest run that the journals tell of; None where there is none."""
    row = con.execute("SELECT max(run_id) FROM ops.runs").fetchone()
    return row[0] if row else None
