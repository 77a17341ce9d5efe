"""What `parse` refuses: the class of the error, and a message of one line that says what is wrong and what to do."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from lxml import html as lxml_html

import articlekit
from articlekit.errors import (
    ArticleKitError,
    BinaryInputError,
    EmptyInputError,
    InputTypeError,
    InvalidOptionError,
)

TYPE: Final = "the page is a {}; give a str, bytes, an lxml element or a BeautifulSoup object"
BLANK: Final = "the page is empty: it holds nothing but white space"
NO_TEXT: Final = "the page is empty: it holds no text that a browser could show"


class Hostile:
    """An object that answers every question with an error."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


class Pretender:
    """An object that says it is text."""

    __class__ = str  # type: ignore[assignment]


class Refusal(NamedTuple):
    """A page that is refused, and how."""

    name: str
    make: Callable[[], Any]
    error: type[ArticleKitError]
    message: str
    options: Mapping[str, Any] = MappingProxyType({})
    known_failure: str | None = None


REFUSALS: Final = (
    Refusal("nothing", lambda: None, InputTypeError, TYPE.format("NoneType")),
    Refusal("number", lambda: 5, InputTypeError, TYPE.format("int")),
    Refusal("list", lambda: ["<p>Words</p>"], InputTypeError, TYPE.format("list")),
    Refusal("path", lambda: PurePosixPath("page.html"), InputTypeError, TYPE.format("PurePosixPath")),
    Refusal("open file", lambda: io.StringIO("Words"), InputTypeError, TYPE.format("StringIO")),
    Refusal("type", lambda: str, InputTypeError, TYPE.format("type")),
    Refusal("hostile object", Hostile, InputTypeError, TYPE.format("Hostile")),
    Refusal("pretender", Pretender, InputTypeError, TYPE.format("Pretender")),
    Refusal("lxml comment", lambda: etree.Comment("Words"), InputTypeError, TYPE.format("_Comment")),
    Refusal(
        "soup's result set", lambda: BeautifulSoup("<p>Words", "lxml")("p"), InputTypeError, TYPE.format("ResultSet")
    ),
    Refusal("empty str", lambda: "", EmptyInputError, BLANK),
    Refusal("empty bytes", lambda: b"", EmptyInputError, BLANK),
    Refusal("white space", lambda: " \r\n\t\f ", EmptyInputError, BLANK),
    Refusal("NULs", lambda: "\0\0", EmptyInputError, BLANK),
    Refusal("byte order mark alone", lambda: b"\xef\xbb\xbf", EmptyInputError, BLANK),
    Refusal("byte order mark of UTF-16 alone", lambda: b"\xff\xfe", EmptyInputError, BLANK),
    Refusal("other white space", lambda: "\u00a0\u3000\u2028", EmptyInputError, NO_TEXT),
    Refusal("invisible characters", lambda: "\u200b\u00ad\ufeff", EmptyInputError, NO_TEXT),
    Refusal("script", lambda: "<script>let words</script>", EmptyInputError, NO_TEXT),
    Refusal("style", lambda: "<style>p { color: red }</style>", EmptyInputError, NO_TEXT),
    Refusal("comment", lambda: "<!-- words -->", EmptyInputError, NO_TEXT),
    Refusal("empty elements", lambda: "<html><body><p>&nbsp;</p><br></body></html>", EmptyInputError, NO_TEXT),
    Refusal("unclosed tag", lambda: "<p", EmptyInputError, NO_TEXT, {"kind": "html"}),
    Refusal("markup, kind html", lambda: b"<p></p>", EmptyInputError, NO_TEXT, {"kind": "html"}),
    Refusal("lxml element", lambda: lxml_html.fromstring("<p></p>"), EmptyInputError, NO_TEXT),
    Refusal("ElementTree without a root", etree.ElementTree, EmptyInputError, NO_TEXT),
    Refusal("empty soup", lambda: BeautifulSoup("", "html.parser"), EmptyInputError, NO_TEXT),
    Refusal("PDF", lambda: b"%PDF-1.4\n", BinaryInputError, "the input is a PDF file; extract its text first"),
    Refusal(
        "PDF, kind html",
        lambda: b"%PDF-1.4\n",
        BinaryInputError,
        "the input is a PDF file; extract its text first",
        {"kind": "html"},
    ),
    Refusal(
        "PNG",
        lambda: b"\x89PNG\r\n\x1a\n",
        BinaryInputError,
        "the input is a PNG image; articlekit reads text and HTML",
    ),
    Refusal(
        "gzip",
        lambda: b"\x1f\x8b\x08" + zlib.compress(b"words"),
        BinaryInputError,
        "the input is gzip data; decompress it first",
    ),
    Refusal(
        "deflated words",
        lambda: bytes(range(256)),
        BinaryInputError,
        "the input is binary data, no text; articlekit reads text and HTML",
    ),
    Refusal(
        "kind",
        lambda: "Words",
        InvalidOptionError,
        "kind is 'xml'; it must be one of auto, html, text, markdown",
        {"kind": "xml"},
    ),
    Refusal(
        "kind in capitals",
        lambda: "Words",
        InvalidOptionError,
        "kind is 'HTML'; it must be one of auto, html, text, markdown",
        {"kind": "HTML"},
    ),
    Refusal(
        "no kind",
        lambda: "Words",
        InvalidOptionError,
        "kind is None; it must be one of auto, html, text, markdown",
        {"kind": None},
    ),
    Refusal(
        "list of kinds",
        lambda: "Words",
        InvalidOptionError,
        "kind is ['html']; it must be one of auto, html, text, markdown",
        {"kind": ["html"]},
    ),
    Refusal(
        "url as bytes",
        lambda: "Words",
        InputTypeError,
        "url is a bytes; it must be a str",
        {"url": b"https://example.org/"},
    ),
    Refusal(
        "url as a path",
        lambda: "Words",
        InputTypeError,
        "url is a PurePosixPath; it must be a str",
        {"url": PurePosixPath("/x")},
    ),
    Refusal(
        "charset as bytes",
        lambda: b"Words",
        InputTypeError,
        "charset is a bytes; it must be a str",
        {"charset": b"utf-8"},
    ),
    Refusal(
        "charset as a number",
        lambda: b"Words",
        InputTypeError,
        "charset is a int; it must be a str",
        {"charset": 8},
    ),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_refusal(refusal: Refusal, request: pytest.FixtureRequest) -> None:
    if refusal.known_failure:
        request.applymarker(pytest.mark.xfail(reason=refusal.known_failure, strict=True))
    page = refusal.make()
    with pytest.raises(ArticleKitError) as raised:
        articlekit.parse(page, **refusal.options)
    assert (type(raised.value), str(raised.value)) == (refusal.error, refusal.message)


def test_every_message_is_one_line() -> None:
    for refusal in REFUSALS:
        assert refusal.message == " ".join(refusal.message.split())
        assert len(refusal.message) < 120


@pytest.mark.parametrize(("error", "builtin"), [(InputTypeError, TypeError), (InvalidOptionError, ValueError)])
def test_errors_of_the_caller_are_python_s_own_too(error: type[Exception], builtin: type[Exception]) -> None:
    """Who passes a wrong type or value may catch what Python raises for it elsewhere."""
    assert issubclass(error, ArticleKitError)
    assert issubclass(error, builtin)


def test_one_bad_page_stops_no_job() -> None:
    """`parse_many` gives an error for each page that `parse` refuses, and goes on."""
    pages = [refusal.make() for refusal in REFUSALS if not refusal.options and not refusal.known_failure]
    results = list(articlekit.parse_many([*pages, "Words of a page"]))
    assert [result.index for result in results] == list(range(len(pages) + 1))
    assert all(result.article is None and isinstance(result.error, ArticleKitError) for result in results[:-1])
    assert results[-1].article is not None
    assert results[-1].error is None
