"""New terms: what the articles of a topic say and the rest do not, and its phrases lack.

Terms are one to three words. Each is weighed by the log-odds of a story having it, in the topic against the rest, with
an informative Dirichlet prior: its frequency in both together, as strong as all the stories themselves (Monroe,
Colaresi and Quinn 2008, "Fightin' Words"; what is counted here is stories that have the term). The z-score, which is
that over its standard error, keeps out what is rare by chance and what is common everywhere."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reference.topics.phrases import fold, stop_words

LONGEST = 3  # words
LEAST_STORIES, LEAST_SOURCES = 3, 2
LEAST_Z = 1.96  # one term in forty lies above by chance
EXAMPLES = 2
# A shorter term that stands in a longer one in this share of its stories says nothing of its own.
_INSIDE = 2 / 3
_PASSAGE = 4  # words with a subject, names not counted, from which a sentence is the same where it has just the same
_WITHIN = frozenset(("of", "and", "to", "for", "in", "on"))  # "state of emergency"; other idle words join no term
_NAME = 0.8  # share of occurrences with a capital from which a term is a name
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_END = re.compile(r"[.!?\n]")
_JOINT = re.compile(r"[ \t\u00a0\u202f-]*")
_Term = tuple[str, ...]


class StoryText(Protocol):
    """One article of a story; `covered`: spans (field, start, end) of title and body that a phrase has already."""

    @property
    def article_id(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def covered(self) -> tuple[tuple[str, int, int], ...]: ...


@dataclass(frozen=True)
class Place:
    """Where a term stands: characters of a field of an article."""

    article_id: str
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class NewTerm:
    """A term that the phrases lack. `stories` of the topic have it, by `sources`, and `rest_stories` of the others;
    `is_name`: it is written with a capital. `places`: examples of different stories, of different sources first."""

    term: str
    z: float
    stories: int
    sources: int
    rest_stories: int
    is_name: bool
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Seen:
    """A term in the topic's stories, each of which counts once."""

    stories: int = 0
    shown: int = 0  # stories in which it can be told whether it is written with a capital
    capitals: int = 0
    sources: dict[str, Place] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    field: str
    start: int
    end: int
    capital: bool | None  # None where a capital tells nothing: at the beginning of a sentence, and in titles


def new_terms(
    topic: Sequence[StoryText], rest: Iterable[StoryText], is_known: Callable[[tuple[str, ...], bool], bool]
) -> list[NewTerm]:
    """The terms that are new, the surest first. `is_known` says of folded words, and whether they are a name, that they
    are no news: the topic has a phrase for them, or they name a country."""
    passages: set[int] = set()
    runs = {text.article_id: _new_runs(text, passages) for text in topic}
    seen = _seen(topic, runs)
    rest_counts: dict[_Term, int] = defaultdict(int)
    passages, others = set(), 0
    for text in rest:
        others += 1
        for term in {term for run in _new_runs(text, passages) for term, _ in _terms(run, seen.keys())}:
            rest_counts[term] += 1
    found = [
        NewTerm(" ".join(term), z, one.stories, len(one.sources), rest_counts[term], name, _examples(one))
        for term, one in seen.items()
        if len(one.sources) >= LEAST_SOURCES
        and (z := z_score(one.stories, len(topic), rest_counts[term], others)) >= LEAST_Z
        and not is_known(term, name := one.shown > 0 and one.capitals >= _NAME * one.shown)
    ]
    return sorted(_without_parts(found), key=lambda new: (-new.z, new.term))


def z_score(here: int, stories: int, there: int, others: int) -> float:
    """How many standard errors the log-odds of a term among the topic's stories lie above those among the others."""
    alpha = max(float(here + there), 0.5)  # the prior: as frequent as in both together, as strong as all stories
    strength = float(stories + others) or 1.0
    odds_here = (here + alpha) / max(stories + strength - here - alpha, 0.5)
    odds_there = (there + alpha) / max(others + strength - there - alpha, 0.5)
    return math.log(odds_here / odds_there) / math.sqrt(1 / (here + alpha) + 1 / (there + alpha))


