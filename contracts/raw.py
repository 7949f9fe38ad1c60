"""raw: what was fetched."""

from __future__ import annotations

from contracts.common import DOCUMENT_ID, RUN_ID, SOURCE_ID
from contracts.schema import Column, Table

DOCUMENTS = Table(
    "raw", "documents", "fetched body", ("document_id",),
    (
        DOCUMENT_ID,
        SOURCE_ID,
        Column("url", "VARCHAR", "Address asked for, normalised; `folder:` and a path for pages from a folder"),
        Column("final_url", "VARCHAR", "Address after redirects"),
        Column("fetched_at", "TIMESTAMPTZ", "When the answer had come"),
        Column("status", "INTEGER", "HTTP status; 200 for a file", minimum=100, maximum=599),
        Column("content_type", "VARCHAR", "Content-Type header as sent", nullable=True),
        Column("sha256", "VARCHAR", "SHA-256 of the body (decompressed), hex"),
        Column("warc_path", "VARCHAR", "Archive file, relative to the workspace's raw/"),
        Column("warc_offset", "BIGINT", "Where the record begins in the file, bytes", minimum=0),
        Column("warc_length", "BIGINT", "Length of the (compressed) record, bytes", minimum=1),
        RUN_ID,
    ),
)  # fmt: skip

TABLES = (DOCUMENTS,)
