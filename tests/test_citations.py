"""Source tags on small pages: `fixtures/citations-html.toml` and `citations-text.toml`.

Each case names the form under test, and whether it fires. The expectations are written by hand from the page. Nothing
is removed from these pages: what stays is the label step's business, and has tests of its own.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import pytest

from articlekit.models import Article, Citation, CitationForm, ClaimScope, PageType
from articlekit.page import Decision, Labelled, Verdict
from articlekit.pipeline import complete
from articlekit.readers import read
from articlekit.survey import survey

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
ADDRESS: Final = "https://harbour.example/2024/buoys.html"
KEYS: Final = {"name", "form", "fires", "html", "text", "citations", "scopes", "unresolved", "known_failure"}
BOTH: Final = frozenset(CitationForm) - {
    CitationForm.LEARN_MORE,
    CitationForm.NUMERIC_LINK,
    CitationForm.CAPTION_SOURCE,
    CitationForm.ATTRIBUTION,
}
"""The forms that exist in plain text, too."""


def cases(kind: str) -> list[Any]:
    rows = tomllib.loads((FIXTURES / f"citations-{kind}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param({"kind": kind, **row}, id=f"{kind}: {row['name']}") for row in rows]


CASES: Final = [*cases("html"), *cases("text")]


def article_of(case: dict[str, Any]) -> Article:
    kind: Literal["html", "text"] = case["kind"]
    source = (
        f'<html lang="en"><body><article>{case["html"]}</article></body></html>' if kind == "html" else case["text"]
    )
    page = read(source, url=ADDRESS, kind=kind)
    kept = Decision(keep=True, score=1.0, reason=None, rule="test")
    labels = tuple(kept for _ in page.blocks)
    surveyed = replace(survey(page), front=MappingProxyType({}))  # so that the first paragraph is no standfirst
    return complete(page, surveyed, Labelled(labels, Verdict(PageType.ARTICLE, 1.0))).article


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if reason := case.get("known_failure"):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    article = article_of(case)
    expected = [tuple(folded(cell) for cell in row) for row in case["citations"]]
    assert [row(article, citation) for citation in article.citations] == expected
    if "scopes" in case:
        claims = {claim.id: claim for claim in article.claims}
        found = [claims[c.claim_id].scope for c in article.citations if c.claim_id]
        assert found == [ClaimScope(scope) for scope in case["scopes"]]
    unresolved = [citation.marker for citation in article.citations if not citation.resolved]
    if "unresolved" in case:
        assert unresolved == case["unresolved"]
    assert case["fires"] == any(cell[0] == case["form"] for cell in case["citations"])


def row(article: Article, citation: Citation) -> tuple[str, ...]:
    claims = {claim.id: claim.text for claim in article.claims}
    sources = {source.id: source for source in article.sources}
    cited = [sources[name] for name in citation.source_ids]
    cells = (
        citation.form.value,
        citation.marker,
        " + ".join(source.name for source in cited),
        " + ".join(source.url or "" for source in cited),
        claims.get(citation.claim_id or "", ""),
    )
    return tuple(map(folded, cells))


def folded(text: str) -> str:
    return " ".join(text.split())


def test_cases_are_well_formed() -> None:
    rows = [param.values[0] for param in CASES]
    assert all(set(case) - {"kind"} <= KEYS for case in rows)
    names = Counter((case["kind"], case["name"]) for case in rows)
    assert max(names.values()) == 1


@pytest.mark.parametrize("form", CitationForm)
@pytest.mark.parametrize("kind", ["html", "text"])
def test_every_form_fires_and_keeps_still(form: CitationForm, kind: str) -> None:
    """Of each form, two cases at least where it fires and two where it must not, in HTML and, if it has it, in text."""
    if kind == "text" and form not in BOTH:
        pytest.skip("plain text has no such form")
    rows = [param.values[0] for param in CASES]
    fires = Counter(case["fires"] for case in rows if case["kind"] == kind and case["form"] == form.value)
    assert fires[True] >= 2
    assert fires[False] >= 2
