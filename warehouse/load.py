"""A staged batch into the warehouse: one transaction, and the same tables however often it is loaded."""

from __future__ import annotations

import duckdb

from contracts import news, ops, quality, state
from contracts.render import quoted
from contracts.schema import Table
from core.errors import PipelineFault
from core.files import disk_errors
from warehouse.connection import transaction
from warehouse.gone import refresh_gone
from warehouse.staging import STAGED, StagedBatch

_OF_ARTICLE = (
    news.ARTICLE_DATES, news.ARTICLE_SPANS, *news.TAGS, state.SIGNATURES,
)  # fmt: skip


def load_batch(con: duckdb.DuckDBPyConnection, staged: StagedBatch) -> None:
    """Loads the batch: articles and what hangs on them replaced, revisions added, ledger rows settled, quarantine rows
    written or marked released, documents marked worked on, days and articles noted whose marts and stories are behind.
    A batch whose documents are all settled was loaded before: it changes nothing, so that a stage may be repeated.

    Raises PipelineFault, and changes nothing, when a document of the batch is in no journal, or when some of its
    documents are settled and others are not; WorkspaceError when the disk or the file says no."""
    with disk_errors(staged.folder, "read"):
        for table in STAGED:
            staged.file(table).stat()
    with transaction(con):
        con.execute(f"CREATE OR REPLACE TEMP TABLE batch_ledger AS FROM {_parquet(ops.LEDGER, staged)}")
        if _is_new(con, staged):
            known = _articles(con, staged)
            for table in _OF_ARTICLE:
                if known:  # nothing hangs on an article that is new: no need to look
                    con.execute(f"DELETE FROM {table.qualified} WHERE article_id IN (FROM batch_ids)")
                con.execute(f"INSERT INTO {table.qualified} BY NAME {_once(table, staged)}")
            _revisions(con, staged)
            _ledger(con)
            _quarantine(con, staged)
            refresh_gone(con, among="batch_ids")
            con.execute("DROP TABLE batch_ids")
        con.execute("DROP TABLE batch_ledger")


def _is_new(con: duckdb.DuckDBPyConnection, staged: StagedBatch) -> bool:
    row = con.execute(
        "SELECT count(*), count(*) FILTER (ledger.status = 'held') FROM ops.ledger JOIN batch_ledger AS new "
        "USING (run_id, document_id)"
    ).fetchone()
    met, held = row or (0, 0)
    if met == staged.documents and held in (0, met):
        return held > 0
    raise PipelineFault(
        f"batch {staged.batch_no} is about {staged.documents} documents; the ledger knows {met} of them, {held} held",
        f"Nothing of it was loaded. It is kept in {staged.folder}: please report this, with that folder.",
    )


def _once(table: Table, staged: StagedBatch) -> str:
    """The staged rows of a table, one per key. Which one stays of several does not depend on their order."""
    key = ", ".join(table.key)
    rest = ", ".join(column.name for column in table.columns if column.name not in table.key)
    order = f" ORDER BY {rest}" if rest else ""
    return f"FROM {_parquet(table, staged)} QUALIFY row_number() OVER (PARTITION BY {key}{order}) = 1"


def _parquet(table: Table, staged: StagedBatch) -> str:
    return f"read_parquet({quoted(str(staged.file(table)))})"


def _articles(con: duckdb.DuckDBPyConnection, staged: StagedBatch) -> int:
    """Replaces the batch's articles; returns how many of them were there before. A known article keeps its story until
    the stories are looked at again."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE batch_articles AS
        SELECT new.* REPLACE (coalesce(old.story_id, new.story_id) AS story_id, old.gone_at AS gone_at),
               old.day AS old_day
        FROM {_parquet(news.ARTICLES, staged)} AS new
        LEFT JOIN (SELECT article_id, story_id, gone_at, day FROM news.articles) AS old USING (article_id)
        """
    )
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE batch_ids AS SELECT article_id FROM batch_articles;
        INSERT INTO state.affected_days
        SELECT day FROM (SELECT day FROM batch_articles UNION SELECT old_day FROM batch_articles WHERE old_day NOT NULL)
        ANTI JOIN state.affected_days USING (day);
        INSERT INTO state.changed_articles FROM batch_ids ANTI JOIN state.changed_articles USING (article_id)
        """
    )
    known = con.execute("SELECT count(*) FROM batch_articles WHERE old_day IS NOT NULL").fetchone()
    if known and known[0]:
        con.execute("DELETE FROM news.articles WHERE article_id IN (FROM batch_ids)")
    con.execute(
        "INSERT INTO news.articles BY NAME SELECT * EXCLUDE (old_day) FROM batch_articles; DROP TABLE batch_articles"
    )
    return known[0] if known else 0


def _revisions(con: duckdb.DuckDBPyConnection, staged: StagedBatch) -> None:
    source = _parquet(news.ARTICLE_REVISIONS, staged)
    con.execute(
        f"""
        DELETE FROM news.article_revisions
        WHERE (article_id, revision) IN (SELECT (article_id, revision) FROM {source});
        INSERT INTO news.article_revisions BY NAME {_once(news.ARTICLE_REVISIONS, staged)}
        """
    )


def _ledger(con: duckdb.DuckDBPyConnection) -> None:
    """Settles the ledger rows that the journal opened, and marks documents and releases as worked on."""
    con.execute(
        """
        UPDATE ops.ledger SET status = new.status, reason = new.reason, detail = new.detail, article_id = new.article_id
        FROM batch_ledger AS new WHERE ledger.run_id = new.run_id AND ledger.document_id = new.document_id;
        UPDATE state.releases SET processed = true FROM batch_ledger AS new
        WHERE releases.run_id = new.run_id AND releases.document_id = new.document_id;
        UPDATE state.document_context SET processed = true
        FROM (SELECT document_id FROM batch_ledger JOIN raw.documents USING (run_id, document_id)) AS new
        WHERE document_context.document_id = new.document_id
        """
    )


def _quarantine(con: duckdb.DuckDBPyConnection, staged: StagedBatch) -> None:
    """The last rejection of each document stands; a later reading that was let in marks it released."""
    source = _parquet(quality.QUARANTINE, staged)
    con.execute(
        f"""
        DELETE FROM quality.quarantine WHERE document_id IN (SELECT document_id FROM {source});
        INSERT INTO quality.quarantine BY NAME
        FROM {source} QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY run_id DESC) = 1;
        UPDATE quality.quarantine SET released_at = let_in.released_at
        FROM (
            SELECT releases.document_id, releases.run_id, releases.released_at
            FROM batch_ledger AS new JOIN state.releases USING (run_id, document_id)
            WHERE new.status <> 'quarantined'
            QUALIFY row_number() OVER (PARTITION BY releases.document_id ORDER BY releases.run_id DESC) = 1
        ) AS let_in
        WHERE quarantine.document_id = let_in.document_id AND quarantine.run_id <= let_in.run_id
        """
    )
