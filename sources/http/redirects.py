"""Redirects, gone after by hand: each hop is a request of its own, to be allowed, waited for and checked like any.

Any web address may follow any other here, `http` after `https` among them, as in browsers: nothing secret is sent that
a downgrade could give away, and a source may be `http` from the start."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

from contracts.reasons import Reason
from sources.http.answers import Answer, FetchFailure, Redirect

MAX_REDIRECTS = 10
_RULED_OUT = (
    Reason.OFF_SITE, Reason.PRIVATE_ADDRESS, Reason.BAD_URL, Reason.ROBOTS_DISALLOWED, Reason.TDM_RESERVED,
)  # fmt: skip
_USER = re.compile(r"^(\w+:[/\\]{2,})[^/?#\\]*@")


def follow(url: str, step: Callable[[str], Answer | Redirect | FetchFailure]) -> Answer | FetchFailure:
    """Goes after redirects, `step` by step. A hop to an address that was asked before is a loop, more than 10 hops are
    too many; what else is to be checked of a hop is up to `step`. A page that redirects to where a rule forbids to go
    has been answered: the failure has the redirect's status."""
    asked: list[str] = []
    here, answered = without_user(url), 0
    url = here
    while True:
        outcome = step(here)
        if isinstance(outcome, Answer):
            return replace(outcome, url=url)
        if isinstance(outcome, FetchFailure):
            is_by_rule = not outcome.status and outcome.reason in _RULED_OUT
            return replace(outcome, status=answered) if is_by_rule else outcome
        asked.append(here)
        here, answered = outcome.target, outcome.status
        if here in asked:
            return FetchFailure(
                Reason.REDIRECT_LOOP, f"back at {here[:200]} after {len(asked)} redirects", outcome.status
            )
        if len(asked) > MAX_REDIRECTS:
            return FetchFailure(Reason.REDIRECT_LOOP, f"more than {MAX_REDIRECTS} redirects", outcome.status)


def without_user(url: str) -> str:
    """The address without a user name and password before its host."""
    return _USER.sub(r"\1", url, count=1) if "@" in url else url


def redirect(url: str, location: str, status: int) -> Redirect | FetchFailure:
    """Where a Location header leads; its bytes are UTF-8 in practice though HTTP reads them as Latin-1."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return Redirect(without_user(urljoin(url, location.strip()).partition("#")[0]), status)
    except ValueError as error:
        return FetchFailure(Reason.BAD_URL, f"redirects to what is no address: {error}"[:200], status)
