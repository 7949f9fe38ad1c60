"""Names of months in some eighty languages, as they stand in bylines: CLDR's full and short forms (Unicode licence),
lower case, without a final full stop; by hand those that newspapers write and CLDR lacks.

No name means two months in different languages but for `listopad`, which is October in Croatian and November in Polish
and Czech. Names that are everyday words elsewhere (`pro`, `mac`) count in their own language only (`month_number`).
Left out are those of several words (`moments` reads the Thai, Vietnamese and Levantine ones as they are)."""

from __future__ import annotations

_NAMES: tuple[str, ...] = (
    # A month a group: English, Spanish, Portuguese, French, Italian, German, Dutch, Nordic, Polish, Czech, Slovak,
    # Croatian, Romanian, Hungarian, Turkish, Indonesian, Albanian, Greek, Russian, Ukrainian, Bulgarian, Serbian,
    # Arabic, Persian, Hindi.
    "january jan enero ene janeiro januar jänner janvier janv gennaio gen januari stycznia styczeń ledna "
    "leden január siječnja ianuarie ian ocak oca janari ιανουαρίου ιαν января янв січня січ януари јануар "
    "јануара يناير ژانویه जनवरी",
    "february feb febrero fevereiro fev février fevrier févr fevr febbraio februar feber februari lutego luty "
    "února únor február veljače februarie şubat şub shkurt φεβρουαρίου φεβ февраля фев лютого лют февруари "
    "фебруар фебруара فبراير فوریه फ़रवरी फरवरी",
    "march mar marzo março marco mars märz maerz mrz maart mrt marts marca marzec března březen március "
    "ožujka martie mart maret μαρτίου μαρ марта март мар березня бер مارس मार्च",
    "april apr abril abr avril avr aprile kwietnia kwiecień dubna duben apríl április travnja aprilie nisan "
    "nis prill απριλίου απρ апреля апр квітня кві април априла أبريل ابريل آوریل अप्रैل अप्रैल",
    "may mayo maio mai maggio mag mei maj mája květen května máj május svibnja mayıs μαΐου μαΐ мая май травня "
    "тра мај маја مايو می मई",
    "june jun junio junho juin giugno giu juni czerwca czerwiec června červen jún június lipnja iunie haziran "
    "haz qershor ιουνίου ιουν июня июн червня чер юни јун јуна يونيو ژوئن जून",
    "july jul julio julho juillet juil luglio lug juli lipca lipiec července červenec júl július srpnja iulie "
    "temmuz tem korrik ιουλίου ιουλ июля июл липня лип юли јул јула يوليو ژوئیه जुलाई",
    "august aug agosto ago août aout augustus sierpnia sierpień srpna srpen augusztus kolovoza ağustos ağu "
    "agustus gusht αυγούστου αυγ августа авг серпня сер август أغسطس اوت अगस्त",
    "september sept sep septiembre setiembre setembro set septembre settembre września wrzesień září "
    "szeptember rujna septembrie eylül eyl shtator σεπτεμβρίου σεπ сентября сен сент вересня вер септември "
    "септембар септембра سبتمبر سپتامبر सितंबर सितम्बर",
    "october oct octubre outubro out octobre ottobre ott oktober okt października październik října říjen "
    "október listopada octombrie ekim eki tetor οκτωβρίου οκτ октября окт жовтня жов октомври октобар октобра "
    "أكتوبر اکتبر अक्टूबर अक्तूबर",
    "november nov noviembre novembro novembre nopember studenoga noiembrie kasım kas nëntor νοεμβρίου νοε "
    "ноября ноя нояб ноември новембар новембра نوفمبر نوامبر नवंबर नवम्बर",
    "december dec diciembre dic dezembro dez décembre decembre déc dicembre dezember desember des grudnia "
    "grudzień prosince prosinec decembrie prosinca aralık ara dhjetor δεκεμβρίου δεκ декабря дек грудня гру "
    "декември децембар децембра ديسمبر دسامبر दिसंबर दिसम्बर",
)

