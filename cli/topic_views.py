"""`desk topics check` and `desk topics suggest`: a topic of the files on the articles of the snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from difflib import get_close_matches
from typing import Any

import typer

from cli.console import note, out, print_json, print_rows
from contracts.records import Texts
from core.errors import UsageError
from core.workspace import Workspace
from reference.coverage import judging_languages
from reference.gazetteer import fold as fold_name
from reference.topics.crosswalk import CROSSWALK
from reference.topics.phrases import parse_phrase, word_forms
from reference.topics.taxonomy import DATA, Taxonomy, Topic
from transforms.aggregates.topic_terms import NewTerm, new_terms
from transforms.rules import Rules, load_rules, rules_version
from transforms.tagging import topics_of
from transforms.topics.tagger import rule_masses
from warehouse.connection import connect_snapshot
from warehouse.explain import as_declared
from warehouse.texts import article_texts, count_articles
from warehouse.topic_check import TopicCheck, check_topic, stored_rules, take_given, take_stored
from warehouse.topic_texts import StoryText, example, story_texts

# Stories of the topic and of the rest that are compared, and of each the title and the first characters of the body,
# some 250 words: what a text is about stands there. 25,000 stories take half a minute.
_OF_TOPIC, _OF_REST, _CHARACTERS = 5_000, 20_000, 1_500
_LANGUAGE = "en"  # the words without a subject that no term begins or ends with are English
_TAG = "tag"


def show_check(workspace: Workspace, topic_id: str, *, limit: int, as_json: bool) -> None:
    """Prints how a topic fares. Raises UsageError for an unknown topic, and where nothing is published."""
    rules = load_rules()
    topic = _topic(rules.taxonomy, topic_id)
    languages = judging_languages(topic_id)
    with _scored(workspace, rules) as (con, as_stored):
        found = check_topic(con, topic_id, languages, limit)
    never = _never_met(rules.taxonomy, topic, found)
    if as_json:
        print_json({"topic": topic_id, "scores": _whose(as_stored), "languages": languages, "check": found,
                    "never_met": never})  # fmt: skip
        return
    _print_head(rules.taxonomy, topic, found, as_stored, languages)
    _print_lists(found, limit)
    _print_doubtful(found)
    if found.hits.articles:
        note(f"{len(never):,} of the topic's phrases stand in none of its articles; --json names them")


def show_suggestions(workspace: Workspace, topic_id: str, *, limit: int, as_json: bool) -> None:
    """Prints terms that the topic lacks. Raises UsageError, as `show_check`."""
    rules = load_rules()
    topic = _topic(rules.taxonomy, topic_id)
    with _scored(workspace, rules) as (con, as_stored):
        texts = list(_texts(con, topic_id, tagged=True, most=_OF_TOPIC))
        others = list(_texts(con, topic_id, tagged=False, most=_OF_REST))
        found = new_terms(texts, others, _Known(rules, topic))
        shown = found if as_json else found[:limit]
        sentences = [[example(con, p.article_id, p.field, p.start, p.end) for p in new.places] for new in shown]
    stories, rest = len(texts), len(others)
    if as_json:
        terms = [
            {"term": new.term, "z": new.z, "stories": new.stories, "sources": new.sources,
             "rest_stories": new.rest_stories, "is_name": new.is_name, "examples": examples}
            for new, examples in zip(shown, sentences, strict=True)
        ]  # fmt: skip
        print_json({"topic": topic_id, "scores": _whose(as_stored), "stories": stories, "rest_stories": rest,
                    "terms": terms})  # fmt: skip
        return
    typer.secho(f"{topic.label}: {stories:,} stories in English against {rest:,} others", bold=True)
    for new, examples in zip(shown, sentences, strict=True):
        _print_term(new, [(one.source_id, one.sentence) for one in examples])
    if not found:
        note("No new term: it takes three stories of two sources that say it more often than the others do.")
        return
    note(f"\n{min(limit, len(found))} of {len(found)} terms. What fits goes into reference/data/topics/{topic_id}.txt,")
    note(f"with a weight; `desk topics check {topic_id}` then shows what it does.")


def _texts(con: Any, topic_id: str, *, tagged: bool, most: int) -> Iterator[StoryText]:
    return story_texts(con, topic_id, tagged=tagged, language=_LANGUAGE, most=most, characters=_CHARACTERS)


def _topic(taxonomy: Taxonomy, topic_id: str) -> Topic:
    try:
        return taxonomy.topic(topic_id)
    except KeyError:
        pass
    became = sorted({change.to_id or "" for change in taxonomy.changes if change.from_id == topic_id})
    if became:
        now = ", ".join(filter(None, became))
        raise UsageError(
            f"{topic_id!r} is a topic no more" + (f": it became {now}" if now else ", and none took its place"),
            f"Its days are in mart.topic_series, what became of it in {DATA / CROSSWALK}.",
        )
    below = [topic.topic_id for topic in taxonomy.topics if topic.parent_id == topic_id]
    if below:
        raise UsageError(f"{topic_id!r} is a parent: no article is tagged with it", f"Its topics: {', '.join(below)}.")
    known = [topic.topic_id for topic in taxonomy.topics]
    near = get_close_matches(topic_id, known, 3)
    remedy = f"Near it: {', '.join(near)}." if near else f"There are {', '.join(known)}."
    raise UsageError(f"there is no topic {topic_id!r}", remedy)


@contextmanager
def _scored(workspace: Workspace, rules: Rules) -> Iterator[tuple[Any, bool]]:
    """A connection on which the questions about topics can be asked, and whether the snapshot's own tags answer them:
    they do where they are of today's rules. Otherwise its texts are scored by the files as they stand."""
    with as_declared(), closing(connect_snapshot(workspace)) as con:
        as_stored = stored_rules(con) <= {rules_version()}
        if as_stored:
            take_stored(con)
        else:
            take_given(con, _tagged_now(con, rules.taxonomy), rules_version())
        yield con, as_stored


