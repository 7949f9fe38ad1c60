"""The words by which newspapers tell what kind of piece it is, in some twenty languages, and the agencies.

Words are those of sections, of the folders of addresses and before headlines ("Kommentar: …"). Blanks stand for a blank
or a hyphen, so that one list serves all three places."""

from __future__ import annotations

import re
import unicodedata

_OPINION = """
opinion|opinions|editorial|editorials|op ed|op eds|oped|column|columns|columnist|columnists|commentary|comment|
comment is free|commentisfree|commentaries|viewpoint|viewpoints|letters|letters to the editor|ideas|perspectives|
meinung|meinungen|kommentar|kommentare|leitartikel|gastbeitrag|gastkommentar|kolumne|kolumnen|leserbriefe|glosse|
tribune|tribunes|éditorial|éditoriaux|edito|éditos|chronique|chroniques|idées|points de vue|
opinión|columna|columnas|columnistas|editoriales|tribuna|cartas al director|opinião|coluna|colunas|colunistas|
opinioni|opinione|editoriale|editoriali|commento|commenti|opinie|opinies|commentaar|ledare|leder|debatt|debat|kronik|
kronikk|meninger|åsikter|insändare|mielipide|mielipiteet|pääkirjoitus|pääkirjoitukset|kolumni|kolumnit|
komentarz|komentarze|felieton|felietony|komentář|komentáře|názory|opinii|vélemény|köşe yazıları|yazarlar|yorum|görüş|
мнение|мнения|колонка|колонки|колумнисты|думка|думки|погляди|γνώμη|απόψεις|رأي|الرأي|آراء|مقالات الرأي|یادداشت|דעות|
opini|tajuk|kolom|góc nhìn|ý kiến|संपादकीय|विचार|评论|評論|社评|社評|社论|社論|观点|觀點|
社説|論説|オピニオン|사설|칼럼|오피니언
"""
_RELEASE = """
press release|press releases|news release|news releases|media release|media releases|pressrelease|pressreleases|
pressemitteilung|pressemitteilungen|presseinformation|presseinformationen|medienmitteilung|medienmitteilungen|
communiqué|communiqués|communiqué de presse|communiqués de presse|comunicado|comunicados|comunicado de prensa|
comunicados de prensa|nota de prensa|notas de prensa|nota à imprensa|comunicado de imprensa|comunicato stampa|
comunicati stampa|persbericht|persberichten|pressmeddelande|pressmeddelanden|pressemeddelelse|pressemeddelelser|
pressemelding|pressemeldinger|lehdistötiedote|lehdistötiedotteet|komunikat prasowy|komunikaty prasowe|tisková zpráva|
tiskové zprávy|sajtóközlemény|comunicat de presă|basın bülteni|basın açıklaması|пресс релиз|пресс релизы|пресреліз|
δελτίο τύπου|بيان صحفي|بيانات صحفية|siaran pers|thông cáo báo chí|新闻稿|新聞稿|プレスリリース|보도자료
"""
_LIVE = """
live|liveblog|live blog|live updates|live update|live news|live coverage|liveticker|live ticker|newsticker|en direct|
direct|en vivo|en directo|ao vivo|em direto|in diretta|diretta|la diretta|liveblogg|direkterapport|direkte|suora|
hetki hetkeltä|na żywo|relacja na żywo|živě|online přenos|élő|canlı|canlı anlatım|онлайн|онлайн трансляция|
прямая трансляция|текстовая трансляция|наживо|ζωντανά|بث مباشر|تغطية مباشرة|لحظة بلحظة|liputan langsung|
trực tiếp|लाइव|लाइव अपडेट|直播|实时更新|文字直播|ライブ|実況|속보 라이브
"""
_GALLERY = """
gallery|galleries|photo|photos|pictures|in pictures|in photos|slideshow|slideshows|photo essay|photo gallery|
picture gallery|bilder|in bildern|bildergalerie|bildergalerien|fotostrecke|fotostrecken|en images|en photos|diaporama|
diaporamas|galería|galerías|fotogalería|en imágenes|en fotos|fotos|em imagens|em fotos|galeria de fotos|fotogallery|
le foto|foto|galleria|in beeld|fotoserie|fotoreportage|bildspel|i bilder|billedserie|bildserie|kuvagalleria|kuvat|
galeria|galeria zdjęć|zdjęcia|fotogalerie|foto galeri|fotoğraf galerisi|фото|фоторепортаж|фотогалерея|в фотографиях|
بالصور|صور|galeri foto|图集|组图|圖集|写真特集|フォトギャラリー|사진|포토
"""
_TRANSCRIPT = """
transcript|full transcript|rush transcript|interview transcript|transkript|im wortlaut|wortlaut|mitschrift|verbatim|
transcription|la transcription|transcripción|transcrição|trascrizione|transcriptie|afschrift|udskrift|utskrift|
stenogram|стенограмма|расшифровка|стенограма|απομαγνητοφώνηση|النص الكامل|deşifre|tam metin|transkrip|实录|實錄|
書き起こし|全文書き起こし|녹취록
"""


