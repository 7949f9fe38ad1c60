"""Names of months in twenty-odd languages, as they stand in bylines. Written by hand from CLDR's full and short forms
(Unicode licence), lower case, without a final full stop."""

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
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
