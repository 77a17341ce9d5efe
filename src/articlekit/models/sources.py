"""Sources, the claims that they support, and the citations that tie them together."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from articlekit.models.vocabulary import CitationForm, ClaimScope, MarkerPosition, Model


class Source(Model):
    """What a source tag denotes. A source that is tagged several times stands here once."""

    id: str
    """Name of the source within the article: "s1", "s2", … in order of first citation."""
    name: str
    """Name as the page gives it ("Commerce"), else the domain."""
    url: str | None = None
    """Address as the page links it; None where the page shows only a name."""
    canonical_url: str | None = None
    """Address without tracking parameters and text fragment; None when `url` is None."""
    domain: str | None = None
    """Host of the address without "www."; None when `url` is None."""
    kind: Literal["web", "bibliographic", "note"] = "web"
    """A web page, an entry of a reference list, or an explanatory note."""
    label: str | None = None
    """The mark of the entry in the reference list ("1"); None when it has none."""
    raw: str | None = None
    """The whole entry of the reference list as the page has it; None where no entry tells of the source."""
    title: str | None = None
    """Title of the work, where the entry's shape tells it: in quotation marks, linked, or behind author and year."""
    authors: tuple[str, ...] = ()
    """Authors, as the entry writes them ("Ford, Martin"); empty where its shape does not tell them."""
    issued: str | None = None
    """Day or year of publication that the entry gives, in ISO 8601: "2016-10-13", "2016"; None when unknown."""
    doi: str | None = None
    """Digital object identifier ("10.1126/science.abe4688"); None where the entry gives none."""


class ClaimSpan(Model):
    """One stretch of a claim's or a marker's text."""

    start: int
    """Offset of the first character in `Article.text`."""
    end: int
    """Offset behind the last character."""
    figure_id: str | None = None
    """Figure in whose caption the offsets count; None where they count in `Article.text`."""


class Claim(Model):
    """The exact text that a source supports. Markers inside it are left out."""

    id: str
    """Name of the claim within the article: "c1", "c2", … in reading order."""
    text: str
    """The claim; where it has several spans, their texts joined by a space."""
    spans: tuple[ClaimSpan, ...] = Field(min_length=1)
    """Where the claim stands; several spans where markers or lists break it."""
    scope: ClaimScope
    """How much text the claim takes in."""
    block_id: str
    """Block in which the claim begins."""

    @property
    def start(self) -> int:
        """Offset of the claim's first character in `Article.text`."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset behind the claim's last character."""
        return self.spans[-1].end


class Citation(Model):
    """One source tag of the page: the mark, what it points to, and what it supports."""

    id: str
    """Name of the citation within the article: "t1", "t2", … in reading order."""
    form: CitationForm
    """The tag's shape."""
    marker: str
    """The mark as it stands in the page: "Commerce", "[1]"."""
    marker_span: ClaimSpan
    """Where the mark stands in `Article.text`, or in a figure's caption."""
    claim_id: str | None
    """The claim that the tag supports; None where it supports the article as a whole."""
    source_ids: tuple[str, ...]
    """The sources that the tag denotes."""
    hidden_count: int = 0
    """How many further sources the page's tag only counts ("US EPA+2" hides 2)."""
    position: MarkerPosition
    """Where the mark stands, seen from the claim."""
    resolved: bool
    """False where the mark points to nothing that the page holds."""
    confidence: float = Field(ge=0, le=1)
    """How sure the library is that this is a source tag, 0 to 1."""
    rule: str
    """Name of the finder that found it: "linked-marks", "parentheses", …"""
    evidence: tuple[str, ...] = ()
    """What spoke for and against it, by name; `articlekit.sources.candidates.EVIDENCE` says what each weighs."""
