"""Claims and sources in the forms that other tools read: rows, CSV, W3C Web Annotation, CSL-JSON.

Of a source without an address only the name is told; of a mark that points to nothing, only the claim.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from articlekit.models import Article, Citation, Claim, ClaimRow, Figure, Heading, Paragraph, Source, UncitedClaim
from articlekit.render.urls import safe_url
from articlekit.sentences import sentences

CSV_HEADER: Final = ("claim", "source", "url", "section", "confidence", "form", "marker", "citation_id")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_WHOLE, _BEGINNING = 16, 200  # rows that tell a claim whole; characters of it in further rows: else n marks in one
# sentence would take n times the room of the sentence
_LONG_CELL: Final = 2048  # characters of any other cell in further rows: of a section's heading, of an address
_CONTEXT: Final = 32  # characters beside a quotation, to tell it from others like it
_FEWEST_WORDS: Final = 4  # of a sentence that can be a claim
_NO_ADDRESS: Final = "urn:articlekit:page"
_FAMILY_FIRST: Final = re.compile(r"([^,]{1,60}),\s([^,]{1,60})")


# ---------------------------------------------------------------- rows


def claims_table(article: Article) -> tuple[ClaimRow, ...]:
    """A row for each source of each citation, in page order; a mark that points to nothing has one, too."""
    claims = {claim.id: claim for claim in article.claims}
    sources = {source.id: source for source in article.sources}
    sections = _Sections(article)
    rows = []
    for citation in article.citations:
        claim = claims.get(citation.claim_id or "")
        section = sections.of_citation(citation, claim)
        told = [sources[name] for name in citation.source_ids]
        for name, url in [(source.name, address(source)) for source in told] or [("", None)]:
            rows.append(
                ClaimRow(
                    claim.text if claim else "",
                    name,
                    url,
                    section,
                    citation.confidence,
                    citation.form.value,
                    citation.marker,
                    citation.id,
                )
            )
    return tuple(rows)


def address(source: Source) -> str | None:
    """The address of a source without tracking parameters; of one that is known by its DOI alone, the resolver's."""
    return source.canonical_url or source.url or (f"https://doi.org/{source.doi}" if source.doi else None)


def uncited_claims(article: Article) -> tuple[UncitedClaim, ...]:
    """The sentences of paragraphs and list items that no claim touches, in page order."""
    spans = sorted((span.start, span.end) for claim in article.claims for span in claim.spans if span.figure_id is None)
    starts = [start for start, _ in spans]
    longest = 0
    reach = [longest := max(longest, end) for _, end in spans]
    markers = [c.marker_span for c in article.citations if c.marker_span.figure_id is None]
    marks = sorted((span.start, span.end) for span in markers)
    sections = _Sections(article)
    found = []
    for block in article.walk():
        if not isinstance(block, Paragraph):
            continue
        masked = _without(block.text, marks, block.start)
        for start, end in sentences(masked, article.language):
            begin, stop = block.start + start, block.start + end
            before = bisect_left(starts, stop) - 1
            cited = before >= 0 and reach[before] > begin
            if not cited and masked[start:end].count(" ") + 1 >= _FEWEST_WORDS:
                text = block.text[start:end]
                found.append(UncitedClaim(text, begin, stop, block.id, sections.at(begin)))
    return tuple(found)


def _without(text: str, marks: list[tuple[int, int]], offset: int) -> str:
    """`text`, which begins at `offset`, with spaces for the marks in it."""
    first = bisect_left(marks, (offset,))
    last = bisect_left(marks, (offset + len(text),))
    pieces, at = [], 0
    for start, end in marks[first:last]:
        begin, stop = max(start - offset, at), max(min(end - offset, len(text)), at)
        pieces += [text[at:begin], " " * (stop - begin)]
        at = stop
    return "".join([*pieces, text[at:]])


class _Sections:
    """The heading above each place of an article."""

    def __init__(self, article: Article) -> None:
        blocks = list(article.walk())
        headings = [block for block in blocks if isinstance(block, Heading)]
        self._starts = [heading.start for heading in headings]
        self._texts = [heading.text for heading in headings]
        self._blocks = {block.id: block.start for block in blocks}

    def at(self, offset: int) -> str | None:
        """The last heading that begins at `offset` or before."""
        number = bisect_right(self._starts, offset) - 1
        return self._texts[number] if number >= 0 else None

    def of_citation(self, citation: Citation, claim: Claim | None) -> str | None:
        """The heading above a claim, or above the mark of a citation without one."""
        if claim is not None:
            return self.at(self._blocks.get(claim.block_id, 0))
        span = citation.marker_span
        return self.at(self._blocks.get(span.figure_id, 0) if span.figure_id else span.start)


