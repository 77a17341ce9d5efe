"""The closed sets of the public types, and their common base."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of the public types: frozen, no unknown fields, docstrings as descriptions."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


class Reason(StrEnum):
    """Why a part of the page is not in the article."""

    HIDDEN = "hidden"
    """A browser does not show it: `hidden`, `aria-hidden`, `display:none`, `noscript`, `template`, screen-reader
    text. Or no one reads it out: line numbers of code, the label of its language."""
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
    FOOTNOTE_REFERENCE = "footnote_reference"
    """The mark of a footnote in the text: "1", "[a]", "*"; `Span.target` names the footnote."""
    MATH = "math"
    """A formula; its text is TeX, without delimiters. A block whose whole text is one is a displayed formula."""
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


class Access(StrEnum):
    """Who may read the whole article, as far as the page tells."""

    FREE = "free"
    METERED = "metered"
    """Free for some articles a month."""
    PAYWALLED = "paywalled"
    """For subscribers."""
    UNKNOWN = "unknown"


class CitationForm(StrEnum):
    """The shape in which a source tag stands in the page."""

    PILL = "pill"
    """A source's name after the statement, in its block: "…risks. Commerce"; also a link without text."""
    PILL_LINE = "pill-line"
    """A source's name alone on a line, after the paragraph or list that it supports."""
    LEARN_MORE = "learn-more"
    """A line that sends the reader to a source: "Learn more from Overjet."."""
    NUMERIC = "numeric"
    """A number in brackets that an entry of a list explains: "[1]", "[35, 2]"."""
    NUMERIC_LINK = "numeric-link"
    """A number that links straight to the source: "(1)"."""
    SUPERSCRIPT = "superscript"
    """A raised mark that a reference explains: "centuries.¹"."""
    NOTE = "note"
    """A mark that leads to an explanatory note, which is a remark of the author's and no source."""
    PARENTHESIS = "parenthesis"
    """A source in parentheses: "(Reuters)"."""
    VIA = "via"
    """Where the author found it: "(via X)", "(h/t X)"."""
    AUTHOR_YEAR = "author-year"
    """An author and a year, or "ibid.": "(IRENA 2019)"."""
    SOURCE_LINE = "source-line"
    """A line that names sources: "Source: X"."""
    CAPTION_SOURCE = "caption-source"
    """The same in a caption, or under a table."""
    END_SECTION = "end-section"
    """An entry of the list of sources at the end that no mark points to; it supports the article as a whole."""
    ATTRIBUTION = "attribution"
    """A link inside the sentence that says where it comes from: "according to MySA"."""
    RESIDUE = "residue"
    """What an AI assistant leaves where a source stood: ":contentReference[oaicite:0]"."""
    DELIMITED_RESIDUE = "delimited-residue"
    """The same around the statement: "[cite_start]…[cite: 3]"."""


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