_STROKES = {ord("ı"): "i", ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("æ"): "ae"}


def plain(text: str) -> str:
    """Lower case, hyphens and underscores as blanks, no accents on Latin letters: as addresses spell words."""
    text = re.sub(r"[\s_-]+", " ", text.casefold()).strip()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text.translate(_STROKES)) if not "\u0300" <= c <= "\u036f")


def _set(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in re.sub(r"\s*\n\s*", "", text).split("|") if word)


OPINION, RELEASE, LIVE, GALLERY, TRANSCRIPT = map(_set, (_OPINION, _RELEASE, _LIVE, _GALLERY, _TRANSCRIPT))

# Agencies: the names that they go by, then parts of the hosts that are their own.
_AGENCIES = """
AP|The AP|Associated Press|The Associated Press = apnews.com ap.org
AFP|Agence France-Presse = afp.com
Reuters|Thomson Reuters|Reuters News Agency = reuters.com
dpa|Deutsche Presse-Agentur = dpa.com
EFE|Agencia EFE = efe.com
ANSA|Agenzia ANSA = ansa.it
Europa Press = europapress.es
Xinhua|Xinhua News Agency|新华社|新華社 = news.cn xinhuanet.com
China News Service|中新社 = chinanews.com
Kyodo|Kyodo News|共同通信|共同 = kyodo kyodonews.net
Jiji|Jiji Press|時事通信|時事 = jiji.com
Yonhap|Yonhap News|Yonhap News Agency|연합뉴스 = yna.co.kr
TASS|ITAR-TASS|ТАСС = tass.ru tass.com
RIA Novosti|РИА Новости = ria.ru
Interfax|Интерфакс = interfax
Ukrinform|Укринформ|Укрінформ = ukrinform
PA|PA Media|Press Association|Press Association Newsagency = pa.media
PTI|Press Trust of India = ptinews.com
ANI|Asian News International = aninews.in
IANS|Indo-Asian News Service = ians.in
UNI|United News of India = uniindia
UPI|United Press International = upi.com
AAP|Australian Associated Press = aap.com.au
CP|Canadian Press|The Canadian Press = thecanadianpress.com
Anadolu|Anadolu Agency|Anadolu Ajansı|AA = aa.com.tr
APA|Austria Presse Agentur = apa.at
Keystone-SDA|SDA|ATS = keystone-sda
Belga|Belga News Agency = belga
ANP|Algemeen Nederlands Persbureau = anp.nl
Lusa|Agência Lusa = lusa.pt
NTB|Norsk Telegrambyrå = ntb.no
TT|Tidningarnas Telegrambyrå = tt.se
Ritzau = ritzau
STT = stt.fi
PAP|Polska Agencja Prasowa = pap.pl
ČTK|CTK = ctk.cz ceskenoviny
MTI|Magyar Távirati Iroda = mti.hu
Bernama = bernama
Antara = antaranews
SPA|Saudi Press Agency|واس = spa.gov.sa
WAM|Emirates News Agency|وام = wam.ae
IRNA|ایرنا = irna.ir
رويترز = reuters.com
أ ف ب|فرانس برس = afp.com
Bloomberg|Bloomberg News = bloomberg.com
"""
AGENCIES: dict[str, tuple[str, ...]] = {
    name: tuple(hosts.split())
    for row in _AGENCIES.strip().splitlines()
    for names, hosts in [row.split(" = ")]
    for name in names.split("|")
}
"""The hosts of each agency, by each of its names as it is printed."""
_ANY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True)) + "|REUTERS|ASSOCIATED PRESS|Afp|Efe|Ansa|DPA"
# "PARIS, March 3 (Reuters) - ", "(AFP) —", "Berlin (dpa/lno) - ", "ROMA, 3 MAR - (ANSA)", "LONDON /TASS/. ",
# "新华社北京3月3日电"
DATELINE = re.compile(
    rf"\A[^\n(/]{{0,70}}?[(/](?P<who>{_ANY})(?:[/,-][^()/\n]{{1,25}})?[)/]\s*(?:[-–—:.]|\s)|"
    rf"\A(?P<bare>{_ANY}|新华社|新華社|中新社)(?:[\w、，, ]{{2,14}}\d{{1,2}}日[电電訊讯]|\s*[-–—]\s)|"
    rf"\A[^\n(/]{{2,40}} [-–—] (?P<dash>{_ANY}) [-–—] "
)
# A last line that is a credit, or one behind the last sentence: "… the ministry said. PTI"
CREDIT = re.compile(rf"[.!?”\"»)。\n]\s*(?:[-–—(\[]\s*)?(?P<who>{_ANY})\s*[)\].]?\s*\Z")
CREDITED = re.compile(rf"(?<!\w)(?:{_ANY}|[Ww]ire|Agencies|AGENCIES|Agenturen)(?!\w)")  # is it worth a look?
# A line above the text: "By Reuters", "Reuters, Washington,", "Associated Press November 19, 2019". A name before the
# agency is a photographer's as often, unless a word for the work follows.
BYLINE = re.compile(
    rf"^(?:(?i:by|von|par|por|di|source|quelle|fuente|fonte|источник)\s*:?\s+)?(?:[Tt]he )?(?P<who>{_ANY})"
    rf"(?=$|[,|•·]|\s+(?:[-–—|•·]|\d|[A-Z][a-z]{{2,8}}\.? \d))|"
    rf"^(?:(?i:by) )?(?:[^\W\d_][\w.'’-]* ){{1,8}}[^\W\d_][\w.'’-]*, (?:The )?(?P<with>{_ANY})"
    rf"(?: \w+){{0,4}} (?:Writers?|Reporters?|Correspondents?|Editors?)$",
    re.MULTILINE,
)
# "Example News wire services", "Anna Example Associated Press": no photographer is named so, without a comma.
WIRES = re.compile(
    r"^(?:[\w.'’ ]{0,40} )?(?:[Ww]ire (?:[Ss]ervices|[Rr]eports)|Agencies|AGENCIES|Agenturen)$|"
    r"^(?:(?:By |BY )?(?:[A-Z][\w.'’-]+ ){2,3})(?:The )?Associated Press$"
)
# A part of an author that the data state: "AP National Writer" behind a name, "The Associated Press".
AUTHOR = re.compile(
    rf"^(?:(?i:by|von|par|por)\s+)?(?:[Tt]he )?(?P<who>{_ANY})"
    rf"(?: (?:[Nn]ews [Aa]gency|[Ss]taff|(?:\w+ ){{0,4}}(?:Writers?|Reporters?|Correspondents?|Editors?)))?$"
)
