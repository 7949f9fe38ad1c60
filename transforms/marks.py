"""The texts that the taggers read, without the marks of `reference.marks`; and what they found there, in the offsets
and the words of the texts as given."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from contracts.records import (
    CountryMention,
    CountryTags,
    Field,
    Refusal,
    RegionMention,
    Tags,
    Texts,
    TopicMention,
    TopicTags,
)
from reference.marks import Plain, plain

_Found = TypeVar("_Found", CountryMention, Refusal, RegionMention, TopicMention)


class PlainTexts:
    """`texts` is what is read, `given` what it was made of: the same, where there is nothing to rewrite."""

    def __init__(self, given: Texts, language: str | None) -> None:
        self.given = given
        self._title = plain(given.title or "", language)
        self._body = plain(given.body, language)
        self._captions = tuple(plain(caption, language) for caption in given.captions)
        self.changed = any(one.at for one in (self._title, self._body, *self._captions))
        self.texts = self._read() if self.changed else given

    def _read(self) -> Texts:
        given, body = self.given, self._body
        return replace(
            given,
            title=given.title and self._title.text,
            body=body.text,
            captions=tuple(caption.text for caption in self._captions),
            headings=tuple(body.back(*span) for span in given.headings),
            quotes=tuple(body.back(*span) for span in given.quotes),
            dateline=given.dateline and body.back(*given.dateline),
            repeated_title=given.repeated_title and body.back(*given.repeated_title),
        )

    def countries(self, tags: CountryTags) -> CountryTags:
        """The tags of `texts`, as tags of `given`."""
        if not self.changed:
            return tags
        return replace(
            tags,
            mentions=tuple(map(self._given, tags.mentions)),
            refusals=tuple(map(self._given, tags.refusals)),
        )

    def all(self, tags: Tags) -> Tags:
        """The tags of `texts`, as tags of `given`."""
        if not self.changed:
            return tags
        topics = TopicTags(tuple(map(self._given, tags.topics.mentions)), tags.topics.topics)
        return replace(
            tags, countries=self.countries(tags.countries), topics=topics, regions=tuple(map(self._given, tags.regions))
        )

    def _given(self, found: _Found) -> _Found:
        start, end = self._of(found.field, found.item).span(found.start, found.end)
        text = self.given.text_of(found.field, found.item)
        return replace(found, start=start, end=end, surface=text[start:end])

    def _of(self, field: Field, item: int | None) -> Plain:
        return self._captions[item or 0] if field == "caption" else self._body if field == "body" else self._title
