"""Every folder of `fixtures/pages`, compared with what its `expected.toml` says; and the laws that hold for all pages.

This module owns the comparison. The expectations are written by hand; nothing here writes them.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

import articlekit
from articlekit import models
from articlekit.models import Article, Block, Citation, Code, DefinitionList, Figure, Heading, List, Paragraph, Table
from outline import outline

PAGES: Final = Path(__file__).parent.parent / "fixtures" / "pages"
NAMES: Final = sorted(folder.name for folder in PAGES.iterdir()) if PAGES.is_dir() else []

ALWAYS: Final = ("title", "subtitle", "authors", "published")
"""Fields whose absence from an expectation means that the article must not have them."""
WHEN_GIVEN: Final = ("modified", "language", "direction", "site_name", "page_type")
KEYS: Final = {
    "": {"about", "known_failures", "options", "article", "removed"},
    "options": {"url", "kind"},
    "article": {*ALWAYS, *WHEN_GIVEN, "front", "body", "spans", "citations"},
    "removed": {"reason", "text"},
}

each_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def _known_failure(request: pytest.FixtureRequest) -> None:
    """A check that a folder names in `known_failures` must fail, until it is mended and the name goes."""
    params = getattr(request.node, "callspec", None)
    reasons = _expected(params.params["name"]).get("known_failures", {}) if params else {}
    if reason := reasons.get(request.node.originalname.removeprefix("test_")):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


# ---------------------------------------------------------------- the folders


def test_fixtures_are_found() -> None:
    assert len(NAMES) >= 18, f"no fixtures under {PAGES}"


@each_page
def test_folder_is_well_formed(name: str) -> None:
    """One page, one expectation, no unknown key, no unknown reason or citation form."""
    expected = _expected(name)
    files = sorted(path.name for path in (PAGES / name).iterdir())
    assert files in (["expected.toml", "page.html"], ["expected.toml", "page.txt"], ["expected.toml", "page.md"])
    assert ("page.md" in files) == (expected.get("options", {}).get("kind") == "markdown")
    assert expected["about"].strip()
    removed = expected.get("removed", [])
    assert set(expected) <= KEYS[""]
    assert set(expected.get("options", {})) <= KEYS["options"]
    assert set(expected["article"]) <= KEYS["article"]
    assert all(set(entry) == KEYS["removed"] for entry in removed)
    assert {reason for entry in removed for reason in _reasons(entry)} <= set(models.Reason)
    assert {row[0] for row in expected["article"].get("citations", [])} <= set(models.CitationForm)


# ---------------------------------------------------------------- what the page says


@each_page
def test_metadata(name: str) -> None:
    expected, article = _expected(name)["article"], _trace(name).article
    fields = [*ALWAYS, *(field for field in WHEN_GIVEN if field in expected)]
    _same(
        [f"{field} = {_value(expected.get(field))}" for field in fields],
        [f"{field} = {_value(_field(article, field))}" for field in fields],
    )


@each_page
def test_front(name: str) -> None:
    expected, article = _expected(name)["article"], _trace(name).article
    _each_lies_in(expected.get("front", []), [line.text for line in article.front], "front line")


@each_page
def test_body(name: str) -> None:
    _same(_lines(_expected(name)["article"]["body"]), _lines(outline(_trace(name).article)))


@each_page
def test_spans(name: str) -> None:
    expected = [_folded(span) for span in _expected(name)["article"].get("spans", [])]
    found = [_folded(span) for span in _spans(_trace(name).article)]
    missing = [span for span in expected if span not in found]
    if missing:
        _fail("missing spans:", missing, "spans of the article:", found)


@each_page
def test_citations(name: str) -> None:
    article = _trace(name).article
    _same(
        [" | ".join(map(_folded, row)) for row in _expected(name)["article"].get("citations", [])],
        [" | ".join(map(_folded, _citation(article, citation))) for citation in article.citations],
    )


@each_page
def test_removed(name: str) -> None:
    article = _trace(name).article
    for entry in _expected(name).get("removed", []):
        texts = [removed.text for removed in article.removed if removed.reason in _reasons(entry)]
        if not any(_folded(entry["text"]) in _folded(text) for text in texts):
            found = [f"{removed.reason} ({removed.rule}): {_folded(removed.text)}" for removed in article.removed]
            _fail(f"not removed as {entry['reason']}:", [entry["text"]], "removed from this page:", found)


# ---------------------------------------------------------------- the laws


@each_page
def test_every_word_is_in_one_tile(name: str) -> None:
    """Conservation: tiles stand in order, do not overlap, and leave out nothing but white space."""
    trace = _trace(name)
    text, end = trace.page.text, 0
    for tile in trace.tiles:
        assert end <= tile.start <= tile.end <= len(text), f"tile out of order: {tile}"
        assert not text[end : tile.start].strip(), f"in no tile: {text[end : tile.start]!r}"
        end = tile.end
    assert not text[end:].strip(), f"in no tile: {text[end:]!r}"


@each_page
def test_offsets_give_back_the_text(name: str) -> None:
    article = _trace(name).article
    for start, end, text in _article_offsets(article):
        assert article.text[start:end] == text


@each_page
def test_page_offsets_give_back_the_text(name: str) -> None:
    trace = _trace(name)
    for part in (*trace.article.removed, *trace.article.front):
        assert trace.page.text[part.page_start : part.page_end] == part.text


@each_page
def test_inner_offsets_lie_in_their_block(name: str) -> None:
    article = _trace(name).article
    for block in article.walk():
        assert 0 <= block.start <= block.end <= len(article.text)
        for start, end in _inner_offsets(block):
            assert block.start <= start <= end <= block.end, f"{block.id}: {start}-{end} is outside"


@each_page
def test_title_is_not_in_the_body(name: str) -> None:
    article = _trace(name).article
    texts = [_folded(block.text).casefold() for block in article.walk() if isinstance(block, Heading | Paragraph)]
    assert article.title is None or _folded(article.title).casefold() not in texts


# ---------------------------------------------------------------- helpers


@functools.cache
def _expected(name: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / name / "expected.toml").read_text(encoding="utf-8"))


@functools.cache
def _trace(name: str) -> articlekit.Trace:
    (page,) = (PAGES / name).glob("page.*")
    return articlekit.trace(page.read_bytes(), **_expected(name).get("options", {}))


def _field(article: Article, field: str) -> Any:
    if field == "authors":
        return [author.name for author in article.authors] or None
    return getattr(article, field)


def _value(value: Any) -> str:
    """A value as one comparable line: a day differs from the instant at its midnight, an instant has one form."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    return _folded(value) if isinstance(value, str) else repr(value)


