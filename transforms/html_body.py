"""The first reader of a page's body: our own, over the flat lists of `html_scan`.

In this order: furniture by class and tag is set aside, as long as what remains still holds most of the paragraphs (else
the pages of some site builders come out empty); then the container is sought, by its own word (`articleBody`, article,
main, the class names that publishing systems use) or as the deepest box that holds most of the paragraph text; then its
blocks are trimmed by link density, at leading furniture and at the marks of an ending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from transforms.html_scan import Box, Fragment, Scan

# Furniture by name. `(?<![a-z])` and `(?![a-z])` keep whole words: "share" is one, "shareholders" is none.
_FURNITURE = re.compile(
    r"(?<![a-z])(?:"
    r"related\w*|recirc\w*|recommend\w*|read-?(?:more|next|also)|more-?(?:from|stories|news|articles|posts)|"
    r"(?:most|top)-?(?:read|popular|viewed|stories)|popular\w*|trending\w*|you-?may-?(?:also-?)?like|also-?like|"
    r"outbrain|taboola|zergnet|revcontent|next-?(?:post|article|up)|prev-?(?:post|article)|post-?nav\w*|"
    r"share\w{0,8}|sharing|social\w*|addthis\w*|addtoany\w*|sharedaddy|jp-relatedposts|follow-?us|"
    r"newsletter\w*|subscri(?:be|ption)\w*|sign-?up\w*|mailchimp|email-?(?:form|signup|capture)|opt-?in|"
    r"promo\w*|sponsor\w*|advert\w*|ads?|adslot|ad-?(?:unit|slot|wrapper|container|block|banner)\w*|dfp|gpt-ad|"
    r"sidebar\w*|side-?bar|side-?rail|right-?rail|rail|widget-?area|widgets?|menu\w*|nav\w*|breadcrumbs?\w*|"
    r"cookies?\w*|privacy\w*|cli|consent\w*|gdpr|onetrust\w*|pop-?up\w*|modal\w*|overlay|toast|lightbox|"
    r"foot(?:er)?|footnav|site-?(?:header|footer|info)|masthead|copyright|colophon|"
    r"author-?(?:bio|box|info|card|block|profile|about|details|description)\w*|about-?(?:the-?)?author\w*|bio|"
    r"post-?(?:tags|meta|footer|share|author)|entry-?(?:meta|footer|utility)|article-?(?:tags|meta|footer|share)|"
    r"tags?-?(?:list|cloud|links|container)|tags|byline\w*|meta|metadata|timestamp|dateline-?date|"
    r"toc|table-?of-?contents|ez-toc\w*|paywall\w*|regwall|premium-?(?:box|teaser)|"
    r"pagination|pager|page-?links|print-?(?:only|link)|hidden|noprint|no-print|visually-hidden|"
    r"teasers?|cards?-?(?:list|grid)|carousel\w*|slider|donat\w*|cta\w*|call-?to-?action|"
    r"gallery-?thumb\w*|rating\w*|reviews?-?list|poll|quiz|login|register|search\w*|language-?switcher|"
    r"disclaimer|disclosure|corrections?-?policy|site-?message|alert|banner|notification|weather|ticker)(?![a-z])"
)
_COMMENTS = re.compile(
    r"(?<![a-z])(?:comments?(?:area|list|section|wrap\w*|body|thread|container|s)?|disqus\w*|livefyre|respond|"
    r"replies|commentlist|reader-?comments?|user-?comments?|fb-?comments?\w*|coral-?talk\w*|spot-?im\w*)(?![a-z])"
)
_FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "form", "menu", "hgroup"))
_BODY_NAMES = re.compile(
    r"(?<![a-z])(?:article-?_?_?(?:body|content|text|copy|main)\w*|story-?_?_?(?:body|content|text|copy)\w*|"
    r"post-?_?_?(?:body|content|text|entry)\w*|entry-?_?_?(?:content|body|text)\w*|body-?(?:content|copy|text)|"
    r"blog-?(?:post-?)?(?:content|body)|news-?(?:content|body|text)|td-post-content|content-?body|field--name-body|"
    r"rich-?text\w*|page-?content|single-?content|articlebody|storybody|caas-body|zn-body\w*|wysiwyg)(?![a-z])"
)
_CAPTION_NAMES = re.compile(
    r"(?<![a-z])(?:caption\w*|wp-caption\w*|image-?(?:credit|caption|source|meta|description)\w*|"
    r"photo-?(?:credit|caption|info)\w*|media-?(?:caption|credit)\w*|figcaption|credits?|fig-?caption|"
    r"img-?(?:credit|caption)\w*|video-?(?:caption|title|meta)\w*)(?![a-z])"
)
_SENTENCE_END = (".", "!", "?", "…", "”", '"', "’", ":", ";", "»", "。", "！", "？", "।", "؟", ")")
_LEAVES = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr", "td", "th", "dd", "dt"))

# A line that begins the end: what follows is other stories, forms, notes about the site. Whole line, any case.
END_MARK = re.compile(
    r"^(?:related (?:articles?|posts?|stories|topics|content|news|reading|links|coverage|resources)|"
    r"(?:you (?:may|might) (?:also )?(?:like|enjoy)|recommended(?: for you| reading| stories| articles)?)|"
    r"(?:more (?:from|on|in|stories|news|articles|posts|like this)\b.{0,60})|"
    r"read (?:next|more|also)(?: (?:from|on|in)\b.{0,60})?|up next|next (?:article|post|story)|"
    r"(?:previous|older|newer) (?:article|post|story)|"
    r"(?:most|top) (?:read|popular|viewed|commented|stories)|popular (?:posts|stories|articles|now)|trending(?: now)?|"
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply|response)|leave a reply.{0,40}|(?:\d+ )?comments?(?: \(\d+\))?|"
    r"no comments(?: yet)?|join the (?:conversation|discussion)|what do you think\??|"
    r"share (?:this|on|with|via)\b.{0,40}|"
    r"about (?:the )?authors?(?: .{0,40})?|author bio|written by|"
    r"(?:sign up|subscribe)(?: (?:for|to|now|today)\b.{0,80})?|"
    r"filed under\b.{0,80}|tagged\b.{0,80}|"
    r"latest (?:news|posts|stories|articles|from.{0,40})|"
    r"back to (?:top|blog|news)|all rights reserved\.?|get in touch|contact us)\s*:?\s*$",
    re.IGNORECASE,
)
# A paragraph that belongs to the page, not to the article, wherever it stands.
NOISE = re.compile(
    r"^(?:advertisement|advertising|ad|sponsored|share(?: this)?(?: article| story| post)?|tweet|pin(?: it)?|email|print|"
    r"copy link|link copied!?|save|listen|listen to (?:this )?article|read more(?: about this)?(?: …|\.\.\.)?|"
    r"continue reading(?: below)?.{0,60}|article continues (?:below|after).{0,40}|story continues below.{0,30}|"
    r"scroll to continue.{0,30}|skip advert(?:isement)?|click here.{0,60}|follow us.{0,80}|"
    r"sign up (?:for|to)\b.{0,120}|subscribe (?:to|now)\b.{0,120}|no comments on\b.{0,200}|"
    r"(?:see|read) also\s*:.{0,160}|also read\s*:.{0,160}|read more\s*:.{0,160}|related\s*:.{0,160}|"
    r"download (?:the|our) app\b.{0,80}|(?:image|photo|picture) (?:credit|source|by)\s*:?.{0,80}|"
    r"copyright\s*(?:©|\(c\)|\d{4}).{0,200}|©.{0,200}|all rights reserved\.?.{0,60}|"
    r"\d{1,3} min(?:ute)?s?\.? read|reading time\b.{0,30}|\d+ (?:shares?|views?|comments?|likes?)|"
    r"(?:last )?updated\s*:?.{0,40}|published\s*:?.{0,40}|loading\s*(?:…|\.\.\.)|table of contents|jump to.{0,40})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Taken:
    """What the reader took: indexes of fragments, its container, and the shares by which it is judged.

    `held`: share of the page's paragraph text (outside furniture) that lies in the container; `kept`: share of the
    container's text that was taken; `mass`: characters of paragraph text taken."""

    fragments: list[int]
    captions: list[int]
    root: int
    held: float
    kept: float
    mass: int
    by_name: bool


