"""A page of our own, and how tools and readers would hand it on as plain text: text browsers, converters to Markdown, a
browser's clipboard, reader views, PDF. What each prints is written after its manual and its output on small pages."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

SITE = "The Strait Review"
MENU = ("Home", "World", "Business", "Opinion", "About us", "Subscribe", "Log in")
RELATED = ("Ferry crisis: how it began", "Ten lakes to see this summer", "Tin prices fall for a third week")
FOOTER = ("About us", "Contact", "Privacy policy", "Terms of use")


@dataclass(frozen=True)
class Image:
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Page:
    """What its author meant. In paragraphs, [words](address) are links. `blocks` are paragraphs, "## headings", images."""

    title: str
    author: str
    date: str
    day: str
    trail: tuple[str, ...]
    blocks: tuple[str | Image, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [unlinked(block) for block in self.blocks if isinstance(block, str) and not block.startswith("## ")]

    @property
    def headings(self) -> list[str]:
        return [block[3:] for block in self.blocks if isinstance(block, str) and block.startswith("## ")]

    @property
    def images(self) -> list[Image]:
        return [block for block in self.blocks if isinstance(block, Image)]


TALKS = Page(
    "Norland and Sudria reopen border talks after a year of silence", "Anna Lindqvist", "12 May 2026", "2026-05-12", ("World", "Europe"),
    (
        "Delegations from Norland and Sudria met in the lake town of Velm on Tuesday, the first [talks between the two neighbours](/talks) since the ferry crisis closed their border last spring.",
        Image("Two flags over a lake", "The flags of Norland and Sudria at the landing of Velm.", "Photo: Norland Press"),
        "The two sides agreed to exchange lists of detained fishermen and to meet again before the autumn, according to a [statement](/statement) that both foreign ministries released in the evening.",
        "“We have not solved the question of the strait, but we have begun to speak about it,” said Mirela Anders, who led the Norland delegation.",
        "## A strait between them",
        "Trade across the strait has fallen by half since the crossing was closed in March 2024, and farmers on both sides have asked their governments to let lorries pass.",
        "It is 14 kilometres wide at its narrowest point.",
        "A second round is planned for September, and observers from three other countries have been invited to attend it, [officials](/officials) said.",
    ),
)  # fmt: skip
TIN = Page(
    "Why the price of tin no longer follows the price of fear", "Tomas Reyes", "3 April 2026", "2026-04-03", ("Business", "Commodities"),
    (
        "For ten years traders on the quay of Palmas could tell the mood of the world by looking at one number, and that number was the price of a tonne of tin.",
        "This spring the number stopped speaking. War came closer to the mines of Old Ferry than at any time since 1998, and the price fell, for eleven days in a row.",
        "## What the warehouses say",
        "Part of the answer stands in the warehouses behind the northern quay, where more tin lies today than the whole coast used in the last year, the exchange's own figures show.",
        Image("Ingots on a pallet", "Ingots in a warehouse of Palmas.", "Image credit: Lake Photo"),
        "“Nobody is afraid of running out of a thing that blocks his driveway,” said Ilse Brandt, who has traded metals since she was nineteen and keeps a bar of tin on her desk.",
        "## What comes next",
        "The rest of the answer is younger: factories have learned to use less, and some, like the two in Nine Elms, to use none. The ministry expects demand to fall again next year.",
    ),
)  # fmt: skip
PAGES = (TALKS, TIN)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def unlinked(text: str) -> str:
    return _LINK.sub(r"\1", text)


def wrap(text: str, width: int, indent: str = "", hang: str | None = None) -> str:
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=indent if hang is None else hang, break_on_hyphens=False
    )


class Numbers:
    """The numbered links of lynx and its kin: [1]Home, with the addresses listed at the end."""

    def __init__(self) -> None:
        self.targets: list[str] = []

    def __call__(self, text: str, target: str) -> str:
        self.targets.append(f"https://review.example{target}")
        return f"[{len(self.targets)}]{text}"

    def all(self, text: str) -> str:
        return _LINK.sub(lambda found: self(found[1], found[2]), text)


def _text_browser(
    page: Page,
    link: Callable[[str, str], str],
    inline: Callable[[str], str],
    image: str,
    heading_indent: str = "",
    bullet: str = "* ",
) -> list[str]:
    """The common way of lynx, elinks, links and w3m: an indent of three, headings at the margin, a menu of bullets."""
    out = [
        *(f"     {bullet}{link(name, '/' + name)}" for name in MENU),
        "",
        "   " + " > ".join(link(name, "/" + name) for name in page.trail),
        "",
    ]
    out += [wrap(page.title, 72, heading_indent), "", f"   By {link(page.author, '/by')}", f"   {page.date}", ""]
    for block in page.blocks:
        if isinstance(block, Image):
            if image:
                out += [f"   {image.format(alt=block.alt)}"]
            out += [f"   {block.caption} {block.credit}", ""]
        elif block.startswith("## "):
            out += [heading_indent + block[3:], ""]
        else:
            out += [wrap(inline(block), 72, "   "), ""]
    out += ["Related stories", "", *(f"     {bullet}{link(name, '/r')}" for name in RELATED), ""]
    return [
        *out,
        "   " + " | ".join(link(name, "/f") for name in FOOTER),
        "",
        f"   © 2026 {SITE}. All rights reserved.",
    ]


def _plain(text: str, _target: str) -> str:
    return text


def _references(numbers: Numbers, head: str = "References\n") -> list[str]:
    return ["", head, *(f"{i:4}. {target}" for i, target in enumerate(numbers.targets, 1))]


def lynx(page: Page) -> str:
    numbers = Numbers()
    out = ["   #[1]alternate", "", f"   {numbers('Skip to main content', '/#main')}", ""]
    return "\n".join([*out, *_text_browser(page, numbers, numbers.all, "[{alt}]"), *_references(numbers)])


def lynx_nolist(page: Page) -> str:
    return "\n".join(["   Skip to main content", "", *_text_browser(page, _plain, unlinked, "[quay-1024x683.jpg]")])


def elinks(page: Page) -> str:
    numbers = Numbers()
    return "\n".join(
        [*_text_browser(page, numbers, numbers.all, "[IMG]"), *_references(numbers, "References\n\n   Visible links")]
    )


def links(page: Page) -> str:
    head = ["   Link: canonical", "   Link: alternate (RSS)", "", f"   {SITE}", ""]
    return "\n".join([*head, *_text_browser(page, _plain, unlinked, "[IMG]", " " * 6)])


def w3m(page: Page) -> str:
    text = _text_browser(page, _plain, unlinked, "[{alt}]", bullet="• ")
    return "\n".join(line.removeprefix("   ") for line in "\n".join(text).split("\n"))


def w3m_numbers(page: Page) -> str:
    numbers = Numbers()
    text = _text_browser(page, numbers, numbers.all, "[{alt}]", bullet="• ")
    refs = ["", "References:", "", *(f"[{i}] {target}" for i, target in enumerate(numbers.targets, 1))]
    return "\n".join([*(line.removeprefix("   ") for line in "\n".join(text).split("\n")), *refs])


def _markdown(
    page: Page, fill: Callable[[str], str], link: Callable[[str, str], str], bullet: str = "  * "
) -> list[str]:
    out = [link("Skip to content", "#main"), "", *(f"{bullet}{link(name, '/' + name)}" for name in MENU), ""]
    out += [
        " > ".join(link(name, "/" + name) for name in page.trail),
        "",
        f"# {page.title}",
        "",
        f"By {link(page.author, '/by')} | {page.date}",
        "",
    ]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [f"![{block.alt}](/img/a.jpg)", "", f"_{block.caption} {block.credit}_", ""]
        elif block.startswith("## "):
            out += [block, ""]
        else:
            out += [fill(_LINK.sub(lambda found: link(found[1], found[2]), block)), ""]
    out += ["### Related stories", "", *(f"{bullet}{link(name, '/r')}" for name in RELATED), ""]
    return [
        *out,
        "* * *",
        "",
        " | ".join(link(name, "/f") for name in FOOTER),
        "",
        f"© 2026 {SITE}. All rights reserved.",
    ]


def _inline(text: str, target: str) -> str:
    return f"[{text}]({target})"


def html2text(page: Page) -> str:
    return "\n".join(_markdown(page, lambda text: wrap(text, 78), _inline))


def html2text_unwrapped(page: Page) -> str:
    return "\n".join(_markdown(page, str, lambda text, target: f'[{text}](<https://review.example{target}> "{text}")'))


def html2text_references(page: Page) -> str:
    targets: list[str] = []

    def link(text: str, target: str) -> str:
        targets.append(target)
        return f"[{text}][{len(targets)}]"

    text = _markdown(page, lambda line: wrap(line, 78), link)
    return "\n".join([*text, "", *(f"   [{i}]: https://review.example{target}" for i, target in enumerate(targets, 1))])


def html2text_c(page: Page) -> str:
    """Debian's html2text: headings between asterisks, bullets of one, 79 columns."""
    out = [f"    * {name}" for name in MENU]
    out += [" > ".join(page.trail), f"****** {page.title} ******", f"By {page.author}", page.date]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [f"[{block.alt}]", f"{block.caption} {block.credit}", ""]
        elif block.startswith("## "):
            out += [f"***** {block[3:]} *****"]
        else:
            out += [wrap(unlinked(block), 79), ""]
    return "\n".join(
        [
            *out,
            "**** Related stories ****",
            *(f"    * {name}" for name in RELATED),
            "===============================",
            f"© 2026 {SITE}. All rights reserved.",
        ]
    )


