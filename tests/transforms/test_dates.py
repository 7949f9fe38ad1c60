"""When it was published: what pages say, read and weighed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms.pages.dates import DateCandidate, Moment, date_in_url, decide, parse_moment
from transforms.pages.notes import Note

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def at(text: str, language: str | None = None) -> tuple[str, int | None, str]:
    moment = parse_moment(text, language, only=False)
    assert moment is not None, text
    return moment.at.strftime("%Y-%m-%d %H:%M:%S"), moment.offset, moment.precision


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-04T09:30:15+05:30", ("2025-03-04 04:00:15", 330, "second")),
        ("2025-03-04T09:30:15Z", ("2025-03-04 09:30:15", 0, "second")),
        ("2025-03-04T09:30-0500", ("2025-03-04 14:30:00", -300, "minute")),
        ("2025-03-04 09:30:15", ("2025-03-04 09:30:15", None, "second")),
        ("2025-03-04T00:00:00+02:00", ("2025-03-04 00:00:00", None, "day")),
        ("2025-03-04", ("2025-03-04 00:00:00", None, "day")),
        ("20250304T093015Z", ("2025-03-04 09:30:15", 0, "second")),
        ("1741080615", ("2025-03-04 09:30:15", 0, "second")),
        ("Tue, 04 Mar 2025 09:30:15 +0100", ("2025-03-04 08:30:15", 60, "second")),
        ("March 4, 2025 9:30 PM EST", ("2025-03-05 02:30:00", -300, "minute")),
        ("Published 4 March 2025 at 21.30", ("2025-03-04 21:30:00", None, "minute")),
        ("4th of March 2025", ("2025-03-04 00:00:00", None, "day")),
    ],
)
def test_data_fields_and_english_bylines_are_read_with_offset_and_precision(text: str, expected: tuple) -> None:
    assert at(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "4 de marzo de 2025", "4 mars 2025", "4 de março de 2025", "4 marzo 2025", "4. März 2025", "4 maart 2025",
        "4 марта 2025", "4 березня 2025", "4 marca 2025", "4. března 2025", "4 Mart 2025", "4 Maret 2025",
        "2025年3月4日", "2025년 3월 4일", "٤ مارس ٢٠٢٥", "4 मार्च 2025", "4 Μαρτίου 2025",
        "2025. március 4.", "4 martie 2025", "Mar 4, 2025", "4. mars 2025",
    ],
)  # fmt: skip
def test_written_dates_are_read_in_many_languages(text: str) -> None:
    assert at(text)[0] == "2025-03-04 00:00:00"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31 February 2025", "2025-13-40", "March 2025", "99999999999", "12:30"]
)
def test_what_is_no_day_is_no_moment(text: str) -> None:
    assert parse_moment(text, only=False) is None


def test_digits_are_read_in_the_order_of_the_language() -> None:
    assert at("04/03/2025", "de")[0].startswith("2025-03-04")
    assert at("04/03/2025", "en-US")[0].startswith("2025-04-03")
    assert at("25/03/2025", "en-US")[0].startswith("2025-03-25")
    assert at("04.03.2025", "en")[0].startswith("2025-03-04")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2025/03/04/talks", "2025-03-04"),
        ("https://example.org/world/2025/mar/04/talks", "2025-03-04"),
        ("https://example.org/a/talks-20250304.html", "2025-03-04"),
        ("https://example.org/2025/03/talks", None),
        ("https://example.org/id/12345678901", None),
        ("https://example.org/?d=2025/03/04", None),
    ],
)
def test_an_address_dates_only_when_it_names_the_day(url: str, day: str | None) -> None:
    moment = date_in_url(url)
    assert (moment.at.date().isoformat() if moment else None) == day


def stated(text: str, origin: str, role: str = "published") -> DateCandidate:
    moment = parse_moment(text)
    assert isinstance(moment, Moment)
    return DateCandidate(moment, origin, "test", role)  # type: ignore[arg-type]


def test_json_ld_is_trusted_before_meta_and_the_address() -> None:
    dates = decide(
        [
            stated("2025-03-01", "url"),
            stated("2025-03-04T10:00:00Z", "meta"),
            stated("2025-03-04T09:30:00Z", "json-ld"),
        ],
        NOW,
    )
    assert dates.published is not None
    assert dates.published.at.hour == 9
    assert dates.published_from == "json-ld"
    assert Note.DATE_CONFLICT in dates.notes


def test_a_finer_statement_of_the_same_day_takes_the_place_of_a_coarser() -> None:
    dates = decide([stated("2025-03-04", "json-ld"), stated("2025-03-04T09:30:00Z", "meta")], NOW)
    assert dates.published is not None
    assert dates.published.precision == "second"


def test_a_future_date_is_refused_relative_to_the_fetch_and_noted() -> None:
    dates = decide([stated("2026-06-04", "json-ld")], NOW)
    assert dates.published is None
    assert dates.published_from == "none"
    assert dates.notes == (Note.FUTURE_DATE,)
    assert decide([stated("2026-06-02", "json-ld")], NOW).published is not None


def test_the_next_best_date_serves_when_the_first_is_refused() -> None:
    dates = decide([stated("2031-01-01", "json-ld"), stated("2025-03-04", "meta")], NOW)
    assert dates.published_from == "meta"
    assert Note.FUTURE_DATE in dates.notes


def test_a_default_of_software_is_refused() -> None:
    assert decide([stated("1970-01-01", "meta")], NOW).notes == (Note.DATE_IMPLAUSIBLE,)


def test_digits_that_may_be_read_two_ways_follow_a_clear_statement() -> None:
    moment = parse_moment("03/10/2023", "en")
    assert moment is not None
    dates = decide([DateCandidate(moment, "text", "line"), stated("2023-10-03", "json-ld", "modified")], NOW)
    assert dates.published is not None
    assert dates.published.at.month in (3, 10)
    assert Note.DATE_ORDER_ASSUMED in dates.notes or dates.published.at.month == 10


def test_a_modification_before_the_publication_is_none() -> None:
    dates = decide([stated("2025-03-04", "json-ld"), stated("2025-03-01", "json-ld", "modified")], NOW)
    assert dates.modified is None
