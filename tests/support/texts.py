"""News that nobody reported: articles for tests, each different from the next, in the same few words of English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape

_PLACES = (
    ("France", "Paris", "French"), ("Japan", "Tokyo", "Japanese"), ("Kenya", "Nairobi", "Kenyan"),
    ("Brazil", "Brasilia", "Brazilian"), ("Poland", "Warsaw", "Polish"), ("Vietnam", "Hanoi", "Vietnamese"),
    ("Egypt", "Cairo", "Egyptian"), ("Canada", "Ottawa", "Canadian"), ("Norway", "Oslo", "Norwegian"),
)  # fmt: skip
_EVENTS = (
    ("defence talks", "The two defence ministries agreed to hold a joint naval exercise and to share radar data."),
    ("a trade agreement", "Negotiators cut tariffs on machinery and fish and left the export of timber for later."),
    ("grain shipments", "Harvests were poor, the agriculture ministry said, and wheat would have to come by sea."),
    ("refugee quotas", "Aid groups counted four thousand people who had asked for asylum since the spring."),
    ("a gas pipeline", "Engineers expect the first natural gas to flow through the new pipeline in two years."),
)
_QUOTES = (
    "We have listened to each other, and that is more than could be said a year ago",
    "Nobody in this room expects miracles, but everybody expects an answer",
    "What was written down today can be checked tomorrow",
    "The ports are open, the roads are open, and the books are open as well",
)


@dataclass(frozen=True)
class Story:
    """An article as its author meant it."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime | None

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def story(number: int, published: datetime | None = None, twist: str = "") -> Story:
    """The article of that number; `twist` is a paragraph that an editor adds later."""
    home, capital, people = _PLACES[number % len(_PLACES)]
    other, far, _ = _PLACES[(number * 4 + 3) % len(_PLACES)]
    if other == home:
        other, far, _ = _PLACES[(number + 1) % len(_PLACES)]
    what, detail = _EVENTS[number % len(_EVENTS)]
    quote = _QUOTES[number % len(_QUOTES)]
    title = f"{home} and {other} open {what} in {capital}, round {number}"
    paragraphs = (
        f"Officials from {home} met a delegation from {other} in {capital} on the matter of {what}, "
        f"the {number}th such meeting since the two governments set up their commission.",
        f"{detail} A note of {number + 40} pages was handed to reporters, along with a table of dates that reaches "
        f"into the year after next and names {number + 3} working groups with a chair for each.",
        f"“{quote},” the head of the {people} delegation told reporters outside the foreign ministry. She would not "
        f"say whether round {number + 1} would be held in {far} or again in {capital}.",
        f"Residents of the harbour district, where {number + 11} streets had been closed since dawn, watched the "
        f"motorcade from their windows. A baker on the corner of street {number + 7} sold coffee to both delegations.",
    )
    return Story(f"round-{number}", title, (*paragraphs, twist) if twist else paragraphs, published)


def published_on(day: int) -> datetime:
    """Noon of a day in autumn, counted from the first of September 2026."""
    return datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=day)


def page(item: Story, canonical: str = "") -> bytes:
    """The article as a small outlet's page, with the usual furniture around it."""
    date = (
        f'<time datetime="{item.published:%Y-%m-%dT%H:%M:%S}+00:00">{item.published:%d %B %Y}</time>'
        if item.published
        else ""
    )
    meta = f'<meta property="article:published_time" content="{item.published.isoformat()}">' if item.published else ""
    link = f'<link rel="canonical" href="{escape(canonical)}">' if canonical else ""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in item.paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(item.title)} | The Test Courier</title>
{meta}{link}</head><body><header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>
<main><article><h1>{escape(item.title)}</h1>{date}{text}</article></main>
<footer><p>Copyright The Test Courier. All rights reserved.</p></footer></body></html>""".encode()


# An article's paragraphs without any date of their own.
UNDATED = "".join(
    f"<p>Ministers from nine countries met on the river on the {day}th day of talks, and their aides said that the text "
    "was nearly settled after hours of work on the last clauses.</p>"
    for day in range(4, 12)
)
