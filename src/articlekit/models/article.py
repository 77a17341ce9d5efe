"""The article: what `parse` returns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from articlekit._version import __version__
from articlekit.models.blocks import Block, Section, sections, walk
from articlekit.models.sources import Citation, Claim, Source
from articlekit.models.views import ClaimRow, UncitedClaim
from articlekit.models.vocabulary import Access, Model, PageType, Reason

SCHEMA_NAME: Literal["articlekit.article"] = "articlekit.article"
SCHEMA_VERSION = "0.6.0"


class Person(Model):
    """Who wrote the article."""

    name: str
    """Name without "By", role or e-mail address."""
    url: str | None = None
    """The author's page, where the article links one."""
    kind: Literal["person", "organization"] = "person"
    """A person, or an organisation such as a news agency."""


class FrontLine(Model):
    """A visible line of the page that belongs to the article but not to its body."""

    kind: Literal["title", "subtitle", "byline", "dateline"]
    """What the line is."""
    text: str
    """The line as the page shows it."""
    page_start: int
    """Offset of the line in the page text."""
    page_end: int
    """Offset behind the line in the page text."""


class Removed(Model):
    """A stretch of the page that is not in the article."""

    text: str
    """What was removed; several blocks are parted by line breaks."""
    reason: Reason
    """Why a reader would leave it out."""
    rule: str
    """Name of the rule that decided; "network" where no rule did, only the labeller's network."""
    evidence: tuple[str, ...] = ()
    """Where the network decided: the features that spoke most against the first block of the stretch, strongest
    first."""
    page_start: int
    """Offset of the first character in the page text."""
    page_end: int
    """Offset behind the last character in the page text."""


class Provenance(Model):
    """Where the value of a metadata field was found."""

    where: str
    """The place: "h1", "meta og:title", "json-ld headline", "byline", …"""
    raw: str
    """The value as it stood there."""


class ArticleWarning(Model):
    """Something that a careful user should know about this page."""

    code: str
    """Name of the kind of warning: "cut", "no-main-content", …"""
    message: str
    """The warning in a sentence."""


def _day_or_instant(value: Any) -> Any:
    """Keep a bare day apart from an instant: "2024-04-01" is no midnight."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if len(value) > len("2024-04-01") else date.fromisoformat(value)
    return value


DayOrInstant = Annotated[datetime | date, BeforeValidator(_day_or_instant)]


class Article(Model):
    """What the author wrote, in order, with its structure and sources; and all the rest, set aside with reasons."""

    schema_name: Literal["articlekit.article"] = SCHEMA_NAME
    """Name of this schema."""
    schema_version: str = SCHEMA_VERSION
    """Version of this schema, by semantic versioning; it moves apart from the library's version."""
    parser_version: str = __version__
    """Version of the library that made the article."""

    url: str | None = None
    """Address of the page as the caller gave it; None when not given."""
    canonical_url: str | None = None
    """Address that the page itself names as its own; None when it names none."""
    site_name: str | None = None
    """Name of the site; None when unknown."""
    page_type: PageType = PageType.OTHER
    """What kind of page this is."""
    confidence: float = Field(default=0.0, ge=0, le=1)
    """How sure the library is of what it kept, 0 to 1: the word F1 to expect, as measured on pages with truth."""
    language: str | None = None
    """Language of the article as a BCP 47 tag: what the page declares, if the text can be in it; else what its script
    tells; None when unknown."""
    direction: Literal["ltr", "rtl"] | None = None
    """Writing direction that the page declares, else that of its language; None when unknown."""

    title: str | None = None
    """The headline, without the site's name; None when there is none."""
    subtitle: str | None = None
    """The standfirst under the headline; None when there is none."""
    authors: tuple[Person, ...] = ()
    """Who wrote it, in the page's order: people, and organisations where the page names one as the author."""
    published: DayOrInstant | None = None
    """When it was published: an instant when the page gives a time (aware when it gives the offset), else a day. Where
    the page tells only of a change, the day of that; `provenance` says so. None when the page tells neither."""
    modified: DayOrInstant | None = None
    """When it was last changed, likewise."""
    description: str | None = None
    """The summary that the page's head declares; None when it declares none."""
    image: str | None = None
    """Address of the article's main image; None when the page declares none."""
    section: str | None = None
    """Section of the site ("Politics"), as the page declares it; None when it declares none."""
    tags: tuple[str, ...] = ()
    """Keywords that the page declares."""
    license: str | None = None
    """Address or name of the licence; None when the page declares none."""
    access: Access = Access.UNKNOWN
    """Who may read the whole article, as far as the page tells."""
    front: tuple[FrontLine, ...] = ()
    """The visible title, subtitle, byline and date lines, in page order; they stand outside `text`."""
    provenance: dict[str, Provenance] = Field(default_factory=dict)
    """For each metadata field that has a value: where it was found."""

    text: str = ""
    """The body as plain text, without title, list markers and captions of figures; offsets count in it."""
    blocks: tuple[Block, ...] = ()
    """The body, in page order."""
    sources: tuple[Source, ...] = ()
    """What the source tags denote."""
    claims: tuple[Claim, ...] = ()
    """What the sources support."""
    citations: tuple[Citation, ...] = ()
    """The source tags, in page order. A tag alone on a line stands in `text`, but in no block."""
    removed: tuple[Removed, ...] = ()
    """Everything else that the page holds, in page order."""
    warnings: tuple[ArticleWarning, ...] = ()
    """What a careful user should know."""

    def walk(self) -> Iterator[Block]:
        """Every block, depth first, in reading order."""
        return walk(self.blocks)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The top-level blocks as a tree of sections: heading, blocks, subsections."""
        return sections(self.blocks)

    @property
    def sources_without_url(self) -> tuple[Source, ...]:
        """The sources of which the page tells no address, remarks of the author's left out."""
        return tuple(source for source in self.sources if source.url is None and source.kind != "note")

    def claims_table(self) -> tuple[ClaimRow, ...]:
        """A row for each source of each citation, in page order: claim, source, address, section, confidence."""
        from articlekit.render import claims_table

        return claims_table(self)

    def uncited_claims(self) -> tuple[UncitedClaim, ...]:
        """The sentences of paragraphs and list items that no source of the page supports, in page order."""
        from articlekit.render import uncited_claims

        return uncited_claims(self)

    def to_claims_csv(self) -> str:
        """The claims table as CSV with a header line, safe to open in a spreadsheet."""
        from articlekit.render import claims_csv

        return claims_csv(self)

    def to_annotations(self) -> dict[str, Any]:
        """The claims as a page of W3C Web Annotations: the target is the claim, the bodies are its sources."""
        from articlekit.render import web_annotations

        return web_annotations(self)

    def to_csl_json(self) -> list[dict[str, Any]]:
        """The sources as CSL-JSON items."""
        from articlekit.render import csl_json

        return csl_json(self)

    def to_markdown(self, *, citations: Literal["inline", "footnotes"] = "inline") -> str:
        """The article as CommonMark with tables, title first. Source tags stay as the page has them, or become
        footnotes."""
        from articlekit.render import to_markdown

        return to_markdown(self, citations=citations)

    def to_html(self) -> str:
        """The article as an HTML5 `article` element: semantic, without scripts, handlers or styles."""
        from articlekit.render import to_html

        return to_html(self)

    def to_text(self) -> str:
        """The article as readable plain text: title, list markers, indentation."""
        from articlekit.render import to_text

        return to_text(self)
