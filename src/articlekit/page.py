"""What a reader makes of a page: one normalised text, and flat blocks that are spans of it.

Both readers, HTML and plain text, give the same `Page`; no later step knows markup. Values here are named tuples and
frozen dataclasses, not pydantic models: a page has hundreds of them, and they never cross the public border but in a
trace.

The page text, in a picture (a `|` block boundary is a line break in the text):

    Need a sponsor? | 1. Joint testing: | The institutes plan … risks. Commerce | …
    └─ block 0 ───┘   ▲  └─ block 1 ──┘   └─ block 2, link span over "Commerce" ┘
                      └ lead: the list marker stands in the text before its block's start

Every character of the text but white space lies in one block, or in one block's lead. That is what lets `assemble`
account for every word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urljoin

from articlekit.models import PageType, Reason

_AUTOMATIC_LINK: Final = re.compile(r"[?&]utm_source=(?:chatgpt\.com|openai|perplexity|copilot\.com|gemini|claude\.ai)")
"""Addresses that an AI assistant has set: it names itself as the referrer. A link to one is kept even without text."""

BlockKind = Literal["text", "pre", "image", "embed", "rule", "cell"]


class Hidden(IntEnum):
    """Why a browser would not show a region; 0 where it would."""

    NO = 0
    MARKED = 1
    """`hidden`, `display:none`, `visibility:hidden`, a closed `dialog`."""
    ARIA = 2
    """`aria-hidden`: shown, but not read out. Often decoration, sometimes a whole page behind a dialogue. Line numbers
    of code count as such, and the label of its language."""
    SCREEN_READER = 3
    """For screen readers only, by the class names that the field uses ("sr-only")."""
    NOSCRIPT = 4
    TEMPLATE = 5
    FALLBACK = 6
    """What `video`, `audio`, `object`, `canvas` and `iframe` hold for browsers that cannot show them."""
    FOLDED = 7
    """A panel of an accordion or of tabs: a click unfolds it in place, so its text counts as shown."""


SHOWN: Final = frozenset({Hidden.NO, Hidden.FOLDED})
"""What a reader sees, at once or after a click."""


def is_automatic(address: str) -> bool:
    """Whether an address says that an AI assistant set the link."""
    return "utm_source=" in address and _AUTOMATIC_LINK.search(address) is not None


INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]+")
"""Characters of a text that show nothing: soft hyphens, joiners of lines, marks of order."""


def without_invisible(text: str) -> str:
    """The text without them."""
    if "\u00ad" in text or "\u200b" in text or "\u2060" in text or "\ufeff" in text:
        return INVISIBLE.sub("", text)
    return text


_WORD: Final = re.compile(r"[A-Z]?[a-z\d]+|[A-Z\d]+(?![a-z])|[^\W_a-zA-Z\d]+")


_FEW_WORDS: Final = 16  # of which comparing each with each takes less time than a dict
_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.:-]+(?=[/?#]|\Z)")
_PLAIN_PATH: Final = re.compile(
    r"/(?:[A-Za-z0-9_~%-][A-Za-z0-9_~%.-]*/)*(?:[A-Za-z0-9_~%-][A-Za-z0-9_~%.-]*)?"
    r"(?:\?[A-Za-z0-9_~%.=&-]+)?(?:#[A-Za-z0-9_~%.=&-]+)?\Z"
)
"""An address of the own host that needs only the host in front."""
_SPACED: Final = bytes([code if chr(code).isalnum() and code < 128 else 32 for code in range(256)])


def words_of(names: str) -> tuple[str, ...]:
    """The words of class names and ids, each once, lower case: "siteNav main-2" gives site, nav, main, 2."""
    if not names.isascii():
        return _each_once([word.lower() for word in _WORD.findall(names)])
    tokens = names.encode().translate(_SPACED).decode().split()
    if names == names.lower():
        return _each_once(tokens)
    words: list[str] = []
    for token in tokens:
        if token.islower() or token.isdigit():
            words.append(token)
        else:
            words += [word.lower() for word in _WORD.findall(token)]
    return _each_once(words)


def _each_once(words: list[str]) -> tuple[str, ...]:
    """The words, each where it stands first."""
    if len(words) > _FEW_WORDS:
        return tuple(dict.fromkeys(words))
    once: list[str] = []
    for word in words:
        if word not in once:
            once.append(word)
    return tuple(once)


class Region(NamedTuple):
    """An element (or, in plain text, what amounts to one) that holds text. Regions are listed parents first."""

    tag: str
    """Lower-case tag; plain text uses the same ones ("ol", "li", "pre", "blockquote", "h2"). A box with an image and
    what a class in it calls a caption are a "figure" and a "figcaption"."""
    words: tuple[str, ...]
    """Words of class and id, lower case, split at punctuation and camel case."""
    parent: int
    """Index of the enclosing region; -1 for the root."""
    attrs: Mapping[str, str]
    """The attributes that later steps read (role, itemprop, start, colspan, …), as written."""
    hidden: Hidden
    """Whether a browser shows it; inherited from the regions around it."""
    inline: bool
    """True for an inline element (a block lies in one when all its text does)."""


# The constructor of a named tuple is a Python function; those that a page has thousands of are made by `tuple`'s own.


def new_region(
    tag: str, words: tuple[str, ...], parent: int, attrs: Mapping[str, str], hidden: Hidden, inline: bool
) -> Region:
    """The region of these values."""
    return tuple.__new__(Region, (tag, words, parent, attrs, hidden, inline))


class PageSpan(NamedTuple):
    """Inline formatting inside a block; offsets count from the block's start."""

    start: int
    end: int
    kind: str
    """"link", "strong", "emphasis", "code", "superscript", "subscript", "strike", "time" or "math". A link that an
    assistant set may be empty.

    The text of "math", a formula, is TeX without delimiters."""
    value: str = ""
    """The address of a link as written, the `datetime` of a time."""
    words: tuple[str, ...] = ()
    """Words of class, id and `rel` of a link or time."""