# A language a line, its months with bars between; what stands above is not said again.
_FURTHER: tuple[str, ...] = (
    # Afrikaans
    "januarie |  |  |  |  | junie | julie |  |  |  |  |",
    # Albanian
    "janar | shk |  |  |  | qer | korr | gush | sht | tet | nën | dhj",
    # Amharic
    "ጃንዋሪ ጃን | ፌብሩዋሪ ፌብ | ማርች | ኤፕሪል ኤፕሪ | ሜይ | ጁን | ጁላይ | ኦገስት ኦገስ | ሴፕቴምበር ሴፕቴ | ኦክቶበር ኦክቶ | ኖቬምበር ኖቬም | ዲሴምበር ዲሴም",
    # Armenian
    "հունվարի հնվ հունվար | փետրվարի փտվ փետրվար | մարտի մրտ մարտ | ապրիլի ապր ապրիլ | մայիսի մյս մայիս | "
    "հունիսի հնս հունիս | հուլիսի հլս հուլիս | օգոստոսի օգս օգոստոս | սեպտեմբերի սեպ սեպտեմբեր | "
    "հոկտեմբերի հոկ հոկտեմբեր | նոյեմբերի նոյ նոյեմբեր | դեկտեմբերի դեկ դեկտեմբեր",
    # Azerbaijani
    "yanvar yan | fevral |  | aprel |  | iyun iyn | iyul iyl | avqust avq | sentyabr sen | oktyabr | "
    "noyabr noy | dekabr dek",
    # Belarusian
    "студзеня сту студзень | лютага люты | сакавіка сак сакавік | красавіка кра красавік |  | чэрвеня чэр "
    "чэрвень | ліпеня ліп ліпень | жніўня жні жнівень | верасня верасень | кастрычніка кас кастрычнік | "
    "лістапада ліс лістапад | снежня сне снежань",
    # Bengali
    "জানুয়ারী জানু | ফেব্রুয়ারী ফেব | মার্চ | এপ্রিল এপ্রি | মে | জুন | জুলাই জুল | আগস্ট আগ | "
    "সেপ্টেম্বর সেপ | অক্টোবর অক্টো | নভেম্বর নভে | ডিসেম্বর ডিসে",
    # Bulgarian
    "яну |  |  |  |  |  |  |  | сеп |  | ное |",
    # Burmese
    "ဇန်နဝါရီ ဇန် | ဖေဖော်ဝါရီ ဖေ | မတ် | ဧပြီ | မေ | ဇွန် | ဇူလိုင် ဇူ | ဩဂုတ် | စက်တင်ဘာ စက် | အောက်တိုဘာ အောက် | နိုဝင်ဘာ နို | ဒီဇင်ဘာ ဒီ",
    # Catalan
    "gener | febrer febr | març |  | maig | juny | juliol | agost | setembre |  |  | desembre",
    # Croatian
    "sij siječanj | velj veljača | ožu ožujak | travanj | svi svibanj | lipanj | srpanj | kol kolovoz | "
    "ruj rujan |  | stu studeni | prosinac",
    # Czech
    " | úno | bře | dub | kvě | čvn | čvc |  | zář | říj | listopadu |",
    # Estonian
    "jaanuar jaan | veebruar veebr | märts | aprill |  | juuni | juuli |  |  | oktoober |  | detsember dets",
    # Filipino
    " | pebrero peb | marso |  |  | hunyo hun | hulyo hul |  | setyembre | oktubre | nobyembre | disyembre",
    # Finnish
    "tammikuuta tammi tammikuu | helmikuuta helmi helmikuu | maaliskuuta maalis maaliskuu | huhtikuuta "
    "huhti huhtikuu | toukokuuta touko toukokuu | kesäkuuta kesä kesäkuu | heinäkuuta heinä heinäkuu | "
    "elokuuta elo elokuu | syyskuuta syys syyskuu | lokakuuta loka lokakuu | marraskuuta marras marraskuu "
    "| joulukuuta joulu joulukuu",
    # Galician
    "xaneiro xan | febreiro |  |  |  | xuño | xullo xul |  |  |  |  | decembro",
    # Georgian
    "იანვარი იან | თებერვალი თებ | მარტი მარ | აპრილი აპრ | მაისი მაი | ივნისი ივნ | ივლისი ივლ | აგვისტო "
    "აგვ | სექტემბერი სექ | ოქტომბერი ოქტ | ნოემბერი ნოე | დეკემბერი დეკ",
    # Greek
    "ιανουάριος | φεβρουάριος | μάρτιος μάρ | απρίλιος | μάιος μάι | ιούνιος ιούν | ιούλιος ιούλ | "
    "αύγουστος αύγ | σεπτέμβριος | οκτώβριος | νοέμβριος νοέ | δεκέμβριος",
    # Gujarati
    "જાન્યુઆરી જાન્યુ | ફેબ્રુઆરી ફેબ્રુ | માર્ચ | એપ્રિલ | મે | જૂન | જુલાઈ | ઑગસ્ટ | સપ્ટેમ્બર સપ્ટે | "
    "ઑક્ટોબર ઑક્ટો | નવેમ્બર નવે | ડિસેમ્બર ડિસે",
    # Hausa
    "janairu | faburairu fab | maris | afirilu afi | mayu | yuni yun | yuli yul | agusta agu | satumba | "
    "oktoba | nuwamba nuw | disamba",
    # Hebrew
    "ינואר ינו | פברואר פבר | מרץ | אפריל אפר | מאי | יוני | יולי | אוגוסט אוג | ספטמבר ספט | אוקטובר אוק "
    "| נובמבר נוב | דצמבר דצמ",
    # Hungarian
    " |  | márc | ápr |  |  |  |  | szept |  |  |",
    # Icelandic
    "janúar | febrúar |  |  | maí | júní | júlí | ágúst ágú |  |  | nóvember nóv |",
    # Kannada
    "ಜನವರಿ ಜನ | ಫೆಬ್ರವರಿ ಫೆಬ್ರ | ಮಾರ್ಚ್ | ಏಪ್ರಿಲ್ ಏಪ್ರಿ | ಮೇ | ಜೂನ್ | ಜುಲೈ | ಆಗಸ್ಟ್ ಆಗ | ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ | ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ | ನವೆಂಬರ್ ನವೆಂ | ಡಿಸೆಂಬರ್ ಡಿಸೆಂ",
    # Kazakh
    "қаңтар қаң | ақпан ақп | наурыз нау | сәуір сәу | мамыр мам | маусым мау | шілде шіл | тамыз там | "
    "қыркүйек қыр | қазан қаз | қараша қар | желтоқсан жел",
    # Khmer
    "មករា | កុម្ភៈ | មីនា | មេសា | ឧសភា | មិថុនា | កក្កដា | សីហា | កញ្ញា | តុលា | វិច្ឆិកា | ធ្នូ",
    # Kyrgyz
    "январь | февраль |  | апрель |  | июнь | июль |  | сентябрь | октябрь | ноябрь | декабрь",
    # Lao
    "ມັງກອນ | ກຸມພາ | ມີນາ | ເມສາ | ພຶດສະພາ | ມິຖຸນາ | ກໍລະກົດ | ສິງຫາ | ກັນຍາ | ຕຸລາ | ພະຈິກ | ທັນວາ",
    # Latvian
    "janvāris | februāris |  | aprīlis | maijs | jūnijs jūn | jūlijs jūl | augusts | septembris | "
    "oktobris | novembris | decembris",
    # Lithuanian
    "sausio saus sausis | vasario vas vasaris | kovo kov kovas | balandžio balandis | gegužės gegužė | "
    "birželio birž birželis | liepos liep liepa | rugpjūčio rugp rugpjūtis | rugsėjo rugs rugsėjis | "
    "spalio spal spalis | lapkričio lapkr lapkritis | gruodžio gruod gruodis",
    # Macedonian
    "јануари јан |  |  |  |  | јуни | јули |  |  |  |  |",
    # Malay
    " |  |  |  |  |  | julai | ogos |  |  |  | disember",
    # Malayalam
    "ജനുവരി ജനു | ഫെബ്രുവരി ഫെബ്രു | മാർച്ച് മാർ | ഏപ്രിൽ ഏപ്രി | മേയ് | ജൂൺ | ജൂലൈ | ഓഗസ്റ്റ് ഓഗ | "
    "സെപ്റ്റംബർ സെപ്റ്റം | ഒക്‌ടോബർ ഒക്ടോ | നവംബർ നവം | ഡിസംബർ ഡിസം",
    # Maltese
    "jannar | frar fra | marzu |  | mejju mej | ġunju ġun | lulju lul | awwissu aww | settembru | ottubru "
    "| novembru | diċembru diċ",
    # Marathi
    "जानेवारी जाने | फेब्रुवारी फेब्रु |  | एप्रिल एप्रि | मे |  | जुलै | ऑगस्ट ऑग | सप्टेंबर सप्टें | "
    "ऑक्टोबर ऑक्टो | नोव्हेंबर नोव्हें | डिसेंबर डिसें",
    # Nepali
    " | फेब्रुअरी |  | अप्रिल |  | जुन |  | अगस्ट | सेप्टेम्बर | अक्टोबर | नोभेम्बर | डिसेम्बर",
    # Pashto
    "جنوري | فبروري فېبروري | مارچ | اپریل | مۍ | جون | جولای | اګست | سېپتمبر سپتمبر | اکتوبر | نومبر | دسمبر",
    # Polish
    "sty | lut |  | kwi | maja | cze |  | sie | wrz | paź |  | gru",
    # Punjabi
    "ਜਨਵਰੀ ਜਨ | ਫ਼ਰਵਰੀ ਫ਼ਰ | ਮਾਰਚ | ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ | ਮਈ | ਜੂਨ | ਜੁਲਾਈ ਜੁਲਾ | ਅਗਸਤ ਅਗ | ਸਤੰਬਰ ਸਤੰ | ਅਕਤੂਬਰ ਅਕਤੂ | ਨਵੰਬਰ ਨਵੰ | ਦਸੰਬਰ ਦਸੰ",
    # Romanian
    " |  |  |  |  | iun | iul |  |  |  |  |",
    # Russian
    " | февр |  |  |  |  |  |  |  |  |  |",
    # Serbian
    " | феб |  |  |  |  |  |  |  |  | нов | дец",
    # Sinhala
    "ජනවාරි ජන | පෙබරවාරි පෙබ | මාර්තු මාර් | අප්‍රේල් | මැයි | ජූනි | ජූලි | අගෝස්තු අගෝ | සැප්තැම්බර් "
    "සැප් | ඔක්තෝබර් ඔක් | නොවැම්බර් නොවැ | දෙසැම්බර් දෙසැ",
    # Slovak
    "januára | februára | marec | apríla |  | júna | júla | augusta | septembra | októbra | novembra | decembra",
    # Slovene
    " |  |  |  |  | junij | julij | avgust avg |  |  |  |",
    # Somali
    "janaayo jannaayo | febraayo | maarso | abriil | maayo | juun | luulyo | ogs ogosto | sebtembar seb "
    "sebteembar | oktoobar | noofeembar nof | diseembar",
    # Swahili
    " |  | machi | aprili |  |  |  | agosti | septemba |  | novemba | desemba",
    # Swedish
    " |  |  |  |  |  |  | augusti |  |  |  |",
    # Tajik
    "январ | феврал |  | апрел |  |  |  |  | сентябр | октябр | ноябр | декабр",
    # Tamil
    "ஜனவரி ஜன | பிப்ரவரி பிப் | மார்ச் மார் | ஏப்ரல் ஏப் | மே | ஜூன் | ஜூலை | ஆகஸ்ட் ஆக | செப்டம்பர் செப் "
    "| அக்டோபர் அக் | நவம்பர் நவ | டிசம்பர் டிச",
    # Telugu
    "జనవరి జన | ఫిబ్రవరి ఫిబ్ర | మార్చి | ఏప్రిల్ ఏప్రి | మే | జూన్ | జులై | ఆగస్టు ఆగ | సెప్టెంబర్ సెప్టెం | అక్టోబర్ అక్టో | నవంబర్ నవం | డిసెంబర్ డిసెం",
    # Thai
    "มกราคม | กุมภาพันธ์ | มีนาคม | เมษายน | พฤษภาคม | มิถุนายน | กรกฎาคม | สิงหาคม | กันยายน | ตุลาคม | พฤศจิกายน | ธันวาคม",
    # Ukrainian
    "січень | лютий | березень | квіт квітень | трав травень | черв червень | липень | серп серпень | "
    "вересень | жовт жовтень | листопада лист листопад | груд грудень",
    # Urdu
    "جنوری | فروری |  |  | مئی |  | جولائی | اگست | ستمبر |  |  |",
    # Uzbek
    " |  |  |  |  |  |  |  | sentabr | oktabr |  |",
    # Zulu
    "januwari | februwari | mashi | ephreli eph | meyi mey |  | julayi | agasti aga | septhemba | okthoba |  | disemba",
    # Arabic: the Levant and Iraq, then Algeria and Tunisia, then Morocco
    "| شباط | آذار اذار | نيسان | أيار ايار | حزيران | تموز | آب | أيلول ايلول |  |  | ",
    "جانفي | فيفري |  | أفريل افريل | ماي | جوان | جويلية | أوت |  |  |  | ",
    "| فبراير | | إبريل | | يونيه | يوليوز يوليه | غشت اغسطس | شتنبر | اكتوبر | نونبر | دجنبر",
    # Persian, where other keyboards wrote it
    "| | | | می | | ژوییه جولای | آگوست | | | | ",
    # Short forms in running use: Spanish, Dutch, German, Turkish, Czech, Slovak, Greek, Ukrainian
    "| | | | | | | | setem sep | | | ",
    "jän | febr | märz | | | | | | | | | ",
    "| | | | | | temm | | | | | arl",
    "| | | | | | | | | | | prosinci",
)

