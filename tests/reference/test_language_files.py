"""The files that languages share: what is wrong in a line is said with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import UsageError
from reference import language_context, language_shared, marks
from reference.languages import load_profiles


@pytest.mark.parametrize(
    ("file", "line", "remedy"),
    [
        ("leaders.tsv", "Путин\tru\tNobody At All", "The key is a name in"),
        ("leaders.tsv", "Путин\tru", "A row has the surfaces"),
        ("shared.tsv", "Lyon\tlatin\tXXX\tcity\t1", "A row has an ISO"),
        ("shared.tsv", "Lyon\tlatin\tFRA\tcity\theavy", "The weight is a number"),
    ],
)
def test_a_wrong_line_of_a_shared_file_is_named(
    file: str, line: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("leaders.tsv", "shared.tsv"):
        (tmp_path / name).write_text(f"surfaces\tlanguages\n{line if name == file else ''}\n", encoding="utf-8")
    monkeypatch.setattr(language_shared, "DATA", tmp_path)
    language_shared._leaders.cache_clear()
    language_shared._places.cache_clear()
    try:
        with pytest.raises(UsageError) as raised:
            list(language_shared.shared_in("ru"))
    finally:
        language_shared._leaders.cache_clear()
        language_shared._places.cache_clear()
    assert str(raised.value).startswith(f"languages/{file}: line 2")
    assert remedy in str(raised.value)


@pytest.mark.parametrize("line", ["es\tbeside\tany\tmar\tsea", "es\tbefore\tany\tmar\tsea\t("])
def test_a_wrong_rule_of_the_words_beside_is_named(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beside.tsv").write_text(line, encoding="utf-8")
    monkeypatch.setattr(language_context, "DATA", tmp_path)
    with pytest.raises(UsageError, match=r"languages/beside\.tsv: line 1"):
        language_context.beside.__wrapped__("es")


def test_every_language_has_leaders_and_the_files_that_are_shared_hold() -> None:
    for language in load_profiles():
        assert sum(sense.kind == "leader" for _, sense in language_shared.shared_in(language)) >= 40
        assert set(language_context.beside(language)) == {False, True}
        assert marks.plain("", language).text == ""
