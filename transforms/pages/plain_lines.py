"""The lines of a plain text, whatever made it: a browser's copy, `lynx -dump`, html2text's Markdown, a wrapped mail.

Wrapped lines are joined again, link marks and numbers are taken off (their share is kept: menus are links), image marks
and Markdown headings keep their kind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from transforms.pages.patterns import any_of, joined

LineKind = Literal["text", "heading", "item", "image", "pre"]

_REFERENCES = re.compile(
    r"^[ \t]*(?:References|Visible links|Hidden links):?\s*\n(?:[ \t]*(?:(?:Visible|Hidden) links:?\s*)?\n)*"
    r"\s*(?:\d+\.|\[\d+\]) (?:https?|file|mailto|ftp)",
    re.MULTILINE,
)
_DEFINITION = re.compile(
    r"^[ \t]*\[[^\]\n]{1,60}\]:[ \t]+<?[^\s>]{1,2000}>?(?:[ \t]+\"[^\"\n]{0,300}\")?[ \t]*$", re.MULTILINE
)
# Addresses behind the words of a link: "<https://...>" as Firefox saves them, "( https://... )" as mails do.
_BEHIND = re.compile(r"\s?(?:<(?:https?|mailto|ftp):[^\s<>]{1,2000}>|\( (?:https?|mailto|ftp):[^\s()]{1,2000} \))")
_ADDRESS = re.compile(r"^<?(?:https?://|www\.)\S{3,2000}$")
_FENCE = re.compile(r"^:{3,}(?:\s|\{|$)")  # pandoc's boxes
_ATTRIBUTES = re.compile(r"(?<=[)\]\w.!?:”\"])(\s?)\{(?:[#.][\w-]|[\w-]{1,40}=)[^{}\n]{0,300}\}")
_STARRED = re.compile(r"^(\*{2,6}) (?=\S)(.{2,300}?)(?<=\S) \1$")  # html2text's headings: six stars are the first level
_LYNX_LINK = re.compile(r"\[(\d{1,4})\](?=\S)|\[\d{1,4}\]")
_MD_IMAGE = re.compile(r"!\[([^\]]{0,300})\](?:\([^)\s\[]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)|\[[^\]]{0,100}\])")
_MD_LINK = re.compile(r"\[([^\]]{1,500})\]\(<?[^)\s\[]{0,2000}>?(?:\s+\"[^\"]{0,300}\")?\)")
_MD_REFERENCE = re.compile(r"\[([^\[\]]{1,500})\]\[\d{1,4}\]")
_MD_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_MD_MARKS = re.compile(
    r"(?<![\w*])\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*(?![\w*])|(?<!\w)__(?=\S)(.{1,300}?)(?<=\S)__(?!\w)|"
    r"(?<![\w_])_(?=\S)([^_]{1,300}?)(?<=\S)_(?![\w_])"
)
_RULE = re.compile(r"^\s*(?:[-_=~]{3,}|\*(?:\s?\*){2,}|─+|━+|═+)\s*$")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
_ITEM = re.compile(r"^\s*(?:[*•◦▪·‣+o-]|\d{1,2}[.)])\s+(?=\S)")
_LYNX_IMAGE = re.compile(r"^\s*\[(?P<alt>[\w][^\[\]]{2,120}?)(?:\.(?:jpe?g|png|gif|webp|svg))?\]\s*$", re.IGNORECASE)
_FORM = re.compile(r"_{6,}|^\s*\[\s*[x_ ]?\s*\]|\(BUTTON\)|(?:^|\s)\( ?[*_ ]? ?\)(?:\s|$)")

MAX_LINES = 20_000
_NAME_CREDIT = re.compile(
    r"(?<=[.!?…])\s*[(\[][A-ZÀ-Þ][^()\[\]]{2,40}[)\]]$"
)  # in a caption: "… in Velm. (Lake Press)"
PROSE_WORDS = 18  # a line of so many words that ends like a sentence is running text
_SENTENCE_END = re.compile(r"[.!?…。！？।؟:;][\"'”’»)\]]*$")
_CREDIT = any_of(
    r"""
    \s*[(\[]?\s*(?:(?:image|photo(?:graph)?|picture|file photo|map|graphic|video|screenshot)s?\s*(?:credits?|
    sources?|courtesy(?: of)?|by|via|:)|credits?\s*:|source\s*:\s*(?=[A-Z])|courtesy (?:of|:)|©|\bfoto\s*:|
    crédit\s*:)\s*:?\s*(?P<who>[^()\[\]\n]{2,80}?)\s*[)\]]?\s*$
    """
)
_AGENCY_CREDIT = re.compile(
    joined(
        r"""
        \s*[(\[]\s*(?:[\w .'’-]{2,40}/\s?)?(?:AP|AFP|EPA|Reuters|Getty(?: Images)?|Xinhua|Alamy|Shutterstock|
        Anadolu)(?: (?:Photo|Images))?[^()\[\]]{0,30}[)\]]\s*$|
        \s*[(\[][^()\[\]]{0,40}\b(?i:photos?|pictures?|images?|handout|file)\b[^()\[\]]{0,20}[)\]]\s*$|
        \s[A-Z][A-Z .&-]{1,30}/[\w .'’-]{2,40}$|
        (?:(?<=[.!?…”])\s?|^)[A-ZÀ-Þ][\w .'’-]{2,40}(?:,\s|\s?/\s?)(?:AP|AFP|EPA|Reuters|Getty(?: Images)?|Xinhua|Alamy|
        Shutterstock|Anadolu)(?: (?:Photo|Images|file|handout))?\s*$
        """
    )
)


@dataclass(frozen=True)
class Line:
    """One line as it was meant. `block` counts the groups between blank lines; `linked` is the share of it in links."""

    text: str
    kind: LineKind = "text"
    block: int = 0
    level: int = 0
    linked: float = 0.0


def read_lines(text: str) -> list[Line]:
    """All lines that say something. `text` is normalised already (its lines are stripped, so an indent is no sign)."""
    cut = _REFERENCES.search(text)
    if cut and cut.start() > 0.2 * len(text):
        text = text[: cut.start()]
    text = _DEFINITION.sub("", text) if "]: " in text else text
    text = _MD_REFERENCE.sub(r"[\1](#)", text) if "][" in text else text
    lynx = len(_LYNX_LINK.findall(text)) >= 3
    width = _wrap_width(text)
    lines: list[Line] = []
    text = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
    for number, block in enumerate(re.split(r"\n[ \t]*\n+", text)):
        raw = [line for line in block.split("\n") if line.strip()]
        for whole, underlined in _joined(raw, width):
            line = _line(whole, number, lynx)
            if line:
                lines.append(
                    Line(line.text, "heading", number, 2, line.linked) if underlined and line.kind == "text" else line
                )
    return lines


def _wrap_width(text: str) -> int:
    """The column at which the text was wrapped, or 0. Wrapped texts have hardly a line over 100 characters and many
    that nearly fill their width."""
    lengths = sorted(len(line) for line in text.split("\n") if len(line) > 25 and " " in line)
    if len(lengths) < 6:
        return 0
    # The length that most lines nearly fill and few exceed: headings and rows of links are never wrapped.
    most = 0.12 * len(lengths)
    widths = {w for w in lengths if 40 <= w <= 100 and len(lengths) - bisect_right(lengths, w) <= most}
    filled = {w: bisect_right(lengths, w) - bisect_left(lengths, w - 10) for w in widths}
    width = max(filled, key=lambda w: (filled[w], -w), default=0)
    return width if filled.get(width, 0) >= 0.33 * len(lengths) else 0


def _joined(raw: list[str], width: int) -> list[tuple[str, bool]]:
    """The lines of a block with wrapped ones joined; True beside a line that is underlined as a heading."""
    found: list[tuple[str, bool]] = []
    before = ""
    for line in raw:
        if found and _UNDERLINE.match(line) and len(before) <= 90:
            found[-1] = (found[-1][0], True)
            continue
        if _RULE.match(line):
            before = ""
            continue
        first_word = len(line.split(None, 1)[0])
        # A line was wrapped when the next one's first word had no room on it any more.
        wrapped = bool(
            width
            and before
            and len(before) + first_word + 1 > width - 3
            and not _ITEM.match(line)
            and not line.startswith("#")
        )
        open_mark = bool(before) and before.count("[") > before.count("]") and not line.startswith("#")
        if found and (wrapped or open_mark) and not before.startswith("#") and not _STARRED.match(before):
            found[-1] = (f"{found[-1][0]} {line.strip()}", False)
        else:
            found.append((line.strip(), False))
        before = line
    return found


def _line(raw: str, block: int, lynx: bool) -> Line | None:
    if _FORM.search(raw) or _FENCE.match(raw) or _ADDRESS.match(raw):
        return None
    raw = _ATTRIBUTES.sub("", raw) if "{" in raw else raw
    raw = _BEHIND.sub("", raw) if ":" in raw else raw
    markdown = "](" in raw or "][" in raw
    image = (_MD_IMAGE.fullmatch(raw) if markdown else None) or (
        _LYNX_IMAGE.match(raw) if not _MD_LINK.match(raw) else None
    )
    if image:
        alt = image.group(1).strip()
        return Line(alt, "image", block) if alt and not re.fullmatch(r"(?:INLINE|LINK|IMAGE|BUTTON)", alt) else None
    text, linked = raw, 0
    starred = _STARRED.match(text)
    heading = starred or _MD_HEADING.match(text)
    kind: LineKind = "heading" if heading else "text"
    level = (7 - len(heading[1]) if starred else len(heading[1])) if heading else 0
    if heading:
        text = heading[2]
    item = _ITEM.match(text) if not heading else None
    if item:
        text, kind = text[item.end() :], "item"
    if lynx:
        linked += (
            sum(len(part.split("  ")[0]) for part in re.split(r"\[\d{1,4}\]", text)[1:])
            if _LYNX_LINK.match(text)
            else 0
        )
        text = _LYNX_LINK.sub("", text)
    if markdown:
        text = _MD_IMAGE.sub("", text)
        linked += sum(len(match.group(1)) for match in _MD_LINK.finditer(text))
        text = _MD_LINK.sub(r"\1", text)
    text = _MD_MARKS.sub(lambda m: m.group(1) or m.group(2) or m.group(3), text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text.lstrip("> ") if text.startswith(">") else text)
    text = " ".join(text.split())
    return (
        Line(text, kind, block, level, min(1.0, linked / len(text))) if text and any(map(str.isalnum, text)) else None
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence."""
    return bool(_SENTENCE_END.search(text))


def is_prose(line: Line) -> bool:
    """Running text: many words and a sentence's end; in scripts without word spaces, many letters."""
    if line.kind in ("image", "item", "heading") or line.linked > 0.7:
        return False
    count = len(line.text.split())
    if count < 6 and not line.text.isascii():
        count = sum(map(str.isalpha, line.text)) // 2
    return (count >= PROSE_WORDS and ends_sentence(line.text)) or count >= 45


def is_caption(line: Line) -> bool:
    """An image's mark, or a line that ends with the credit of an image's maker."""
    return line.kind == "image" or bool(_CREDIT.search(line.text) or _AGENCY_CREDIT.search(line.text))


def without_credit(caption: str) -> str:
    """A caption without the words that credit its maker."""
    text = " ".join(caption.split())
    for pattern in (_CREDIT, _AGENCY_CREDIT, _NAME_CREDIT):
        found = pattern.search(text)
        if found:
            # "Image: Two men walk along the quay" is a label before a caption, "Image: Lake Press" a credit.
            said = found["who"] if pattern is _CREDIT and not found.start() else ""
            text = said if len(said.split()) >= 6 else text[: found.start()].rstrip(" -–—|")
    return text
