"""The phrases that a topic's texts use more than the rest: what the fit of the topic weights chooses from."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import snowballstemmer

from benchmarks.topic_sets import Labelled
from reference.topics.phrases import word_forms
from reference.topics.taxonomy import Seed
from transforms.topics.words import read_words

# A phrase neither begins nor ends with one of these.
_FUNCTION_WORDS = """
    a an the and or but of in on at to for from by with as is are was were be been being it its this that these those he
    she they we you i his her their our your my him them who whom which what when where why how not no nor so than then
    there here will would can could may might must shall should do does did has have had having into onto over under
    about after before between during up down out off again more most some any each other such only own same very too
    also just one two three four five six seven eight nine ten first second last new said say says if while because
    against among through per via vs event mr mrs ms dr inc corp ltd co plc today yesterday week month year day
"""
# Everyday words that mean none of the topics: alone they are no phrase, however a set uses them ("run" and "hand" are
# told of elections in one paper's summaries, and of anything elsewhere). Inside longer phrases they may stand.
_EVERYDAY = """
    hand run fine result send take make go come get give use find turn keep put let set call ask tell show look way time
    thing people man woman home house part end start begin stop help need want try know think feel see hear talk speak
    work play move leave stay live die open close win lose bring hold carry pass follow change add cut meet wait stand
    sit fall rise grow draw break catch fight push pull reach build plan face line side place point head name word story
    number group room door street night morning life world region special account case issue problem question reason
    idea fact deal offer report note sign view list role share step test type kind sort level area field form good bad
    big small long short old young high low early late hard easy great full clear free
"""
LEAST_Z = 1.5  # standard errors
STRONG = 2.5  # hand weight from which no found phrase may hold a phrase
LEAST_INSIDE = 3  # texts of the topic
PURE_WORD, PURE_PHRASE = 0.3, 0.2  # share of the texts that use it that are of the topic
# Names that the summaries of a set write without capitals.
_LOWER_CASE_NAMES = """
    alexander atlanta bob bosnia broadway bronx buchanan cheney christmas clintons dole forbes gingrich gore greenspan
    hampshire hartford hispanics hollywood hubbell indians iraqis jack jets kemp kennedy kentucky kosovo luther
    minnesota montana newark newt nobel nyc oregon pat perot schumer sharpton teamsters torre unabomber yankees zaire
