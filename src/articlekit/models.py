"""The public types: what `parse` returns. Frozen pydantic models, documented field by field.

This module knows nothing of markup, rules or files. It is the lowest layer; everything else imports it.

Offsets are code points of `Article.text`, start inclusive, end exclusive, unless a field says "page text": those count
in the normalised text of the whole page (`trace(page).page.text`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from articlekit._version import __version__

SCHEMA_NAME = "articlekit.article"
SCHEMA_VERSION = "0.1.0"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


# ---------------------------------------------------------------- closed sets


class Reason(StrEnum):
    """Why a part of the page is not in the article."""

    HIDDEN = "hidden"
    """A browser does not show it: `hidden`, `aria-hidden`, `display:none`, `noscript`, `template`, screen-reader text."""
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, pagination, tables of contents of the site, skip links."""
    HEADER = "header"
    """What stands above the headline: site name, strap line, section label."""
    FOOTER = "footer"
    """What closes the site's page: copyright, imprint, legal links."""
    SIDEBAR = "sidebar"
    """Boxes beside the article that fit no closer reason."""
    SPONSOR = "sponsor"
    """Calls for sponsors and sponsored notices."""
    ADVERT = "advert"
    """Advertisements, affiliate notes and their labels."""
    RELATED = "related"
    """Teasers of further articles on the subject: "Related posts", "Read also"."""
    RECOMMENDED = "recommended"
    """Teasers of further articles on other grounds: "You missed", "Most read", "Trending"."""
    SHARE = "share"
    """Share, like, print and save buttons, follow links."""
    NEWSLETTER = "newsletter"
    """Newsletter, alert and app sign-ups."""
    COOKIE = "cookie"
    """Cookie and privacy consent."""
    PAYWALL = "paywall"
    """Calls to subscribe or log in to read on."""
    COMMENTS = "comments"
    """Readers' comments and the form for them."""
    AUTHOR_BIO = "author-bio"
    """The box about the author; the byline itself is kept."""
    METADATA = "metadata"
    """Page furniture about the article: reading time, tags, counters, print date."""
    FORM = "form"
    """Controls: buttons, search boxes, selects."""
    LEGAL = "legal"
    """Disclaimers, licence and copyright notes about the page."""
    DUPLICATE = "duplicate"
    """Text that the article already holds."""
    OTHER = "other"
    """Outside the main content; no closer reason was found."""


class SpanKind(StrEnum):
    """What an inline span marks."""

    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    STRIKE = "strike"
    LABEL = "label"
    """The lead-in of a list item or paragraph with its colon: "Joint Safety Testing:"."""


class PageType(StrEnum):
    """What kind of page this is."""

    ARTICLE = "article"
    LISTING = "listing"
    FORUM = "forum"
    PRODUCT = "product"
    DOCUMENTATION = "documentation"
    ERROR = "error"
    CONSENT = "consent"
    PAYWALL = "paywall"
    OTHER = "other"


class CitationForm(StrEnum):
    """The shape in which a source tag stands in the page."""

    PILL = "pill"
    """A source's name after the statement, in its block: "…risks. Commerce"."""
    PILL_LINE = "pill-line"
    """A source's name alone on a line, after the paragraph or list that it supports."""


class ClaimScope(StrEnum):
    """How much text a claim takes in."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    SENTENCES = "sentences"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    LIST = "list"
    CAPTION = "caption"
    CELL = "cell"
    SECTION = "section"
    ARTICLE = "article"


class MarkerPosition(StrEnum):
    """Where a source tag stands, seen from the claim's end."""

    BEFORE_STOP = "before_stop"
    AFTER_STOP = "after_stop"
    OWN_LINE = "own_line"
    NEXT_LINE = "next_line"


# ---------------------------------------------------------------- blocks


class Span(_Model):
    """A marked stretch of text inside a block. Spans are standoff: the text itself holds no markup."""

    start: int
    """Offset of the first character in `Article.text`."""
    end: int
    """Offset behind the last character in `Article.text`."""
    kind: SpanKind
    """What the span marks."""
    href: str | None = None
    """The link's address: absolute if the page's address is known, else as written. None for other kinds."""


class _Block(_Model):
    id: str
    """Name of the block within the article: "b1", "b2", … in reading order."""
    start: int
    """Offset of the block's first character in `Article.text`."""
    end: int
    """Offset behind the block's last character in `Article.text`; equal to `start` for a block without text."""


class Heading(_Block):
    """A heading of a section. The article's title is not among the blocks."""

    kind: Literal["heading"] = "heading"
    text: str
    """The heading's text, without a closing colon."""
    level: int = Field(ge=1, le=6)
    """Depth in the article, 1 to 6, corrected by evidence; the title stands at 1, first-level sections at 2."""
    source_level: int | None = None
    """Level that the markup gave (`h3` is 3); None where the page marked no heading."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""


class Paragraph(_Block):
    """A paragraph. Single line breaks of the page stand as "\\n" in the text."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    """The paragraph's text."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""


