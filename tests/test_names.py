"""Names in bylines, and titles without the site's name: `fixtures/names.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.metadata.names import people
from articlekit.metadata.titles import strip_site_name

ROWS: Final = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "names.toml").read_text(encoding="utf-8"))
KEYS: Final = {"people": {"names"}, "title": {"title"}}
COMMON_KEYS: Final = {"text", "site", "known_failure"}


def cases(kind: str) -> list[Any]:
    return [pytest.param(row, id=row["text"]) for row in ROWS[kind]]


@pytest.fixture(autouse=True)
def _known_failure(request: pytest.FixtureRequest) -> None:
    params = getattr(request.node, "callspec", None)
    if params and (reason := params.params["case"].get("known_failure")):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


def test_cases_are_well_formed() -> None:
    assert set(ROWS) == set(KEYS)
    for kind, rows in ROWS.items():
        assert len(rows) >= 30, kind
        assert all(set(row) <= COMMON_KEYS | KEYS[kind] for row in rows)


@pytest.mark.parametrize("case", cases("people"))
def test_people(case: dict[str, Any]) -> None:
    """Who a byline names, in order, organisations apart."""
    prefix = {"person": "", "organization": "org: "}
    found = [prefix[one["kind"]] + one["name"] for one in people(case["text"], case.get("site"))]
    assert found == case.get("names", [])


@pytest.mark.parametrize("case", cases("title"))
def test_strip_site_name(case: dict[str, Any]) -> None:
    """The headline alone."""
    assert strip_site_name(case["text"], case.get("site")) == case["title"]
