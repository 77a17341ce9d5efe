"""Builds the `Article` out of what the steps gave, and accounts for every word of the page.

The account is the tiling of the page text: each stretch is a front line, body, a list marker, a source tag, or
removed. If a kept block went nowhere, or text stands outside all blocks, that is a fault of the library, and it is
raised as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from articlekit.draft import Body, Linking, Metadata, walk_drafts
from articlekit.errors import LostTextError
from articlekit.models import Article, CitationForm, PageType, Reason
from articlekit.page import Decision, Labelled, Labels, Page, PageBlock, Verdict, is_automatic
from articlekit.sentences import trimmed
from articlekit.survey import Survey

_KINDS_OF_PAGES: Final[Mapping[PageType, str]] = MappingProxyType(
    {
        PageType.LISTING: "the page lists other pages or goods; what is kept are the entries",
        PageType.FORUM: "the page is a thread of a forum; what is kept are the posts",
        PageType.PRODUCT: "the page offers a product; what is kept is its description",
        PageType.DOCUMENTATION: "the page is documentation",
        PageType.ERROR: "the page says that something went wrong; it is not the page that was asked for",
        PageType.CONSENT: "the page asks for consent before it shows what it holds",
        PageType.PAYWALL: "the page asks to pay or to log in to read on; the text may break off",
        PageType.OTHER: "the page looks like no article",
    }
)

_RESIDUE: Final = frozenset({CitationForm.RESIDUE, CitationForm.DELIMITED_RESIDUE})

_WORD: Final = re.compile(r"\w+")

Place = Literal["title", "subtitle", "byline", "dateline", "body", "caption", "list-marker", "source-marker", "removed"]


class Tile(NamedTuple):
    """A stretch of the page text, and where it went."""

    start: int
    end: int
    place: Place


def assemble(
    page: Page, survey: Survey, labelled: Labelled, metadata: Metadata, body: Body, linking: Linking
) -> Article:
    """The article. Raises `LostTextError` if text got lost."""
    labels, verdict = labelled
    _check(page, survey, labels, body)
    return Article.model_validate(
        metadata.values
        | {
            "provenance": metadata.provenance,
            "page_type": verdict.page_type,
            "confidence": verdict.confidence,
            "front": list(_front(page, survey, labels)),
            "text": body.text,
            "blocks": body.blocks,
            "sources": linking.sources,
            "claims": linking.claims,
            "citations": linking.citations,
            "removed": _removed(page, labels, _pieces(page, body)),
            "warnings": list(_warnings(page, verdict, body, linking)),
        }
    )


def tile(page: Page, survey: Survey, labels: Labels, body: Body) -> tuple[Tile, ...]:
    """Where each stretch of the page text went."""
    pieces = _pieces(page, body)
    places: dict[int, Place] = {leaf.block: "caption" for leaf in body.captions}
    places |= {leaf.block: "source-marker" for leaf in body.leaves if leaf.role == "tag"}
    places |= survey.front
    tiles: list[Tile] = []
    for index, block in enumerate(page.blocks):
        if not block.text:
            continue
        if not labels[index].keep:
            tiles.append(Tile(block.start if block.lead < 0 else block.lead, block.end, "removed"))
            continue
        if block.lead >= 0:
            tiles.append(Tile(block.lead, block.start - 1, "list-marker"))
        tiles += pieces[index] if index in pieces else [Tile(block.start, block.end, places.get(index, "body"))]
    return tuple(tiles)


def _pieces(page: Page, body: Body) -> dict[int, list[Tile]]:
    """The tiles of page blocks whose text is not all in the body: marks of items and notes, and links back from notes.

    Of links back, those in words are told as removed; arrows go without saying.
    """
    told = [leaf for leaf in body.leaves if leaf[8] or leaf[3] == "note"]
    if not told:
        return {}
    labels = {block["id"]: block["label"] for block in walk_drafts(body.blocks) if block["kind"] == "footnote"}
    found: dict[int, list[Tile]] = {}
    for leaf in told:
        text, label = page.blocks[leaf.block].text, labels.get(leaf.block_id)
        end = leaf.cut + leaf.end - leaf.start if leaf.role == "note" else len(text)
        if not _WORD.search(text, end):
            end = len(text)
        own = leaf.role != "note" or _WORD.findall(text[: leaf.cut].casefold()) in ([], [(label or "").casefold()])
        places: tuple[Place, Place, Place] = ("list-marker" if own else "removed", "body", "removed")
        bounds = pairwise((0, leaf.cut, end, len(text)))
        parts = [
            _tile(page.blocks[leaf.block], start, stop, place)
            for (start, stop), place in zip(bounds, places, strict=True)
        ]
        found[leaf.block] = [part for part in parts if part.start < part.end]
    return found


def _tile(block: PageBlock, start: int, end: int, place: Place) -> Tile:
    start, end = trimmed(block.text, start, end)
    return Tile(block.start + start, block.start + end, place)


def _check(page: Page, survey: Survey, labels: Labels, body: Body) -> None:
    at = 0
    for start, end, _, _, _, _, lead, _, _ in page.blocks:
        begin = start if lead < 0 else lead
        if begin < at or (begin > at + 1 and page.text[at:begin].strip()):
            raise LostTextError(f"the reader left page text outside its blocks at {at}")
        at = max(at, end)
    placed = {leaf[0] for leaf in (*body.leaves, *body.captions)}
    for index, decision in enumerate(labels):
        if decision[0] and index not in placed and index not in survey.front and (text := page.blocks[index].text):
            raise LostTextError(f"the structure step lost block {index}: {text[:40]!r}")


def _front(page: Page, survey: Survey, labels: Labels) -> Iterator[dict[str, Any]]:
    for index, kind in survey.front.items():
        block = page.blocks[index]
        if labels[index].keep:
            yield {"kind": kind, "text": block.text, "page_start": block.start, "page_end": block.end}


def _removed(page: Page, labels: Labels, pieces: Mapping[int, list[Tile]]) -> list[dict[str, Any]]:
    """Runs of blocks that were removed for the same reason by the same rule, and pieces of blocks that are kept."""
    removed: list[dict[str, Any]] = []
    run: Decision | None = None  # what removed the first of a run of blocks
    begin = stop = 0
    for index, (start, end, text, _, _, _, lead, _, _) in enumerate(page.blocks):
        if not text:
            continue
        decision = labels[index]
        if run is not None and (decision[0] or run[2] != decision[2] or run[3] != decision[3]):
            removed.append(_piece(page, run[2], run[3], run[4], begin, stop))
            run = None
        if not decision[0]:
            if run is None:
                run, begin = decision, start if lead < 0 else lead
            stop = end
        elif index in pieces:
            backs = [tile for tile in pieces[index] if tile.place == "removed"]
            removed += [_piece(page, Reason.NAVIGATION, "link-back", (), back.start, back.end) for back in backs]
    if run is not None:
        removed.append(_piece(page, run[2], run[3], run[4], begin, stop))
    return removed


def _piece(
    page: Page, reason: Reason | None, rule: str, evidence: tuple[str, ...], start: int, end: int
) -> dict[str, Any]:
    """What the article tells of a removed stretch of the page text."""
    text = page.text[start:end]
    return {"reason": reason, "rule": rule, "evidence": evidence, "page_start": start, "page_end": end, "text": text}


def _warnings(page: Page, verdict: Verdict, body: Body, linking: Linking) -> Iterator[dict[str, str]]:
    for cut in (*page.cuts, *body.cuts):
        yield {"code": "cut", "message": cut}
    if verdict.page_type is not PageType.ARTICLE:
        yield {"code": f"{verdict.page_type}-page", "message": _KINDS_OF_PAGES[verdict.page_type]}
    if not body.text and not body.captions:
        yield {"code": "no-main-content", "message": "the page holds no text that looks like an article"}
    if residue := _residue(page, linking):
        yield {"code": "assistant-residue", "message": residue}


def _residue(page: Page, linking: Linking) -> str:
    """What AI assistants have left on the page, in a sentence; "" where nothing is left. No verdict on its author."""
    marks = sum(citation["form"] in _RESIDUE for citation in linking.citations)
    links = sum(is_automatic(source["url"]) for source in linking.sources if source["url"])
    told = [f"{marks} marks in place of source tags"] * bool(marks)
    told += [f"{links} addresses with an assistant's name as the referrer"] * bool(links)
    return f"AI assistants leave such behind: {', '.join(told)}; that does not tell who wrote the page" if told else ""
