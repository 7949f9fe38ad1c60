"""The words around names in bylines, as data: what stands before and behind a name, and what is no person.

Gathered from what newspapers in some thirty languages print. A word that is a given name too (`Oleh`, `Di`, `Dan`) is a
label or a joiner only under the conditions that `bylines` gives."""

from __future__ import annotations

import re

from transforms.pages.patterns import joined, words

# What was done or what it is: a label with a mark behind ("Tekst: …"), or together with a word for "by" ("Texto de …").
_DONE = joined(r"""
    written|posted|published|reported|reporting|story|words|text|article|analysis|opinion|report|interview|review|
    commentary|contributed|compiled|authored|authors?|writers?|reporters?|byline|
    (?:ein |eine )?(?:beitrag|gastbeitrag|kommentar|bericht|interview|essay|analyse|reportage|text|texte|protokoll)|
    autore?s?|autor(?:in|en|innen|as?|i|ka|ul|zy)?|auteure?s?|autrice|autori|verfasst|verfasser(?:in)?|
    propos recueillis|écrit|rédigé|publié|posté|entretien|texte|journaliste|
    escrito|publicado|redactado|elaborado|texto|textos|reportaje|crónica|periodista|reportagem|postado|redação|
    scritto|pubblicato|testo|articolo|geschreven|tekst|artikel|redacteur|skrevet|skrivet|skriven|publicerad|publisert|
    skribent|forfatter|författare|journalist|teksti|kirjoittaja|toimittaja|napsal[ai]?|napisał[ai]?|opracował[ai]?|
    oprac\.?|penulis|yazar|haber|muhabir|tác giả|bài|szerző|írta|scris|mwandishi|
    автор[ыи]?|текст|автор статті|автор статьи|συντάκτης|κείμενο|الكاتبة?|كتبت?|تحرير|إعداد|نویسنده|خبرنگار|כתב|लेखक|
    作者|撰文|文|执笔|執筆|著者|取材・文|글
""")
_BY = joined(r"""
    by|von|mit|par|por|di|da|de|door|av|af|oleh|yazan|na|de către|a cura di|بقلم|به قلم|كتبت?|كتبه|מאת|โดย|द्वारा|
    γράφει ο|γράφει η|γράφει
""")
LABEL = re.compile(
    rf"^\W*(?:(?P<glued>by(?=(?-i:[A-ZÀ-Þ][a-zß-ÿ])))|(?:(?:{_DONE})\s+)?(?P<by>{_BY})(?:\s*:\s*|\s+)|"
    rf"(?:{_DONE})\s*[:：=／/|]\s*|(?:记者|記者|本报记者|本報記者|文/|文／)\s*(?=\S))",
    re.IGNORECASE,
)
# Words for "by" that are given names or everyday words too: only before two words or more.
DOUBTFUL = words("di da de mit oleh yazan na av af theo")

# Between two names. The last row joins parts of one name as well (Ortega y Gasset): only between names of equal kind.
JOINERS = joined(r"""
    and|und|et|en|og|och|ja|ve|dan|và|oraz|și|şi|és|kaj|ir|un|with|avec|con|com|med|met|mit|και|и|та|і|و|और|及|和|
    y|e|i|a
""")
DOUBTFUL_JOINERS = words("y e i a en ja con com mit met med un ir")
# Behind a name: for whom, where, whence. Lower case only; "in 't" and "van 't" belong to names.
AFTER = re.compile(
    r"\s+(?:(?:is|was) (?:an?|the)|for|in(?! ['’]t\b)|at|from|on|reporting|reports|special to|via|as told to|"
    r"pour|à|au|aux|dans|depuis|para|desde|por|em|aus|für|bei|im|per|voor|uit|från|fra|för|hos|dla|z|pro|для|из|из-за|в|"
    r"für|adına|untuk|di|cho)\s.*$",
    re.DOTALL,
)

