"""What the HTML reader knows of tags and attributes: which part an element plays, and what hides it.

Tables and small questions about one element; nothing here keeps state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from articlekit.page import Hidden
from articlekit.readers.classes import UNSEEN

BLOCK: Final = 1
FORMAT: Final = 2
SKIP: Final = 3
CONTROL: Final = 4
VEILED: Final = 5
VOID: Final = 6
FORMULA: Final = 7
"""The parts that elements play."""

ROLES: Final[dict[str, int]] = (
    dict.fromkeys(
        """
        address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
        footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav noframes ol optgroup p pre
        search section summary table tbody td tfoot th thead tr ul listing xmp plaintext head
        """.split(),
        BLOCK,
    )
    | dict.fromkeys("a b strong em i cite code kbd samp tt var sup sub s strike del time".split(), FORMAT)
    | dict.fromkeys("script style title".split(), SKIP)
    | dict.fromkeys("button select textarea svg".split(), CONTROL)
    | dict.fromkeys("noscript template video audio object canvas iframe annotation annotation-xml".split(), VEILED)
    | dict.fromkeys(("amp-img", "amp-anim"), VEILED)
    | dict.fromkeys("math mjx-container".split(), FORMULA)
    | dict.fromkeys("br img hr meta link base wbr input option col embed source track area param".split(), VOID)
)
SPAN_KINDS: Final[dict[str, str]] = (
    {"a": "link", "b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis"}
    | dict.fromkeys(("code", "kbd", "samp", "tt", "var"), "code")
    | {"sup": "superscript", "sub": "subscript", "s": "strike", "strike": "strike", "del": "strike", "time": "time"}
)
VEILS: Final[Mapping[str, Hidden]] = MappingProxyType(
    {"noscript": Hidden.NOSCRIPT, "template": Hidden.TEMPLATE}
    | {"annotation": Hidden.MARKED, "annotation-xml": Hidden.MARKED}
    | dict.fromkeys(("video", "audio", "object", "canvas", "iframe"), Hidden.FALLBACK)
)
PREFORMATTED: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
AMP_IMAGES: Final = frozenset({"amp-img", "amp-anim"})
EMBEDS: Final = frozenset({"iframe", "video", "audio"})
_PERMALINKS: Final = ("headerlink", "anchor", "permalink", "hash-link", "header-link", "heading-link")
CELLS: Final = frozenset({"td", "th"})
BLANKS: Final = CELLS | {"code"}
"""Tags of elements that leave a trace without text, too: an empty cell, an empty line of code."""
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLED: Final = HEADINGS | {"dt", "figcaption", "caption"}
"""Tags whose text a permalink may follow."""
KEPT_ATTRS: Final = frozenset(
    {"checked", "colspan", "id", "itemprop", "reversed", "role", "rowspan", "start", "type", "value"}
)
"""Attributes that later steps read."""
_HIDING_STYLE: Final = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_OUT_OF_SIGHT: Final = re.compile(
    r"(?i)(?:^|;)\s*(?:clip\s*:\s*rect\(\s*[01](?:px)?[\s,)]|clip-path\s*:\s*inset\(\s*(?:50|100)%)"
)
_PANELS: Final = re.compile(
    r"accordi|collaps|expand|tab-?_?(?:panel|pane|content)|\btabs?\b|toggle-?_?content|faq|answer|spoiler|read-?more"
)
_LAYERS: Final = (
    "nav", "menu", "search", "modal", "dialog", "cookie", "consent", "dropdown", "popup", "drawer", "login", "cart",
    "share", "icon",
)  # fmt: skip
_CONSENT: Final = re.compile(r"\bcc-")
_LAYER_ROLES: Final = frozenset({"dialog", "alertdialog", "menu", "listbox"})
_STREAMED: Final = re.compile(r"S:[\da-f]{1,6}$")
NO_ATTRS: Final[dict[str, str]] = {}  # shared by all elements without attributes; nobody writes to it
_STYLED: Final = re.compile(
    r"(?i)(?:^|;)\s*(?:(font-weight\s*:\s*(?:bold|[6-9]00))|(font-style\s*:\s*italic)|(text-decoration[^:;]*:[^;]*line-through))"
)
_STYLE_KINDS: Final = ("", "strong", "emphasis", "strike")
_UNSEEN: Final = ("0", "1")
_EMOJI_LENGTH: Final = 24
_CANDIDATE: Final = re.compile(r"(\S+?)(?:\s+(\d{1,6}(?:\.\d{1,3})?[wx]))?\s*(?:,\s|$)")
_SRCSET: Final = 20_000  # characters of a `srcset` that are looked at
_LAZY_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src", "data-srcset", "srcset")


def hidden_by(tag: str, attrib: dict[str, str], said: int) -> Hidden:
    """Why a browser does not show the element; `said`: what its class says.

    Parts that a script streams in (React's "S:1") are shown in the end.
    """
    if said and len(attrib) == 1 and tag != "dialog":  # nothing but a class
        return Hidden.SCREEN_READER if said & UNSEEN else Hidden.NO
    if "style" in attrib or "hidden" in attrib or "aria-hidden" in attrib or tag == "dialog":
        if ("hidden" in attrib and attrib["hidden"] != "until-found") or (tag == "dialog" and "open" not in attrib):
            return Hidden.NO if _STREAMED.match(attrib.get("id", "")) else Hidden.MARKED
        if style := attrib.get("style"):
            folded = style.lower()
            if ("none" in folded or "dden" in folded) and _HIDING_STYLE.search(style):
                return Hidden.MARKED
            if "clip" in style and _OUT_OF_SIGHT.search(style):
                return Hidden.SCREEN_READER
        if attrib.get("aria-hidden") == "true":
            return Hidden.ARIA
    return Hidden.SCREEN_READER if said & UNSEEN else Hidden.NO


def is_telling(attrib: dict[str, str]) -> bool:
    """Whether an inline element has an attribute by which later steps may know it."""
    return (
        "class" in attrib
        or "id" in attrib
        or "rel" in attrib
        or "role" in attrib
        or "itemprop" in attrib
        or "itemtype" in attrib
    )


def unfolded(hidden: Hidden, attrib: dict[str, str], controlled: Set[str]) -> Hidden:
    """`FOLDED` for a hidden panel of an accordion or of tabs, else `hidden`; `controlled`: ids that controls name."""
    if hidden not in (Hidden.MARKED, Hidden.ARIA):
        return hidden
    names, role = f"{attrib.get('class', '')} {attrib.get('id', '')}".lower(), attrib.get("role")
    if role in _LAYER_ROLES or any(word in names for word in _LAYERS) or _CONSENT.search(names):
        return hidden
    panel = role == "tabpanel" or (role == "region" and "aria-labelledby" in attrib) or _PANELS.search(names)
    return Hidden.FOLDED if panel or attrib.get("id") in controlled else hidden


def style_kind(style: str) -> str:
    """The formatting that an inline style amounts to; "" for none."""
    if "font-" not in style and "line-through" not in style:
        return ""
    found = _STYLED.search(style)
    return _STYLE_KINDS[found.lastindex or 0] if found else ""


def is_counter(attrib: dict[str, str]) -> bool:
    """Whether an image is too small to be seen: it only counts readers."""
    return attrib.get("width") in _UNSEEN or attrib.get("height") in _UNSEEN


def is_emoji(attrib: dict[str, str]) -> bool:
    """Whether an image is a character of the sentence that it stands in."""
    classes = attrib.get("class", "")
    return ("emoji" in classes or "smiley" in classes) and 0 < len(attrib.get("alt", "")) <= _EMOJI_LENGTH


def image_source(attrib: dict[str, str]) -> str | None:
    """The image's address: lazy loaders put it elsewhere, and a placeholder into `src`."""
    for name in _LAZY_SOURCES:
        value = attrib.get(name)
        if value and not value.startswith("data:"):
            return _largest(value) if name.endswith("srcset") and value.split() else value
    return None


def _largest(srcset: str) -> str:
    """The address of the largest image of a `srcset`; the first one where none tells its size."""
    found = [(_size(size), url) for url, size in _CANDIDATE.findall(srcset[:_SRCSET])]
    return max(found, key=itemgetter(0))[1].rstrip(",") if found else srcset.split()[0].rstrip(",")


def _size(descriptor: str) -> float:
    return float(descriptor[:-1]) if descriptor else 0.0


def is_permalink(attrib: dict[str, str]) -> bool:
    """Whether a link in a heading is the mark that links to the heading itself."""
    if not attrib.get("href", "").startswith("#"):
        return False
    classes = attrib.get("class", "").lower()
    return any(name in classes for name in _PERMALINKS)
