"""The verdicts of the data-quality suites, kept beside the data they judge."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from contracts import quality
from warehouse.connection import transaction
from warehouse.rows import insert_rows


def write_verdict(
    con: duckdb.DuckDBPyConnection, run_id: str, validations: Iterable[object], results: Iterable[object]
) -> None:
    """The verdict of a run's suites becomes this one: objects with the columns of quality.validations and
    quality.results as attributes (or tuples in their order). Only the suites named are replaced, so that gate and audit
    of one run stand side by side; one transaction."""
    validations, results = list(validations), list(results)
    with transaction(con):
        for table, items in ((quality.VALIDATIONS, validations), (quality.RESULTS, results)):
            suites = [(_suite(item),) for item in validations]
            con.execute(
                f"DELETE FROM {table.qualified} WHERE run_id = $run AND suite IN (SELECT unnest($suites::VARCHAR[]))",
                {"run": run_id, "suites": [suite for (suite,) in suites]},
            )
            insert_rows(con, table, items)


def _suite(item: object) -> str:
    return str(item[quality.VALIDATIONS.column_names.index("suite")] if isinstance(item, tuple) else item.suite)  # type: ignore[attr-defined]
