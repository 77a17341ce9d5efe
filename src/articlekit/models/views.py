"""What the views of an article's claims are made of."""

from __future__ import annotations

from typing import NamedTuple


class ClaimRow(NamedTuple):
    """One source of one citation: a row of `Article.claims_table()`."""

    claim: str
    """The text that the source supports; "" where it supports the article as a whole."""
    source: str
    """Name of the source; "" where the page holds nothing that the mark points to."""
    url: str | None
    """Address of the source without tracking parameters, or that of its DOI; None when unknown."""
    section: str | None
    """The heading under which the claim stands; None above the first one."""
    confidence: float
    """How sure the library is that this is a source tag, 0 to 1."""
    form: str
    """Form of the tag: a value of `CitationForm`."""
    marker: str
    """The mark as it stands in the page."""
    citation_id: str
    """The citation: an id among `Article.citations`."""


class UncitedClaim(NamedTuple):
    """A sentence of a paragraph or of a list item that no source of the page supports."""

    text: str
    start: int
    """Offset of its first character in `Article.text`."""
    end: int
    """Offset behind its last character."""
    block_id: str
    """The block that it stands in."""
    section: str | None
    """The heading under which it stands; None above the first one."""
