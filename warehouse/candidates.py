"""Which articles have to be looked at again for copies, and which pairs of them may be copies.

What is settled once stays: articles are looked at again only when they, their story or the standing words of their
source changed. The stories that result are those of all articles looked at together, whatever came first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from warehouse.connection import transaction

WINDOW_DAYS = 30
# Words under this many different openings at one source are its standing words: footers, notes on a firm, the frame of
# a weather report. Outlets that print one text under several addresses begin it alike.
STANDING_OPENINGS = 8
# Words that more different texts have than any text has printings lead nowhere, and to each other as many times
# squared: "the United Nations said on Tuesday". A text that more outlets carry, each with a wording of its own, falls
# apart; in one wording any number hangs together.
COMMON_TEXTS = 500
# Sampled shingles or paragraphs that two texts must share. One may be a phrase: of 100,000 articles a third share one
# with some other.
_SHARED = 2
# Texts compared with all others at a time, and pairs handed out at a time (with two bodies of 5 kB each, 50 MB).
_SLICE, _CHUNK = 20_000, 5_000


@dataclass(frozen=True)
class Candidates:
    """Pairs of articles that may be copies of each other, the likeliest first, and what is known of all of them:
    `bodies`; `standing` has the standing words of their sources that they hold, where they hold any."""

    pairs: tuple[tuple[str, str], ...]
    bodies: dict[str, str]
    standing: dict[str, frozenset[int]]


def changed_articles(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The articles whose story has to be looked at again."""
    return [row[0] for row in con.execute("FROM state.changed_articles ORDER BY article_id").fetchall()]


def widen_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Brings the standing words up to date with the changed articles, and takes for changed as well: articles that hold
    words that came to stand or ceased to; articles with the same text; all members of the stories that any of them
    belonged to. What is left out keeps its story, whole. One transaction; safe to repeat."""
    with transaction(con):
        _refresh_standing(con)
        _group_texts(con)
        con.execute(
            """
            CREATE OR REPLACE TEMP TABLE widened AS
            SELECT article_id FROM story_texts
            WHERE text_id IN (SELECT text_id FROM story_texts SEMI JOIN state.changed_articles USING (article_id))
               OR article_id IN (FROM state.changed_articles);
            INSERT INTO widened
            SELECT article_id FROM news.articles
            WHERE story_id IN (SELECT story_id FROM news.articles SEMI JOIN widened USING (article_id));
            INSERT INTO state.changed_articles
            SELECT DISTINCT article_id FROM widened ANTI JOIN state.changed_articles USING (article_id);
            DROP TABLE widened
            """
        )


def _refresh_standing(con: duckdb.DuckDBPyConnection) -> None:
    """Counts again the words of changed articles and those that stood so far."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE counted AS
        WITH asked AS (
            SELECT DISTINCT hash FROM state.signatures SEMI JOIN state.changed_articles USING (article_id)
            WHERE place >= 2 UNION SELECT hash FROM state.standing
        ), held AS (
            SELECT source_id, hash, article_id
            FROM state.signatures SEMI JOIN asked USING (hash) JOIN news.articles USING (article_id) WHERE place >= 2
        ), often AS (SELECT source_id, hash FROM held GROUP BY ALL HAVING count(*) >= {STANDING_OPENINGS}
        ), very_often AS (SELECT hash FROM held GROUP BY ALL HAVING count(*) > {COMMON_TEXTS}
        )
        SELECT source_id, held.hash
        FROM held SEMI JOIN often USING (source_id, hash) JOIN state.signatures AS opening USING (article_id)
        WHERE opening.place = 1
        GROUP BY ALL HAVING count(DISTINCT opening.hash) >= {STANDING_OPENINGS}
        UNION ALL
        SELECT '' AS source_id, held.hash
        FROM held SEMI JOIN very_often USING (hash) JOIN state.signatures AS words USING (article_id)
        WHERE words.place = 0
        GROUP BY ALL HAVING count(DISTINCT words.hash) > {COMMON_TEXTS};
        CREATE OR REPLACE TEMP TABLE turned AS
        (FROM counted EXCEPT FROM state.standing) UNION ALL (FROM state.standing EXCEPT FROM counted);
        INSERT INTO state.changed_articles
        SELECT DISTINCT article_id
        FROM turned JOIN state.signatures USING (hash) JOIN news.articles USING (article_id)
        ANTI JOIN state.changed_articles USING (article_id)
        WHERE place >= 2 AND turned.source_id IN (articles.source_id, '');
        DELETE FROM state.standing;
        INSERT INTO state.standing BY NAME FROM counted;
        DROP TABLE counted; DROP TABLE turned
        """
    )


def _group_texts(con: duckdb.DuckDBPyConnection) -> None:
    """story_texts: every article with the text it prints. Articles with the same words are one text as long as no two
    neighbours in time lie more than 30 days apart; `text_id` is the first of them. 10,000 printings are compared with
    the rest as one."""
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE story_texts AS
        WITH printed AS (
            SELECT article_id, source_id, day, hash AS words,
                   coalesce(day - lag(day) OVER printings > {WINDOW_DAYS}, true) AS begins
            FROM news.articles JOIN state.signatures USING (article_id) WHERE place = 0
            WINDOW printings AS (PARTITION BY hash ORDER BY day, article_id)
        ), runs AS (
            SELECT *, count(*) FILTER (begins) OVER (PARTITION BY words ORDER BY day, article_id) AS run FROM printed
        )
        SELECT article_id, source_id, day,
               first_value(article_id) OVER (PARTITION BY words, run ORDER BY day, article_id) AS text_id
        FROM runs
        """
    )


