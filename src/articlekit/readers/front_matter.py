"""Front matter: what stands between two lines of dashes at the top of a Markdown file, read as a page's head.

It is YAML, of which this module reads what such files hold: `key: value`, quoted values, lists in brackets or behind
dashes, texts over several lines. A value that is nested deeper is handed on as it is written, its lines joined: nothing
is dropped. What is no map (a line of prose between two rules) is no front matter: it stays text of the page.

It knows neither Markdown nor what later steps make of a head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from types import MappingProxyType
from typing import Final, NamedTuple

_FENCED: Final = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<inside>(?!\s)(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE
)
_PAIR: Final = re.compile(r"""["']?(?P<key>\w[\w .:@/-]{0,80}?)["']?[ \t]*:(?:[ \t]+(?P<value>.*))?""")
_ITEM: Final = re.compile(r"-(?:[ \t]+|\Z)")
_NAME: Final = re.compile(r"name:[ \t]+(.*)")
_ASIDE: Final = re.compile(r"(?:^|[ \t])#.*")  # a comment behind a value
_QUOTED: Final = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')(?:[ \t]+#.*)?""")
_ESCAPE: Final = re.compile(r"\\(.)")
_PART: Final = re.compile(r""" *("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*) *(?:,|\Z)""")
_BLOCK_MARKS: Final = re.compile(r"[|>][+-]?\d?")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL", "[]", "{}"})

_METAS: Final = MappingProxyType(
    dict.fromkeys(("author", "authors", "creator", "creators", "by"), "author")
    | dict.fromkeys(("date", "published", "published_at", "publishdate", "pubdate", "created"), "date")
    | dict.fromkeys(("modified", "updated", "updated_at", "lastmod", "last_modified_at"), "article:modified_time")
    | dict.fromkeys(("description", "summary", "excerpt", "abstract"), "description")
    | dict.fromkeys(("tags", "tag", "keywords"), "article:tag")
    | dict.fromkeys(("section", "category", "categories"), "article:section")
    | dict.fromkeys(("image", "cover", "thumbnail"), "og:image")
    | dict.fromkeys(("site", "site_name", "sitename", "publisher"), "og:site_name")
)
"""Keys of front matter, without "-" and in lower case, and the name of the `meta` element that says the same."""
_ADDRESSES: Final = frozenset({"url", "canonical", "canonical_url", "source", "source_url"})
_LANGUAGES: Final = frozenset({"lang", "language", "locale"})


class FrontMatter(NamedTuple):
    """The declarations of a Markdown file, and the Markdown below them."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    """(key as written, its values), in order; without those that have no value."""
    rest: str
    """What stands below; the whole text where it has no front matter."""

    def head(self) -> str:
        """The declarations as the beginning of an HTML page: `html`, and its `head`; "" where there are none."""
        if not self.pairs:
            return ""
        languages = [value for key, values in self.pairs if _plain(key) in _LANGUAGES for value in values]
        opening = f'<html lang="{escape(languages[0])}">' if languages else "<html>"
        return f"{opening}<head>{''.join(_elements(self.pairs))}</head>\n"


def split_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown text, and the rest."""
    found = _FENCED.match(text)
    pairs = _pairs(found["inside"].splitlines()) if found else None
    if found is None or pairs is None:
        return FrontMatter((), text.removeprefix("\ufeff"))
    return FrontMatter(tuple((key, values) for key, values in pairs if values), text[found.end() :])


def _elements(pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    for key, values in pairs:
        name = _plain(key)
        if name == "title":
            yield f"<title>{escape(' '.join(values))}</title>"
        elif name in _ADDRESSES and values[0].startswith(("http://", "https://")):
            yield f'<link rel="canonical" href="{escape(values[0])}">'
        elif name not in _LANGUAGES:
            for value in values:
                yield f'<meta name="{escape(_METAS.get(name, key))}" content="{escape(value)}">'


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


# ---------------------------------------------------------------- the map


def _pairs(lines: list[str]) -> list[tuple[str, tuple[str, ...]]] | None:
    """The pairs of a map; None where the lines are none."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] in " \t" or _ITEM.match(line):
            if not found:
                return None
            found[-1][1].append(line.strip())
        elif pair := _PAIR.fullmatch(line.rstrip()):
            found.append((pair["key"], [pair["value"] or ""]))
        else:
            return None
    return [(key, tuple(_values(first.strip(), more))) for key, (first, *more) in found]


def _values(first: str, more: list[str]) -> list[str]:
    """The values of a key: what stands behind it, and the lines below that belong to it."""
    if _BLOCK_MARKS.fullmatch(first):
        return [" ".join(more)] if more else []
    if first.startswith(("[", "{")):
        return _bracketed(" ".join([first, *more]))
    if _ASIDE.sub("", first):
        return _some([_scalar(" ".join([first, *more]))])
    if more and _ITEM.match(more[0]):
        return _some(_items(more))
    names = [found[1] for line in more if (found := _NAME.fullmatch(line))]
    return _some([_scalar(name) for name in names] or [" ".join(more)])


def _items(lines: list[str]) -> list[str]:
    """The items of a list behind dashes; one that is a map itself stands for its name, if it has one."""
    items: list[list[str]] = []
    for line in lines:
        if mark := _ITEM.match(line):
            items.append([line[mark.end() :]])
        else:
            items[-1].append(line)
    return [_item(item) for item in items]


def _item(lines: list[str]) -> str:
    name = next((found[1] for line in lines if (found := _NAME.fullmatch(line))), None)
    return _scalar(" ".join(lines) if name is None else name)


def _bracketed(text: str) -> list[str]:
    """The values of a list in brackets; what is nested or has no end stays as written."""
    inside = text[1:-1]
    if not text.startswith("[") or not text.endswith("]") or "[" in inside or "{" in inside:
        return _some([text])
    return _some([_scalar(part) for part in _PART.findall(inside)])


def _some(values: list[str]) -> list[str]:
    return [value for value in values if value not in _NOTHING]


def _scalar(text: str) -> str:
    text = text.strip()
    if not (quoted := _QUOTED.fullmatch(text)):
        return _ASIDE.sub("", text).strip()
    if quoted[1] is not None:
        return _ESCAPE.sub(r"\1", quoted[1])
    return quoted[2].replace("''", "'")