def _tagged_now(con: Any, taxonomy: Taxonomy) -> Iterator[tuple[str, Any]]:
    from cli.progress import watching

    with watching() as observer:
        observer.stage(_TAG, total := count_articles(con))
        for article_id, texts in article_texts(con):
            yield article_id, topics_of(texts, taxonomy)
            observer.advance(_TAG)
        observer.done(_TAG, f"{total:,} articles scored")


def _whose(as_stored: bool) -> str:
    return "snapshot" if as_stored else "files"


class _Known:
    """Whether the topic has a phrase for some words already, or they name a country, a region or a place in one."""

    def __init__(self, rules: Rules, topic: Topic) -> None:
        self._rules, self._index = rules, rules.taxonomy.topics.index(topic)
        self._phrases: dict[int, list[tuple[frozenset[str], ...]]] = {}
        for rule in rules.taxonomy.rules:
            if rule.topic == self._index:
                pattern = parse_phrase(rule.text)
                forms = tuple(frozenset(word_forms(word, {})) for word in pattern.words)
                self._phrases.setdefault(len(forms), []).append(forms)

    def __call__(self, words: tuple[str, ...], is_name: bool) -> bool:
        if is_name and self._rules.gazetteer.knows(fold_name(" ".join(words)).strip()):
            return True
        if any(all(map(frozenset.__contains__, forms, words)) for forms in self._phrases.get(len(words), ())):
            return True  # also where it counts only near other words, which do not stand in the term
        taxonomy = self._rules.taxonomy
        masses = rule_masses(Texts(None, " ".join(words)), taxonomy)
        return any(taxonomy.rules[number].topic == self._index for number in masses)


def _never_met(taxonomy: Taxonomy, topic: Topic, found: TopicCheck) -> list[str]:
    met, index = {phrase.rule for phrase in found.phrases}, taxonomy.topics.index(topic)
    return [r.text for r in taxonomy.rules if r.topic == index and r.weight > 0 and r.text not in met]


def _print_head(taxonomy: Taxonomy, topic: Topic, found: TopicCheck, as_stored: bool, languages: Sequence[str]) -> None:
    parent = next((p.label for p in taxonomy.parents if p.topic_id == topic.parent_id), "-")
    hits = found.hits
    typer.secho(f"{topic.label} ({topic.topic_id}), under {parent}", bold=True)
    typer.echo(f"  {topic.definition}")
    share = f" ({hits.articles / hits.judged:.1%})" if hits.judged else ""
    facts = (
        ("scored by", "the snapshot's own tags" if as_stored else "the topic files as they stand"),
        ("languages", f"{', '.join(languages)}: articles in others cannot be judged for it"),
        ("articles", f"{hits.articles:,} of {hits.judged:,} that could be judged{share}; {hits.below:,} more with a "
                     "score below .5"),
        ("stories", f"{hits.stories:,}, by {hits.sources:,} sources"),
        ("days", f"{hits.first_day or '-'} to {hits.last_day or '-'}"),
    )  # fmt: skip
    for name, value in facts:
        typer.echo(f"  {name:<10} {value}")


def _print_lists(found: TopicCheck, limit: int) -> None:
    print_rows(
        ("phrase", "articles", "decided", "weight"),
        [(p.rule, p.articles, p.decided, f"{p.weight:.1f}") for p in found.phrases[:limit]],
        as_json=False,
        title="Phrases (decided: articles in which none weighs more)",
    )
    print_rows(
        ("topic", "both", "of this", "Jaccard"),
        [(o.topic_id, o.articles, f"{o.share:.0%}", round(o.jaccard, 3)) for o in found.overlaps[:limit]],
        as_json=False,
        title="Other topics of its articles",
    )
    print_rows(
        ("source", "articles", "stories", "of its own"),
        [(s.source_id, s.articles, s.stories, f"{s.share:.1%}") for s in found.sources[:limit]],
        as_json=False,
        title="Sources",
    )
    lists = (("phrases", found.phrases), ("topics", found.overlaps), ("sources", found.sources))
    cut = [f"{len(rows):,} {name}" for name, rows in lists if len(rows) > limit]
    if cut:
        note(f"The first {limit} of {', '.join(cut)}; --json has all.")


def _print_doubtful(found: TopicCheck) -> None:
    print_rows(
        ("score", "article", "words and their weights"),
        [
            (
                f"{one.score:.2f}",
                f"{one.title or '(no title)'} ({one.source_id}, {one.article_id[:8]})",
                ", ".join(f"{word.words} {word.weight:+.1f}" for word in one.words),
            )
            for one in found.doubtful
        ],
        as_json=False,
        title="The most doubtful articles (a score of .5 and more is the tag)",
    )


def _print_term(new: NewTerm, examples: list[tuple[str, str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    name = ", a name" if new.is_name else ""
    head = f"\n{new.term}"
    typer.echo(
        f"{typer.style(head, bold=True)}  z {new.z:.1f}; {new.stories:,} stories of {new.sources:,} sources; "
        f"{new.rest_stories:,} others{name}"
    )
    for source_id, sentence in examples:
        out().print(Padding(Text(f"{source_id}: {sentence}"), (0, 0, 0, 4), expand=False))
