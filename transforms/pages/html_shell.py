"""Shells: pages that hold next to no text of their own and are filled by a script in the browser."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from transforms.pages.html_body import mass_of
from transforms.pages.html_scan import Box, Scan
from transforms.pages.patterns import any_of

MAX_PROSE = 150  # characters of running text that a shell may show: "Loading", a slogan, a line on its browsers
MAX_WORDS = 12  # words outside menus that a shell without an empty container may show
MAX_NOTICES = 50  # <noscript> elements; a page with more is no page
MAX_HELD = 60  # characters in a container that waits for its script

_NOTICE = any_of(
    r"""
    (?:enabl\w+|turn(?:ed)? on|activat\w+|requir\w+|without|allow\w*|support\w*|needs?) (?:the use of )?java-?\s?script|
    java-?\s?script\b.{0,40}? (?:disabled|required|not enabled|turned off|not available|unavailable|switched off|
    (?:to be )?enabled)|java-?\s?script (?:aktivieren|aktiviert|einschalten|deaktiviert|inschakelen|inaktiverat)|
    (?:aktivieren sie|benötigt|ohne|activer|activez|habilite|habilita\w*|active|activar|ative|abilita\w*|requiere|
    nécessite|desactivado|schakel|aktivera|włącz\w*|включите|увімкніть) (?:bitte |le |el |o |il |en tu navegador )?
    java-?\s?script|java-?\s?script (?:を有効|etkinleştir|est désactivé|está (?:desactivado|desabilitado|desativado))|
    启用\s?javascript|啟用\s?javascript
    """
)
_PARTLY = any_of(r"\bcomments?\b|disqus|\bvideos?\b|\bplayer\b|\bmaps?\b|\bform\b|kommentar|comentarios|commentaires")
_CONTAINER = re.compile(
    r"^(?:root|app|_*next|_*nuxt|_*gatsby|svelte|mount|application|spa|ember-?app|(?:react|vue|ng|svelte|main|my|web|"
    r"page|site|client)-?(?:app|root|mount)|app-?(?:root|container|mount|shell|main|wrapper)|root-?(?:app|container))$"
)
_NOSCRIPT = re.compile(r"<noscript\b[^<>]*>[^<]{0,400}(?:<(?!/noscript)[^<]{0,400}){0,20}</noscript\s*>", re.IGNORECASE)
_DATA = re.compile(r"json|template|importmap|speculation", re.IGNORECASE)


def script_shell(tree: LexborHTMLParser, page: Scan, bad: list[bool]) -> str | None:
    """The sign by which the page is a shell; None where it is none. `bad` marks the fragments in furniture."""
    own = [fragment for i, fragment in enumerate(page.fragments) if not bad[i]]
    if sum(map(mass_of, own)) >= MAX_PROSE:
        return None
    scripts = sum(1 for node in tree.css("script")[:200] if not _DATA.search(node.attributes.get("type") or ""))
    if not scripts:
        return None
    waiting = next((box for box in page.boxes[1:] if _waits(page, box)), None)
    if waiting is not None:
        return f"an empty <{waiting.tag}> for a script to fill"
    words = sum(len(fragment.text.split()) for fragment in own if fragment.linked < 0.8 * len(fragment.text))
    if words > MAX_WORDS:
        return None
    for node in tree.css("noscript")[:20]:
        if said := notice(node.text(deep=True)):
            return f"<noscript> says {said!r}"
    return f"{scripts} scripts and {words} words" if scripts >= 3 else None


def notice(text: str) -> str | None:
    """The words by which a text says that the page needs JavaScript; None where it speaks of its comments or maps."""
    for found in _NOTICE.finditer(text[:3000]):
        if not _PARTLY.search(text, max(0, found.start() - 80), found.end() + 80):
            return found.group()
    return None


def without_notices(markup: str) -> str:
    """The markup without the <noscript> elements that speak of JavaScript: readers take them for text."""
    if markup.count("<noscript") > MAX_NOTICES:
        return markup
    return _NOSCRIPT.sub(lambda found: "" if _NOTICE.search(found.group()) else found.group(), markup)


def _waits(page: Scan, box: Box) -> bool:
    """Whether a box is a container of an application that holds nothing yet."""
    held = sum(len(fragment.text) for fragment in page.fragments[box.start : box.end])
    named = box.tag.endswith(("-app", "-root", "app-root")) or any(map(_CONTAINER.match, box.names.split()))
    return named and held <= MAX_HELD
