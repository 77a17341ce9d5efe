"""What pages say of themselves: `fixtures/metadata.toml`."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import articlekit

CASES: Final = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "metadata.toml").read_text(encoding="utf-8"))[
    "case"
]
FIELDS: Final = (
    "title", "authors", "published", "modified", "site_name", "language", "direction", "canonical_url", "description",
    "section", "tags", "image", "license", "access",
)  # fmt: skip
OTHER_KEYS: Final = {"name", "head", "body", "lang", "url", "hard", "none", "where", "known_failure"}
H1: Final = "<h1>The lamp of Skerry Point is lit again</h1>"
TEXT: Final = """
<p>The lamp on Skerry Point was lit again on Tuesday night, and half of the village stood on the quay to see it turn.
It had been dark since the winter when the keeper fell ill and the harbour board could find nobody to follow him.</p>
<p>The new keeper had worked on the ferry before. She said that she would rather mend a lamp than an engine: a lamp
does not shake. She said that the first thing she did in the tower was to throw out three boxes of dead batteries.</p>
<p>The board has paid for oil until the spring. After that, the village will have to decide whether it wants to pay for
the light itself, as it did a hundred years ago, or leave the point to the gulls and the boats to their charts.</p>
"""


def page_of(case: dict[str, Any]) -> str:
    lang = case.get("lang", "en")
    opening = f'<html lang="{lang}">' if lang else "<html>"
    body = case["body"].replace("{h1}", H1).replace("{text}", TEXT)
    return f"<!DOCTYPE html>{opening}<head>{case.get('head', '')}</head><body>{body}</body></html>"


@cache
def article(number: int) -> articlekit.Article:
    return articlekit.parse(page_of(CASES[number]), url=CASES[number].get("url"))


def shown(article: articlekit.Article, field: str) -> Any:
    value = getattr(article, field)
    if field == "authors":
        kinds = {"person": "", "organization": "org: "}
        return [kinds[one.kind] + one.name + (f" <{one.url}>" if one.url else "") for one in value]
    return list(value) if field == "tags" else str(value) if field == "access" else value


def named(condition: Any) -> list[Any]:
    return [
        pytest.param(
            number,
            id=case["name"],
            marks=[pytest.mark.xfail(reason=case["known_failure"], strict=True)] if "known_failure" in case else [],
        )
        for number, case in enumerate(CASES)
        if condition(case)
    ]


def test_cases_are_well_formed() -> None:
    assert len(CASES) >= 60
    assert sum(case.get("hard", False) for case in CASES) >= len(CASES) / 2
    assert len({case["name"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert set(case) <= OTHER_KEYS | set(FIELDS), case["name"]
        assert set(case) & ({*FIELDS} | {"none"}), case["name"]


@pytest.mark.parametrize("number", named(lambda case: True))
def test_metadata(number: int) -> None:
    """Each field that the case names, and where it was found."""
    case, found = CASES[number], article(number)
    expected = {field: case[field] for field in FIELDS if field in case} | dict.fromkeys(case.get("none", []))
    assert {field: shown(found, field) or None for field in expected} == expected
    where = {field: found.provenance[field].where for field in case.get("where", {})}
    assert where == case.get("where", {})


@pytest.mark.parametrize("number", named(lambda case: "known_failure" not in case))
def test_every_value_has_a_place(number: int) -> None:
    """Provenance names the place of every field that has a value, and of no other."""
    found = article(number)
    told = {
        field
        for field in (*FIELDS, "subtitle")
        if shown(found, field) and not (field == "access" and found.access == "unknown")
    }
    assert told == set(found.provenance)


@pytest.mark.parametrize("number", named(lambda case: "known_failure" not in case))
def test_losers_stay_in_the_trace(number: int) -> None:
    """The row that won is among the candidates, and no candidate of its field weighs more."""
    trace = articlekit.trace(page_of(CASES[number]), url=CASES[number].get("url"))
    for field in ("published", "authors"):
        rows = [row for row in trace.metadata.candidates if row.field == field]
        if field in trace.metadata.values and "change" not in trace.metadata.provenance[field]["where"]:
            chosen = [row for row in rows if row.value == trace.metadata.values[field]]
            assert chosen
            assert max(row.weight for row in chosen) == max(row.weight for row in rows)


GERMAN: Final = (
    "<p>Die Lampe auf der Landspitze brennt seit Dienstag wieder, und das halbe Dorf stand am Kai, um zu sehen, wie "
    "sie sich dreht. Sie war dunkel, seit der Wärter im Winter krank wurde und niemand ihm folgen wollte.</p>"
)


def test_extras_read_more_dates() -> None:
    """With "dates", a day in a language that the core does not know is read; one that the clock tells is not."""
    page = f"<html lang='lb'><h1>D'Luucht brennt nees</h1><p class='byline'>Vum Ann Lee, {{}}</p>{TEXT}"
    declared = f"<html lang='lb'><meta name='date' content='{{}}'><h1>D'Luucht brennt nees</h1>{TEXT}"
    assert articlekit.parse(declared.format("5. Mäerz 2024")).published is None
    assert articlekit.parse(declared.format("5. Mäerz 2024"), extras=["dates"]).published == date(2024, 3, 5)
    assert articlekit.parse(declared.format("virun 3 Stonnen"), extras=["dates"]).published is None
    assert articlekit.parse(page.format("haut"), extras=["dates"]).published is None


def test_extras_tell_the_language() -> None:
    """With "language", the text has the last word; without it, what the page declares."""
    page = f"<html lang='en'><h1>Die Lampe brennt</h1>{GERMAN}{GERMAN}"
    assert articlekit.parse(page).language == "en"
    article = articlekit.parse(page, extras=["language"])
    assert (article.language, article.provenance["language"].where) == ("de", "detector")
    assert articlekit.parse(page.replace("'en'", "'de-AT'"), extras={"language"}).language == "de-AT"


def test_replay_with_extras() -> None:
    trace = articlekit.trace(f"<html lang='en'><h1>Die Lampe brennt</h1>{GERMAN}{GERMAN}", extras=["language"])
    assert trace.replay() == trace.article


@pytest.mark.parametrize("extras", ["dates", ["words"], ("dates", "words"), [["dates"]], 5, True])
def test_unknown_extras(extras: Any) -> None:
    with pytest.raises(articlekit.InvalidOptionError, match="dates, language"):
        articlekit.parse(TEXT, extras=extras)


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra that is not installed says how to get it."""
    monkeypatch.setitem(sys.modules, "py3langid", None)
    with pytest.raises(articlekit.MissingExtraError, match=r'pip install "articlekit\[language\]"'):
        articlekit.parse(TEXT, extras=["language"])
