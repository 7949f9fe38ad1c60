"""The short codes that stand in an article's `notes`: what was repaired, refused or contradictory in its page."""

from __future__ import annotations

from enum import StrEnum


class Note(StrEnum):
    """One code each. NOTE_MEANING explains them; docs are generated from it."""

    CHARSET_GUESSED = "charset_guessed"
    CHARSET_CONTRADICTED = "charset_contradicted"
    BYTES_REPLACED = "bytes_replaced"
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    PAGE_CUT = "page_cut"
    MARKUP_FLATTENED = "markup_flattened"
    TITLE_FROM_H1 = "title_from_h1"
    TITLE_FROM_TITLE_TAG = "title_from_title_tag"
    TITLE_FROM_HINT = "title_from_hint"
    FUTURE_DATE = "future_date"
    DATE_CONFLICT = "date_conflict"
    DATE_IMPLAUSIBLE = "date_implausible"
    DATE_FROM_UPDATE = "date_from_update"
    DATE_ORDER_ASSUMED = "date_order_assumed"
    DATE_COUNTED_BACK = "date_counted_back"
    BODY_FROM_SECOND_READER = "body_from_second_reader"
    BODY_FROM_JSON_LD = "body_from_json_ld"
    BODY_FROM_FEED = "body_from_feed"
    BODY_FROM_WHOLE_PAGE = "body_from_whole_page"
    BODY_DISAGREES_WITH_JSON_LD = "body_disagrees_with_json_ld"
    BODY_DISAGREES_WITH_FEED = "body_disagrees_with_feed"
    CANONICAL_OFF_SITE = "canonical_off_site"
    GATE_PASSED_OVER = "gate_passed_over"
    PART_OF_SERIES = "part_of_series"
    MIXED_LANGUAGES = "mixed_languages"


NOTE_MEANING: dict[Note, str] = {
    Note.CHARSET_GUESSED: "neither header nor page named a charset that fits; it was guessed from the bytes",
    Note.CHARSET_CONTRADICTED: "the bytes speak clearly for another charset than the one declared; the bytes won",
    Note.BYTES_REPLACED: "some bytes fit the charset nowhere; each became U+FFFD",
    Note.MOJIBAKE_REPAIRED: "UTF-8 that had been read as Windows-1252 before was set right",
    Note.PAGE_CUT: "longer than the limit; only its first part was read",
    Note.MARKUP_FLATTENED: "nested or marked up beyond what browsers follow; tags were dropped, no text",
    Note.TITLE_FROM_H1: "the page's data name no title; the main heading serves",
    Note.TITLE_FROM_TITLE_TAG: "neither data nor heading; the <title> serves, without the site's name",
    Note.TITLE_FROM_HINT: "the page names no title; the feed's or listing's serves",
    Note.FUTURE_DATE: "a date later than a day after the fetch was refused",
    Note.DATE_CONFLICT: "the page states different days for its publication",
    Note.DATE_IMPLAUSIBLE: "a date before 1990, or one that is no date, was refused",
    Note.DATE_FROM_UPDATE: "the page only states when it was last updated; that day serves",
    Note.DATE_ORDER_ASSUMED: "a date in digits could be read two ways; the page's language decided",
    Note.DATE_COUNTED_BACK: "the page only says how long ago (3 hours, yesterday); counted back from the fetch",
    Note.BODY_FROM_SECOND_READER: "the first reader was not sure of itself; the text is the second's",
    Note.BODY_FROM_JSON_LD: "the markup shows no text; the text is the one in the page's JSON-LD",
    Note.BODY_FROM_FEED: "the page does not show its article; the text is the one that the feed or the API gave",
    Note.BODY_FROM_WHOLE_PAGE: "no container stands out; the text was gathered from the whole page",
    Note.BODY_DISAGREES_WITH_JSON_LD: "the page's JSON-LD holds a text that differs much from the one read",
    Note.BODY_DISAGREES_WITH_FEED: "the feed or the API gave a text that differs much from the one read",
    Note.CANONICAL_OFF_SITE: "the canonical link leads to another site and was not followed",
    Note.GATE_PASSED_OVER: "a gate would have rejected it; a steward let it in",
    Note.PART_OF_SERIES: "one page of several; the text is this page's only",
    Note.MIXED_LANGUAGES: "begins in one language and ends in another; `language` is that of its middle",
}
