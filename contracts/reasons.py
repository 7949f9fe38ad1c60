"""The one final status of a document in a run, and the one list of reasons for it."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How a document ended in a run. discovered = the sum of all eight."""

    LOADED = "loaded"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    HELD = "held"
    SKIPPED = "skipped"
    FAILED = "failed"


STATUS_MEANING: dict[Status, str] = {
    Status.LOADED: "a new article in news.articles",
    Status.UPDATED: "an article already had, whose text changed: a new revision",
    Status.UNCHANGED: "looked at again, nothing new",
    Status.DUPLICATE: "another address of an article already had",
    Status.QUARANTINED: "fetched, but not fit: kept in quality.quarantine with its reason and raw bytes",
    Status.HELD: "fetched and archived, not worked on yet: the next `desk process` does",
    Status.SKIPPED: "not fetched, by a rule",
    Status.FAILED: "could not be fetched",
}


class Reason(StrEnum):
    """Why. Each value is documented in REASON_MEANING; `docs/reasons.md` is generated from it."""

    # skipped: by a rule, before a request
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    PRIVATE_ADDRESS = "private_address"
    BAD_URL = "bad_url"
    OFF_SITE = "off_site"
    NOT_DUE = "not_due"
    BUDGET_USED = "budget_used"
    OUTSIDE_WINDOW = "outside_window"
    NOINDEX = "noindex"
    NOARCHIVE = "noarchive"
    TDM_RESERVED = "tdm_reserved"
    OTHER_MEDIA_TYPE = "other_media_type"
    HOST_BACKING_OFF = "host_backing_off"
    INTERRUPTED = "interrupted"
    # failed: a request that brought no usable body
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"
    TLS_ERROR = "tls_error"
    BAD_RESPONSE = "bad_response"
    REDIRECT_LOOP = "redirect_loop"
    RATE_LIMITED = "rate_limited"
    HTTP_401 = "http_401"
    HTTP_403 = "http_403"
    HTTP_404 = "http_404"
    HTTP_410 = "http_410"
    HTTP_451 = "http_451"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    UNREADABLE_FILE = "unreadable_file"
    # unchanged
    NOT_MODIFIED = "not_modified"
    SAME_CONTENT = "same_content"
    # duplicate
    SAME_ARTICLE = "same_article"
    # held
    AWAITING_PROCESS = "awaiting_process"
    # loaded, updated
    NEW_ARTICLE = "new_article"
    NEW_REVISION = "new_revision"
    RELEASED = "released"
    # quarantined: fetched but not fit
    NOT_HTML = "not_html"
    EMPTY_BODY = "empty_body"
    TOO_SHORT = "too_short"
    CONSENT_PAGE = "consent_page"
    BLOCK_PAGE = "block_page"
    PAYWALL_STUB = "paywall_stub"
    NEEDS_JAVASCRIPT = "needs_javascript"
    NOT_AN_ARTICLE = "not_an_article"
    ERROR_PAGE = "error_page"
    UNDECODABLE = "undecodable"
    PARSER_TIMEOUT = "parser_timeout"
    PARSER_MEMORY = "parser_memory"
    PARSER_CRASH = "parser_crash"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    FAILED_EXPECTATION = "failed_expectation"
    ARCHIVE_DAMAGED = "archive_damaged"


