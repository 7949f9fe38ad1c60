"""The parts of an article in the layouts that pages are made of: what belongs to it, apart; nothing of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from contracts.records import Article, PageContext
from transforms.pages.extract import read_page

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TITLE = "Norland and Sudria reopen border talks"
LEAD = (
    "Delegations from Norland and Sudria met in the lake town of Velm on Tuesday, the first talks between the two "
    "neighbours since the ferry crisis closed their border last spring."
)
AGREED = (
    "The two sides agreed to exchange lists of detained fishermen and to meet again before the autumn, according to a "
    "statement that both foreign ministries released in the evening."
)
SAID = (
    "“We have not solved the question of the strait, but we have begun to speak about it,” said Mirela Anders, who led "
    "the Norland delegation."
)
TRADE = (
    "Trade across the strait has fallen by half since the crossing was closed in December 2023, and farmers on both "
    "sides have asked their governments to let lorries pass."
)
QUOTE = "“We have not solved the question of the strait, but we have begun to speak about it,”"
HEADING = "A strait between them"
CAPTION = "The flags of both countries at the landing of Velm"
TABLE = "<table><tr><th>Port</th><th>Boats</th></tr><tr><td>Velm</td><td>12</td></tr></table>"
LIST = "<ul><li>A list of the detained fishermen</li><li>A second meeting before the autumn</li></ul>"
STORIES = ("Ferry crisis: how it began", "Fishermen wait for the first boats", "What the strait is worth")


@dataclass(frozen=True)
class Layout:
    """A page and what is to be read of it."""

    name: str
    markup: str
    sections: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    byline: str | None = "Anna Lindqvist"
    title: str = TITLE
    lead: str = LEAD
    headings: tuple[str, ...] = (HEADING,)
    quotes: tuple[str, ...] = (QUOTE,)
    captions: tuple[str, ...] = (CAPTION,)
    kind: str = "article"
    holds: tuple[str, ...] = field(default=(AGREED, TRADE))


def page(head: str, body: str, tag: str = "html lang='en'") -> str:
    return f"<!DOCTYPE html><{tag}><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def cards(tag: str = "h3") -> str:
    return "".join(f'<div><a href="/s/{n}"><{tag}>{story}</{tag}></a></div>' for n, story in enumerate(STORIES))


WORDPRESS = page(
    f"""<title>{TITLE} - The Strait Review</title><meta property="og:site_name" content="The Strait Review">
    <meta property="og:title" content="{TITLE} - The Strait Review">""",
    f"""<header id="masthead" class="site-header"><p class="site-title"><a href="/">The Strait Review</a></p>
    <ul class="menu"><li class="menu-item menu-item-type-taxonomy menu-item-object-category"><a href="/c/a">Markets</a>
    <li class="menu-item menu-item-type-taxonomy menu-item-object-category"><a href="/c/b">Weather</a></ul></header>
    <main><article class="post hentry"><header class="entry-header"><span class="cat-links"><a href="/c/w"
    rel="category tag">World</a></span><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Posted on 12 May 2026 by
    <span class="author vcard"><a rel="author" href="/a">Anna Lindqvist</a></span></div></header>
    <div class="entry-content"><p>{LEAD}</p><figure class="wp-caption"><img src="a.jpg" alt="Flags at the landing of Velm">
    <figcaption class="wp-caption-text">{CAPTION} (Photo: Norland Press)</figcaption></figure><p>{AGREED}</p>
    <h2>{HEADING}</h2><p>{SAID}</p>{TABLE}{LIST}<p>{TRADE}</p><div class="sharedaddy"><h3>Share this:</h3>
    <a href="#">Facebook</a></div></div><footer class="entry-footer"><span class="tags-links">Tagged <a href="/t/b"
    rel="tag">border</a>, <a href="/t/f" rel="tag">ferries</a></span></footer></article>
    <div class="author-box"><h4>Anna Lindqvist</h4><p>Anna writes about the strait and has lived in Velm for ten years.
    </p></div><div id="comments"><h2>No Comments on {TITLE}</h2></div></main>
    <aside class="widget-area"><h3>Recent posts</h3>{cards()}</aside><footer>© 2014-2026 The Strait Review</footer>""",
)
NEWSPAPER = page(
    f"""<title>{TITLE} | The Strait Review</title><meta name="news_keywords" content="border, ferries">
    <meta property="article:section" content="Europe"><script type="application/ld+json">
    {{"@context":"https://schema.org","@graph":[{{"@type":"BreadcrumbList","itemListElement":[{{"@type":"ListItem",
    "position":1,"name":"Home"}},{{"@type":"ListItem","position":2,"name":"World"}}]}},{{"@type":"NewsArticle",
    "headline":"{TITLE}","author":[{{"@type":"Person","name":"Anna Lindqvist"}},{{"@type":"Organization","name":"Staff"}}],
    "publisher":{{"@type":"Organization","name":"The Strait Review"}}}}]}}</script>""",
    f"""<div class="cookie-banner"><p>We use cookies to make this site work and to count its readers. You may refuse them.
    </p></div><nav><a href="/">Home</a><a href="/world">World</a></nav><main><article><h1>{TITLE}</h1>
    <div class="byline">By <a href="/p/anna">Anna Lindqvist</a></div><figure class="lead-media"><img src="a.jpg"
    alt="Two delegations shake hands"><figcaption><span class="caption__text">{CAPTION}</span>
    <span class="caption__credit">Tomas Reyes/Norland Press</span></figcaption></figure><section class="story-body">
    <p>{LEAD}</p><p>{AGREED}</p><aside class="newsletter-signup"><h3>Morning letter</h3><p>Sign up for our newsletter and get
    the day's stories before breakfast.</p></aside><h2>{HEADING}</h2><p>{SAID}</p><div class="related-inline"><h4>Related
    </h4>{cards("p")}</div>{TABLE}{LIST}<p>{TRADE}</p></section><div class="share-tools">Share this article</div></article>
    <section class="most-read"><h2>Most read</h2>{cards()}</section></main><footer>All rights reserved.</footer>""",
)
AMP = page(
    f"""<title>{TITLE}</title><meta name="author" content="Anna Lindqvist"><meta property="article:tag" content="border">
    <meta property="article:section" content="World">""",
    f"""<amp-sidebar id="s"><ul><li>Home</li><li>Markets</li></ul></amp-sidebar><article class="amp-wp-article">
    <h1 class="amp-wp-title">{TITLE}</h1><figure><amp-img src="a.jpg" alt="{CAPTION}" width="1" height="1"></amp-img>
    </figure><div class="amp-wp-article-content"><p>{LEAD}</p><p>{AGREED}</p><amp-ad type="x"></amp-ad><h2>{HEADING}</h2>
    <p>{SAID}</p>{TABLE}{LIST}<p>{TRADE}</p></div></article><footer class="amp-wp-footer"><p>© The Strait Review</p>
    </footer>""",
    "html amp lang='en'",
)
BUILDER = page(
    f"""<title>{TITLE} – The Strait Review</title><meta property="og:site_name" content="The Strait Review">
    <meta name="author" content="Anna Lindqvist"><meta name="keywords" content="border, ferries">""",
    f"""<div class="elementor"><div class="elementor-location-header"><img class="logo" src="l.png" alt="The Strait Review logo">
    <div class="elementor-nav-menu"><a href="/">Home</a><a href="/m">Markets</a></div></div>
    <div class="elementor-section"><div class="elementor-widget"><div class="breadcrumbs"><a href="/">Home</a> » <a href="/w">
    World</a> » {TITLE}</div></div><div class="elementor-widget"><h1>{TITLE}</h1></div>
    <div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container"><p>{LEAD}</p>
    <p>{AGREED}</p><figure class="wp-block-image"><img src="a.jpg" alt=""><figcaption>{CAPTION}</figcaption></figure>
    <h2>{HEADING}</h2><p>{SAID}</p>{TABLE}{LIST}<p>{TRADE}</p></div></div>
    <div class="elementor-widget elementor-posts"><h3>You may also like</h3>{cards("h4")}</div></div></div>""",
)
THINK_TANK = page(
    f"""<title>{TITLE} | Strait Institute</title><meta property="og:site_name" content="Strait Institute">
    <meta name="citation_author" content="Lindqvist, Anna"><meta name="citation_title" content="{TITLE}">""",
    f"""<div class="layout"><aside class="sidebar"><h3>Programmes</h3><ul><li><a href="/a">Sea</a><li><a href="/b">Law</a></ul>
    <h3>About the author</h3><p>Anna Lindqvist is a senior fellow at the Strait Institute and the author of two books.</p>
    <img src="p.jpg" alt="Portrait of the author"></aside><div class="content"><div class="eyebrow">Commentary</div>
    <h1>{TITLE}</h1><div class="field--name-body"><p>{LEAD}</p><p>{AGREED}</p><figure><img src="m.png" alt=""><figcaption>
    {CAPTION}. Source: Strait Institute</figcaption></figure><h2>{HEADING}</h2><p>{SAID}</p>{TABLE}{LIST}<p>{TRADE}</p></div>
    <div class="tags"><a href="/t/b" rel="tag">border</a><a href="/t/f" rel="tag">ferries</a></div>
    <div class="related-content"><h3>Related content</h3>{cards("h4")}</div></div></div>""",
)
STATIC = page(
    f"""<title>{TITLE}</title>""",
    f"""<p><a href="index.html">Home</a></p><h1>{TITLE}</h1><p>By Anna Lindqvist</p><p>{LEAD}</p><p><img src="a.jpg"
    alt="{CAPTION}"></p><p>{AGREED}</p><h2>{HEADING}</h2><p>{SAID}</p>{TABLE}{LIST}<p>{TRADE}</p><hr>
    <p><a href="rss.xml"><img src="rss.png" alt="Feed icon"></a> Copyright 2026 The Strait Review</p>""",
)
ARABIC = page(
    """<title>البلدان يستأنفان محادثات الحدود | مجلة المضيق</title><meta property="og:site_name" content="مجلة المضيق">
    <meta property="article:section" content="العالم"><meta name="keywords" content="الحدود، العبارات">
    <meta name="author" content="ليلى حداد">""",
    """<nav><ul><li><a href="/">الرئيسية</a><li><a href="/w">العالم</a></ul></nav><article><h1>البلدان يستأنفان محادثات
    الحدود</h1><figure><img src="a.jpg" alt=""><figcaption>أعلام البلدين عند مرسى البحيرة</figcaption></figure>
    <div class="article-body"><p>التقى وفدا البلدين في بلدة على البحيرة يوم الثلاثاء، في أول محادثات بين الجارين منذ أزمة العبارات
    التي أغلقت الحدود بينهما في الربيع الماضي.</p><p>واتفق الجانبان على تبادل قوائم الصيادين المحتجزين وعلى اللقاء مرة أخرى قبل الخريف،
    بحسب بيان أصدرته وزارتا الخارجية في المساء.</p><h2>مضيق بينهما</h2><p>وقالت رئيسة الوفد: «لم نحل مسألة المضيق، لكننا بدأنا نتحدث
    عنها» بعد انتهاء الجلسة الأولى من المحادثات في المدينة.</p><p>وتراجعت التجارة عبر المضيق إلى النصف منذ إغلاق المعبر، وطالب المزارعون
    من الجانبين حكومتيهم بالسماح بمرور الشاحنات.</p></div></article><div class="related"><h3>مواضيع ذات صلة</h3><a href="/x">كيف
    بدأت أزمة العبارات</a></div><footer>جميع الحقوق محفوظة</footer>""",
    "html lang='ar' dir='rtl'",
)
CHINESE = page(
    """<title>两国重启边境谈判 - 海峡评论</title><meta property="og:site_name" content="海峡评论"><meta name="keywords"
    content="边境,渡轮"><meta name="author" content="林安娜">""",
    """<div class="nav"><a href="/">首页</a><a href="/w">国际</a></div><div class="crumbs"><a href="/">首页</a> &gt; <a
    href="/w">国际</a> &gt; 正文</div><h1>两国重启边境谈判</h1><div class="article-content">
    <p>两国代表团星期二在湖边小镇会面，这是自去年春天渡轮危机导致边境关闭以来，两个邻国之间的首次谈判，双方都派出了外交部的高级官员。</p><div class="pic"><img src="a.jpg"><p class="caption">两国国旗飘扬在码头上</p></div>
    <p>根据两国外交部当晚发表的声明，双方同意交换被扣押渔民的名单，并在秋季之前再次会面，继续讨论有关海峡航行权的问题。</p><h2>两国之间的海峡</h2>
    <p>代表团团长在会后表示：“我们还没有解决海峡的问题，但是我们已经开始谈论它了。”她说下一轮谈判将讨论渔业和贸易。</p><p>自从二〇二三年十二月关闭口岸以来，
    海峡两岸的贸易额下降了一半，双方的农民都要求本国政府允许卡车通行。</p></div><div class="related-news"><h3>相关新闻</h3><a href="/x">渡轮危机的由来</a></div>
    <div class="footer">版权所有 海峡评论</div>""",
    "html lang='zh'",
)

LAYOUTS = (
    Layout("WordPress", WORDPRESS, ("World",), ("border", "ferries"), captions=(CAPTION,)),
    Layout(
        "newspaper",
        NEWSPAPER,
        ("Europe", "World"),
        ("border", "ferries"),
        captions=("Two delegations shake hands", CAPTION),
    ),
    Layout("AMP", AMP, ("World",), ("border",)),
    Layout("page builder", BUILDER, ("World",), ("border", "ferries")),
    Layout("think tank", THINK_TANK, ("Commentary",), ("border", "ferries"), captions=(f"{CAPTION}.",), kind="opinion"),
    Layout("static site", STATIC, ()),
)
OTHERS = (
    Layout(
        "right to left", ARABIC, ("العالم",), ("الحدود", "العبارات"), "ليلى حداد",
        title="البلدان يستأنفان محادثات الحدود",
        lead="التقى وفدا البلدين في بلدة على البحيرة يوم الثلاثاء، في أول محادثات بين الجارين منذ أزمة العبارات "
        "التي أغلقت الحدود بينهما في الربيع الماضي.",
        headings=("مضيق بينهما",), quotes=("«لم نحل مسألة المضيق، لكننا بدأنا نتحدث عنها»",),
        captions=("أعلام البلدين عند مرسى البحيرة",), holds=("واتفق الجانبان", "وتراجعت التجارة"),
    ),
    Layout(
        "Chinese", CHINESE, ("国际",), ("边境", "渡轮"), "林安娜",
        title="两国重启边境谈判",
        lead="两国代表团星期二在湖边小镇会面，这是自去年春天渡轮危机导致边境关闭以来，两个邻国之间的首次谈判，双方都派出了外交部的高级官员。",
        headings=("两国之间的海峡",), quotes=(), captions=("两国国旗飘扬在码头上",), holds=("根据两国外交部", "自从二〇二三年"),
    ),
)  # fmt: skip
CHROME = (
    "No Comments", "Share this", "Recent posts", "Most read", "Related", "You may also like", "newsletter", "cookies",
    "©", "Copyright", "All rights reserved", "has lived in Velm", "senior fellow", "Home", "Markets", "Facebook", "Tagged",
    "Norland Press", "The Strait Review", "Posted on", "مواضيع ذات صلة", "جميع الحقوق", "الرئيسية", "相关新闻", "版权所有",
    "首页", CAPTION, TITLE, *STORIES,
)  # fmt: skip


def read(markup: str) -> Article:
    context = PageContext(NOW, "https://www.example.org/2026/05/12/talks", "https://www.example.org/2026/05/12/talks")
    article, verdict = read_page(markup.encode(), context)
    assert isinstance(article, Article), article
    assert verdict is None
    return article


@pytest.mark.parametrize("layout", [*LAYOUTS, *OTHERS], ids=lambda layout: layout.name)
def test_each_layout_gives_the_parts_of_its_article(layout: Layout) -> None:
    article = read(layout.markup)
    assert article.title == layout.title
    assert article.byline == layout.byline
    assert article.sections == layout.sections
    assert article.keywords == layout.keywords
    assert article.lead == layout.lead
    assert article.captions == layout.captions
    assert article.kind == layout.kind


@pytest.mark.parametrize("layout", [*LAYOUTS, *OTHERS], ids=lambda layout: layout.name)
def test_headings_and_quotations_are_spans_of_the_body(layout: Layout) -> None:
    article = read(layout.markup)
    assert tuple(article.body[a:b] for a, b in article.headings) == layout.headings
    said = tuple(article.body[a:b] for a, b in article.quotes)
    assert said == layout.quotes or not layout.quotes
    assert all(text in article.body for text in layout.holds)


@pytest.mark.parametrize("layout", [*LAYOUTS, *OTHERS], ids=lambda layout: layout.name)
def test_nothing_of_the_page_around_it_is_in_the_body(layout: Layout) -> None:
    body = read(layout.markup).body
    assert [word for word in CHROME if word in body] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_tables_and_lists_stand_in_the_body_as_lines(layout: Layout) -> None:
    body = read(layout.markup).body
    assert "Port | Boats\nVelm | 12" in body
    assert "A list of the detained fishermen\nA second meeting before the autumn" in body