def _spans(article: Article) -> Iterator[str]:
    """Every span of the article as "kind: text", links with their address, references with their footnote's mark."""
    notes = {block.id: block.label for block in article.walk() if isinstance(block, models.Footnote)}
    for block in article.walk():
        spans = [cell.spans for row in block.rows for cell in row.cells] if isinstance(block, Table) else []
        for span in (*getattr(block, "spans", ()), *(span for inner in spans for span in inner)):
            whole = block.caption or "" if isinstance(block, Figure) else article.text
            text = f"{span.kind}: {whole[span.start : span.end]}"
            if span.kind is models.SpanKind.FOOTNOTE_REFERENCE:
                text = f"{text} -> footnote {notes[span.target or '']}"
            yield f"{text} -> {span.href}" if span.kind is models.SpanKind.LINK else text


def _citation(article: Article, citation: Citation) -> tuple[str, str, str, str, str]:
    """The citation as an expectation states it; several sources are joined by " + "."""
    claims = {claim.id: claim.text for claim in article.claims}
    sources = {source.id: source for source in article.sources}
    cited = [sources[source_id] for source_id in citation.source_ids]
    name = " + ".join(source.name for source in cited)
    url = " + ".join(source.url or "" for source in cited)
    return citation.form, citation.marker, name, url, claims.get(citation.claim_id or "", "")


def _article_offsets(article: Article) -> Iterator[tuple[int, int, str]]:
    """(start, end, text that must stand there) for all that states both."""
    for block in article.walk():
        if isinstance(block, Heading | Paragraph | Code):
            yield block.start, block.end, block.text
        elif isinstance(block, Figure):
            yield block.start, block.end, ""
        elif isinstance(block, Table):
            yield from ((cell.start, cell.end, cell.text) for row in block.rows for cell in row.cells)
    for citation in article.citations:
        yield citation.marker_span.start, citation.marker_span.end, citation.marker
    for claim in article.claims:
        if len(claim.spans) == 1:
            yield claim.start, claim.end, claim.text
        else:
            parts = [article.text[span.start : span.end] for span in claim.spans]
            assert " ".join(parts) == claim.text


def _inner_offsets(block: Block) -> Iterator[tuple[int, int]]:
    """Offsets of all that lies inside the block: spans, items, cells, inner blocks."""
    if not isinstance(block, Figure):
        yield from ((span.start, span.end) for span in getattr(block, "spans", ()))
    if isinstance(block, Table):
        yield from ((cell.start, cell.end) for row in block.rows for cell in row.cells)
    if isinstance(block, List | DefinitionList):
        yield from ((item.start, item.end) for item in block.items)
    for blocks in models.children(block):
        yield from ((inner.start, inner.end) for inner in blocks)


def _reasons(entry: dict[str, Any]) -> list[str]:
    return [entry["reason"]] if isinstance(entry["reason"], str) else entry["reason"]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """Lines of an outline: every kind of space is a plain one, none ends a line."""
    return [re.sub(r"\s", " ", line).rstrip() for line in text.strip("\n").split("\n")]


def _each_lies_in(snippets: Iterable[str], texts: list[str], what: str) -> None:
    missing = [snippet for snippet in snippets if not any(_folded(snippet) in _folded(text) for text in texts)]
    if missing:
        _fail(f"in no {what}:", missing, f"each {what} of this page:", texts)


def _same(expected: list[str], actual: list[str]) -> None:
    if expected != actual:
        diff = difflib.unified_diff(expected, actual, "expected", "actual", lineterm="", n=2)
        pytest.fail("\n".join(["not as expected:", *diff]), pytrace=False)


def _fail(head: str, missing: Iterable[str], then: str, found: Iterable[str]) -> None:
    lines = [head, *(f"  {text}" for text in missing), then, *(f"  {text}" for text in found)]
    pytest.fail("\n".join(lines), pytrace=False)
