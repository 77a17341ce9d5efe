"""What the readers make of small pages: `fixtures/blocks-html.toml`, `blocks-text.toml` and `blocks-markdown.toml`.

This module owns the notation of blocks (described at the head of the first file). The expectations are written by hand.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from lxml import html as lxml_html

from articlekit.page import Page, PageBlock
from articlekit.readers import read

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
KEYS: Final = {"name", "html", "text", "markdown", "blocks", "spans", "head", "known_failure", "trees"}
UNSAID: Final = frozenset(("#root", "html", "body", "tbody"))
COUNTED: Final = frozenset(("ul", "ol", "dl", "blockquote", "table"))

TREES: Final[dict[str, Callable[[str], Any]]] = {
    "lxml": lambda html: lxml_html.document_fromstring(html),
    "lxml tree": lambda html: etree.parse(io.StringIO(html), etree.HTMLParser()),
    "soup": lambda html: BeautifulSoup(html, "html.parser"),
    "soup lxml": lambda html: BeautifulSoup(html, "lxml"),
}


def cases(kind: str) -> list[Any]:
    rows = tomllib.loads((FIXTURES / f"blocks-{kind}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param({"kind": kind, **row}, id=row["name"]) for row in rows]


HTML_CASES: Final = cases("html")
TEXT_CASES: Final = cases("text")
MARKDOWN_CASES: Final = cases("markdown")


# ---------------------------------------------------------------- the notation


def block_lines(page: Page) -> list[str]:
    """The page's blocks, one line each."""
    paths = region_paths(page)
    return [_line(page, block, paths[block.region]).rstrip() for block in page.blocks]


def region_paths(page: Page) -> list[str]:
    """For each region, the elements around it; later lists, quotations and tables bear a number."""
    paths, counts = [], dict.fromkeys(COUNTED, 0)
    for region in page.regions:
        name = region.tag
        if region.tag in COUNTED:
            counts[region.tag] += 1
            style = region.attrs.get("style", "decimal") if page.kind == "text" else "decimal"
            name += "" if style == "decimal" else f"-{style}"
            name += f":{counts[region.tag]}" if counts[region.tag] > 1 else ""
        elif region.tag == "li" and "value" in region.attrs:
            name += f"={region.attrs['value']}"
        around = paths[region.parent] if region.parent >= 0 else ""
        paths.append(around if region.tag in UNSAID else "/".join(filter(None, (around, name))))
    return paths


def _line(page: Page, block: PageBlock, path: str) -> str:
    hidden = page.regions[block.region].hidden
    veil = f"~{hidden.name.lower()}" if hidden else ""
    mark = f" {page.text[block.lead : block.start].strip()}" if block.lead >= 0 else ""
    alt = "" if block.alt is None else f' "{block.alt}"'
    kind = f"pre[{block.value}]" if block.kind == "pre" and block.value else block.kind
    return f"{kind} {path}{veil}{mark}| {_shown(block.text or block.value)}{alt}"


def span_lines(page: Page) -> list[str]:
    return [
        f"{span.kind}: {_shown(block.text[span.start : span.end])}" + (f" -> {span.value}" if span.value else "")
        for block in page.blocks
        for span in block.spans
    ]


def head_fields(page: Page, names: Iterable[str]) -> dict[str, Any]:
    """The head's fields as an expectation states them: "" for nothing, lists for pairs."""
    found = {name: getattr(page.head, name) or "" for name in names}
    for name in {"metas", "links", "json_ld"} & set(found):
        found[name] = [part if isinstance(part, str) else list(part[:2]) for part in found[name]]
    return found


def _shown(text: str) -> str:
    return text.replace("\n", "⏎")


# ---------------------------------------------------------------- the tests


@pytest.mark.parametrize("case", HTML_CASES + TEXT_CASES + MARKDOWN_CASES)
def test_blocks(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """The blocks of a page, and its spans and head where the case gives them."""
    if "known_failure" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known_failure"], strict=True))
    page = read(case[case["kind"]], kind=case["kind"])
    assert "\n".join(block_lines(page)) == case["blocks"].strip("\n")
    if "spans" in case:
        assert span_lines(page) == case["spans"]
    if "head" in case:
        assert head_fields(page, case["head"]) == case["head"]


@pytest.mark.parametrize("case", HTML_CASES)
def test_regions_stand_after_their_parents(case: dict[str, Any]) -> None:
    """Regions are in pre-order: those inside one follow it, without a gap."""
    around: list[int] = []
    for index, region in enumerate(read(case["html"], kind="html").regions):
        while around and around[-1] != region.parent:
            around.pop()
        assert around or region.parent < 0
        around.append(index)


@pytest.mark.parametrize("tree", TREES)
@pytest.mark.parametrize("case", HTML_CASES)
def test_trees_give_the_same_texts(case: dict[str, Any], tree: str, request: pytest.FixtureRequest) -> None:
    """An lxml element, an ElementTree and a BeautifulSoup object show what their string shows."""
    if tree in case.get("trees", {}):
        request.applymarker(pytest.mark.xfail(reason=case["trees"][tree], strict=True))
    from_string, from_tree = read(case["html"], kind="html"), read(TREES[tree](case["html"]))
    assert from_tree.text.split("\n") == from_string.text.split("\n")


@pytest.mark.parametrize(("kind", "least"), [("html", 40), ("text", 40), ("markdown", 25)])
def test_cases_are_well_formed(kind: str, least: int) -> None:
    """Enough cases, no name twice, no unknown key, no unknown parser."""
    rows = [param.values[0] for param in cases(kind)]
    assert len(rows) >= least
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) <= {*KEYS, "kind"}
        assert set(row.get("trees", {})) <= set(TREES)
