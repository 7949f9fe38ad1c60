"""Pages of outlets and of other sites that are no articles: what each is, and how it must end."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = (
    "Harbour board votes on the northern quay", "Tin exporters ask for lower port dues", "Two ministers fly to the lake conference",
    "Grain ships wait for a berth in Palmas", "Court hears the appeal of the ferry owners", "Survey finds fewer herring in the strait",
    "Railway to the coast delayed by a year", "Central bank leaves its rate as it was", "Border villages get a market of their own",
    "Fishing fleet returns early from the banks", "Teachers of the lake district end their strike", "New bridge opens to lorries",
)  # fmt: skip
TEASERS = (
    "The decision had been put off three times since January, and traders had almost stopped asking.",
    "Officials on both sides said that they expect an agreement before the rains, but named no day.",
    "Prices at the auction fell for a third week, and several boats stayed in port.",
)
ABOUT = "We plan, build and look after quays for ports of any size, and our team is there for you around the clock. "


@dataclass(frozen=True)
class Made:
    """A page that we made. `ends` are the ends that are right, separated by spaces."""

    name: str
    url: str
    html: str
    ends: str


def site(title: str, body: str, head: str = "", lang: str = "en") -> str:
    """A page of an outlet, with its menu above and its imprint below."""
    menu = "".join(
        f"<li><a href='/{x.lower()}'>{x}</a></li>" for x in ("World", "Business", "Sport", "Opinion", "Video")
    )
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}<script>track()</script></head>"
        f"<body><header><a href='/'>The Strait Review</a><nav><ul>{menu}</ul></nav></header>{body}"
        "<footer><a href='/about'>About us</a> <a href='/privacy'>Privacy</a> <p>© 2026 The Strait Review. All rights reserved.</p>"
        "</footer></body></html>"
    )  # fmt: skip


def cards(count: int = 12, template: str = "", start: int = 0) -> str:
    form = (
        template
        or "<div class='card'><h3><a href='/news/{n}-{slug}'>{t}</a></h3><p>{s}</p><time>3 May 2026</time></div>"
    )
    return "".join(
        form.format(n=i, t=TOPICS[i % 12], slug=TOPICS[i % 12].lower().replace(" ", "-"), s=TEASERS[i % 3])
        for i in range(start, start + count)
    )


def bare(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def _lists() -> list[Made]:
    links = "<li><a href='/news/{n}-{slug}'>{t}</a></li>"
    posts = "<div class='post'><h2><a href='/2026/05/{slug}/'>{t}</a></h2><p>{s} {s}</p><a href='/2026/05/{slug}/'>Read more</a></div>"
    rows = "<tr><td>{n} May 2026</td><td><a href='/issues/{n}'>Issue {n}: {t}</a></td></tr>"
    result = (
        "<li><a href='/news/{n}-{slug}'><h4>{t}</h4></a><span>… {s} …</span><cite>review.example/news/{n}</cite></li>"
    )
    event = "<article class='event'><time>{n} June 2026, 19:00</time><h3><a href='/events/{n}'>{t}</a></h3><p>Old Customs House, Velm</p></article>"
    job = "<li><a href='/jobs/{n}'>{t} officer (m/f/d)</a> <span>Velm</span> <span>Full time</span> <span>EUR {n}1,000</span></li>"
    return [
        Made("a front page", "https://review.example/", site("The Strait Review", f"<main>{cards(24)}</main>"), "not_an_article"),
        Made("a front page with a lead story", "https://review.example/", site("The Strait Review", f"<main><h1><a href='/a/lead'>{TOPICS[0]}</a></h1><p>{' '.join(TEASERS)}</p>{cards(18)}</main>"), "not_an_article"),
        Made("a front page of an edition", "https://review.example/en/", site("The Strait Review: news of the strait", f"<main><section><h2>Latest</h2>{cards(9)}</section><section><h2>Money</h2>{cards(9, '', 9)}</section></main>"), "not_an_article"),
        Made("a section", "https://review.example/business/", site("Business | The Strait Review", f"<main><h1>Business</h1>{cards(15)}</main>"), "not_an_article"),
        Made("a section with an introduction", "https://review.example/topics/straits", site("Straits", f"<main><h1>Straits</h1><p>All that we have written on straits, their ferries and their fish since 1998.</p>{cards(15)}</main>"), "not_an_article"),
        Made("a blog's page", "https://blog.example/page/3/", site("Blog, page 3", f"<main>{cards(8, posts)}<a href='/page/4/'>Older posts</a></main>"), "not_an_article"),
        Made("a tag", "https://review.example/tag/ferries", site("Articles tagged ferries", f"<h1>Tag: ferries</h1><ul>{cards(20, links)}</ul>"), "not_an_article empty_body too_short"),
        Made("search results", "https://review.example/search?q=quay", site("Search: quay", f"<h1>214 results for quay</h1><ol>{cards(10, result)}</ol>"), "not_an_article"),
        Made("an author's page", "https://review.example/author/ana-ruiz", site("Ana Ruiz", f"<h1>Ana Ruiz</h1><p>Ana Ruiz has covered ports and fisheries for the Review since 2014. She lives in Velm with two dogs.</p>{cards(12)}"), "not_an_article"),
        Made("an archive of newsletters", "https://review.example/newsletters/archive", site("Newsletter archive", f"<h1>Newsletter archive</h1><table>{cards(30, rows)}</table>"), "not_an_article empty_body too_short"),
        Made("an archive by month", "https://review.example/archive/2026/05", site("May 2026", f"<h1>Archive: May 2026</h1><ul>{cards(60, links)}</ul>"), "not_an_article empty_body too_short"),
        Made("a podcast's page", "https://review.example/podcasts/the-quay", site("The Quay: podcast", f"<h1>The Quay</h1><p>A weekly hour on ports.</p>{cards(10, '<div><h3><a href=/podcasts/the-quay/{n}>Episode {n}: {t}</a></h3><p>{s}</p><audio src=a.mp3></audio></div>')}"), "not_an_article"),
        Made("a list of videos", "https://review.example/video", site("Video", f"<h1>Video</h1>{cards(16, '<div class=card><a href=/video/{n}><img src=a.jpg alt=x>{t}</a> <span>02:1{n}</span></div>')}"), "not_an_article empty_body too_short"),
        Made("a calendar of events", "https://review.example/events", site("Events", f"<h1>What is on</h1>{cards(12, event)}"), "not_an_article too_short"),
        Made("a list of jobs", "https://review.example/jobs", site("Jobs", f"<h1>182 jobs in Velm</h1><ul>{cards(20, job)}</ul>"), "not_an_article too_short empty_body"),
        Made("a list of obituaries", "https://review.example/obituaries", site("Obituaries", f"<h1>Obituaries</h1>{cards(14, '<div><a href=/obituaries/{n}>Karl Anders {n}</a><p>1931 - 2026, Velm</p></div>')}"), "not_an_article too_short empty_body"),
        Made("a site map", "https://review.example/sitemap", site("Site map", f"<h1>Site map</h1><ul>{cards(80, links)}</ul>"), "not_an_article empty_body too_short"),
        Made("a page not found, with suggestions", "https://review.example/news/gone", site("Page not found", f"<h1>Sorry, we could not find that page</h1><p>It may have moved. Here is what others read:</p>{cards(10)}"), "error_page not_an_article"),
        Made("a forum", "https://forum.example/forums/ferries/", bare("Ferries", f"<h1>Ferries</h1>{cards(20, '<div class=threadrow><a href=/threads/{slug}.{n}/>{t}</a><span>Replies: {n}</span><span>Views: 2K</span><a href=/members/{n}>sailor{n}</a></div>')}"), "not_an_article too_short empty_body"),
        Made("a shop's shelf", "https://shop.example/collections/lamps", bare("Lamps", f"<h1>Lamps</h1>{cards(20, '<div class=product><a href=/products/{n}>Brass lamp no. {n}</a><span>$ {n}9.00</span><button>Add to cart</button></div>')}"), "not_an_article too_short empty_body"),
    ]  # fmt: skip


def _things() -> list[Made]:
    lamp = "A lamp of solid brass for your cabin, with a wick that lasts a year. We send it to you within two days, and you may return it for thirty. "
    post = "<div class='message-body'><a href='/u/{n}'>sailor{n}</a><p>I waited there on Sunday as well. {s} Has anybody tried the early ferry?</p></div>"
    posting = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Dock clerk"}</script>'
    event = '<script type="application/ld+json">{"@type": "Event", "name": "Night of the quays", "startDate": "2026-06-20"}</script>'
    weather = "".join(
        f"<tr><td>{h}:00</td><td>1{h % 9} °C</td><td>{h} %</td><td>SW {h} km/h</td></tr>" for h in range(24)
    )
    market = "".join(f"<tr><td>TIN{i}</td><td>{i}1.20</td><td>+0.{i}</td><td>{i},000</td></tr>" for i in range(60))
    league = "".join(
        f"<tr><td>{i}</td><td>Velm {i}</td><td>30</td><td>{i}</td><td>{60 - i}</td></tr>" for i in range(1, 19)
    )
    return [
        Made("a product", "https://shop.example/products/brass-lamp", bare("Brass lamp", f"<h1>Brass lamp</h1><p>{lamp * 2}</p><p>$ 49.00</p><button>Add to cart</button><p>In stock. Free shipping.</p>", "<meta property='og:type' content='product'>"), "not_an_article"),
        Made("a product that says so in its data", "https://shop.example/brass-lamp-4711.html", bare("Brass lamp", f"<h1>Brass lamp</h1><p>{lamp * 2}</p><p>$ 49.00</p><button>Add to cart</button><p>Add to wishlist</p><p>Customers also bought: oil, $ 4.00; wick, $ 2.00</p>", '<script type="application/ld+json">{"@type": "Product", "name": "Brass lamp", "offers": {"@type": "Offer", "price": "49"}}</script>'), "not_an_article"),
        Made("a product in German", "https://shop.example/produkte/messinglampe", bare("Messinglampe", "<h1>Messinglampe</h1><p>Eine Lampe aus massivem Messing für Ihre Kabine, mit einem Docht, der ein Jahr hält. Wir liefern innerhalb von zwei Tagen, und Sie haben dreißig Tage Zeit für die Rückgabe.</p><p>49,00 €</p><button>In den Warenkorb</button><p>Auf Lager. Versandkostenfrei.</p>", "<meta property='og:type' content='product'>"), "not_an_article"),
        Made("a house for sale", "https://homes.example/property/velm-12", bare("House in Velm", f"<h1>Three-bedroom house in Velm</h1><p>EUR 320,000</p><p>{lamp.replace('A lamp of solid brass', 'A house of red brick')}</p><p>Call us today to book a viewing. Contact us for the floor plan. Get in touch with our agents.</p><a>Request a quote</a>", '<script type="application/ld+json">{"@type": "Product", "name": "House"}</script>'), "not_an_article"),
        Made("a thread", "https://forum.example/threads/ferry-queue.771/", bare("Ferry queue", f"<h1>Ferry queue</h1>{cards(10, post)}"), "not_an_article"),
        Made("questions and answers", "https://ask.example/questions/771/ferry-queue", bare("How long is the queue?", f"<h1>How long is the queue?</h1>{cards(6, post)}", '<script type="application/ld+json">{"@type": "QAPage"}</script>'), "not_an_article"),
        Made("a video and nothing else", "https://review.example/video/771-quay", site("Watch: the quay at dawn", "<h1>Watch: the quay at dawn</h1><video src='a.mp4'></video><p>The quay of Velm at dawn.</p>"), "too_short not_an_article"),
        Made("an embedded player", "https://review.example/video/772-quay", site("The quay by night", "<iframe src='https://www.youtube.com/embed/x'></iframe>"), "not_an_article empty_body too_short"),
        Made("pictures and nothing else", "https://review.example/gallery/quay", site("The quay in pictures", "<h1>The quay in pictures</h1>" + "<figure><img src='a.jpg' alt=''></figure>" * 20), "empty_body too_short not_an_article"),
        Made("an episode without notes", "https://review.example/podcasts/the-quay/7", site("Episode 7", "<h1>Episode 7: tin</h1><audio src='a.mp3'></audio><p>Ana Ruiz talks to a tin trader.</p><p>Listen on your favourite app.</p>"), "too_short not_an_article"),
        Made("an offer of work", "https://review.example/jobs/dock-clerk", site("Dock clerk (m/f/d)", f"<h1>Dock clerk (m/f/d), Velm</h1><p>{ABOUT * 2}</p><h2>Your tasks</h2><ul><li>You keep the book of berths.</li><li>You talk to captains.</li></ul><h2>What we offer</h2><ul><li>Thirty days of leave</li></ul><a>Apply now</a>", posting), "not_an_article"),
        Made("an event", "https://review.example/events/night-of-the-quays", site("Night of the quays", "<h1>Night of the quays</h1><p>20 June 2026, 19:00 to 02:00, Old Customs House, Velm</p><p>Join us for a night of music on the water with three bands and a choir. Tickets cost $ 12.00, for children $ 4.00.</p><a>Buy tickets</a><a>Add to calendar</a>", event), "not_an_article"),
        Made("the weather", "https://review.example/weather/velm", site("Weather in Velm", f"<h1>Weather in Velm</h1><table><tr><th>Hour</th><th>Temperature</th><th>Rain</th><th>Wind</th></tr>{weather}</table>"), "not_an_article empty_body too_short"),
        Made("a market's prices", "https://review.example/markets/tin", site("Tin prices", f"<h1>Tin prices</h1><table><tr><th>Name</th><th>Last</th><th>Change</th><th>Volume</th></tr>{market}</table><p>Quotes are delayed by 15 minutes.</p>"), "not_an_article empty_body too_short"),
        Made("a league's table", "https://review.example/sport/league/table", site("League table", f"<h1>Lake league</h1><table>{league}</table>"), "not_an_article empty_body too_short"),
        Made("subscriptions", "https://review.example/subscribe", site("Subscribe", "<h1>Choose your plan</h1><p>Basic: $ 4.00 a month. Everything on the site.</p><p>Full: $ 9.00 a month, with the paper on Saturdays and all podcasts without advertising.</p><a>Get started</a><a>Start free trial</a><p>Cancel at any time. Already a subscriber? Log in.</p>"), "not_an_article paywall_stub"),
        Made("a form for a newsletter", "https://review.example/newsletters", site("Newsletters", "<h1>Our newsletters</h1><p>The Morning Quay: what you need to know before the first ferry leaves, from Monday to Friday.</p><form><input><button>Sign up</button></form>"), "not_an_article too_short"),
        Made("a calculator", "https://quays.example/tools/berth-calculator", bare("Berth calculator", f"<h1>Berth calculator</h1><form>Length <input></form><a>Get started</a><a>Request a quote</a><p>Enter the length of your ship, and we show what our berths cost you: from $ 90 a night.</p><p>{ABOUT}</p>"), "not_an_article"),
        Made("a service", "https://quays.example/services/dredging", bare("Dredging services", f"<h1>Dredging</h1><a>Request a quote</a><p>{ABOUT * 3}</p><h2>Why choose us</h2><p>{ABOUT}</p><a>Contact us</a><a>Book a demo</a>"), "not_an_article"),
        Made("a call for gifts", "https://review.example/donate", site("Support us", f"<h1>Support our work</h1><p>We can only do this with your help. {ABOUT}</p><p>$ 5.00 $ 10.00 $ 50.00</p><a>Donate now</a><a>Get started</a>"), "not_an_article too_short"),
    ]  # fmt: skip


_ERRORS = {
    "en": ("404 Not Found", "The requested URL was not found on this server."),
    "de": ("Seite nicht gefunden", "Die von Ihnen aufgerufene Seite existiert nicht oder wurde verschoben."),
    "fr": ("Page introuvable", "La page que vous cherchez n'existe pas ou a été déplacée."),
    "es": ("Página no encontrada", "Lo sentimos, la página que busca no existe o ha sido trasladada."),
    "pt": ("Página não encontrada", "A página que procura não existe ou foi movida para outro endereço."),
    "it": ("Pagina non trovata", "La pagina che stai cercando non esiste più oppure è stata spostata."),
    "nl": ("Pagina niet gevonden", "De pagina die u zoekt bestaat niet of is verplaatst."),
    "sv": ("Sidan kunde inte hittas", "Sidan du letar efter finns inte längre eller har flyttats."),
    "pl": ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje albo została przeniesiona."),
    "cs": ("Stránka nenalezena", "Stránka, kterou hledáte, neexistuje nebo byla přesunuta."),
    "ru": ("Страница не найдена", "Запрашиваемая страница не существует или была перемещена."),
    "uk": ("Сторінку не знайдено", "Сторінка, яку ви шукаєте, не існує або була переміщена."),
    "tr": ("Sayfa bulunamadı", "Aradığınız sayfa mevcut değil veya taşınmış olabilir."),
    "el": ("Η σελίδα δεν βρέθηκε", "Η σελίδα που ζητάτε δεν υπάρχει ή έχει μετακινηθεί."),
    "ar": ("الصفحة غير موجودة", "الصفحة التي تبحث عنها غير موجودة أو تم نقلها إلى مكان آخر."),
    "he": ("הדף לא נמצא", "הדף שחיפשת אינו קיים או שהועבר לכתובת אחרת."),
    "ja": ("ページが見つかりません", "お探しのページは存在しないか、移動した可能性があります。"),
    "ko": ("페이지를 찾을 수 없습니다", "요청하신 페이지가 존재하지 않거나 이동되었습니다."),
    "zh": ("页面不存在", "您访问的页面不存在或已被删除，请检查地址是否正确。"),
    "vi": ("Không tìm thấy trang", "Trang bạn đang tìm không tồn tại hoặc đã được chuyển đi."),
    "id": ("Halaman tidak ditemukan", "Halaman yang Anda cari tidak ada atau telah dipindahkan."),
}
_CONSENTS = {
    "en": (
        "Your privacy",
        "We and our 842 partners store and/or access information on a device, such as cookies, and process personal data.",
        "Accept all",
    ),
    "de": (
        "Datenschutz",
        "Wir und unsere Partner verwenden Cookies, um Ihnen personalisierte Inhalte zu zeigen. Mit Werbung weiterlesen oder Abo abschließen.",
        "Zustimmen und weiter",
    ),
    "fr": (
        "Votre vie privée",
        "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker et consulter des données personnelles.",
        "Accepter et continuer",
    ),
    "es": (
        "Su privacidad",
        "Nosotros y nuestros socios utilizamos cookies para almacenar información en su dispositivo.",
        "Aceptar y continuar",
    ),
    "it": (
        "La tua privacy",
        "Noi e i nostri partner utilizziamo i cookie per archiviare informazioni sul dispositivo.",
        "Accetta e continua",
    ),
    "nl": (
        "Uw privacy",
        "Wij en onze partners gebruiken cookies om informatie op uw apparaat op te slaan.",
        "Alles accepteren",
    ),
    "pl": (
        "Twoja prywatność",
        "My i nasi partnerzy używamy plików cookie, aby przechowywać informacje na urządzeniu.",
        "Akceptuję i przechodzę do serwisu",
    ),
}
_WALLS = {
    "en": ("The board let the quay on Tuesday by three votes to two.", "Subscribe now to continue reading. Already a subscriber? Log in."),
    "en, metered": ("The board let the quay on Tuesday by three votes to two.", "You've reached your limit of free articles this month. Unlock this article."),
    "de": ("Der Hafenrat hat den Kai am Dienstag mit drei zu zwei Stimmen vermietet.", "Jetzt weiterlesen mit dem Abo. Dieser Artikel ist nur für Abonnenten."),
    "fr": ("Le conseil a loué le quai mardi par trois voix contre deux.", "Pour lire la suite, abonnez-vous. Article réservé aux abonnés."),
    "es": ("El consejo alquiló el muelle el martes por tres votos contra dos.", "Para seguir leyendo, suscríbase. Contenido solo para suscriptores."),
    "it": ("Il consiglio ha affittato il molo martedì con tre voti contro due.", "Per continuare a leggere abbonati. Articolo riservato agli abbonati."),
    "pt": ("O conselho alugou o cais na terça-feira por três votos a dois.", "Para continuar a ler, assine. Conteúdo exclusivo para assinantes."),
    "nl": ("De raad heeft de kade dinsdag met drie tegen twee stemmen verhuurd.", "Verder lezen? Neem een abonnement. Alleen voor abonnees."),
}  # fmt: skip
_STAND_INS = (
    ("a check by a network", "Just a moment...", "<h1>review.example</h1><p>Verifying you are human. This may take a few seconds.</p>", "block_page"),
    ("a refusal with a number", "Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access \"/news\" on this server.</p><p>Reference #18.2f</p>", "block_page"),
    ("press and hold", "Access to this page has been denied", "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p>", "block_page"),
    ("disable any ad blocker", "review.example", "<p>Please enable JS and disable any ad blocker</p>", "needs_javascript block_page too_short"),
    ("a captcha", "Security check", "<form><p>Enter the characters you see below. Sorry, we just need to make sure you're not a robot.</p></form>", "block_page"),
    ("too many requests", "429 Too Many Requests", "<h1>Too Many Requests</h1><p>Please slow down and try again in a few minutes.</p>", "block_page error_page"),
    ("not in your region", "Unavailable", "<h1>451: Unavailable due to legal reasons</h1><p>We recognize you are attempting to access this website from a country belonging to the European Economic Area and therefore access cannot be granted at this time.</p>", "block_page error_page"),
    ("a log-in", "Log in", "<h1>Log in</h1><form><label>Email</label><input><label>Password</label><input></form><p>Sign in to continue reading this story. Forgot your password?</p>", "paywall_stub not_an_article"),
    ("a registration", "Register", "<h1>Create a free account to continue reading</h1><p>It takes a minute, and you get three articles a month for nothing.</p>", "paywall_stub"),
    ("a server's fault", "500 Internal Server Error", "<h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration and was unable to complete your request.</p>", "error_page"),
    ("a gateway's fault", "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>", "error_page"),
    ("maintenance", "Maintenance", "<h1>We'll be back soon</h1><p>The site is down for scheduled maintenance. Thank you for your patience.</p>", "error_page"),
    ("an article that is gone", "The Strait Review", "<h1>This article is no longer available</h1><p>It was taken down at the request of the agency.</p>", "error_page"),
    ("a server without a site", "Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>", "error_page too_short not_an_article"),
    ("a domain for sale", "review.example is for sale", "<h1>review.example is for sale</h1><p>This domain may be for sale. Buy this domain.</p><ul><li>Ferry tickets</li><li>Quay</li></ul>", "too_short not_an_article error_page"),
    ("on its way elsewhere", "Redirecting", "<p>You are being redirected. If nothing happens, <a href='/a'>click here</a>.</p>", "too_short error_page needs_javascript empty_body"),
    ("a database's fault", "Error", "<h1>Error establishing a database connection</h1>", "error_page too_short"),
    ("a shell", "The Strait Review", "<div id='__next'></div><script src='a.js'></script><script src='b.js'></script>", "needs_javascript"),
)  # fmt: skip


def _stand_ins() -> list[Made]:
    url = "https://review.example/news/quay-in-velm-is-let"
    found = [Made(name, url, bare(title, body), ends) for name, title, body, ends in _STAND_INS]
    found += [Made(f"page not found: {lang}", url, site(title, f"<main><h1>{title}</h1><p>{text}</p></main>", "", lang), "error_page")
              for lang, (title, text) in _ERRORS.items()]  # fmt: skip
    found += [Made(f"consent: {lang}", url, bare(title, f"<div class='cmp'><h2>{title}</h2><p>{text}</p><button>{button}</button></div>"), "consent_page")
              for lang, (title, text, button) in _CONSENTS.items()]  # fmt: skip
    found += [Made(f"a wall: {lang}", url, site("Quay let", f"<article><h1>Quay let</h1><p>{said} {said}</p><div class='wall'><p>{wall}</p></div></article>", "", lang[:2]), "paywall_stub")
              for lang, (said, wall) in _WALLS.items()]  # fmt: skip
    return found


def _standing() -> list[Made]:
    prose = "".join(f"<p>{text} {TEASERS[i % 3]}</p>" for i, text in enumerate(TEASERS * 2))
    titles = {
        "cookie-policy": "Cookie Policy", "privacy": "Privacy Notice", "terms-of-use": "Terms of Use", "impressum": "Impressum",
        "contact-us": "Contact us", "about": "About The Strait Review", "advertise": "Advertise with us", "accessibility": "Accessibility",
        "mentions-legales": "Mentions légales", "aviso-legal": "Aviso legal", "our-team": "Our team", "help": "Help",
    }  # fmt: skip
    return [Made(f"standing: {title}", f"https://review.example/{path}", site(title, f"<main><h1>{title}</h1>{prose}</main>"), "not_an_article consent_page")
            for path, title in titles.items()]  # fmt: skip


OTHERS = (*_lists(), *_things(), *_stand_ins(), *_standing())
