"""JSON-LD, read tolerantly: comments, several values, wrong types, broken parts. What cannot be read is passed over.

A page often describes many things: itself, its site, its authors, the articles that it links to. Which object is the
page's article is judged by type, address and headline together, never by one of them alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, Final, NamedTuple

from articlekit.measures import fold
from articlekit.page import INVISIBLE

_OPENINGS: Final = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
_CLOSINGS: Final = ("-->", "//]]>", "/*]]>*/", "]]>", ";")
_MOST: Final = 5000  # objects that are looked at; a page has some dozens
_LONGEST: Final = 3_000_000  # characters of a script that is read
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_CONTROL: Final = re.compile(r"[\x00-\x1f]+")
_MARKUP: Final = re.compile(
    r"(?i)</?(?:a|article|b|br|cite|code|div|em|figure|font|h[1-6]|i|iframe|img|li|mark|ol|p|q|s|script|section|small|span"
    r"|strong|style|sub|sup|u|ul|wbr)\b[^<>]{0,200}>"
)
"""Tags that templates leave in a text; others may be what a title is about ("the <canvas> element")."""
_ARTICLES: Final = ("Article", "Posting", "Report", "Review")
_WORKS: Final = frozenset(
    "Recipe HowTo Question VideoObject AudioObject PodcastEpisode Episode CreativeWork Book Course Dataset".split()
)
_LISTS: Final = frozenset(
    "itemListElement review reviews comment comments hasPart blogPost suggestedAnswer mentions citation liveBlogUpdate "
    "subjectOf itemReviewed isBasedOn relatedLink".split()
)
"""Properties whose objects are other things than the page's article."""
_DESCRIBING: Final = 12  # objects that may describe the page; hardly a page has more than three
_ABOUT: Final = ("mainEntityOfPage", "url", "@id")


class Described(NamedTuple):
    """An object that describes the page or its article."""

    kind: str
    """"article", "work" (a recipe, a question, a video) or "page"."""
    fields: dict[str, Any]
    """Its properties, references resolved."""


def described(scripts: Sequence[str], titles: Sequence[str], address: str | None) -> list[Described]:
    """The objects that describe the page's article, best first.

    `titles`: what the page shows or declares as its title, and `address`: its own. An article that has a headline and
    an address, and shares neither, is another's; so is a work that shares none. Of several articles, only those that
    share one of them describe the page's.
    """
    objects = list(_objects(scripts))
    by_id = {o["@id"]: o for o, _ in objects if isinstance(o.get("@id"), str) and len(o) > 1}
    keys = {key for title in titles if (key := fold(title))}
    rows = []
    for place, (obj, listed) in enumerate(objects):
        kind = _kind(obj)
        if kind is None:
            continue
        match = _shares(obj, keys, address)
        if not match and (listed or _is_anothers(kind, obj, keys, address)):
            continue
        rows.append((kind, match, place, obj))
    matched = [kind for kind, match, _, _ in rows if match]
    several = sum(kind == "article" for kind, _, _, _ in rows) > 1
    chosen = [row for row in rows if row[1] or row[0] == "page" or not (several and "article" in matched)]
    if several and "article" not in matched:
        first = next(row for row in rows if row[0] == "article")
        alone = sum(kind == "article" for kind, _, _, _ in rows) <= 2
        chosen = [row for row in chosen if row[0] != "article" or (alone and row is first)]
    chosen.sort(key=lambda row: (not row[1], ("article", "work", "page").index(row[0]), row[2]))
    return [Described(kind, _with_references(obj, by_id)) for kind, _, _, obj in chosen[:_DESCRIBING]]


def _kind(obj: dict[str, Any]) -> str | None:
    types = obj.get("@type")
    names = [t.rpartition("/")[2] for t in as_list(types) if isinstance(t, str)]
    if any(name.endswith(_ARTICLES) for name in names):
        return "article"
    if any(name in _WORKS for name in names):
        return "work"
    return "page" if any(name.endswith("Page") for name in names) else None