MONTHS: dict[str, int] = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
for _line in _FURTHER:
    for _number, _group in enumerate(_line.split("|"), 1):
        for _name in _group.split():
            MONTHS.setdefault(_name, _number)

_WORDS_ELSEWHERE = {("ms", "mac"): 3, ("cs", "pro"): 12}  # names that are everyday words in other languages
_LISTOPAD = frozenset(("listopad", "listopada", "listopadu"))
_HEBREW_IN = "\u05d1"  # the letter bet, "in", which Hebrew writes before the name


def month_number(name: str, language: str | None = None) -> int:
    """1 to 12, or 0 where the word is no month. A language's own particles before the name are taken off, and so is a
    word that runs into it where a page lacks the blank (`healthdecember`)."""
    name = name.strip(".׳'’")
    if name in _LISTOPAD:
        return 10 if (language or "")[:2] in ("hr", "bs", "sr") else 11
    number = MONTHS.get(name) or MONTHS.get(name.removeprefix(_HEBREW_IN), 0)
    number = number or _WORDS_ELSEWHERE.get(((language or "")[:2].lower(), name), 0)
    if number or len(name) < 6 or not name.isalpha():
        return number
    return next((MONTHS[name[i:]] for i in range(1, len(name) - 4) if name[i:] in MONTHS), 0)