REASON_MEANING: dict[Reason, tuple[Status, str]] = {
    Reason.ROBOTS_DISALLOWED: (Status.SKIPPED, "the site's robots.txt forbids this address to us"),
    Reason.ROBOTS_UNREACHABLE: (
        Status.SKIPPED,
        "robots.txt could not be read (5xx or unreachable), which is never a yes",
    ),
    Reason.PRIVATE_ADDRESS: (Status.SKIPPED, "the address is private, loopback or reserved"),
    Reason.BAD_URL: (Status.SKIPPED, "not an http or https address"),
    Reason.OFF_SITE: (Status.SKIPPED, "leads to another site than the source's"),
    Reason.NOT_DUE: (Status.SKIPPED, "fetched before, and not due for another look"),
    Reason.BUDGET_USED: (Status.SKIPPED, "the source's budget of pages, bytes or minutes in a run was used up"),
    Reason.OUTSIDE_WINDOW: (Status.SKIPPED, "outside the days asked for with --since and --until"),
    Reason.NOINDEX: (
        Status.SKIPPED,
        "its robots tag (header or meta) asks that it be kept in no index; nothing is kept",
    ),
    Reason.NOARCHIVE: (Status.SKIPPED, "its robots tag (header or meta) asks that no copy be kept; none is"),
    Reason.TDM_RESERVED: (Status.SKIPPED, "the publisher reserves the rights of text and data mining; nothing is kept"),
    Reason.OTHER_MEDIA_TYPE: (Status.SKIPPED, "a record of an archive file that is neither a page nor text"),
    Reason.HOST_BACKING_OFF: (
        Status.SKIPPED,
        "the host asked us to wait longer than this run may, or kept failing and is left alone for a while",
    ),
    Reason.INTERRUPTED: (Status.SKIPPED, "the run was interrupted before its turn; the next run takes it up"),
    Reason.TIMEOUT: (Status.FAILED, "no answer, or not all of it, within the limit of time; or 408"),
    Reason.TOO_LARGE: (Status.FAILED, "larger than the limit on bodies"),
    Reason.UNREACHABLE: (Status.FAILED, "no connection: the name does not resolve, refused, or cut"),
    Reason.TLS_ERROR: (Status.FAILED, "the certificate does not hold, or the handshake failed"),
    Reason.BAD_RESPONSE: (Status.FAILED, "the answer is not valid HTTP, or its encoding is broken"),
    Reason.REDIRECT_LOOP: (Status.FAILED, "redirects without end, or without a target"),
    Reason.RATE_LIMITED: (Status.FAILED, "429, 425 or 503 still, after waiting as asked"),
    Reason.HTTP_401: (Status.FAILED, "asks for a login"),
    Reason.HTTP_403: (Status.FAILED, "refused by the server"),
    Reason.HTTP_404: (Status.FAILED, "not found"),
    Reason.HTTP_410: (Status.FAILED, "gone"),
    Reason.HTTP_451: (Status.FAILED, "withheld for legal reasons"),
    Reason.HTTP_4XX: (Status.FAILED, "another client error; the code is in detail"),
    Reason.HTTP_5XX: (Status.FAILED, "a server error; the code is in detail"),
    Reason.UNREADABLE_FILE: (
        Status.FAILED,
        "a file of a folder, or a record of an archive file, that cannot be read or unpacked",
    ),
    Reason.NOT_MODIFIED: (Status.UNCHANGED, "the server says 304"),
    Reason.SAME_CONTENT: (Status.UNCHANGED, "the same bytes, or the same article in other bytes, as before"),
    Reason.SAME_ARTICLE: (Status.DUPLICATE, "its canonical address is that of an article already had"),
    Reason.AWAITING_PROCESS: (Status.HELD, "archived; the next `desk process` works on it"),
    Reason.NEW_ARTICLE: (Status.LOADED, "seen for the first time"),
    Reason.NEW_REVISION: (Status.UPDATED, "its title or text changed"),
    Reason.RELEASED: (Status.LOADED, "a steward released it from quarantine"),
    Reason.NOT_HTML: (Status.QUARANTINED, "neither HTML nor text (a PDF, an image, an archive)"),
    Reason.EMPTY_BODY: (Status.QUARANTINED, "no text found in it"),
    Reason.TOO_SHORT: (Status.QUARANTINED, "too few words for an article"),
    Reason.CONSENT_PAGE: (Status.QUARANTINED, "asks for consent to cookies instead of showing the article"),
    Reason.BLOCK_PAGE: (Status.QUARANTINED, "access denied, captcha or the like"),
    Reason.PAYWALL_STUB: (Status.QUARANTINED, "only the first lines, the rest for subscribers"),
    Reason.NEEDS_JAVASCRIPT: (Status.QUARANTINED, "shows nothing without JavaScript"),
    Reason.NOT_AN_ARTICLE: (Status.QUARANTINED, "a listing, front page, product or the like; the kind is in detail"),
    Reason.ERROR_PAGE: (Status.QUARANTINED, "an error page that was sent with status 200"),
    Reason.UNDECODABLE: (Status.QUARANTINED, "no charset makes readable text of its bytes"),
    Reason.PARSER_TIMEOUT: (Status.QUARANTINED, "reading it took longer than the limit; its worker was stopped"),
    Reason.PARSER_MEMORY: (Status.QUARANTINED, "reading it took more memory than the limit"),
    Reason.PARSER_CRASH: (Status.QUARANTINED, "reading it brought its worker down"),
    Reason.UNSUPPORTED_LANGUAGE: (Status.QUARANTINED, "in a language that the rules do not cover"),
    Reason.FAILED_EXPECTATION: (
        Status.QUARANTINED,
        "a row-level rule of the data-quality suite failed; detail names it",
    ),
    Reason.ARCHIVE_DAMAGED: (Status.QUARANTINED, "its bytes in the archive are missing or altered"),
}
