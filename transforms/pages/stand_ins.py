"""Pages that stand in an article's place: consent, block, error, paywall, and shells that only a script fills."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contracts.reasons import Reason
from contracts.records import Rejection
from transforms.pages.html_shell import notice
from transforms.pages.html_teasers import NO_TEASERS, Teasers
from transforms.pages.patterns import any_of

MIN_WORDS = 25  # shorter texts are captions and teasers; the shortest article of 481 real ones has 37 words
SHELL_WORDS = 40  # a page with fewer is a shell, or a notice that it needs JavaScript, if any sign says so
NOTICE_WORDS = 90  # one that begins with the notice may go on about browsers

_BLOCK = any_of(
    r"""
    access (?:to this page has been )?denied|attention required|are you (?:a )?(?:human|robot)|
    verify (?:that )?you(?:'|’)?(?:re| are) (?:a )?human|not a robot|captcha|pardon our interruption|just a moment|
    checking (?:if the site connection|your browser)|unusual (?:traffic|activity)|you have been blocked|
    request (?:unsuccessful|blocked)|bot (?:detection|verification)|security check|403 forbidden|error 10(?:05|06|
    09|15|20)|(?:your|this) (?:ip|request) (?:address )?(?:has been|was|is) blocked|automated access|
    zugriff verweigert|accès refusé|acceso denegado
    """
)
_ERROR = any_of(
    r"""
    (?:page|article|story|content|site) (?:you (?:are|were) looking for )?(?:could |can)?\s?(?:not|n(?:'|’)t|
    no longer) (?:be )?(?:found|exists?|available)|page not found|not found|\b(?:error )?(?:404|410|500|502|
    503)\b(?: error| -|:|$| not| page)|internal server error|service (?:temporarily )?unavailable|
    something went wrong|(?:oops|sorry),? .{0,40}(?:not found|can(?:'|’)t find|doesn(?:'|’)t exist)|bad gateway|
    (?:under|down for|scheduled) maintenance|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|
    p[aá]gina no (?:encontrada|existe)|página não encontrada|pagina non trovata|страница не найдена|
    nie znaleziono strony|sayfa bulunamadı
    """
)
_CONSENT = any_of(
    r"""
    before you continue|we (?:value|respect|care about) your privacy|(?:your|manage) (?:privacy|cookie) (?:choices|
    preferences|settings)|we (?:and our (?:\d+ )?partners )?(?:use|store) (?:and/or access information|cookies)|
    accept (?:all|cookies)|agree (?:and|to) (?:continue|close|proceed)|consent to (?:the use of )?cookies|
    cookie[- ]?(?:consent|einstellungen|zustimmung|policy)|zustimmen und weiter|accepter et continuer|
    aceptar y continuar|with your (?:agreement|consent), we|mit werbung weiterlesen
    """
)
_PAYWALL = any_of(
    r"""
    subscribe (?:now )?to (?:continue|read|keep|unlock)|to (?:continue|keep) reading|already (?:a )?(?:subscriber|
    member|have an account)|(?:this|the) (?:article|content|story) is (?:only )?(?:for|available to|exclusive to|
    reserved for) (?:our )?(?:paid |paying )?(?:subscribers|members)|(?:log|sign) in (?:or (?:subscribe|
    register) )?to (?:continue|read|view)|create (?:a|an) (?:free )?account to (?:continue|read)|you(?:'|
    ’)ve (?:reached|read) your (?:limit|\d+ free)|subscribers[- ]only|unlock (?:this|the) (?:article|story)|
    pour lire la suite|réservé aux abonnés|weiterlesen mit|nur für abonnenten|para seguir leyendo|
    solo para suscriptores
    """
)
_TO_THE_READER = any_of(r"\bplease\b|\b(?:your|this) browser\b|\bbitte\b|\bnavegador\b|\bnavigateur\b|\bbrowser\b")
_SPACELESS = re.compile("[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Look:
    """What the gates look at. `words` of the body (letters over two in scripts without spaces)."""

    url: str
    title: str
    body: str
    words: int
    dated: bool
    signed: bool
    whole: str  # all visible text of the page, cut at 20,000 characters
    shell: str | None = None  # the sign by which the page is one that a script fills, if there is one
    teasers: Teasers = NO_TEASERS


def count_words(text: str) -> int:
    """Words; in scripts without word spaces (Chinese, Japanese, Thai) two letters count as one."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(_SPACELESS.findall(text)) // 2


def stand_in(look: Look) -> Rejection | None:
    """The verdict on pages that stand in an article's place: short, and telling so in title or text."""
    # A site's footer speaks of cookies on every page: beyond the body only pages that have none are searched.
    text = f"{look.title}\n{look.body if look.words >= 12 else look.whole[:3000]}"
    for reason, pattern, most in (
        (Reason.BLOCK_PAGE, _BLOCK, 120), (Reason.ERROR_PAGE, _ERROR, 80), (Reason.CONSENT_PAGE, _CONSENT, 120),
    ):  # fmt: skip
        found = pattern.search(text if look.words < 60 else look.title) if look.words < most else None
        if found:
            return Rejection(reason, f"{look.words} words, and {found.group()!r}")
    wall = _PAYWALL.search(look.whole) if look.words < 130 else None
    if wall and (look.words > 12 or wall.start() < 600):
        return Rejection(Reason.PAYWALL_STUB, f"{look.words} words, and {wall.group()!r}")
    return _without_script(look)


def _without_script(look: Look) -> Rejection | None:
    """needs_javascript: a shell, or a page that is little more than a notice."""
    if look.shell and look.words < SHELL_WORDS:
        return Rejection(Reason.NEEDS_JAVASCRIPT, f"{look.words} words, and {look.shell}")
    said = notice(look.body[:300]) if look.words < NOTICE_WORDS and _TO_THE_READER.search(look.body[:300]) else None
    if said is None and look.words < SHELL_WORDS:
        said = notice(look.whole)
    return Rejection(Reason.NEEDS_JAVASCRIPT, f"{look.words} words, and {said!r}") if said else None
