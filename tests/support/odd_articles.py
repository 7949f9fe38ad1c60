"""Articles that look a bit like something else: short ones, lists, tables, other languages, articles about error pages."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.other_pages import cards, site

NEWS = (
    "The harbour board said on Tuesday that it would rent out the northern quay to a company from the capital.",
    "Two members voted against the plan, according to the minutes, and told reporters that they had not seen the contract.",
    "Fishing crews tied up there since the spring were asked to move their boats before the end of the month.",
    "The company has run three other ports on the lake since 2011, one of them at a loss, its accounts show.",
    "A second vote is planned for September, when the council will hear the owners of both ferry lines.",
    "“We will read every line of it,” said Mirela Anders, who has chaired the board for eleven years.",
)
DATE = "<time datetime='2026-05-12T08:00:00+02:00'>12 May 2026</time>"
OTHER_LANGUAGES = {
    "de": "Der Hafenrat hat am Dienstag beschlossen, den nördlichen Kai an eine Firma aus der Hauptstadt zu vermieten. Zwei Mitglieder stimmten dagegen und erklärten, sie hätten den Vertrag nie gesehen. Die Fischer sollen ihre Boote bis zum Monatsende verlegen.",
    "fr": "Le conseil du port a décidé mardi de louer le quai nord à une société de la capitale. Deux membres ont voté contre et ont déclaré n'avoir jamais vu le contrat. Les pêcheurs doivent déplacer leurs bateaux avant la fin du mois.",
    "es": "La junta del puerto decidió el martes alquilar el muelle norte a una empresa de la capital. Dos miembros votaron en contra y dijeron que nunca habían visto el contrato. Los pescadores deben mover sus barcos antes de fin de mes.",
    "ru": "Совет порта во вторник решил сдать северный причал в аренду компании из столицы. Двое членов совета голосовали против и заявили, что не видели договора. Рыбаки должны убрать лодки до конца месяца.",
    "ar": "قرر مجلس الميناء يوم الثلاثاء تأجير الرصيف الشمالي لشركة من العاصمة. وصوت عضوان ضد القرار وقالا إنهما لم يطلعا على العقد. وطلب من الصيادين نقل قواربهم قبل نهاية الشهر.",
    "ja": "港湾委員会は火曜日、北埠頭を首都の企業に貸し出すことを決めた。委員二人は反対票を投じ、契約書を見ていないと述べた。漁師たちは月末までに船を移すよう求められている。",
    "zh": "港务委员会星期二决定将北码头租给首都的一家公司。两名委员投了反对票，并表示从未见过合同。渔民被要求在月底之前把船移走。第二次表决定于九月举行。",
    "ko": "항만위원회는 화요일 북쪽 부두를 수도의 한 회사에 임대하기로 결정했다. 위원 두 명은 반대표를 던졌으며 계약서를 본 적이 없다고 말했다. 어민들은 월말까지 배를 옮기라는 요청을 받았다.",
    "el": "Το συμβούλιο του λιμανιού αποφάσισε την Τρίτη να νοικιάσει τη βόρεια αποβάθρα σε εταιρεία της πρωτεύουσας. Δύο μέλη ψήφισαν κατά και είπαν ότι δεν είδαν τη σύμβαση. Οι ψαράδες πρέπει να μετακινήσουν τα σκάφη τους.",
    "tr": "Liman kurulu salı günü kuzey rıhtımını başkentten bir şirkete kiralamaya karar verdi. İki üye karşı oy kullandı ve sözleşmeyi görmediklerini söyledi. Balıkçılardan teknelerini ay sonundan önce taşımaları istendi.",
    "he": "מועצת הנמל החליטה ביום שלישי להשכיר את הרציף הצפוני לחברה מהבירה. שני חברים הצביעו נגד ואמרו שלא ראו את החוזה. הדייגים התבקשו להעביר את סירותיהם לפני סוף החודש.",
    "vi": "Hội đồng cảng hôm thứ Ba quyết định cho một công ty ở thủ đô thuê bến phía bắc. Hai thành viên bỏ phiếu chống và nói rằng họ chưa từng thấy hợp đồng. Ngư dân được yêu cầu chuyển thuyền trước cuối tháng.",
    "hi": "बंदरगाह बोर्ड ने मंगलवार को उत्तरी घाट राजधानी की एक कंपनी को किराए पर देने का फैसला किया। दो सदस्यों ने विरोध में मतदान किया और कहा कि उन्होंने अनुबंध नहीं देखा। मछुआरों से महीने के अंत तक नावें हटाने को कहा गया।",
}  # fmt: skip
# Briefs that use the words of error pages, blocks, walls and consent: each has its date and a paragraph.
BRIEFS = {
    "a brief on a child not found": ("Boy still missing", "A boy of nine who left his school in Velm on Monday has still not been found, police said. They asked the owners of boats to look under their covers."),
    "a brief on access denied": ("Inspectors turned away", "Inspectors of the lake commission were denied access to the northern quay on Tuesday, its chair said. “Access denied is all they told us,” she said, and went home."),
    "a brief on a site that is down": ("Ferry site down", "The web site of the ferry line was down for scheduled maintenance on Tuesday when the summer tickets went on sale. The line said that sales would begin anew today."),
    "a brief on a page that is gone": ("Ministry deletes page", "A page that listed the owners of the quay could not be found on the site of the ministry on Tuesday. A spokesman said that he knew of no order to delete it."),
    "a brief on a fine for cookies": ("Fine for cookies", "The data authority fined a shop of Velm on Tuesday for a banner that left its visitors no choice but to accept cookies. The shop will appeal, its lawyer said."),
    "a brief on a check for robots": ("Robots buy the tickets", "Most tickets for the night ferry were bought by programs that pass any captcha, the line said on Tuesday. It will sell the rest at the counter, to people."),
    "a brief on subscribers": ("Review raises its price", "The Review will cost five dollars from June, its publisher said on Tuesday. One article a day stays free; others are for subscribers only, as before."),
    "a brief on JavaScript": ("School teaches programming", "Pupils in Velm will learn to program from the age of ten, the council said on Tuesday. Lessons begin with JavaScript, enabled by a gift of forty laptops."),
    "the shortest brief": ("Quay let", "The northern quay of Velm was let on Tuesday to a company from the capital, the harbour board said. The contract runs for thirty years; its price was not named."),
}  # fmt: skip
# Longer articles about the same things.
ABOUT = {
    "cookies": "The banner asks readers to accept all cookies, and the ruling says that this is no choice.",
    "access denied": "Whoever opens the register reads “access denied”, a line that has become the title of a song.",
    "page not found": "Error 404, page not found: that is what the ministry's site has said for a month.",
    "captcha": "The captcha asks whether you are a robot, and researchers found that robots answer it better.",
    "paywalls": "“Subscribe to continue reading” is what half of the readers see, and most of them leave.",
    "privacy": "The new privacy policy was read by eleven people, the company's own figures show.",
    "forums": "In a forum for sailors, hundreds of posts in one thread tell of the same engine failure.",
    "prices": "Tin rose to $ 31,000 from $ 30,100, lead to $ 2,020, zinc to $ 2,600 and copper to $ 9,700 a tonne.",
    "a product": "The lamp costs $ 49.00, is sold out in most shops, and the maker has stopped taking orders.",
    "jobs": "The company offers work to four hundred people, and those who apply now begin in autumn.",
    "a weather forecast that failed": "The forecast had promised 24 °C and no wind; it was 9 °C, and the wind tore off the roof.",
    "bot checks at a bank": "Are you human? the bank asked its customers, and 4,000 of them were locked out for a day.",
}


@dataclass(frozen=True)
class Odd:
    """An article that we made: its kind, and words that must come out."""

    name: str
    url: str | None
    html: str
    kind: str = "article"
    says: str = NEWS[0]


def prose(*extra: str, count: int = 6) -> str:
    return "".join(f"<p>{text}</p>" for text in (*extra, *NEWS[:count]))


def news(title: str, body: str, head: str = "", lang: str = "en", date: str = DATE, below: str = "") -> str:
    return site(title, f"<main><article><h1>{title}</h1>{date}{body}</article>{below}</main>", head, lang)


def _genres() -> list[Odd]:
    base = "https://review.example"
    answers = "".join(
        f"<p><strong>{q}</strong></p><p>{a} {NEWS[3]}</p>"
        for q, a in zip(("Why let it now?", "Who gains by it?", "What comes next?"), NEWS, strict=False)
    )
    items = "".join(
        f"<h2>{i}. {place}</h2><p>{NEWS[i % 6]} {NEWS[(i + 1) % 6]}</p>"
        for i, place in enumerate(("Velm", "Palmas", "Old Ferry", "Nine Elms", "Grey Bank"), 1)
    )
    updates = "".join(
        f"<div class='post'><time datetime='2026-05-12T1{i}:00:00+02:00'>1{i}:00</time><p>{text}</p></div>"
        for i, text in enumerate(NEWS)
    )
    photos = "".join(
        f"<figure><img src='{i}.jpg' alt=''><figcaption>{text} Photo: Ana Ruiz</figcaption></figure><p>{text}</p>"
        for i, text in enumerate(NEWS)
    )
    rows = "".join(
        f"<tr><td>{place}</td><td>{i}4,000</td><td>{i}9,000</td></tr>"
        for i, place in enumerate(("Velm", "Palmas", "Old Ferry", "Nine Elms", "Grey Bank", "Sund"), 1)
    )
    speech = "".join(f"<p>{who}: {text}</p>" for who, text in zip(("ANDERS", "REYES") * 6, NEWS * 2, strict=True))
    related = f"<aside class='related'><h2>Related</h2>{cards(24)}</aside>"
    next_page = "<link rel='next' href='/news/quay?page=2'>"
    return [
        Odd("an interview", f"{base}/news/interview-with-mirela-anders", news("“We will read every line”", f"<p>{NEWS[1]}</p>{answers}")),
        Odd("a list", f"{base}/travel/five-quays-to-see-this-summer", news("Five quays to see this summer", items)),
        Odd("an obituary", f"{base}/obituaries/karl-anders-ferryman", news("Karl Anders, 94, who ran the last steam ferry", prose("Karl Anders, who ran the last steam ferry on the lake, died on Sunday at his home in Velm. He was 94."))),
        Odd("a live blog", f"{base}/world/live/quay-vote", news("Live: council votes on the quay", updates, '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Live: council votes on the quay"}</script>'), "live_blog"),
        Odd("pictures with captions", f"{base}/news/a-day-on-the-quay", news("A day on the quay", photos)),
        Odd("a transcript", f"{base}/news/transcript-of-the-hearing", news("Transcript of the hearing", speech), "transcript"),
        Odd("a press release", f"{base}/press-releases/quay-let", news("Northern quay let for thirty years", prose("FOR IMMEDIATE RELEASE")), "press_release"),
        Odd("an opinion", f"{base}/opinion/keep-the-quay", news("Keep the quay", prose("We built it with our own hands, and we owe it to our children that we keep it.")), "opinion"),
        Odd("letters", f"{base}/letters/the-quay", news("Letters: the quay", prose("Sir, your report on the quay names everybody but those who work on it.")), "opinion"),
        Odd("a report with a table", f"{base}/business/port-traffic-falls", news("Port traffic falls", f"{prose()}<table><tr><th>Port</th><th>2025</th><th>2026</th></tr>{rows}</table>")),
        Odd("a report with many tables", f"{base}/business/port-traffic-in-figures", news("Port traffic in figures", prose() + f"<table><tr><th>Port</th><th>2025</th><th>2026</th></tr>{rows}</table>" * 4)),
        Odd("many related links", f"{base}/news/quay-let", news("Quay let", prose(), below=related)),
        Odd("many links in the text", f"{base}/news/quay-let-2", news("Quay let", prose() + "<p>Read also: <a href='/news/a'>Tin exporters ask for lower port dues</a></p>" * 6)),
        Odd("a newsletter", f"{base}/newsletters/morning-quay/2026-05-12-the-morning-quay", news("The Morning Quay: quay let, tin up", "".join(f"<h2>{t}</h2><p>{a} {b}</p>" for t, a, b in zip(("Quay let", "Boats move", "What to read"), NEWS, NEWS[3:], strict=False)), '<meta property="og:type" content="article">')),
        Odd("a round-up", f"{base}/news/the-week-on-the-lake", news("The week on the lake", "".join(f"<h3><a href='/news/{i}-story'>Story number {i} of the week</a></h3><p>{NEWS[i]} {NEWS[5 - i]}</p>" for i in range(5)), '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The week on the lake", "datePublished": "2026-05-12"}</script>')),
        Odd("the first of three pages", f"{base}/news/quay?page=1", news("The long story of the quay", prose() + "<p>1 <a href='/news/quay?page=2'>2</a> <a href='/news/quay?page=3'>3</a> <a>Continue reading</a></p>", next_page)),
        Odd("a review of a book", f"{base}/culture/a-history-of-the-quay", news("A history of the quay", prose("“Nine Centuries of Velm” by Tomas Reyes, 412 pages, $ 32.00, is a book for patient readers."))),
        Odd("a report on a match", f"{base}/sport/velm-beat-palmas", news("Velm beat Palmas 3-1", prose("Velm beat Palmas 3-1 on Sunday and lead the league by two points, with one match to play."))),
        Odd("a recipe in the paper", f"{base}/food/herring-as-in-velm", news("Herring as in Velm", prose("Every house in Velm has its own way with herring.") + "<h2>Ingredients</h2><ul><li>Six herrings</li><li>Two onions</li></ul>")),
        Odd("an explainer", f"{base}/explainers/what-is-a-quay-lease", news("What is a quay lease?", "".join(f"<h2>{q}</h2><p>{NEWS[i]} {NEWS[i + 1]}</p>" for i, q in enumerate(("What is it?", "Who may sign it?", "How does it end?"))))),
        Odd("a fact check", f"{base}/fact-check/no-the-quay-was-not-sold", news("No, the quay was not sold", prose("Claim: the northern quay was sold. Verdict: false."))),
        Odd("a correction", f"{base}/corrections/2026/05/12/correction-on-the-quay-lease", news("Correction", prose("A report on Monday gave the wrong length of the lease.", count=2))),
        Odd("a wire story", f"{base}/wires/quay-let-771", news("Quay let", prose("VELM, May 12 (Lake News) - The northern quay was let on Tuesday, the board said."))),
        Odd("notes of an episode", f"{base}/podcasts/the-quay/tin-and-trust", news("Tin and trust", f"<audio src='a.mp3'></audio>{prose(count=5)}")),
        Odd("a video with its story", f"{base}/video/quay-let", news("Watch: quay let", f"<video src='a.mp4'></video>{prose()}")),
        Odd("a post of a blog", "https://blog.example/2026/05/quay-let/", site("Quay let", f"<div class='post type-post'><h1 class='entry-title'>Quay let</h1><div class='entry-content'>{prose()}</div></div>")),
        Odd("a speech at an institute", "https://institute.example/publications/on-the-quay", news("On the quay", prose("Ladies and gentlemen, it is an honour to speak to you about a piece of stone."), date="")),
        Odd("an article on a bare page", "https://review.example/a.html", f"<html><head><title>Quay let</title></head><body><h1>Quay let</h1>{prose(count=4)}</body></html>"),
        Odd("an article from nowhere", None, f"<html><head><title>Quay let</title></head><body><h1>Quay let</h1>{prose()}</body></html>"),
        Odd("an article without paragraphs", f"{base}/news/quay-let-3", news("Quay let", "<br><br>".join(NEWS))),
        Odd("an article in a table", f"{base}/2003/quay.htm", site("Quay let", f"<table><tr><td><a href='/'>Home</a></td><td><h1>Quay let</h1>{prose()}</td></tr></table>")),
        Odd("an article with a wall below", f"{base}/news/quay-let-4", news("Quay let", prose() + "<div class='wall'><p>Subscribe to our newsletter. Already a subscriber? Log in.</p></div>")),
    ]  # fmt: skip


def _about() -> list[Odd]:
    found = [Odd(name, f"https://review.example/news/{name.replace(' ', '-')}", news(title, f"<p>{text}</p>"), says=text[:40])
             for name, (title, text) in BRIEFS.items()]  # fmt: skip
    found += [Odd(f"about {what}", f"https://review.example/news/a-report-about-{what.replace(' ', '-')}", news(f"A report about {what}", prose(text)), says=text[:40])
              for what, text in ABOUT.items()]  # fmt: skip
    found += [Odd(f"in {lang}", f"https://review.example/{lang}/a/{i}", news(text[:24], f"<p>{text}</p><p>{text[::1]}</p>", "", lang), says=text[:20])
              for i, (lang, text) in enumerate(OTHER_LANGUAGES.items())]  # fmt: skip
    return found


ODD = (*_genres(), *_about())