def _seen(topic: Sequence[StoryText], runs: dict[str, list[list[_Word]]]) -> dict[_Term, _Seen]:
    """The terms of enough stories. Words are counted first: what has a rare word is rare, and need not be kept."""
    words: dict[_Term, int] = defaultdict(int)
    for of_text in runs.values():
        for word in {(word.folded,) for run in of_text for word in run}:
            words[word] += 1
    frequent = {term for term, stories in words.items() if stories >= LEAST_STORIES}
    seen: dict[_Term, _Seen] = defaultdict(_Seen)
    for text in topic:
        own: dict[_Term, tuple[Place, bool | None]] = {}
        for run in runs[text.article_id]:
            for term, part in _terms(run, None):
                if term not in own and all((word,) in frequent for word in term):
                    place = Place(text.article_id, part[0].field, part[0].start, part[-1].end)
                    own[term] = (place, _capital(part))
        for term, (place, capital) in own.items():
            one = seen[term]
            one.stories += 1
            one.shown += capital is not None
            one.capitals += capital is True
            one.sources.setdefault(text.source_id, place)
            if len(one.places) < EXAMPLES:
                one.places.append(place)
    return {term: one for term, one in seen.items() if one.stories >= LEAST_STORIES}


def _capital(part: list[_Word]) -> bool | None:
    capitals = [word.capital for word in part if word.folded not in stop_words()]
    return None if None in capitals else all(capitals)


def _examples(one: _Seen) -> tuple[Place, ...]:
    return tuple(dict.fromkeys([*one.sources.values(), *one.places]))[:EXAMPLES]


def _new_runs(text: StoryText, seen: set[int]) -> list[list[_Word]]:
    """The words of a text in runs that nothing ends, without those that a phrase covers and without sentences that an
    earlier text had, but for names and numbers: background that is copied from story to story says nothing new."""
    runs: list[list[_Word]] = []
    own = set()
    for sentence in _sentences(text):
        told = [word.folded for run in sentence for word in run if not word.capital and word.folded not in stop_words()]
        key = hash(tuple(word for word in told if not word.isdigit())) if len(told) >= _PASSAGE else 0
        if key in seen:
            continue
        own.add(key)
        runs += [part for run in sentence for part in _uncovered(run, text)]
    seen |= own - {0}
    return runs


def _uncovered(run: list[_Word], text: StoryText) -> Iterator[list[_Word]]:
    part: list[_Word] = []
    for word in run:
        if any(of == word.field and word.start < end and start < word.end for of, start, end in text.covered):
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _sentences(text: StoryText) -> Iterator[list[list[_Word]]]:
    """The sentences of title and body, each in runs of words with nothing between that ends a phrase."""
    for name, written in (("title", text.title), ("body", text.body)):
        sentence: list[list[_Word]] = []
        last = 0
        for match in _WORD.finditer(written):
            between = written[last : match.start()]
            begins = not sentence or _END.search(between) is not None
            if begins and sentence:
                yield sentence
                sentence = []
            if begins or not _JOINT.fullmatch(between):
                sentence.append([])
            word = match.group()
            capital = None if begins or name == "title" else word[0].isupper()
            sentence[-1].append(_Word(fold(word), name, match.start(), match.end(), capital))
            last = match.end()
        if sentence:
            yield sentence


def _terms(run: list[_Word], wanted: Container[_Term] | None) -> Iterator[tuple[_Term, list[_Word]]]:
    """The terms of a run with their words, all of them or the wanted ones."""
    for first in range(len(run)):
        for length in range(1, min(LONGEST, len(run) - first) + 1):
            part = run[first : first + length]
            term = tuple(word.folded for word in part)
            if term in wanted if wanted is not None else _may_be(term):
                yield term, part


def _may_be(term: _Term) -> bool:
    """Whether words can be a term: it begins and ends with one that has a subject of its own, and has no figure."""
    idle = stop_words()
    return (
        term[0] not in idle
        and term[-1] not in idle
        and all(word in _WITHIN or word not in idle for word in term[1:-1])
        and all(len(word) > 1 and not any(map(str.isdigit, word)) for word in term)
        and not (len(term) == 1 and len(term[0]) < 3)
    )


def _without_parts(found: list[NewTerm]) -> Iterator[NewTerm]:
    """Leaves out a term that mostly stands within a longer one of the list."""
    longer: dict[_Term, int] = {}
    for new in found:
        words = tuple(new.term.split())
        for length in range(1, len(words)):
            for first in range(len(words) - length + 1):
                part = words[first : first + length]
                longer[part] = max(longer.get(part, 0), new.stories)
    for new in found:
        if longer.get(tuple(new.term.split()), 0) < _INSIDE * new.stories:
            yield new