def new_span(start: int, end: int, kind: str, value: str, words: tuple[str, ...]) -> PageSpan:
    """The span of these values."""
    return tuple.__new__(PageSpan, (start, end, kind, value, words))


class PageBlock(NamedTuple):
    """A stretch of text that a reader sees as one piece, or an image, an embed, a rule, an empty cell (no text)."""

    start: int
    """Offset of its first character in the page text."""
    end: int
    """Offset behind its last character; equal to `start` where it has no text."""
    text: str
    """`page.text[start:end]`."""
    region: int
    """Index of the innermost region that holds all of it."""
    kind: BlockKind = "text"
    spans: tuple[PageSpan, ...] = ()
    lead: int = -1
    """Offset of the list marker that stands before it in the page text; -1 where none does."""
    value: str = ""
    """Address of an image or embed; the language of preformatted text, as the page names it in lower case."""
    alt: str | None = None
    """Alternative text of an image, title of an embed."""


def new_block(
    start: int,
    end: int,
    text: str,
    region: int,
    kind: BlockKind,
    spans: tuple[PageSpan, ...],
    lead: int,
    value: str,
    alt: str | None,
) -> PageBlock:
    """The block of these values."""
    return tuple.__new__(PageBlock, (start, end, text, region, kind, spans, lead, value, alt))


class HeadLink(NamedTuple):
    """A `link` element of the head."""

    rel: str
    href: str
    attrs: Mapping[str, str]


class Property(NamedTuple):
    """What an element of the body says of the page: microdata, RDFa, microformats, or a class that names an author or a
    date. As written; nothing is judged here."""

    name: str
    """Lower-case name of the property ("author", "datepublished"); "" where only a class tells."""
    value: str
    """What its `content`, `datetime` or `title` attribute holds; "" for none."""
    text: str
    """Its text, where it is a part of a block; "" where it is a block or several: then its region is named so."""
    href: str
    """Where it leads if it is a link."""
    words: tuple[str, ...]
    """Words of its class, lower case."""
    block: int
    """Index of the block that it is a part of, or of the one behind it."""


