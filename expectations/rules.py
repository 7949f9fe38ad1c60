"""What a rule is, and the structural rules that follow from a table's declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.schema import Column, Table
from contracts.tables import BY_NAME

Severity = Literal["critical", "warning"]
Kind = Literal["columns", "rows", "nothing", "in_set", "between", "holds"]


@dataclass(frozen=True)
class Rule:
    """One expectation of a suite. `words` name it within its suite and say what must hold; `column` is the column of
    the validated frame that it reads, which `sql` computes where the frame comes out of the warehouse (`t` is the
    table's row). A `holds` column has truth values; NULL means that the rule does not apply. A `nothing` column has
    NULL where all is well, else a word for what is wrong."""

    words: str
    kind: Kind
    column: str = ""
    severity: Severity = "critical"
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    sql: str = ""


# Tables that a first run without a single article leaves empty: to be seen, but no reason to hold anything back.
_EMPTY_IS_NEWS = ("news.articles", "news.stories", "ref.sources")


def columns_rule(table: Table) -> Rule:
    """The table has the columns of its declaration, in their order."""
    return Rule("columns are those declared, in their order", "columns", allowed=table.column_names)


def structural_rules(table: Table) -> tuple[Rule, ...]:
    """What the declaration alone demands of the rows: not empty, keys unique, values there, allowed, in range,
    references to rows that exist."""
    rules = [] if table.may_be_empty else [_not_empty(table)]
    rules += [_unique(table), _required(table)]
    for column in table.columns:
        rules += _column_rules(column)
    rules += [_reference(columns, target) for columns, target in table.references]
    return tuple(rules)


def _not_empty(table: Table) -> Rule:
    severity: Severity = "warning" if table.qualified in _EMPTY_IS_NEWS else "critical"
    return Rule("has rows", "rows", severity=severity, minimum=1)


def _unique(table: Table) -> Rule:
    key = ", ".join(table.key)
    over = ", ".join(f"t.{name}" for name in table.key)
    return Rule(f"{key} is unique", "holds", "key_is_unique", sql=f"count(*) OVER (PARTITION BY {over}) = 1")


def _required(table: Table) -> Rule:
    """One rule for all columns that may not be NULL: it names the first that is. A rule for each would be 150 more, at
    6 ms each, and bury the rest."""
    whens = " ".join(f"WHEN t.{c.name} IS NULL THEN '{c.name}'" for c in table.columns if not c.nullable)
    return Rule("columns that must be there are not null", "nothing", "required_but_null", sql=f"CASE {whens} END")


def _column_rules(column: Column) -> list[Rule]:
    name, rules = column.name, []
    if column.allowed:
        rules.append(Rule(f"{name} is one of the allowed values", "in_set", name, allowed=column.allowed))
    if column.minimum is not None or column.maximum is not None:
        words = f"{name} is {_bounds(column.minimum, column.maximum)}"
        rules.append(Rule(words, "between", name, minimum=column.minimum, maximum=column.maximum))
    return rules


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"between {low:g} and {high:g}"
    return f"at least {low:g}" if low is not None else f"at most {high:g}"


def _reference(columns: tuple[str, ...], target: str) -> Rule:
    """A row whose columns are not NULL names a row of the target by its key (whose columns may be named otherwise)."""
    key = BY_NAME[target].key
    names = ", ".join(columns)
    left = ", ".join(f"t.{name}" for name in columns)
    there = f"({left}) IN (SELECT ({', '.join(key)}) FROM {target})"
    present = " AND ".join(f"t.{name} IS NOT NULL" for name in columns)
    flag = f"{'_'.join(columns)}_is_known"
    return Rule(f"{names} is in {target}", "holds", flag, sql=f"CASE WHEN {present} THEN {there} END")
