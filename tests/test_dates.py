"""Dates in text and in machine-readable values: `fixtures/dates.toml`."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.dates import find_date, parse_date

ROWS: Final = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "dates.toml").read_text(encoding="utf-8"))
KEYS: Final = {"text", "month_first", "date", "where", "known_failure"}


def cases(kind: str) -> list[Any]:
    return [pytest.param(row, id=row["text"]) for row in ROWS[kind]]


def shown(value: date | datetime | None) -> str:
    """A day differs from the instant at its midnight, "06:30" from "06:30 UTC"."""
    return value.isoformat().replace("+00:00", "Z") if value else "none"


@pytest.fixture(autouse=True)
def _known_failure(request: pytest.FixtureRequest) -> None:
    params = getattr(request.node, "callspec", None)
    if params and (reason := params.params["case"].get("known_failure")):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


def test_cases_are_well_formed() -> None:
    assert set(ROWS) == {"find", "parse"}
    assert len(ROWS["find"]) >= 40
    assert len(ROWS["parse"]) >= 15
    assert all(set(row) <= KEYS for rows in ROWS.values() for row in rows)


@pytest.mark.parametrize("case", cases("find"))
def test_find_date(case: dict[str, Any]) -> None:
    """The first date of a line, and the words that make it."""
    text = case["text"]
    found = find_date(text, month_first=case.get("month_first", False))
    assert shown(found.value if found else None) == shown(case.get("date"))
    if found:
        assert text[found.start : found.end] == case.get("where", text)


@pytest.mark.parametrize("case", cases("parse"))
def test_parse_date(case: dict[str, Any]) -> None:
    """What a value says, days and instants apart."""
    assert shown(parse_date(case["text"], month_first=case.get("month_first", False))) == shown(case.get("date"))


def test_only_the_beginning_is_searched() -> None:
    """A date line is short: what stands behind 400 characters is no date of it."""
    assert find_date("1 " * 200 + "5 March 2024") is None
    assert find_date("1 " * 190 + "5 March 2024") is not None
