"""Languages: "spoke only French" and "translated from the German" name no country."""

from __future__ import annotations

import re

from reference.gazetteer import Gazetteer
from transforms.countries.around import Near
from transforms.countries.scan import Hit

_SPOKEN = re.compile(
    r"\b(?:speaks?|speaking|spoken|spoke|learn|learning|learned|learnt|teach|teaching|taught|fluent in|broken|"
    r"written in|translated into|translated from|in the original|from the original|translated from the|dubbed into|"
    r"conversational|rusty) "
    r"(?:only |some |no |good |fluent |little |to speak |perfect |a bit of |basic )?(?:\w+ and )?\Z"
)
_IN_LANGUAGE = re.compile(r"\b(?:in|into) (?:[A-Z]\w+ and )?\Z")
_LANGUAGE_AFTER = re.compile(
    r"[.,;:!?)\"”](?:\s|\Z)| (?:and|or|as well|at|with|for|by|from|to|but|rather|instead)\b|\Z"
)
_LANGUAGES_SUCH_AS = re.compile(r"\blanguages?,? (?:such as|like|including) (?:[A-Z]\w+,? (?:and |or )?)*\Z")
_ITEMS_BEFORE = re.compile(r"(?:\b[A-Z]\w+ ?(?:\([A-Z]\w+\))?(?:,? (?:and|or) |, ))+\Z")
_ITEMS_AFTER = re.compile(r"(?:(?:,? (?:and|or) |, )[A-Z]\w+(?: ?\([A-Z]\w+\))?)+")
_NOT_A_NOUN = re.compile(r"\Z|[.;:!?)\n]| (?:are|is|as|at|with|in|on|by|for|to|from|but|which|all)\b")
_LISTED_LANGUAGES = re.compile(
    r"(?:, [A-Z]\w+)*,? (?:and|or) [A-Z]\w+ (?:subtitles|lessons(?! from| learned| of)|classes|translations|speakers)\b"
)
_SPOKEN_AFTER = re.compile(
    r" (?:(?:and|or) [A-Z]\w+ )?(?:language |as a second )?"
    r"(?:subtitles|lessons(?! from| learned| of)|classes|courses|translations?|speakers?|"
    r"speaking|language|skills|proficiency|fluency|vocabulary|grammar|dictionar(?:y|ies)|phrasebooks?|textbooks?|"
    r"pronunciation|spelling|accents?|dialects?|subtitled|dubbed|translators?|alphabet|tutors?|"
    r"words?(?! of)|verbs?|nouns?|(?:term|phrase|word|name|expression) for)\b"
)
_SCHOOL_SUBJECT = re.compile(
    r" (?:teachers?|literature|majors?|majored|degree|department|class|homework|essays?|composition|professor|lit|"
    r"A-level|GCSE|translation|test|exam|tests|exams|language|learners?|medium|prose|tutor)\b"
)
_SPEAKS_LIST = re.compile(
    r"\b(?:speaks?|spoke|speaking|fluent in|conversant in|languages:) (?:[A-Z]\w+(?:, and |, | and | or ))*"
    r"(?:a little |some |a bit of |fluent |good |also )?\Z"
)
_TAKEN = re.compile(
    r"\b(?:took|takes?|taking|flunked|failed|studied|studies|study|studying|majored in|minored in|understands?|"
    r"understood|practised|practiced|picked up|mastered|reads?|knows?|knew|forgot|aced|passed|prefers?) \Z"
)
_TAKEN_AFTER = re.compile(
    r"[.,;!?)]|\Z| (?:in (?:high |middle |secondary )?(?:school|college|class)|at|twice|once|for|fluently|well|"
    r"and (?:math|history|biology|physics|chemistry)|as a|online|by|before|because|until|on an app)\b"
)
_OWNED = re.compile(
    r"\b(?:[Mm]y|[Hh]is|[Hh]er|[Yy]our|[Tt]heir|[Oo]ur|[Tt]he king[’']s|[Pp]lain|[Bb]roken|[Pp]erfect) \Z"
)
_OWNED_AFTER = re.compile(
    r"[.,;!?”\"]|\Z| (?:is|was|isn|wasn|improved|got|has|had|that|passable|fluent|rusty|better|good|"
    r"poor|perfect|excellent|limited|shaky|flawless|nearly|almost|less|barely|much)\b"
)
# Names of languages that are no people's of one country: what stands with them in a list is a language too.
_ONLY_LANGUAGES = (
    r"(?:Latin|Mandarin|Cantonese|Hindi|Urdu|Sanskrit|Tagalog|Swahili|Kiswahili|Hausa|Farsi|Hebrew|Pashto|Dari|Yiddish|"
    r"Esperanto|Gaelic|Bahasa|Creole|Aramaic|Amharic|Yoruba|Igbo|Zulu|Xhosa|Afrikaans|Pidgin|Braille|Tamil|Telugu|"
    r"Marathi|Gujarati|Kannada|Malayalam|Quechua|Guarani|Nahuatl|Arabic|sign language|mathematics|maths|math|history|"
    r"science|social studies|"
    r"algebra|chemistry|biology|physics|geography)"
)
_NOT_A_NOUN_BESIDE = re.compile(r"\Z|[.,;:!?)\n\"”]| (?:and|or|are|is|as|at|with|in|on|by|for|to|from|but|which|was)\b")
_WITH_LANGUAGE_AFTER = re.compile(rf"(?:, [A-Z]\w+)*(?:,? (?:and|or) |, ){_ONLY_LANGUAGES}\b")
_WITH_LANGUAGE_BEFORE = re.compile(rf"\b{_ONLY_LANGUAGES}(?:,? (?:and|or) |, )(?:[A-Z]\w+, )*\Z")
_CLASSES = re.compile(r"\b(?:[Cc]lasses|[Ll]essons|[Cc]ourses|[Ff]luent) in (?:fluent )?\Z|\bin fluent \Z")
_SPOKEN_TWO = re.compile(
    r"\b(?:speaks?|spoke|speaking|learned|learnt) [A-Z]\w+ and (?:some |good |a little |fluent )?\Z"
)