"""
LOWER_CASE_NAMES = frozenset(_LOWER_CASE_NAMES.split())
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
EVERYDAY = frozenset(_EVERYDAY.split())


def candidates(rows: Sequence[Labelled], judged: dict[str, frozenset[str]], names: frozenset[str],
               seeds: tuple[Seed, ...], irregular: dict[str, tuple[str, ...]], least_documents: int, per_topic: int
               ) -> dict[str, list[str]]:  # fmt: skip
    """Per topic, the phrases of one to three words with the largest log-odds against the rest, measured in standard
    errors (Monroe, Colaresi and Quinn 2008), both ends of them content words."""
    base = base_words(rows, irregular)
    grams = [set(phrases_of(row, base, names)) for row in rows]
    everywhere = Counter(gram for each in grams for gram in each)
    common = {gram for gram, count in everywhere.items() if count >= least_documents}
    grams = [each & common for each in grams]
    chosen: dict[str, list[str]] = {}
    written = {seed.topic.topic_id: seed.phrases for seed in seeds}
    strong = {t: {phrase for phrase, weight in each.items() if weight >= STRONG} for t, each in written.items()}
    for topic_id in sorted(set().union(*judged.values())):
        inside: Counter[str] = Counter()
        outside: Counter[str] = Counter()
        for row, each in zip(rows, grams, strict=True):
            if topic_id in judged[row.set_name]:
                (inside if topic_id in row.labels else outside).update(each)
        scored = sorted(((_surprise(gram, inside, outside), gram) for gram in common), reverse=True)
        kept = [
            gram
            for z, gram in scored
            if _telling(gram, z, inside[gram], outside[gram])
            and gram not in written[topic_id]
            and gram.removeprefix("=") not in EVERYDAY
            and not _holds(gram, strong[topic_id])
        ]
        chosen[topic_id] = kept[:per_topic]
    return chosen


def _holds(gram: str, phrases: set[str]) -> bool:
    """Whether a shorter phrase stands in a found one, which would then take its words from it: "trade deficit" in
    "trade deficit widens" has to count as it was written."""
    words = gram.replace("=", "").split()
    return any(
        " ".join(words[first:last]) in phrases
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        if last - first < len(words) or "=" in gram
    )


def _telling(gram: str, z: float, inside: int, outside: int) -> bool:
    """Whether a phrase may speak for a topic: enough of its texts use it, and of the texts that use it enough are its
    own. A single word has to be purer ("event" stands in many texts on elections, and in many more on anything). None
    is chosen because it speaks against a topic: with those, five-fold micro F1 is the same on nyt_frontpage and less
    on reuters_1987 (.837 instead of .842)."""
    pure = inside / max(1, inside + outside)
    single = " " not in gram
    return z > LEAST_Z and inside >= LEAST_INSIDE and pure >= (PURE_WORD if single else PURE_PHRASE)


def _surprise(gram: str, inside: Counter[str], outside: Counter[str], prior: float = 0.5) -> float:
    a, b = inside[gram] + prior, outside[gram] + prior
    n, m = inside.total() + 1.0, outside.total() + 1.0
    return (math.log(a / (n - a)) - math.log(b / (m - b))) / math.sqrt(1 / a + 1 / b)


def base_words(rows: Iterable[Labelled], irregular: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """For each word of the texts, the word that a phrase with it is written with: the shortest of the same Snowball
    stem whose forms it is. A base with forms of another stem ("new", "news") is written `=new`."""
    counts = Counter(word for row in rows for word in read_words(row.texts.body).folded)
    stem = snowballstemmer.stemmer("english").stemWord
    stems = {word: stem(word) for word, count in counts.items() if count >= 2 and word.isalpha()}
    base: dict[str, str] = {}
    for word in sorted(stems, key=lambda w: (len(w), w)):
        if word in base:
            continue
        forms = [form for form in word_forms(word, irregular) if form in stems]
        same = all(stems[form] == stems[word] for form in forms)
        for form in forms if same else [word]:
            base.setdefault(form, word if same else f"={word}")
    return base


def phrases_of(row: Labelled, base: dict[str, str], names: frozenset[str]) -> Iterable[str]:
    """The phrases of a text: runs of up to three words that are no names and no numbers."""
    words = read_words(row.texts.body)
    last: list[str] = []
    for index, word in enumerate(words.folded):
        if word in names or not word.isalpha() or len(word) < 2 or word not in base:
            last = []
            continue
        last = [*last[-2:], base[word]] if last and words.joined(index) else [base[word]]
        for size in range(1, len(last) + 1):
            gram = last[-size:]
            if not {gram[0].strip("="), gram[-1].strip("=")} & FUNCTION_WORDS:
                yield " ".join(gram)


def proper_names(rows: Sequence[Labelled], share: float = 0.5) -> frozenset[str]:
    """Words that stand in capitals inside sentences in more than `share` of the places where that can be told, or of
    which it cannot be told at all."""
    capital: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for row in rows:
        low = row.texts.repeated_title[1] if row.texts.repeated_title else 0
        words = read_words(row.texts.body)
        for index in range(1, len(words.starts)):
            if words.starts[index] <= low + 2 or not words.joined(index) or words.starts[index - 1] < low:
                continue
            seen[words.folded[index]] += 1
            capital[words.folded[index]] += words.text[words.starts[index]].isupper()
    every = {word for row in rows for word in read_words(row.texts.body).folded}
    return LOWER_CASE_NAMES | frozenset(word for word in every if not seen[word] or capital[word] > share * seen[word])
