"""The cite step: finds source tags in the body, names what they point to, and ties each to the claim it supports.

A tag's marker and its claim are different stretches of text. Marker spans come from links and from wording; claims are
worked out from where the tag stands. Nothing here changes the body.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from articlekit.draft import Body, Leaf, Linking
from articlekit.measures import fold
from articlekit.models import CitationForm, ClaimScope, MarkerPosition
from articlekit.page import Page
from articlekit.sources.address import canonical_url
from articlekit.sources.forms import Tag, line_tag, tags_in_block
from articlekit.survey import Survey, host_of

__all__ = ["cite"]


def cite(page: Page, survey: Survey, body: Body) -> Linking:
    """The sources, claims and citations of `body`."""
    linker = _Linker(body)
    for leaf in body.leaves:
        block = page.blocks[leaf.block]
        if leaf.role == "tag":
            linker.add_line(leaf, line_tag(block))
            continue
        linker.pass_by(leaf)
        if leaf.role in ("paragraph", "item"):
            for tag in tags_in_block(block, survey):
                linker.add_in_block(leaf, tag)
    return linker.linking()


@dataclass(slots=True)
class _Linker:
    """The citations so far. Claims and sources that come again are found by their keys."""

    body: Body
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    citations: list[dict[str, Any]] = field(default_factory=list)
    marker_starts: list[int] = field(default_factory=list)
    above: Leaf | None = None
    """The last leaf that is no tag."""
    list_heads: dict[tuple[int, int], Leaf] = field(default_factory=dict)
    """The first leaf of each outermost list."""

    def linking(self) -> Linking:
        return Linking(tuple(self.sources.values()), tuple(self.claims.values()), tuple(self.citations))

    def pass_by(self, leaf: Leaf) -> None:
        """Take notice of a leaf that is no tag."""
        self.above = leaf
        if leaf.list_extent is not None:
            self.list_heads.setdefault(leaf.list_extent, leaf)

    def add_in_block(self, leaf: Leaf, tag: Tag) -> None:
        """A tag behind a statement: it supports the text back to the tag before it, or to the block's start."""
        start = leaf.start + tag.start
        last = self.citations[-1] if self.citations else None
        inside = last is not None and last["marker_span"]["end"] > leaf.start
        begin = last["marker_span"]["end"] if last is not None and inside else leaf.label_end
        if last is not None and inside and not self.body.text[begin:start].strip():
            claim_id = last["claim_id"]  # a second tag for the same statement
        else:
            scope = ClaimScope.SENTENCES
            if begin == leaf.label_end:
                scope = ClaimScope.LIST_ITEM if leaf.role == "item" else ClaimScope.PARAGRAPH
            claim_id = self._claim(begin, start, scope, leaf.block_id)
        if claim_id is not None:  # straight behind a label, a name is what the label names
            self._cite(CitationForm.PILL, tag, start, claim_id, MarkerPosition.AFTER_STOP)

    def add_line(self, leaf: Leaf, tag: Tag) -> None:
        """A tag alone on its line: it supports the paragraph or list above."""
        last = self.citations[-1] if self.citations else None
        if last is not None and self.above is not None and last["marker_span"]["start"] >= self.above.end:
            claim_id = last["claim_id"]  # a second tag below the same paragraph
        else:
            claim_id = self._claim_above(self.above, leaf) if self.above is not None else None
        self._cite(CitationForm.PILL_LINE, tag, leaf.start + tag.start, claim_id, MarkerPosition.OWN_LINE)

    def _claim_above(self, leaf: Leaf, tag_leaf: Leaf) -> str | None:
        if leaf.role == "heading":
            return None
        if leaf.list_extent is None or leaf.item_extent is None:
            return self._claim(leaf.label_end, leaf.end, ClaimScope.PARAGRAPH, leaf.block_id)
        begin, end = leaf.list_extent
        tagged = bisect_left(self.marker_starts, begin) < bisect_left(self.marker_starts, end)
        if tagged or tag_leaf.list_extent == leaf.list_extent:
            return self._claim(leaf.label_end, leaf.end, ClaimScope.LIST_ITEM, leaf.block_id)
        return self._claim(begin, end, ClaimScope.LIST, self.list_heads[leaf.list_extent].block_id)

    def _claim(self, start: int, end: int, scope: ClaimScope, block_id: str) -> str | None:
        """The claim over a stretch of text, markers inside it left out; None if nothing is left."""
        spans = [{"start": s, "end": e} for s, e in self._without_markers(start, end)]
        if not spans:
            return None
        key = (spans[0]["start"], spans[-1]["end"])
        claim = self.claims.get(key)
        if claim is None:
            claim = self.claims[key] = {
                "id": f"c{len(self.claims) + 1}",
                "text": " ".join(self.body.text[span["start"] : span["end"]] for span in spans),
                "spans": spans,
                "scope": scope,
                "block_id": block_id,
            }
        return str(claim["id"])

    def _without_markers(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The pieces of a stretch between the markers found so far, white space at their ends cut off."""
        text, at = self.body.text, start
        first, last = bisect_left(self.marker_starts, start), bisect_left(self.marker_starts, end)
        markers = [citation["marker_span"] for citation in self.citations[first:last]]
        for begin, stop in [*((span["start"], span["end"]) for span in markers), (end, end)]:
            left, right = at, min(begin, end)
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
            if left < right:
                yield left, right
            at = stop

    def _cite(self, form: CitationForm, tag: Tag, start: int, claim_id: str | None, position: MarkerPosition) -> None:
        self.marker_starts.append(start)
        self.citations.append(
            {
                "id": f"t{len(self.citations) + 1}",
                "form": form,
                "marker": tag.marker,
                "marker_span": {"start": start, "end": start + len(tag.marker)},
                "claim_id": claim_id,
                "source_ids": [self._source(tag)],
                "hidden_count": tag.hidden_count,
                "position": position,
                "resolved": True,
                "confidence": tag.confidence,
                "rule": tag.rule,
            }
        )

    def _source(self, tag: Tag) -> str:
        canonical = canonical_url(tag.url) if tag.url else None
        key = canonical or "name:" + fold(tag.name)
        source = self.sources.get(key)
        if source is None:
            domain = host_of(tag.url) or None if tag.url else None
            source = self.sources[key] = {
                "id": f"s{len(self.sources) + 1}",
                "name": tag.name or domain or tag.marker,
                "url": tag.url,
                "canonical_url": canonical,
                "domain": domain,
            }
        return str(source["id"])