def pandoc_markdown(page: Page) -> str:
    text = "\n".join(
        _markdown(page, lambda line: wrap(line, 72), lambda text, target: f"[{text}]({target}){{.link}}", "-   ")
    )
    text = text.replace("](/img/a.jpg)", '](/img/a.jpg){width="900"}').replace(
        "# " + page.title, f"# {page.title} {{#title .entry-title}}"
    )
    return f"::: {{#page .site}}\n{text}\n:::\n"


def pandoc_plain(page: Page) -> str:
    out = [
        *(f"-   {name}" for name in MENU),
        "",
        " > ".join(page.trail),
        "",
        wrap(page.title, 72),
        "",
        f"By {page.author}",
        "",
        page.date,
        "",
    ]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [f"[{block.alt}]", "", wrap(f"{block.caption} {block.credit}", 72), ""]
        elif block.startswith("## "):
            out += [block[3:], ""]
        else:
            out += [wrap(unlinked(block), 72), ""]
    return "\n".join(
        [*out, "Related stories", "", *(f"-   {name}" for name in RELATED), "", f"© 2026 {SITE}. All rights reserved."]
    )


def _copied(page: Page, gap: str) -> str:
    out = [
        "Skip to content",
        SITE,
        *MENU,
        " / ".join(page.trail),
        "",
        page.title,
        f"By {page.author}",
        f"Published {page.date}",
        "Share",
        "Facebook",
        "Twitter",
        "Email",
        "",
    ]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [block.alt, f"{block.caption} ({block.credit})", *([""] if gap else [])]
        else:
            out += [unlinked(block.removeprefix("## ")), *([""] if gap else [])]
    return "\n".join(
        [
            *out,
            "Share this:",
            "Tweet",
            "Related stories",
            *RELATED,
            "",
            "Leave a comment",
            "Your email address will not be published.",
            *FOOTER,
            f"© 2026 {SITE}. All rights reserved.",
        ]
    )