class Code(_Block):
    """Preformatted text; white space as in the page."""

    kind: Literal["code"] = "code"
    text: str
    """The code, line breaks kept."""
    language: str | None = None
    """Programming language as the page names it, lower case; None when unknown."""


class ListItem(_Model):
    """One item of a list. Its text excludes nested lists, which are among its blocks."""

    number: int | None = None
    """The item's number in an ordered list; None in a bullet list."""
    marker: str | None = None
    """The mark as the page shows it ("1.", "(a)", "•"); None where the page leaves it to the browser."""
    start: int
    """Offset of the item's first character in `Article.text`."""
    end: int
    """Offset behind the item's last character, nested blocks included."""
    blocks: tuple[Block, ...]
    """The item's content; a plain item holds one paragraph."""

    @property
    def text(self) -> str:
        """The item's own text: its headings and paragraphs, without nested lists."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Heading | Paragraph))


class List(_Block):
    """An ordered or a bullet list."""

    kind: Literal["list"] = "list"
    ordered: bool
    """True for a numbered list."""
    first: int | None = None
    """Number of the first item of an ordered list; None for a bullet list. (The standard's `start`.)"""
    style: Literal["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "bullet"] = "bullet"
    """How the items are numbered."""
    items: tuple[ListItem, ...]
    """The items, in page order."""


class Quote(_Block):
    """A block quotation."""

    kind: Literal["quote"] = "quote"
    blocks: tuple[Block, ...]
    """What is quoted."""
    attribution: str | None = None
    """Who is quoted, where the markup says so (`cite`, `footer` of the quotation); it stands in the text, too."""


class Cell(_Model):
    """A table cell."""

    text: str
    """The cell's text, "" for an empty cell; several paragraphs are joined by line breaks."""
    start: int
    """Offset of the cell's first character in `Article.text`."""
    end: int
    """Offset behind the cell's last character."""
    header: bool = False
    """True for a header cell (`th`)."""
    colspan: int = 1
    """Number of columns that the cell covers, at least 1."""
    rowspan: int = 1
    """Number of rows that the cell covers, at least 1."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""


class Row(_Model):
    """A table row."""

    cells: tuple[Cell, ...]
    """The row's cells, in page order."""


class Table(_Block):
    """A data table. Tables that only lay out the page dissolve into the blocks they hold."""

    kind: Literal["table"] = "table"
    rows: tuple[Row, ...]
    """The rows, header rows first if the page has them first."""
    caption: str | None = None
    """The table's caption; None when it has none."""


class Image(_Model):
    """An image of a figure. The library fetches nothing."""

    url: str
    """Address: absolute if the page's address is known, else as written."""
    alt: str | None = None
    """Alternative text; None when the page gives none."""


class Figure(_Block):
    """Images with their caption."""

    kind: Literal["figure"] = "figure"
    images: tuple[Image, ...] = ()
    """The images; empty for a figure whose content is not an image."""
    caption: str | None = None
    """The caption, credit included as the page has it; None when there is none."""
    credit: str | None = None
    """Who made or owns the image, where the markup says so; None when unknown."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the caption."""


class Definition(_Model):
    """Terms and what they mean."""

    terms: tuple[str, ...]
    """The terms (`dt`)."""
    start: int
    """Offset of the first character in `Article.text`."""
    end: int
    """Offset behind the last character."""
    blocks: tuple[Block, ...]
    """The definitions (`dd`)."""


class DefinitionList(_Block):
    """A list of terms with their definitions."""

    kind: Literal["definition_list"] = "definition_list"
    items: tuple[Definition, ...]
    """The entries, in page order."""


class Footnote(_Block):
    """A note at the end of the text, as the page has it."""

    kind: Literal["footnote"] = "footnote"
    label: str | None = None
    """The note's mark: "1", "a", "*"; None when it has none."""
    blocks: tuple[Block, ...]
    """The note's content."""


class Embed(_Block):
    """Embedded foreign content: a video, a post, a map. Only its address is known."""

    kind: Literal["embed"] = "embed"
    url: str
    """Address of the embedded content."""
    title: str | None = None
    """Title that the page gives it; None when it gives none."""


class Rule(_Block):
    """A thematic break (`hr`)."""

    kind: Literal["rule"] = "rule"


Block = Annotated[
    Heading | Paragraph | List | Quote | Code | Table | Figure | DefinitionList | Footnote | Embed | Rule,
    Field(discriminator="kind"),
]


# ---------------------------------------------------------------- sources


class Source(_Model):
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
    """The whole entry of the reference list as the page has it; None for a web source."""


class ClaimSpan(_Model):
    """One stretch of a claim's text."""

    start: int
    """Offset of the first character in `Article.text`."""
    end: int
    """Offset behind the last character."""


class Claim(_Model):
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


class Citation(_Model):
    """One source tag of the page: the mark, what it points to, and what it supports."""

    id: str
    """Name of the citation within the article: "t1", "t2", … in reading order."""
    form: CitationForm
    """The tag's shape."""
    marker: str
    """The mark as it stands in the page: "Commerce", "[1]"."""
    marker_span: ClaimSpan
    """Where the mark stands in `Article.text`."""
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
    """Name of the rule that found it."""


# ---------------------------------------------------------------- the rest of the article


class Person(_Model):
    """Who wrote the article."""

    name: str
    """Name without "By", role or e-mail address."""
    url: str | None = None
    """The author's page, where the article links one."""
    kind: Literal["person", "organization"] = "person"
    """A person, or an organisation such as a news agency."""


class FrontLine(_Model):
    """A visible line of the page that belongs to the article but not to its body."""

    kind: Literal["title", "subtitle", "byline", "dateline"]
    """What the line is."""
    text: str
    """The line as the page shows it."""
    page_start: int
    """Offset of the line in the page text."""
    page_end: int
    """Offset behind the line in the page text."""


class Removed(_Model):
    """A stretch of the page that is not in the article."""

    text: str
    """What was removed; several blocks are parted by line breaks."""
    reason: Reason
    """Why a reader would leave it out."""
    rule: str
    """Name of the rule that decided."""
    page_start: int
    """Offset of the first character in the page text."""
    page_end: int
    """Offset behind the last character in the page text."""


class Provenance(_Model):
    """Where the value of a metadata field was found."""

    where: str
    """The place: "h1", "meta og:title", "json-ld headline", "byline", …"""
    raw: str
    """The value as it stood there."""


class ArticleWarning(_Model):
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


class Section(BaseModel):
    """A heading with what stands under it: a view, built by `Article.sections`."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    heading: Heading | None
    """The section's heading; None for what stands before the first one."""
    blocks: tuple[Block, ...]
    """The blocks under the heading, without those of subsections."""
    subsections: tuple[Section, ...] = ()
    """Sections of a deeper level."""


class Article(_Model):
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
    """How sure the library is of what it kept, 0 to 1."""
    language: str | None = None
    """Language that the page declares, as a BCP 47 tag; None when it declares none."""
    direction: Literal["ltr", "rtl"] | None = None
    """Writing direction that the page declares; None when it declares none."""

    title: str | None = None
    """The headline, without the site's name; None when there is none."""
    subtitle: str | None = None
    """The standfirst under the headline; None when there is none."""
    authors: tuple[Person, ...] = ()
    """Who wrote it, in the page's order."""
    published: DayOrInstant | None = None
    """When it was published: an instant when the page gives a time (aware when it gives the offset), else a day."""
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
    front: tuple[FrontLine, ...] = ()
    """The visible title, subtitle, byline and date lines, in page order; they stand outside `text`."""
    provenance: dict[str, Provenance] = Field(default_factory=dict)
    """For each metadata field that has a value: where it was found."""

    text: str = ""
    """The body as plain text, without title and list markers; all offsets count in it."""
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
        return _sections(self.blocks)

    def to_markdown(self) -> str:
        """The article as CommonMark with tables, title first."""
        from articlekit.render import to_markdown

        return to_markdown(self)

    def to_html(self) -> str:
        """The article as an HTML5 `article` element: semantic, without scripts, handlers or styles."""
        from articlekit.render import to_html

        return to_html(self)

    def to_text(self) -> str:
        """The article as readable plain text: title, list markers, indentation."""
        from articlekit.render import to_text

        return to_text(self)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of `blocks` and below, depth first, in reading order."""
    for block in blocks:
        yield block
        for inner in children(block):
            yield from walk(inner)


def children(block: Block) -> tuple[tuple[Block, ...], ...]:
    """The sequences of blocks right under `block`: one per list item, definition, quotation or note."""
    if isinstance(block, List | DefinitionList):
        return tuple(item.blocks for item in block.items)
    if isinstance(block, Quote | Footnote):
        return (block.blocks,)
    return ()


def _sections(blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    # One frame per open section: [heading, blocks, finished subsections]; the root has no heading.
    root: list[Any] = [None, [], []]
    stack = [root]

    def close() -> None:
        heading, own, below = stack.pop()
        stack[-1][2].append(Section(heading=heading, blocks=tuple(own), subsections=tuple(below)))

    for block in blocks:
        if isinstance(block, Heading):
            while stack[-1][0] is not None and stack[-1][0].level >= block.level:
                close()
            stack.append([block, [], []])
        else:
            stack[-1][1].append(block)
    while len(stack) > 1:
        close()
    lead = (Section(heading=None, blocks=tuple(root[1])),) if root[1] else ()
    return lead + tuple(root[2])


for _model in (ListItem, Quote, Definition, Footnote, Section, Article):
    _model.model_rebuild()
