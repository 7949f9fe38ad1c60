"""The figures of reading pages do not fall: floors pinned beside the hash of the pages they were measured on."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from core.ids import sha256

PROJECT = Path(__file__).resolve().parents[2]
PAGES = PROJECT.parent / "shared" / "pages"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["extraction"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PAGES / "truth.jsonl").exists(), reason="the development pages are not on this machine"),
]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract_benchmark", PROJECT / "benchmarks" / "extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_figures_of_extraction_stand_at_their_floors_or_above(benchmark: ModuleType) -> None:
    assert sha256((PAGES / "truth.jsonl").read_bytes()) == FLOORS["corpus_sha256"], (
        "other pages: measure the floors anew"
    )
    pages = benchmark.load(PAGES)
    _, answers = benchmark.run(benchmark.ours, pages)
    text = benchmark.text_scores(pages, answers)
    day_right, day_precision = benchmark.date_scores(pages, answers)
    byline_right, byline_precision = benchmark.byline_scores(pages, answers)
    recognised, lost = benchmark.kind_scores(pages, answers)
    figures = {
        "f1_zyte": text["zyte"],
        "f1_wcxb": text["wcxb"],
        "titles_right": benchmark.title_score(pages, answers),
        "bylines_right": byline_right,
        "bylines_precision": byline_precision,
        "day_right": day_right,
        "day_precision": day_precision,
        "non_articles_recognised": recognised,
        "articles_kept": 1 - lost,
    }
    fallen = {name: (value, FLOORS[name]) for name, value in figures.items() if value < FLOORS[name]}
    assert not fallen