def select_all(page: Page) -> str:
    return _copied(page, "\n")


def select_all_tight(page: Page) -> str:
    return _copied(page, "")


def select_all_windows(page: Page) -> str:
    return _copied(page, "\n").replace("\n", "\r\n")


def reader_view(page: Page) -> str:
    out = ["review.example", page.title, page.author, "3–4 minutes", ""]
    for block in page.blocks:
        out += [
            f"{block.caption} {block.credit}" if isinstance(block, Image) else unlinked(block.removeprefix("## ")),
            "",
        ]
    return "\n".join(out)


def reader_service(page: Page) -> str:
    body = "\n".join(_markdown(page, str, _inline, "*   "))
    return f"Title: {page.title} - {SITE}\n\nURL Source: https://review.example/a\n\nPublished Time: {page.day}T08:00:00Z\n\nMarkdown Content:\n{body}"


def firefox_text(page: Page) -> str:
    """Firefox's "Save as text": addresses behind the words, headings with space above, 72 columns."""
    out = [
        *(f"  * {name} <https://review.example/{name}>" for name in MENU),
        "",
        "",
        page.title,
        "",
        f"By {page.author} <https://review.example/by>",
        page.date,
        "",
    ]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [block.alt, f"{block.caption} {block.credit}", ""]
        elif block.startswith("## "):
            out += ["", block[3:], ""]
        else:
            out += [wrap(_LINK.sub(r"\1 <https://review.example\2>", block), 72), ""]
    return "\n".join(
        [
            *out,
            "",
            "Related stories",
            "",
            *(f"  * {name} <https://review.example/r>" for name in RELATED),
            "",
            f"© 2026 {SITE}. All rights reserved.",
        ]
    )