def as_made(value: Any) -> tuple[Any, tuple[Any, ...]]:
    """What a dataclass is made of again, for its `__reduce__`: a compiled frozen one lets pickle set no field."""
    return type(value), tuple([getattr(value, name) for name in value.__dataclass_fields__])


@dataclass(frozen=True, slots=True)
class Head:
    """What the page declares about itself, as written; nothing is judged here."""

    title: str | None = None
    """Text of the first `title` element."""
    metas: tuple[tuple[str, str], ...] = ()
    """(name, property or itemprop in lower case; content), in page order."""
    links: tuple[HeadLink, ...] = ()
    """`link` elements, in page order."""
    json_ld: tuple[str, ...] = ()
    """Texts of `script type="application/ld+json"` elements."""
    language: str | None = None
    """`lang` of the root element."""
    direction: str | None = None
    """`dir` of the root element or the body."""
    base: str | None = None
    """`href` of the first `base` element."""

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return as_made(self)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader step gives it."""

    text: str
    """The normalised text: white space collapsed (but in `pre`), one line break between blocks, a line break for
    `br`."""
    blocks: tuple[PageBlock, ...]
    """Spans of the text in reading order."""
    regions: tuple[Region, ...]
    """The elements that hold them; index 0 is the root, parents come before children."""
    kind: Literal["html", "text", "markdown"]
    """Which reader made it: "text" has no markup of its own; "markdown" has that of HTML, but names no regions."""
    head: Head = field(default_factory=Head)
    """What the page declares about itself."""
    url: str | None = None
    """The page's address as the caller gave it."""
    encoding: str | None = None
    """The encoding that bytes were decoded with; None for text input."""
    cuts: tuple[str, ...] = ()
    """What a limit of the reader cut or changed, a sentence each."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Names that links within the page can lead to (`id`, `name`), each with the block that begins there or next."""
    properties: tuple[Property, ...] = ()
    """What elements of the body say of authors and dates, in page order."""

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return as_made(self)


class Decision(NamedTuple):
    """What the label step says of one block."""

    keep: bool
    """True if the block belongs to the article."""
    score: float
    """How sure it is that the block belongs to the article: 0 remove, 1 keep."""
    reason: Reason | None
    """Why the block is removed; None if it is kept."""
    rule: str
    """Name of the rule that decided; "network" where only the network's score did."""
    evidence: tuple[str, ...] = ()
    """Where only the network's score did: the features of the block that spoke most against it, strongest first; of
    a run of such blocks, those of the first."""


def new_decision(keep: bool, score: float, reason: Reason | None, rule: str) -> Decision:
    """The decision of these values, without evidence."""
    return tuple.__new__(Decision, (keep, score, reason, rule, ()))


Labels = tuple[Decision, ...]
"""One decision for each block of the page, in the same order."""


class Verdict(NamedTuple):
    """What the label step says of the page as a whole."""

    page_type: PageType
    """What kind of page it is."""
    confidence: float
    """The F1 to expect of what is kept, 0 to 1: what the scores promise, as measured on pages with truth."""


class Labelled(NamedTuple):
    """What the label step gives."""

    labels: Labels
    verdict: Verdict


def absolute(page: Page, address: str) -> str:
    """The address as an absolute one if the page's own address is known; else, or if it is malformed, as written."""
    if "://" in address[:12] or address.startswith(("mailto:", "tel:", "data:")):
        return address
    base = page.url or ""
    if not page.head.base and _PLAIN_PATH.match(address) is not None and (origin := _ORIGIN.match(base)) is not None:
        return origin[0] + address
    try:
        if page.head.base:
            base = urljoin(base, page.head.base)
        return urljoin(base, address) if base else address
    except ValueError:
        return address
