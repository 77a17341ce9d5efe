"""Builds the `Article` out of what the steps gave, and accounts for every word of the page.

The account is the tiling of the page text: each stretch is a front line, body, a list marker, a source tag, or
removed. If a kept block went nowhere, or text stands outside all blocks, that is a fault of the library, and it is
raised as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from articlekit.draft import Body, Linking, Metadata
from articlekit.errors import LostTextError
from articlekit.models import Article, PageType
from articlekit.page import Labels, Page
from articlekit.survey import Survey

Place = Literal["title", "subtitle", "byline", "dateline", "body", "list-marker", "source-marker", "removed"]


class Tile(NamedTuple):
    """A stretch of the page text, and where it went."""

    start: int
    end: int
    place: Place


def assemble(
    page: Page, survey: Survey, labels: Labels, metadata: Metadata, body: Body, linking: Linking
) -> tuple[Article, tuple[Tile, ...]]:
    """The article, and the tiles of the page text. Raises `LostTextError` if text got lost."""
    tiles = tuple(_tiles(page, survey, labels, body))
    _check(page, survey, labels, body)
    article = Article.model_validate(
        metadata.values
        | {
            "provenance": metadata.provenance,
            "page_type": _page_type(page, survey, body),
            "confidence": _confidence(labels, body),
            "front": list(_front(page, survey, labels)),
            "text": body.text,
            "blocks": body.blocks,
            "sources": linking.sources,
            "claims": linking.claims,
            "citations": linking.citations,
            "removed": list(_removed(page, labels)),
            "warnings": list(_warnings(page, body)),
        }
    )
    return article, tiles


def _tiles(page: Page, survey: Survey, labels: Labels, body: Body) -> Iterator[Tile]:
    tags = {leaf.block for leaf in body.leaves if leaf.role == "tag"}
    for index, (block, decision) in enumerate(zip(page.blocks, labels, strict=True)):
        if not block.text:
            continue
        if not decision.keep:
            yield Tile(block.start if block.lead < 0 else block.lead, block.end, "removed")
            continue
        if block.lead >= 0:
            yield Tile(block.lead, block.start - 1, "list-marker")
        place: Place = survey.front.get(index, "source-marker" if index in tags else "body")
        yield Tile(block.start, block.end, place)


def _check(page: Page, survey: Survey, labels: Labels, body: Body) -> None:
    at = 0
    for block in page.blocks:
        begin = block.start if block.lead < 0 else block.lead
        if begin < at or (begin > at + 1 and page.text[at:begin].strip()):
            raise LostTextError(f"the reader left page text outside its blocks at {at}")
        at = max(at, block.end)
    placed = {leaf.block for leaf in body.leaves}
    for index, (block, decision) in enumerate(zip(page.blocks, labels, strict=True)):
        if block.text and decision.keep and index not in placed and index not in survey.front:
            raise LostTextError(f"the structure step lost block {index}: {block.text[:40]!r}")


def _front(page: Page, survey: Survey, labels: Labels) -> Iterator[dict[str, Any]]:
    for index, kind in survey.front.items():
        block = page.blocks[index]
        if labels[index].keep:
            yield {"kind": kind, "text": block.text, "page_start": block.start, "page_end": block.end}


def _removed(page: Page, labels: Labels) -> Iterator[dict[str, Any]]:
    """Runs of blocks that were removed for the same reason by the same rule."""
    run: dict[str, Any] | None = None
    for block, decision in zip(page.blocks, labels, strict=True):
        if not block.text:
            continue
        if run and (decision.keep or (run["reason"], run["rule"]) != (decision.reason, decision.rule)):
            yield run | {"text": page.text[run["page_start"] : run["page_end"]]}
            run = None
        if not decision.keep:
            begin = block.start if block.lead < 0 else block.lead
            run = run or {"reason": decision.reason, "rule": decision.rule, "page_start": begin}
            run["page_end"] = block.end
    if run:
        yield run | {"text": page.text[run["page_start"] : run["page_end"]]}


def _page_type(page: Page, survey: Survey, body: Body) -> PageType:
    paragraphs = sum(survey.measures[leaf.block].body for leaf in body.leaves)
    return PageType.ARTICLE if paragraphs and (survey.headline is not None or paragraphs > 1) else PageType.OTHER


def _confidence(labels: Labels, body: Body) -> float:
    """Mean score of what was kept, by length."""
    size = sum(leaf.end - leaf.start for leaf in body.leaves)
    total = sum((leaf.end - leaf.start) * labels[leaf.block].score for leaf in body.leaves)
    return round(total / size, 4) if size else 0.0


def _warnings(page: Page, body: Body) -> Iterator[dict[str, str]]:
    for cut in page.cuts:
        yield {"code": "cut", "message": cut}
    if not body.text:
        yield {"code": "no-main-content", "message": "the page holds no text that looks like an article"}