# ---------------------------------------------------------------- CSV


def claims_csv(article: Article) -> str:
    """The claims table as CSV (RFC 4180) with a header line. No cell begins as a formula does in a spreadsheet.

    A claim of more than 16 rows stands whole in the first 16 and is cut to its first 200 characters in the others; any
    other cell likewise, to 2,048 characters.
    """
    out = io.StringIO(newline="")
    write_rows(out, claims_table(article))
    return out.getvalue()


def write_rows(out: io.StringIO, rows: Iterable[ClaimRow], *, header: bool = True, lead: tuple[str, ...] = ()) -> None:
    """Writes rows of a claims table; `lead` stands before the cells of each row, "input" before the header's."""
    writer = csv.writer(out)
    if header:
        writer.writerow([*(("input",) if lead else ()), *CSV_HEADER])
    told: Counter[str] = Counter()
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        for place, cell in enumerate(cells):
            most = _BEGINNING if place == 0 else _LONG_CELL
            if len(cell) > most:
                told[cell] += 1
                if told[cell] > _WHOLE:
                    cells[place] = f"{cell[:most]}…"
        writer.writerow([harmless(cell) for cell in (*lead, *cells)])


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    cell = cell.replace("\0", "\ufffd")
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


# ---------------------------------------------------------------- W3C Web Annotation


def web_annotations(article: Article) -> dict[str, Any]:
    """The claims, as an annotation page of the W3C Web Annotation Data Model (2017).

    The target is the claim, by its text (`TextQuoteSelector`) and by its offsets in `Article.text`
    (`TextPositionSelector`), one for each of its spans; the bodies are its sources. Claims in captions have a text
    alone, since captions do not stand in `Article.text`.
    """
    sources = {source.id: source for source in article.sources}
    cited: dict[str, dict[str, None]] = {}
    for citation in article.citations:
        if citation.claim_id is not None:
            cited.setdefault(citation.claim_id, {}).update(dict.fromkeys(citation.source_ids))
    captions = {block.id: block.caption or "" for block in article.walk() if isinstance(block, Figure)}
    items = []
    for claim in article.claims:
        bodies = [_body(sources[name]) for name in cited.get(claim.id, ())]
        items.append(
            {
                "id": f"#{claim.id}",
                "type": "Annotation",
                "motivation": "linking",
                **({"body": bodies} if bodies else {}),
                "target": list(_targets(article, claim, captions)),
            }
        )
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}


def _body(source: Source) -> dict[str, Any]:
    url = safe_url(address(source))
    if url:
        return {"type": "SpecificResource", "source": url, "purpose": "linking"}
    return {"type": "TextualBody", "value": source.name, "format": "text/plain", "purpose": "describing"}


def _targets(article: Article, claim: Claim, captions: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    page = safe_url(article.url or article.canonical_url) or _NO_ADDRESS
    for span in claim.spans:
        text = captions.get(span.figure_id, "") if span.figure_id else article.text
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - _CONTEXT) : span.start],
            "suffix": text[span.end : span.end + _CONTEXT],
        }
        selectors: list[dict[str, Any]] = [quote]
        if span.figure_id is None:
            selectors.append({"type": "TextPositionSelector", "start": span.start, "end": span.end})
        yield {"source": page, "selector": selectors}


# ---------------------------------------------------------------- CSL-JSON


def csl_json(article: Article) -> list[dict[str, Any]]:
    """The sources as CSL-JSON items, notes left out. What an entry does not tell stands in no field."""
    return [_csl(source) for source in article.sources if source.kind != "note"]


def _csl(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": source.id,
        "type": "webpage" if source.kind == "web" else "document",
        "title": source.title or source.name,
    }
    if source.authors:
        item["author"] = [_csl_name(name) for name in source.authors]
    if source.issued:
        item["issued"] = {"date-parts": [[int(part) for part in source.issued.split("-")]]}
    if url := safe_url(source.canonical_url or source.url):
        item["URL"] = url
    if source.doi:
        item["DOI"] = source.doi
    if source.raw and source.raw != item["title"]:
        item["note"] = source.raw
    return item


def _csl_name(name: str) -> dict[str, str]:
    found = _FAMILY_FIRST.fullmatch(name)
    return {"family": found[1], "given": found[2]} if found else {"literal": name}
