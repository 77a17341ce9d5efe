"""The only step that knows markup: `read` turns what the caller has into a `Page`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, Final, Literal

from lxml import etree

from articlekit.errors import EmptyInputError, InputTypeError, InvalidOptionError, MissingExtraError
from articlekit.page import Page
from articlekit.readers.decode import decode
from articlekit.readers.html import read_html
from articlekit.readers.text import read_text
from articlekit.readers.tree import read_lxml, read_soup

Kind = Literal["auto", "html", "text", "markdown"]

_KINDS: Final[tuple[Kind, ...]] = ("auto", "html", "text", "markdown")
_MARKDOWN_NAMES: Final = (".md", ".markdown")
_NO_TEXT: Final = "the page is empty: it holds no text that a browser could show"
_SNIFFED: Final = 2048  # characters in which an HTML page shows that it is one
_QUOTED_TAGS: Final = 4  # tags that a text with paragraphs may speak of
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_DOCUMENT: Final = re.compile(r"<(?:!doctype|html|head|body|meta|title)\b", re.IGNORECASE)
_NAMES: Final = (
    "!doctype|html|head|body|meta|title|article|section|main|header|nav|div|span|p|h[1-6]|table|t[rdh]|[uo]l|li|a|br|"
    "b|i|em|strong|img|script|style|blockquote|pre|font|center"
)
_OPENING: Final = re.compile(rf"<(?:{_NAMES})[\s/>]|<!--|<\?xml", re.IGNORECASE)
_MARKUP: Final = re.compile(rf"<(?:{_NAMES})(?:\s[^<>]*)?/?>|<!--|<\?xml", re.IGNORECASE)


def read(page: Any, *, url: str | None = None, kind: Kind = "auto", charset: str | None = None) -> Page:
    """The `Page` that a str, bytes, lxml element or BeautifulSoup object shows.

    `charset` is what the HTTP header said of bytes. "auto" tells HTML and plain text apart, and never takes a page for
    Markdown: whether it could would depend on what is installed. Raises `InputTypeError`, `EmptyInputError`,
    `BinaryInputError`, `InvalidOptionError`, `MissingExtraError`.
    """
    url, charset = _option("url", url), _option("charset", charset)
    kind = _kind(kind)
    sort = type(page)  # not isinstance: an object may claim another class, or raise when asked for an attribute
    if issubclass(sort, str):
        made = _read_utf8(_utf8(page), None, (), url, kind)
    elif issubclass(sort, bytes | bytearray | memoryview):
        found = decode(_octets(page), charset)
        made = _read_utf8(found.utf8, found.encoding, (found.cut,) if found.cut else (), url, kind)
    else:
        made = _read_tree(page, url)
    if not made.text and not made.head.title:
        raise EmptyInputError(_NO_TEXT)
    return made


def kind_of_file(name: str, kind: Kind) -> Kind:
    """What a file holds: `kind`, and where that leaves it open, its name can say that it is Markdown."""
    return "markdown" if kind == "auto" and name.lower().endswith(_MARKDOWN_NAMES) else kind


def _option(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if not issubclass(type(value), str):
        raise InputTypeError(f"{name} is a {type(value).__name__}; it must be a str")
    return _utf8(value).decode("utf-8")


def _kind(kind: Any) -> Kind:
    plain = str.__str__(kind) if issubclass(type(kind), str) else ""
    if plain in _KINDS:
        return plain
    try:
        shown = repr(kind)
    except Exception:  # noqa: BLE001  (whatever an object does that is asked what it is)
        shown = f"a {type(kind).__name__}"
    raise InvalidOptionError(f"kind is {shown}; it must be one of {', '.join(_KINDS)}")


def _utf8(text: str) -> bytes:
    """The text in UTF-8, by `str`'s own method: a subclass may have another one."""
    try:
        return str.encode(text, "utf-8")
    except UnicodeEncodeError:  # lone surrogates
        return str.encode(text, "utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _octets(page: Any) -> bytes:
    try:
        return memoryview(page).tobytes()
    except ValueError:
        raise InputTypeError("the page is a memoryview that was released; give one that is not, or bytes") from None


def _read_utf8(utf8: bytes, encoding: str | None, cuts: tuple[str, ...], url: str | None, kind: Kind) -> Page:
    if b"\0" in utf8:
        utf8 = utf8.replace(b"\0", b"")
    if not utf8 or utf8.isspace():
        raise EmptyInputError("the page is empty: it holds nothing but white space")
    if kind == "html" or (kind == "auto" and _is_html(utf8)):
        return read_html(utf8, url=url, encoding=encoding, cuts=cuts)
    read_lines = _markdown_reader() if kind == "markdown" else read_text
    return read_lines(utf8.decode("utf-8", "replace"), url=url, encoding=encoding, cuts=cuts)


def _markdown_reader() -> Callable[..., Page]:
    try:
        from articlekit.readers.markdown import read_markdown
    except ImportError:
        raise MissingExtraError(
            'Markdown needs markdown-it-py and mdit-py-plugins; pip install "articlekit[markdown]"'
        ) from None
    return read_markdown


def _is_html(utf8: bytes) -> bool:
    """Whether text is markup: it begins with a tag, or declares itself, or holds more tags than a text would quote."""
    head = utf8[: 4 * _SNIFFED].decode("utf-8", "ignore").lstrip("\ufeff \t\r\n\f")[:_SNIFFED]
    if _OPENING.match(head) or _DOCUMENT.search(head):
        return True
    tags = sum(1 for _ in _MARKUP.finditer(head))
    return tags > (_QUOTED_TAGS if _BLANK_LINE.search(head) else 0)


def _read_tree(page: Any, url: str | None) -> Page:
    sort = type(page)
    bs4 = sys.modules.get("bs4")  # who has not loaded it has no object of it
    if bs4 is not None and issubclass(sort, bs4.Tag):
        return read_soup(page, url=url)
    root = page
    if issubclass(sort, etree._ElementTree) and (root := page.getroot()) is None:
        raise EmptyInputError(_NO_TEXT)
    if issubclass(type(root), etree._Element) and isinstance(root.tag, str):
        return read_lxml(root, url=url)
    raise InputTypeError(f"the page is a {sort.__name__}; give a str, bytes, an lxml element or a BeautifulSoup object")