def _shares(obj: dict[str, Any], keys: set[str], address: str | None) -> bool:
    """Whether an object has the page's title or address."""
    for name in ("headline", "name", "alternativeHeadline"):
        for text in texts(obj.get(name)):
            key = fold(text)
            if len(key) > 8 and any(
                key == other or (len(key) > 16 and (key in other or other in key)) for other in keys if len(other) > 8
            ):
                return True
    own = _path(address) if address else ""
    if not own:
        return False
    for name in _ABOUT:
        value = obj.get(name)
        values = [value.get("@id"), value.get("url")] if isinstance(value, dict) else [value]
        if any(isinstance(v, str) and _path(v) == own for v in values):
            return True
    return False


def _is_anothers(kind: str, obj: dict[str, Any], keys: set[str], address: str | None) -> bool:
    """Whether an object that shares nothing with the page says what it is about, so that it is not about the page."""
    if kind == "work":
        return bool(keys) and bool(texts(obj.get("headline")) or texts(obj.get("name")))
    named = kind == "article" and bool(keys) and bool(texts(obj.get("headline")))
    return named and bool(address) and any(_path(v) for name in _ABOUT if isinstance(v := obj.get(name), str))


def _path(address: str) -> str:
    """What two spellings of an address share: host and path without scheme, "www.", query and last slash."""
    bare = address.partition("#")[0].partition("?")[0].partition("://")[2]
    host, _, path = bare.partition("/")
    return f"{host.removeprefix('www.')}/{path.rstrip('/')}".lower() if path.strip("/") else ""


def _objects(scripts: Sequence[str]) -> Iterator[tuple[dict[str, Any], bool]]:
    """Every object in page order, outer ones first, and whether it stands in a list of other things."""
    count = 0
    for script in scripts:
        pending: list[tuple[Any, bool]] = [(_load(script), False)]
        while pending and count < _MOST:
            value, listed = pending.pop()
            if isinstance(value, list):
                pending.extend((v, listed) for v in reversed(value))
            elif isinstance(value, dict):
                count += 1
                yield value, listed
                pending.extend(
                    (v, listed or key in _LISTS) for key, v in reversed(value.items()) if isinstance(v, dict | list)
                )


def _load(script: str) -> Any:
    if len(script) > _LONGEST:
        return None
    for mend in (None, _unwrapped, _mended):
        try:
            return json.loads(script if mend is None else mend(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(script: str) -> str:
    """The script without the comment or CDATA marks that old templates put around it."""
    script = script.strip()
    for mark in _OPENINGS:
        script = script.removeprefix(mark).lstrip()
    for mark in reversed(_CLOSINGS):
        script = script.removesuffix(mark).rstrip()
    return script


def _mended(script: str) -> str:
    """The script with the faults of hand-made templates mended: commas before closing brackets, escaped quotes."""
    text = _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", _unwrapped(script)))
    return unescape(text) if "&quot;" in text and '"' not in text else text


def _with_references(obj: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The object with `{"@id": …}` values replaced by what they refer to."""

    def resolved(value: Any) -> Any:
        if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return {
        key: [resolved(v) for v in value] if isinstance(value, list) else resolved(value) for key, value in obj.items()
    }


def as_list(value: Any) -> list[Any]:
    """A value of JSON-LD, of which there may be several, as a list."""
    return value if isinstance(value, list) else [value]


def texts(value: Any) -> list[str]:
    """The strings of a value that may be a string, an object with a name, or a list of either; markup removed."""
    names = [v.get("name") or v.get("@value") or v.get("url") if isinstance(v, dict) else v for v in as_list(value)]
    flat = [n for name in names for n in as_list(name)]
    return [text for n in flat if isinstance(n, str) and (text := plain(n))]


def addresses(value: Any) -> list[str]:
    """The addresses of a value that may be an object with `url` or `@id`, or a list of such."""
    told = [v.get("url") or v.get("contentUrl") or v.get("@id") for v in as_list(value)[:5] if isinstance(v, dict)]
    flat = [url for one in told for url in as_list(one)]
    return [url.strip() for url in flat if isinstance(url, str) and url.strip()]


def plain(text: str) -> str:
    """A string of JSON as a reader would see it: entities and tags, which templates leave in it, are none of it."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    return " ".join(text.split()) if text.isascii() else " ".join(INVISIBLE.sub("", text).split())