def same_texts(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(article, article whose very words it prints) for changed articles. After `widen_changes`."""
    return con.execute(
        "SELECT article_id, text_id FROM story_texts SEMI JOIN state.changed_articles USING (article_id) "
        "WHERE article_id <> text_id"
    ).fetchall()


def settled_stories(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The story of each article that keeps it and that a candidate pair names. After `find_candidates`."""
    return dict(
        con.execute(
            """
            SELECT article_id, story_id FROM news.articles
            WHERE article_id IN (SELECT one FROM candidates UNION SELECT other FROM candidates)
              AND article_id NOT IN (FROM state.changed_articles)
            """
        ).fetchall()
    )


def find_candidates(con: duckdb.DuckDBPyConnection, slice_size: int = _SLICE) -> int:
    """Finds the pairs of texts of which one at least is a changed article's, that share two hashes or more which are
    not standing words at either one's source, and printings of which lie at most 30 days apart. Returns how many.
    After `widen_changes`."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE texts AS
        SELECT text_id, min(day) AS first_day, max(day) AS last_day, text_id IN (FROM state.changed_articles) AS changed
        FROM story_texts GROUP BY text_id;
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT text_id, row_number() OVER (ORDER BY text_id) AS number FROM texts WHERE changed;
        CREATE OR REPLACE TEMP TABLE asked_hashes AS
        SELECT DISTINCT hash FROM state.signatures SEMI JOIN asked ON article_id = text_id WHERE place >= 2;
        CREATE OR REPLACE TEMP TABLE postings AS
        SELECT DISTINCT text_id, hash
        FROM state.signatures SEMI JOIN asked_hashes USING (hash) JOIN story_texts USING (article_id)
        ANTI JOIN state.standing USING (source_id, hash)
        WHERE place >= 2 AND hash NOT IN (SELECT hash FROM state.standing WHERE source_id = '');
        DELETE FROM postings WHERE hash IN (SELECT hash FROM postings GROUP BY hash HAVING count(*) = 1);
        CREATE OR REPLACE TEMP TABLE candidates (one VARCHAR, other VARCHAR, shared BIGINT)
        """
    )
    ((texts,),) = con.execute("SELECT count(*) FROM asked").fetchall()
    for begin in range(0, texts, slice_size):
        con.execute(
            f"""
            INSERT INTO candidates
            SELECT one.text_id, other.text_id, count(*) AS shared
            FROM postings AS one
            JOIN asked ON asked.text_id = one.text_id AND number > {begin} AND number <= {begin + slice_size}
            JOIN texts AS a ON a.text_id = one.text_id
            JOIN postings AS other ON other.hash = one.hash AND other.text_id <> one.text_id
            JOIN texts AS b ON b.text_id = other.text_id
            WHERE (one.text_id < other.text_id OR NOT b.changed)
              AND b.first_day - a.last_day <= {WINDOW_DAYS} AND a.first_day - b.last_day <= {WINDOW_DAYS}
            GROUP BY ALL HAVING count(*) >= {_SHARED}
            """
        )
    con.execute("DROP TABLE asked; DROP TABLE asked_hashes; DROP TABLE postings; DROP TABLE texts")
    ((found,),) = con.execute("SELECT count(*) FROM candidates").fetchall()
    return int(found)


def candidate_pairs(con: duckdb.DuckDBPyConnection, chunk: int = _CHUNK) -> Iterator[Candidates]:
    """The candidates of `find_candidates`, `chunk` pairs at a time, those that share most in the first chunks: once
    linked, the rest of a story need not be looked at."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE ordered AS
        SELECT one, other, row_number() OVER (ORDER BY shared DESC, one, other) AS number FROM candidates;
        CREATE OR REPLACE TEMP TABLE held_standing AS
        WITH named AS MATERIALIZED (SELECT one AS text_id FROM candidates UNION SELECT other FROM candidates
        ), held AS MATERIALIZED (
            SELECT text_id, source_id, hash
            FROM state.signatures JOIN (FROM story_texts SEMI JOIN named USING (text_id)) USING (article_id)
            WHERE place >= 2
        )
        SELECT text_id, list(DISTINCT hash) AS hashes FROM held SEMI JOIN state.standing USING (source_id, hash)
        GROUP BY text_id
        """
    )
    done = 0
    while pairs := con.execute(
        f"SELECT one, other FROM ordered WHERE number > {done} AND number <= {done + chunk} ORDER BY ALL"
    ).fetchall():
        named = {"ids": sorted({article for pair in pairs for article in pair})}
        wanted = "IN (SELECT unnest($ids::VARCHAR[]))"
        bodies = con.execute(f"SELECT article_id, body FROM news.articles WHERE article_id {wanted}", named).fetchall()
        standing = con.execute(f"SELECT text_id, hashes FROM held_standing WHERE text_id {wanted}", named).fetchall()
        yield Candidates(tuple(pairs), dict(bodies), {text: frozenset(hashes) for text, hashes in standing})
        done += len(pairs)
    con.execute("DROP TABLE ordered; DROP TABLE held_standing")