def mass_of(fragment: Fragment) -> int:
    """Characters that speak for running text: a paragraph's, links aside; 0 for short lines, labels and headings."""
    if fragment.kind in ("heading", "caption", "row"):
        return 0
    own = len(fragment.text) - fragment.linked
    if own < 0.5 * len(fragment.text) or own < 25:
        return 0
    if own >= 80 or (fragment.kind != "item" and fragment.text.endswith(_SENTENCE_END)):
        return own
    return 0


def read_body(page: Scan) -> Taken:
    """The article's fragments, in order. An empty list when the page holds no running text."""
    mass = [mass_of(fragment) for fragment in page.fragments]
    bad = _furniture(page, mass)
    sums = [0, *accumulate(0 if bad[i] else m for i, m in enumerate(mass))]
    root, by_name = _container(page.boxes, sums)
    box = page.boxes[root]
    total = sums[-1] or 1
    chosen, captions = _trim(page, root, bad, mass)
    inside = sum(len(page.fragments[i].text) for i in range(box.start, box.end)) or 1
    return Taken(
        fragments=chosen,
        captions=captions,
        root=root,
        held=(sums[box.end] - sums[box.start]) / total,
        kept=sum(len(page.fragments[i].text) for i in chosen) / inside,
        mass=sum(mass[i] for i in chosen),
        by_name=by_name,
    )