AGENCIES = words(
    """
    ap afp reuters dpa efe ansa tass xinhua ians pti upi bloomberg anadolu interfax kyodo yonhap ani aap apa anp belga
    lusa ntb ritzau stt tt pap mti agerpres ukrinform unian bernama antara sapa nan wam petra mena kuna irna tasnim
    aa cp pa agi adnkronos lapresse europapress telam telám télam notimex prensa-latina afp-jiji jiji cna vna 新华社
    新華社 共同通信 연합뉴스 тасс риа укринформ רויטרס رويترز أ.ف.ب
    """
)
# A word of these anywhere makes a name that of an office or an organisation.
_NOBODY = joined(r"""
    staff|admin\w{0,9}|editor(?:s|ial)|editorials?|newsroom|newsdesk|desk|webdesk|teams?|unknown|anonymous|none|null|user|
    webmaster|press|contributors?|correspondents?|reporters?|writers?|wires?|agency|agencies|sponsored|partner|
    associated|reuters|bureau|magazine|newspaper|gazette|herald|tribune|times|chronicle|journal|weekly|daily|
    news|media|inc|llc|ltd|gmbh|corp|company|group|services?|solutions?|university|college|school|institute|council|
    foundation|department|ministry|office|committee|association|society|centre|center|clinic|hospital|security|
    strategies|consulting|studios?|productions?|blog|podcast|online|global|digital|books|research|network|radio|tv|
    channel|sports?|community|support|marketing|copyright|comments?|published|updated|posted|subscribe|
    гость|гости|invité|invitado|convidado|gastautor|coordenadoria|assessoria|secretaria|ministerio|gobierno|
    redaktion\w*|redacción|redaccion|rédaction|redazione|redação|redacção|redactie|redaksjonen|redaksi|redakcja|
    redakce|redakcia|redakció|redacția|toimitus|toimituksen|uredništvo|redakcija|haber merkezi|servisi|agencia|agencias|
    agência|agences?|agenzia|agentur|nachrichtenagentur|equipo|equipe|équipe|servicio|presse|prensa|imprensa|stampa|
    ban biên tập|tim redaksi|tòa soạn|редакция|редакція|редакцыя|редакцијата|редакції|агентство|пресс-служба|σύνταξη|
    التحرير|هيئة|وكالة|وكالات|تحریریه|خبرگزاری|מערכת|編集部|编辑部|編輯部|通信|通讯社|편집부|뉴스
""")
NOBODY = re.compile(
    rf"(?<!\w)(?:{_NOBODY})(?!\w)|editorial|^(?:the|our|we|my|your|about|in|more|all|read|share|follow) |"
    r"^(?:author|editor|guest|gast|haber|ap|pa|aa|cp)$",
    re.IGNORECASE,
)

PARTICLES = words(
    """
    de da di do dos das del della dello dei der den dem die van von vom vander la le lo los las el al bin ibn bint ben
    abu ould of the y e i zu zum zur ter ten te 't 's het af av ud ul ur as ad an ap ab san santa und in op thor dal
    """
)
# Behind a name without a comma, or in a part of its own behind one: work, rank, degree.
WORK = words(
    """
    writer editor author reporter correspondent contributor journalist columnist director manager officer founder
    co-founder ceo cto cmo cfo president analyst specialist strategist consultant producer researcher professor
    photographer executive marketer gardener astrologer attorney horticulturist horticulturalist educator lawyer
    lecturer fellow chief deputy senior special staff head representative candidate member minister economist engineer
    physician nurse dietitian expert critic host anchor presenter blogger freelance freelancer intern bureau
    redakteur redakteurin reporterin korrespondent korrespondentin journalistin chefredakteur autorin
    journaliste rédacteur rédactrice correspondant correspondante envoyé envoyée
    periodista corresponsal redactor redactora enviado enviada columnista repórter correspondente jornalista editora
    giornalista inviato corrispondente redacteur verslaggever reporterka dziennikarz redaktor korespondent muhabir
    muhabiri wartawan корреспондент журналист обозреватель кореспондент журналіст
    phd ph.d ph.d. md m.d m.d. dvm rn rdn mph msc mba jd esq cpa cfa faclm
    """
)
