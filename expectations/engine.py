"""The only place that calls Great Expectations: a suite of rules over a pandas frame, quietly.

Its import takes 2 to 10 s, so it happens in the first call. Each suite runs
with result format BOOLEAN_ONLY (3.4 ms a rule), and only the rules that failed once more: with COMPLETE, which names
the rows (6 ms and 25 us a failing row), or where that is not wanted with BASIC, which counts them."""

from __future__ import annotations

import functools
import gc
import logging
import os
import threading
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PipelineFault
from expectations.rules import Rule

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Finding:
    """What came of one rule. `keys` are the failing rows' keys, each as the texts of its columns; for a rule about the
    whole table that failed `observed` says what was seen."""

    rule: Rule
    success: bool
    unexpected_count: int
    element_count: int
    keys: tuple[tuple[str, ...], ...] = ()
    observed: str | None = None


def run_suite(
    suite: str,
    rules: Sequence[Rule],
    frame: pd.DataFrame,
    key: tuple[str, ...],
    unnamed: Collection[Rule] = (),
) -> tuple[Finding, ...]:
    """Validates a frame; one finding per rule, in order, with the keys (of the columns `key`) of all failing rows,
    except for the rules in `unnamed`, where the count is enough. Raises PipelineFault, naming suite and rule, when a
    check raised: that says nothing about the data."""
    first = _validate(suite, rules, frame, {"result_format": "BOOLEAN_ONLY"})
    failed = [rule for rule, result in zip(rules, first, strict=True) if not result["success"]]
    to_name = [rule for rule in failed if rule.column and rule not in unnamed]
    to_count = [rule for rule in failed if rule not in to_name]
    complete = {"result_format": "COMPLETE", "unexpected_index_column_names": list(key)}
    results = dict(zip(to_name, _validate(suite, to_name, frame, complete), strict=True))
    results |= zip(to_count, _validate(suite, to_count, frame, {"result_format": "BASIC"}), strict=True)
    return tuple(
        _failure(rule, results[rule], len(frame), key) if rule in results else Finding(rule, True, 0, len(frame))
        for rule in rules
    )


def _validate(suite: str, rules: Sequence[Rule], frame: pd.DataFrame, form: dict[str, Any]) -> list[dict[str, Any]]:
    """Great Expectations' result per rule, in the order of the rules (it sorts them by column itself)."""
    if not rules:
        return []
    library, frames = load_library()
    batch = frames.get_batch({"dataframe": frame})
    expectations = [_expectation(library, rule, number) for number, rule in enumerate(rules)]
    outcome = batch.validate(library.ExpectationSuite(name=suite, expectations=expectations), result_format=form)
    results: dict[int, dict[str, Any]] = {}
    for one in outcome.results:
        number = one.expectation_config.meta["rule"]
        _refuse_raised(suite, rules[number], one.exception_info)
        results[number] = {"success": bool(one.success), **one.result}
    if len(results) != len(rules):
        raise PipelineFault(f"suite {suite}: {len(rules) - len(results)} of {len(rules)} rules were not checked")
    return [results[number] for number in range(len(rules))]


def _expectation(library: Any, rule: Rule, number: int) -> Any:
    """The rule as the library's own expectation."""
    kinds = library.expectations
    common: dict[str, Any] = {"meta": {"rule": number}, "severity": rule.severity}
    match rule.kind:
        case "columns":
            return kinds.ExpectTableColumnsToMatchOrderedList(column_list=list(rule.allowed), **common)
        case "rows":
            return kinds.ExpectTableRowCountToBeBetween(min_value=rule.minimum, max_value=rule.maximum, **common)
        case "nothing":
            return kinds.ExpectColumnValuesToBeNull(column=rule.column, **common)
        case "in_set":
            return kinds.ExpectColumnValuesToBeInSet(column=rule.column, value_set=list(rule.allowed), **common)
        case "between":
            return kinds.ExpectColumnValuesToBeBetween(
                column=rule.column, min_value=rule.minimum, max_value=rule.maximum, **common
            )
        case "holds":
            return kinds.ExpectColumnValuesToBeInSet(column=rule.column, value_set=[True], **common)


def _refuse_raised(suite: str, rule: Rule, info: dict[str, Any]) -> None:
    """`info` is one record, or a record per metric."""
    records = [info] if "raised_exception" in info else [value for value in info.values() if isinstance(value, dict)]
    for record in records:
        if record.get("raised_exception"):
            message = str(record.get("exception_message") or "no message").strip().splitlines()[0]
            raise PipelineFault(
                f"the check “{rule.words}” of suite {suite} could not be made: {message}",
                "This is a fault of the program, not of the data: nothing was rejected or published because of it.",
            )


def _failure(rule: Rule, result: dict[str, Any], rows: int, key: tuple[str, ...]) -> Finding:
    if not rule.column:
        observed = result.get("observed_value")
        text = ", ".join(map(str, observed)) if isinstance(observed, list) else str(observed)
        return Finding(rule, False, 1, rows, observed=text)
    rows_failed = result.get("unexpected_index_list") or []
    shown = (*key, rule.column) if rule.kind == "nothing" else key
    keys = tuple(tuple(str(row[name]) for name in shown) for row in rows_failed)
    return Finding(rule, False, int(result["unexpected_count"]), int(result["element_count"]), keys)


_loading = threading.Lock()


def load_library() -> tuple[Any, Any]:
    """The library, and its door for data frames; loaded in the first call, for which other threads wait."""
    with _loading:
        return _library()


@functools.cache
def _library() -> tuple[Any, Any]:
    """One context in memory per process saves 20 ms a suite."""
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    # Its modules log at levels of their own; what goes wrong comes back as results, so nothing goes further than here.
    logger = logging.getLogger("great_expectations")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        # Its import meets modules that Python itself has deprecated (sre_constants).
        warnings.simplefilter("ignore")
        import great_expectations
        from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

        library: Any = great_expectations
        # A configuration of our own: the default one leaves a folder for a docs site in /tmp, one per process.
        memory = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False))
        context = library.get_context(mode="ephemeral", project_config=memory)
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
    gc.freeze()  # the library is here to stay: without looking through it again and again an audit takes 5 % less
    return library, asset.add_batch_definition_whole_dataframe("whole")