def _pdf_lines(page: Page, indent: str) -> list[str]:
    out = [indent + SITE, "", wrap(page.title, 48, indent), "", f"{indent}By {page.author}", indent + page.date, ""]
    for block in page.blocks:
        text = f"{block.caption} {block.credit}" if isinstance(block, Image) else unlinked(block.removeprefix("## "))
        out += [*wrap(text, 88, indent).split("\n"), ""]
    return out


def pdf(page: Page) -> str:
    """pdftotext: lines as set, a form feed and the address at each page's end."""
    lines = _pdf_lines(page, "")
    cut = next(i for i in range(len(lines) // 2, len(lines)) if not lines[i])
    foot = ["https://review.example/a", "1/2", "\f12/05/2026, 10:23", f"{page.title} - {SITE}", ""]
    return "\n".join(
        [
            *lines[:cut],
            "",
            *foot,
            *lines[cut:],
            f"© 2026 {SITE}. All rights reserved.",
            "https://review.example/a",
            "2/2",
            "\f",
        ]
    )


def pdf_layout(page: Page) -> str:
    return "\n".join([*_pdf_lines(page, " " * 12), " " * 40 + "- 1 -", "\f"])


def mail(page: Page) -> str:
    out = [page.title, "", f"By {page.author}, {page.date}", ""]
    for block in page.blocks:
        if isinstance(block, Image):
            out += [f"[image: {block.alt}]", f"{block.caption} {block.credit}", ""]
        else:
            out += [wrap(_LINK.sub(r"\1 ( https://review.example\2 )", block.removeprefix("## ")), 72), ""]
    return "\n".join([*out, "--", f"© 2026 {SITE}. All rights reserved.", "Unsubscribe ( https://review.example/u )"])


def soup_lines(page: Page) -> str:
    """BeautifulSoup's get_text over blocks, a line each, with the blank lines of the markup left in."""
    out = [
        f"{page.title} | {SITE}",
        "",
        "",
        "",
        *[line for name in MENU for line in (name, "")],
        "",
        "",
        page.title,
        "",
        "",
        f"By {page.author}",
        "",
        page.date,
        "",
        "",
        "",
    ]
    for block in page.blocks:
        text = f"{block.caption} {block.credit}" if isinstance(block, Image) else unlinked(block.removeprefix("## "))
        out += [text, "", "", ""]
    return "\n".join(
        [
            *out,
            "Related stories",
            "",
            *[line for name in RELATED for line in (name, "", "")],
            f"© 2026 {SITE}. All rights reserved.",
        ]
    )


DUMPS: tuple[Callable[[Page], str], ...] = (
    lynx, lynx_nolist, elinks, links, w3m, w3m_numbers, html2text, html2text_unwrapped, html2text_references, html2text_c,
    pandoc_markdown, pandoc_plain, select_all, select_all_tight, select_all_windows, reader_view, reader_service, firefox_text, pdf,
    pdf_layout, mail, soup_lines,
)  # fmt: skip