def _furniture(page: Scan, mass: list[int]) -> list[bool]:
    """Which fragments stand in furniture. A name or tag that covers over a quarter of the page's paragraph text is none
    on this page: site builders call every block a widget."""
    bad = [False] * len(page.fragments)
    _mark(bad, [box for box in page.boxes[1:] if _COMMENTS.search(box.names)], mass, 0.9)
    groups: dict[str, list[Box]] = {}
    for box in page.boxes[1:]:
        if box.tag in _FURNITURE_TAGS:
            groups.setdefault(box.tag, []).append(box)
        elif box.names and box.tag not in ("main", "body", "html") and (found := _FURNITURE.search(box.names)):
            if not (_BODY_NAMES.search(box.names) or box.itemprop == "articleBody"):
                groups.setdefault(found.group(), []).append(box)
    for boxes in groups.values():
        _mark(bad, boxes, mass, 0.25)
    return bad


def _mark(bad: list[bool], boxes: list[Box], mass: list[int], most: float) -> None:
    """Marks what the boxes hold, unless that is over `most` of the paragraph text that is not marked yet."""
    left = sum(m for i, m in enumerate(mass) if not bad[i]) or 1
    held = {i for box in boxes for i in range(box.start, box.end) if not bad[i]}
    if sum(mass[i] for i in held) <= most * left:
        for i in held:
            bad[i] = True


def _container(boxes: list[Box], sums: list[int]) -> tuple[int, bool]:
    """The box that is the article, and whether it says so itself."""
    total = sums[-1]
    if not total:
        return 0, False

    def held(number: int) -> int:
        return sums[boxes[number].end] - sums[boxes[number].start]

    named = [i for i, box in enumerate(boxes) if box.itemprop == "articleBody" or _BODY_NAMES.search(box.names)]
    articles = [i for i, box in enumerate(boxes) if box.tag == "article"]
    mains = [i for i, box in enumerate(boxes) if box.tag == "main" or "main" in box.names]
    current, by_name = 0, False
    for group, least in ((named, 0.35), (articles, 0.5), (mains, 0.5)):
        group = [i for i in group if i and boxes[i].tag not in _LEAVES and held(i) >= least * total]
        if group:
            most = max(map(held, group))
            current, by_name = max(i for i in group if held(i) >= 0.95 * most), True
            break
    while True:
        heavy = [c for c in boxes[current].children if held(c) >= 0.9 * held(current) and boxes[c].tag not in _LEAVES]
        if not heavy:
            return current, by_name
        current = heavy[0]


def _trim(page: Scan, root: int, bad: list[bool], mass: list[int]) -> tuple[list[int], list[int]]:
    """The fragments of the container that are the article's, and those that are captions."""
    box = page.boxes[root]
    captions = _captions(page, root)
    dense = _link_lists(page, root, mass)
    chosen: list[int] = []
    seen = 0
    total = sum(mass[i] for i in range(box.start, box.end) if not bad[i]) or 1
    for i in range(box.start, box.end):
        fragment = page.fragments[i]
        if bad[i] or i in captions or i in dense:
            continue
        short = len(fragment.text) < 100
        if short and seen > 0.5 * total and END_MARK.match(fragment.text):
            if total - seen < 0.25 * total:
                break
            continue
        if NOISE.match(fragment.text) or (fragment.linked > 0.85 * len(fragment.text) and fragment.kind != "heading"):
            continue
        seen += mass[i]
        chosen.append(i)
    return _ends(page, chosen, mass), sorted(captions)


def _captions(page: Scan, root: int) -> set[int]:
    found = {i for i in range(page.boxes[root].start, page.boxes[root].end) if page.fragments[i].kind == "caption"}
    for box in page.boxes[root:]:
        if box.tag == "figcaption" or (box.names and _CAPTION_NAMES.search(box.names) and box.end - box.start <= 4):
            found.update(range(box.start, box.end))
    return found


def _link_lists(page: Scan, root: int, mass: list[int]) -> set[int]:
    """Fragments of boxes that are mostly links: lists of other stories, tags, navigation."""
    found: set[int] = set()
    first, last = page.boxes[root].start, page.boxes[root].end
    total = sum(mass[first:last]) or 1
    for box in page.boxes[root + 1 :]:
        if box.start >= last:
            break
        if box.start < first or box.end - box.start < 2 or box.tag in ("p",):
            continue
        inside = page.fragments[box.start : box.end]
        length = sum(len(f.text) for f in inside)
        linked = sum(f.linked for f in inside)
        if linked > 0.6 * length and sum(mass[box.start : box.end]) < 0.2 * total:
            found.update(range(box.start, box.end))
    return found


def _ends(page: Scan, chosen: list[int], mass: list[int]) -> list[int]:
    """Without headings that have no text after them, and without short lines after the last sentence."""
    while chosen:
        last = page.fragments[chosen[-1]]
        if last.kind == "heading" or (last.kind == "text" and len(last.text) < 40 and not last.text.endswith(_SENTENCE_END)):
            chosen = chosen[:-1]
        else:
            break
    return chosen
