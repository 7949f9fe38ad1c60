"""Other calendars that newspapers print: Persian (solar Hijri), Thai (Buddhist era), Japanese eras, the Republic of
China. The Persian leap years follow the 33-year rule, which the tests hold against known New Year's days of 1921 to
2030."""

from __future__ import annotations

from datetime import date, timedelta

_PERSIAN = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد امرداد", "شهریور", "مهر", "آبان", "آذر اذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
PERSIAN_MONTHS: dict[str, int] = {name: number for number, both in enumerate(_PERSIAN, 1) for name in both.split()}
ERAS: dict[str, int] = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before year 1
_PERSIAN_YEARS = range(1300, 1499)
_THAI_YEARS = range(2443, 2643)
_EPOCH = date(1921, 3, 21)  # 1 Farvardin 1300
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # years of the 33-year cycle that have 366 days


def persian_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a day of the solar Hijri calendar, or None where there is no such day."""
    longest = 31 if month <= 6 else 30 if month <= 11 or year % 33 in _LEAP else 29
    if year not in _PERSIAN_YEARS or not 1 <= month <= 12 or not 1 <= day <= longest:
        return None
    leaps = sum(y % 33 in _LEAP for y in range(1300, year))
    before = 31 * min(month - 1, 6) + 30 * max(0, month - 7)
    return _EPOCH + timedelta(days=365 * (year - 1300) + leaps + before + day - 1)


def looks_persian(year: int) -> bool:
    """Whether a year can only be meant in the solar Hijri calendar."""
    return year in _PERSIAN_YEARS


def common_year(year: int) -> int:
    """The year of the common era for one of the Buddhist era; any other as it is."""
    return year - 543 if year in _THAI_YEARS else year
