"""Content-Encoding undone within a limit: the whole compressed body in, the entity body out, or why not."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"  # what we say we understand; anything else that comes is the server's error
_GZIP, _RAW_DEFLATE = 31, -15
_MAX_CODINGS = 2  # a page compressed twice exists; more is an attack


class BadEncoding(Exception):
    """The body is not what its Content-Encoding says, or not whole."""


class TooLarge(Exception):
    """The body is larger than the limit once it is decompressed."""


def decode(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """The entity body. `limit` is in bytes of each step's output. Raises BadEncoding and TooLarge."""
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",")]
    codings = [coding for coding in codings if coding not in ("", "identity")]
    if len(codings) > _MAX_CODINGS:
        raise BadEncoding(f"{len(codings)} content codings")
    for coding in reversed(codings):
        if not body:
            return body  # an empty answer that keeps its header: there is nothing to undo
        if coding in ("gzip", "x-gzip"):
            body = gunzip(body, limit)
        elif coding == "deflate":
            body = _inflate(body, limit)
        else:
            raise BadEncoding(f"content coding {coding[:40]!r} was not asked for")
    return body


def gunzip(data: bytes, limit: int) -> bytes:
    """All members of a gzip file; bytes after the last that are no gzip are passed over, as browsers do.
    Raises BadEncoding when the first is no gzip or one is cut, TooLarge above `limit` bytes."""
    parts: list[bytes] = []
    while data:
        try:
            part, rest = _one_stream(data, _GZIP, limit - sum(map(len, parts)))
        except zlib.error as error:
            if parts:
                break
            raise BadEncoding(f"not gzip: {error}") from error
        parts.append(part)
        data = rest
    return b"".join(parts)


def _inflate(data: bytes, limit: int) -> bytes:
    """`deflate` is zlib's format by RFC 9110, and bare deflate by old custom: both are read."""
    try:
        return _one_stream(data, zlib.MAX_WBITS, limit)[0]
    except zlib.error:
        pass
    try:
        return _one_stream(data, _RAW_DEFLATE, limit)[0]
    except zlib.error as error:
        raise BadEncoding(f"not deflate: {error}") from error


def _one_stream(data: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    """Output and unread rest of one compressed stream."""
    decompressor = zlib.decompressobj(window)
    # One byte more than the limit tells an exact fit from too much; 0 would mean "no limit" to zlib.
    output = decompressor.decompress(data, max(1, limit + 1))
    if len(output) > limit:
        raise TooLarge(f"over {limit} bytes decompressed")
    if not decompressor.eof:
        raise BadEncoding("the compressed body is cut")
    return output, decompressor.unused_data
