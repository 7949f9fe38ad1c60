"""Class names and ids by which pages tell what a box is: furniture, comments, the body, captions."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from transforms.pages.patterns import either, names

# Furniture by name. `(?<![a-z])` and `(?![a-z])` keep whole words: "share" is one, "shareholders" is none.
FURNITURE = names(
    r"""
    related\w*|recirc\w*|recommend\w*|read-?(?:more|next|also)|more-?(?:from|stories|news|articles|posts)|(?:most|
    top)-?(?:read|popular|viewed|stories)|popular\w*|trending\w*|you-?may-?(?:also-?)?like|also-?like|outbrain|
    taboola|zergnet|revcontent|next-?(?:post|article|up)|prev-?(?:post|article)|post-?nav\w*|share\w{0,8}|sharing|
    social(?![\w-]*embed)\w*|vcard|elementor-posts[\w-]*|addthis\w*|addtoany\w*|sharedaddy|jp-relatedposts|follow-?us|
    newsletter\w*|subscri(?:be|ption)\w*|
    sign-?up\w*|mailchimp|email-?(?:form|signup|capture)|opt-?in|promo\w*|sponsor\w*|advert\w*|ads?|adslot|
    ad-?(?:unit|slot|wrapper|container|block|banner)\w*|dfp|gpt-ad|sidebar\w*|side-?bar|side-?rail|right-?rail|rail|
    widget-?area|widgets?|menu\w*|nav\w*|breadcrumbs?\w*|cookies?\w*|privacy\w*|cli|consent\w*|gdpr|onetrust\w*|
    pop-?up\w*|modal\w*|overlay|toast|lightbox|foot(?:er)?|footnav|site-?(?:header|footer|info)|masthead|copyright|
    colophon|author[-_]{0,2}(?:bio|box|info|card|block|profile|about|details?|description)\w*|about-?(?:the-?)?author\w*|
    bio|post-?(?:tags|meta|footer|share|author)|entry-?(?:meta|footer|utility)|article-?(?:tags|meta|footer|share)|
    tags?-?(?:list|cloud|links|container)|tags|byline\w*|meta|metadata|timestamp|dateline-?date|toc|
    table-?of-?contents|ez-toc\w*|paywall\w*|regwall|premium-?(?:box|teaser)|pagination|pager|page-?links|
    print-?(?:only|link)|hidden|noprint|no-print|visually-hidden|teasers?|cards?-?(?:list|grid)|carousel\w*|slider|
    donat\w*|cta\w*|call-?to-?action|gallery-?thumb\w*|rating\w*|reviews?-?list|poll|quiz|login|register|search\w*|
    language-?switcher|disclaimer|disclosure|corrections?-?policy|site-?message|alert|banner|notification|weather|
    ticker|next-?prev\w*|prev-?next\w*|breaking-?(?:news|block|bar)\w*
    """
)
COMMENTS = names(
    r"""
    comments?(?:area|list|section|wrap\w*|body|thread|container|s)?|disqus\w*|livefyre|respond|replies|commentlist|
    reader-?comments?|user-?comments?|fb-?comments?\w*|coral-?talk\w*|spot-?im\w*
    """
)
BODY = names(
    r"""
    article-?_?_?(?:body|content|text|copy|main)\w*|story-?_?_?(?:body|content|text|copy)\w*|post-?_?_?(?:body|
    content|text|entry)\w*|entry-?_?_?(?:content|body|text)\w*|body-?(?:content|copy|text)|
    blog-?(?:post-?)?(?:content|body)|news-?(?:content|body|text)|td-post-content|content-?body|field--name-body|
    rich-?text\w*|page-?content|single-?content|articlebody|storybody|caas-body|zn-body\w*|wysiwyg
    """
)
CAPTION = names(
    r"""
    caption\w*|wp-caption\w*|image-?(?:credit|caption|source|meta|description)\w*|photo-?(?:credit|caption|info)\w*|
    media-?_{0,2}(?:caption|credit|meta|info)\w*|l[eé]gende|bildunterschrift|pie-?(?:de-?)?foto|didascalia|figcaption|credits?|fig-?caption|img-?(?:credit|caption)\w*|video-?(?:caption|
    title|meta)\w*
    """
)
# Who made an image, beside the caption or within it.
CREDIT = names(
    r"(?:image|photo|media|img)?_{0,2}(?:credits?|copyright|photographer|attribution)|fotograf\w*|bildnachweis"
)
HIDDEN = names(r"sr-only|screen-?reader\w*|visually-?hidden|skip-?(?:link|nav|to)\w*")
_ROLES = (COMMENTS, BODY, CAPTION, HIDDEN)
_OTHER = either(*_ROLES)


@dataclass(frozen=True, slots=True)
class Roles:
    """What a box's names say that it is. `furniture` is the part of them that says so."""

    furniture: str | None = None
    comments: bool = False
    body: bool = False
    caption: bool = False
    hidden: bool = False


NO_ROLES = Roles()


@functools.lru_cache(maxsize=8192)
def roles(named: str) -> Roles:
    """What class, id and role, as one text in lower case, say. Names are many and their words few: both are
    remembered (five searches for each box took as long as the parser)."""
    found = [role for role in map(_roles_of_word, named[:400].split()) if role is not NO_ROLES]
    if not found:
        return NO_ROLES
    return found[0] if len(found) == 1 else _together(found)


@functools.lru_cache(maxsize=16384)
def _roles_of_word(word: str) -> Roles:
    furniture = FURNITURE.search(word)
    if _OTHER.search(word) is None:
        return Roles(furniture) if furniture else NO_ROLES
    comments, body, caption, hidden = (named.search(word) is not None for named in _ROLES)
    return Roles(furniture, comments, body, caption, hidden)


def _together(found: list[Roles]) -> Roles:
    return Roles(
        furniture=next((role.furniture for role in found if role.furniture), None),
        comments=any(role.comments for role in found),
        body=any(role.body for role in found),
        caption=any(role.caption for role in found),
        hidden=any(role.hidden for role in found),
    )