def language(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    if hit.surface not in gazetteer.languages:
        return None
    if around.right.startswith(("-language", "-speak", " language", "-medium")):
        return "language"
    if _SPOKEN.search(around.left) or _LANGUAGES_SUCH_AS.search(around.left) or _in_a_list(hit, gazetteer):
        return "language"
    ends = hit.passage.text[hit.end : hit.end + 1] == "\n" or _LANGUAGE_AFTER.match(around.right)
    written = ends and _IN_LANGUAGE.search(around.left)
    return "language" if written else None


def _in_a_list(hit: Hit, gazetteer: Gazetteer) -> bool:
    """Whether a hit is one of three or more languages: "English, Arabic, French and Japanese." In "the English, French
    and Dutch" they are peoples, and before a noun ("British, French and German banks") adjectives."""
    text = hit.passage.text
    left = _ITEMS_BEFORE.search(text, max(0, hit.start - 160), hit.start)
    right = _ITEMS_AFTER.match(text, hit.end, hit.end + 160)
    if left is None and right is None:
        return False
    start, end = left.start() if left else hit.start, right.end() if right else hit.end
    words = re.findall(r"[A-Z]\w+", text[start:end])
    alike = len(words) >= 3 and all(word in gazetteer.languages for word in words)
    return alike and text[max(0, start - 4) : start].lower() != "the " and _NOT_A_NOUN.match(text, end) is not None


def more_language(hit: Hit, around: Near, gazetteer: Gazetteer) -> str | None:
    """A language in a list or a lesson: "speaks French and some German", "Dutch and Korean subtitles"."""
    if hit.surface not in gazetteer.languages:
        return None
    taught = _CLASSES.search(around.left) or _SPOKEN_TWO.search(around.left)
    listed = _SPOKEN_AFTER.match(around.right) or _LISTED_LANGUAGES.match(around.right)
    if taught or listed or (hit.surface == "English" and _SCHOOL_SUBJECT.match(around.right)):
        return "language"
    if _SPEAKS_LIST.search(around.left) or (_TAKEN.search(around.left) and _TAKEN_AFTER.match(around.right)):
        return "language"
    if _OWNED.search(around.left) and _OWNED_AFTER.match(around.right):
        return "language"
    beside = _WITH_LANGUAGE_AFTER.match(around.right) or _WITH_LANGUAGE_BEFORE.search(around.left)
    return "language" if beside and _NOT_A_NOUN_BESIDE.match(around.right) else None
