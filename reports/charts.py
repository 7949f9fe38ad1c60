"""Charts as inline SVG: pure functions from numbers to markup. Colours come by class from style.css, so that they
follow the reader's light or dark mode and the page needs no inline style. Each chart that stands alone is an image with
a title and a description to assistive technology, and its numbers stand in a table beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from reports.words import clean, number

# Sizes in CSS pixels at scale 1: the grid that holds the small multiples keeps the scale between .9 and 1.3, so that
# labels stay between 10 and 15 px on every screen.
_WIDTH, _HEIGHT = 280.0, 122.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 4.0, 30.0, 26.0, 22.0


@dataclass(frozen=True)
class Part:
    """A part of a whole: `style` is its class in style.css."""

    label: str
    value: int
    style: str


def _image(ident: str, title: str, description: str, size: tuple[float, float], body: str, style: str) -> Markup:
    width, height = size
    stretch = ' preserveAspectRatio="none"' if style == "stack" else ""
    return Markup(
        f'<svg class="{style}" viewBox="0 0 {width:g} {height:g}"{stretch} role="img" '
        f'aria-labelledby="{escape(ident)}-t {escape(ident)}-d">'
        f'<title id="{escape(ident)}-t">{escape(clean(title))}</title>'
        f'<desc id="{escape(ident)}-d">{escape(clean(description))}</desc>{body}</svg>'
    )


def trend(
    ident: str, title: str, unit: str, mondays: Sequence[date], values: Sequence[int], ceiling: int, partial: bool
) -> Markup:
    """A line of weekly numbers on a scale from 0 to `ceiling` (shared by its neighbours). Peak and last value are
    labelled; a last week that is not over yet is dashed and open. `unit` says what is counted."""
    span = max(1, len(values) - 1)
    xs = [_LEFT + (_WIDTH - _LEFT - _RIGHT) * place / span for place in range(len(values))]
    floor = _HEIGHT - _BOTTOM
    ys = [floor - (floor - _TOP) * value / max(1, ceiling) for value in values]
    points = [f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True)]
    whole = len(points) - 1 if partial and len(points) > 1 else len(points)
    body = [f'<path class="base" d="M{_LEFT:g} {floor:g}H{_WIDTH - _RIGHT:g}"/>']
    if len(points) > 1:
        body.append(f'<path class="area" d="M{xs[0]:.1f} {floor:g}L{" ".join(points)}L{xs[-1]:.1f} {floor:g}Z"/>')
        body.append(f'<path class="line" d="M{" ".join(points[:whole])}"/>')
        if whole < len(points):
            body.append(f'<path class="line open" d="M{" ".join(points[-2:])}"/>')
    body += _labels(xs, ys, values, partial)
    body += _week_labels(mondays, partial)
    body += _hover(xs, mondays, values, unit)
    numbers = ", ".join(f"{monday}: {number(value)}" for monday, value in zip(mondays, values, strict=True))
    open_end = " The last week is not over." if partial else ""
    description = f"{unit} by week from Monday: {numbers}.{open_end}"
    return _image(ident, title, description, (_WIDTH, _HEIGHT), "".join(body), "trend")


def _labels(xs: Sequence[float], ys: Sequence[float], values: Sequence[int], partial: bool) -> list[str]:
    last = len(values) - 1
    peak = max(range(len(values)), key=lambda place: (values[place], place))
    open_dot = " open" if partial else ""
    marks = [
        f'<circle class="dot{open_dot}" cx="{xs[last]:.1f}" cy="{ys[last]:.1f}" r="3.5"/>',
        f'<text class="value" x="{xs[last] + 8:.1f}" y="{ys[last] + 4:.1f}">{number(values[last])}</text>',
    ]
    if peak != last and values[peak] > 0:
        place = f'text-anchor="{"start" if peak == 0 else "middle"}" x="{xs[peak]:.1f}" y="{ys[peak] - 7:.1f}"'
        marks.append(f'<circle class="dot" cx="{xs[peak]:.1f}" cy="{ys[peak]:.1f}" r="2.5"/>')
        marks.append(f'<text class="value" {place}>{number(values[peak])}</text>')
    return marks


def _week_labels(mondays: Sequence[date], partial: bool) -> list[str]:
    first = f'<text class="axis" x="{_LEFT:g}" y="{_HEIGHT - 6:g}">{mondays[0]}</text>'
    words = "this week" if partial else str(mondays[-1])
    last = f'<text class="axis" text-anchor="end" x="{_WIDTH - _RIGHT + 4:g}" y="{_HEIGHT - 6:g}">{words}</text>'
    return [first, last] if len(mondays) > 1 else [first]


def _hover(xs: Sequence[float], mondays: Sequence[date], values: Sequence[int], unit: str) -> list[str]:
    """A transparent column for each week, whose title the browser shows under the pointer: no script needed."""
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(xs) - 1)
    return [
        f'<rect class="hover" x="{x - step / 2:.1f}" y="0" width="{step:.1f}" height="{_HEIGHT:g}">'
        f"<title>{escape(clean(f'Week of {monday}: {number(value)} {unit}'))}</title></rect>"
        for x, monday, value in zip(xs, mondays, values, strict=True)
    ]


def sparkline(values: Sequence[int]) -> Markup:
    """A line without labels beside a number that says the same in the table: hidden from assistive technology. It has a
    scale of its own."""
    width, height = 96.0, 22.0
    ceiling, span = max(1, *values, 1), max(1, len(values) - 1)
    points = [
        (2 + (width - 6) * place / span, height - 3 - (height - 6) * value / ceiling)
        for place, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1] if points else (0.0, 0.0)
    return Markup(
        f'<svg class="spark" viewBox="0 0 {width:g} {height:g}" aria-hidden="true" focusable="false">'
        f'<path class="line" d="M{line}"/><circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2"/></svg>'
        if points
        else ""
    )


def bar(value: int, maximum: int, inner: int | None = None) -> Markup:
    """A bar for a table's row, hidden from assistive technology because the row has the number. `inner` is the part of
    `value` that is drawn strong."""
    scale = 100 / max(1, maximum)
    strong = value if inner is None else inner
    outer = f'<rect class="soft" width="{value * scale:.2f}" height="10"/>' if inner is not None else ""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'{outer}<rect class="strong" width="{strong * scale:.2f}" height="10"/></svg>'
    )


def stack(ident: str, title: str, unit: str, parts: Sequence[Part]) -> Markup:
    """One bar cut into parts, in their order; parts of 0 are left out. The table beside it is its legend."""
    total = sum(part.value for part in parts)
    left, body = 0.0, []
    for part in parts:
        width = 1000 * part.value / max(1, total)
        if part.value:
            words = escape(clean(f"{part.label}: {number(part.value)} {unit}"))
            place = f'x="{left:.2f}" width="{width:.2f}" height="10"'
            body.append(f'<rect class="{part.style}" {place}><title>{words}</title></rect>')
        left += width
    numbers = ", ".join(f"{part.label} {number(part.value)}" for part in parts if part.value)
    return _image(ident, title, f"{number(total)} {unit}: {numbers}.", (1000, 10), "".join(body), "stack")


def shade(value: int, maximum: int) -> int:
    """A step from 0 (nothing) to 5 for a cell of a table that is shaded by its number: even steps of the square root,
    so that small numbers can be told apart beside one large one."""
    return 0 if value <= 0 else min(5, math.ceil(5 * math.sqrt(value / max(1, maximum))))
