"""What a finder finds: a place in a passage that may be a source tag, with what it points to and what speaks for it.

A small additive scorer decides. Each piece of evidence has a name and a weight, in log odds; the sum with the form's
own prior makes the confidence. The weights are set by hand on the labelled pages (docs/sources.md says how they fare).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.models import CitationForm
from articlekit.page import Page, PageSpan, absolute
from articlekit.sources.references import Entry, References
from articlekit.survey import Survey, host_of

EVIDENCE: Final[Mapping[str, float]] = MappingProxyType(
    {
        # what a mark points to
        "entry": 4.0,  # an entry of a list, or a note, explains it
        "automatic-link": 4.0,  # the address says that an assistant set the link
        "number-links-out": 3.0,
        "only-mark": -2.0,  # no list on the page, and no second mark like it
        "in-brackets": 1.5,  # or raised behind a stop
        "residue": 4.0,
        # names
        "known-name": 1.4,  # the name stands in the same place elsewhere on the page
        "alone-on-line": 0.8,
        "says-more": -2.0,  # more words than a name
        "short-statement": -3.0,  # what stands before it is no statement
        "listed": 3.0,  # the page's list of sources has its address
        "domain-name": 1.4,
        "outside-link": 1.8,  # leads to another site
        "outside-unknown": 1.4,  # leads to a host, and the page's own is not known
        "own-site": -1.5,
        "no-link": -0.5,
        # links inside sentences
        "attribution": 3.2,  # "according to", "laut", "selon"
        "reporting-verb": 1.7,  # "reported", "berichtet"
        "study": 1.4,  # "study", "survey", "data"
        "document": 1.4,  # the address is that of a document: deep, with a long name, a PDF, a DOI
        "dated-address": 1.4,  # of a report: with a date, of a news desk, a journal
        "institution": 0.8,  # of an authority or a university
        "words-of-sentence": 0.9,  # the link's text begins in lower case: it is no name
        "verb": 0.7,
        "phrase": 0.5,  # three words or more
        "help": -1.5,  # a guide, a tool, an event
        "number": 0.8,
        "name": -0.6,
        "one-word": -0.6,
        "two-words": -0.5,  # the link's text may be the name of a person
        "names-publication": 0.8,  # the link's text is a name, and its domain says the same
        "homepage": -2.2,
        "person": -2.0,  # a profile
        "reference-work": -1.8,  # an encyclopedia's link explains a word
        "shop": -2.5,
        "social": -0.8,
        "media": -1.0,  # a video, a podcast, a picture
        "call-to-action": -3.0,
        "long-anchor": -0.6,
        "whole-block": -3.0,  # hardly anything but the link stands in the block
        # parentheses
        "in-parentheses": 0.9,
        "dated": 1.2,  # a date or a year stands beside the name
        "several-alike": 1.6,  # the page has other marks of that shape
        "closes-sentence": 1.2,
        "comma": 0.8,  # "(Quaas, 2014)"
        "acronym-name": 0.6,  # "(IRENA 2019)"
        "located": 2.4,  # a chapter or a page stands behind the name
        "page-number": 1.6,
        "acronym": -4.0,  # "World Health Organization (WHO)"
        "source-word": 2.2,  # "Source:", "Quelle:"
    }
)


class Target(NamedTuple):
    """One source that a marker points to: an entry of a list, or a name with or without an address."""

    name: str = ""
    url: str | None = None
    entry: Entry | None = None
    previous: bool = False
    """Whether it is the source that was cited before: "ibid."."""


class Candidate(NamedTuple):
    """A place in a passage that may be a source tag; offsets count in the passage's text."""

    start: int
    end: int
    form: CitationForm
    targets: tuple[Target, ...]
    evidence: tuple[str, ...]
    hidden_count: int = 0
    opening: tuple[int, int] | None = None
    """Of residue around a statement: the opening mark."""
    rule: str = ""
    """Name of the finder that found it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the finders need to know besides the passage."""

    page: Page
    survey: Survey
    references: References
    counts: dict[str, int] = field(default_factory=dict)
    """How often marks of some shapes stand on the page: "bracket", "pill", "author-year", and "(name)" for a name."""

    def address(self, href: str) -> str:
        """A link's address, absolute where the page's own is known."""
        return absolute(self.page, href)

    def site_evidence(self, href: str) -> str:
        """Whether a link leads to another site."""
        other = host_of(href)
        if not other:
            return "own-site"
        own = self.survey.host
        if not own:
            return "outside-unknown"
        return "own-site" if _site(other) == _site(own) else "outside-link"


def confidence(prior: float, evidence: tuple[str, ...]) -> float:
    """How sure the evidence makes a candidate, 0 to 1."""
    total = prior + sum(EVIDENCE[name] for name in evidence)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def meets(spans: Sequence[PageSpan], start: int, end: int) -> bool:
    """Whether one of some spans, which are in order and disjoint, shares text with `start` to `end`."""
    at = bisect_left(spans, end, key=lambda span: span.start) - 1
    return at >= 0 and spans[at].end > start


_SECOND_LEVEL: Final = frozenset("co com org net gov gouv gob ac edu or ne go".split())


def _site(host: str) -> str:
    """The name of a site, as far as the shape of its host tells: "news.bbc.co.uk" and "bbc.com" both give "bbc"."""
    parts = host.split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else host
