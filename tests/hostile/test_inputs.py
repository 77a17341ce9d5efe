"""Objects that `parse` cannot trust: subclasses with methods of their own, trees that nobody could have parsed."""

from __future__ import annotations

import pickle
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any, Final

import lxml.html
import pytest
from bs4 import BeautifulSoup, CData, Comment, NavigableString
from lxml import etree

import articlekit
from articlekit import ArticleKitError, InputTypeError
from hostile.checking import faults
from hostile.families import THEMES
from hostile.families.making import PROSE
from test_laws import outcome

DEPTH: Final = 3000


class LyingStr(str):
    """Text whose methods raise."""

    __hash__ = None  # type: ignore[assignment]

    def encode(self, *arguments: Any) -> bytes:
        raise RuntimeError

    __len__ = __str__ = __eq__ = encode  # type: ignore[assignment]


class LyingBytes(bytes):
    """Octets that give others when asked for them."""

    def __bytes__(self) -> bytes:
        return 5  # type: ignore[return-value]

    def startswith(self, *arguments: Any) -> bool:
        raise RuntimeError


class LyingArray(bytearray):
    """Octets that cannot be had."""

    def __bytes__(self) -> bytes:
        raise RuntimeError


class Nameless(type):
    """A class that does not say where it is from."""

    @property
    def __module__(cls) -> str:  # type: ignore[override]
        raise RuntimeError


class OfNowhere(metaclass=Nameless):
    """Its class raises when it is asked for its module."""


class FalseElement:
    """An object that says it is lxml's."""

    __module__ = "lxml.etree"
    tag = "p"

    def getroot(self) -> Any:
        raise RuntimeError


class FalseTag:
    """An object that says it is BeautifulSoup's."""

    __module__ = "bs4.element"

    @property
    def contents(self) -> Any:
        raise RuntimeError


class Speechless:
    """An object that cannot be shown, and equals nothing."""

    def __repr__(self) -> str:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


def soup_with(change: Callable[[Any], None]) -> Any:
    soup = BeautifulSoup(PROSE, "html.parser")
    change(soup)
    return soup


def tree_with(change: Callable[[Any], None]) -> Any:
    tree = lxml.html.fragment_fromstring(PROSE, create_parent="div")
    change(tree)
    return tree


def deep_tree() -> Any:
    root = top = etree.Element("div")
    for number in range(DEPTH):
        top = etree.SubElement(top, "div")
        top.text = f"seen{number}"
    return root


def deep_soup() -> Any:
    soup = top = BeautifulSoup("", "html.parser")
    for number in range(DEPTH):
        tag = soup.new_tag("div")
        tag.string = f"seen{number}"
        top.append(tag)
        top = tag
    return soup


def with_oddities(tree: Any) -> None:
    """Comments, instructions, entities, and text behind each."""
    for number, oddity in enumerate(
        (etree.Comment("dead1"), etree.ProcessingInstruction("dead2"), etree.Entity("nbsp"))
    ):
        oddity.tail = f"seen{number} "
        tree.append(oddity)


def with_attributes(soup: Any) -> None:
    soup.p.attrs = {"class": None, "id": 5, "data": ["a", None], 5: 6, None: None, "style": b"x"}


def with_strings(soup: Any) -> None:
    for string in (Comment("dead1"), CData("seen1"), NavigableString("seen2")):
        soup.append(string)


def released() -> memoryview:
    view = memoryview(b"Words")
    view.release()
    return view


READ: Final[dict[str, Callable[[], Any]]] = {
    "lying str": lambda: LyingStr(PROSE),
    "lying bytes": lambda: LyingBytes(PROSE.encode()),
    "lying bytearray": lambda: LyingArray(PROSE.encode()),
    "view of every second octet": lambda: memoryview(b"".join(bytes([octet, 0]) for octet in PROSE.encode()))[::2],
    "view of two dimensions": lambda: memoryview(PROSE.encode()[:96]).cast("B", [8, 12]),
    "string of a soup": lambda: NavigableString(PROSE),
    "tag of a soup": lambda: BeautifulSoup(PROSE, "html.parser").p,
    "deep soup": deep_soup,
    "soup with odd attributes": lambda: soup_with(with_attributes),
    "soup with all kinds of strings": lambda: soup_with(with_strings),
    "soup with a tag without a name": lambda: soup_with(lambda soup: setattr(soup.p, "name", None)),
    "lxml tree": lambda: tree_with(with_oddities).getroottree(),
    "deep lxml tree": deep_tree,
    "lxml element with oddities": lambda: tree_with(with_oddities),
    "lxml string": lambda: lxml.html.fromstring(PROSE).xpath("string()"),
    "XML with namespaces": lambda: etree.fromstring(
        '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:p a="b">Words seen1 of a page</h:p></h:html>'
    ),
}
"""What is a page, if an odd one."""
REFUSED: Final[dict[str, Callable[[], Any]]] = {
    "released view": released,
    "object of nowhere": OfNowhere,
    "false element": FalseElement,
    "false tag": FalseTag,
    "speechless object": Speechless,
    "soup that holds itself": lambda: soup_with(lambda soup: soup.p.contents.append(soup)),
    "soup that holds a tag twice": lambda: soup_with(lambda soup: soup.contents.append(soup.p)),
    "another library's element": lambda: ElementTree.fromstring(PROSE),  # noqa: S314
    "instruction": lambda: etree.ProcessingInstruction("x"),
    "entity": lambda: etree.Entity("nbsp"),
    "attributes": lambda: etree.Element("p").attrib,
}
"""What is none."""


@pytest.mark.parametrize("name", READ)
def test_odd_pages(name: str) -> None:
    """Totality, conservation, spans, safety: hold for each, and the page is read."""
    assert faults(READ[name](), marked=False) == []
    assert outcome(READ[name]()).startswith("{")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page(name: str) -> None:
    """Totality: what is no page is an `InputTypeError`."""
    with pytest.raises(InputTypeError, match=r"^the (page|soup) "):
        articlekit.parse(REFUSED[name]())


@pytest.mark.parametrize("option", ["url", "kind", "charset"])
@pytest.mark.parametrize("value", [Speechless(), OfNowhere(), LyingStr("text"), "\ud800", b"text", 5], ids=type)
def test_odd_options(option: str, value: Any) -> None:
    """Totality: any object as an option gives an article or an `ArticleKitError`."""
    assert outcome(PROSE, **{option: value})


STARTS: Final = ("", "http://", "http://[", "//", "javascript:", "http://a.test/")
ENDS: Final = ("", "[::1", "]", "%", "\ud800", "\0", "\u2100", "a" * 99_999, ":99999999", "../" * 9999)
ADDRESSES: Final = tuple(start + end for start in STARTS for end in ENDS)


@pytest.mark.parametrize("number", range(len(ADDRESSES)))
def test_odd_addresses_of_the_page(number: int) -> None:
    """Totality, safety: hold whatever the caller says is the page's address."""
    page = (
        f'<base href="{ADDRESSES[-number]!a}">{PROSE}<p>It sank in May. <a href="a?b#c">Paper</a> <img src="//d"></p>'
    )
    assert faults(page, marked=False, url=ADDRESSES[number]) == []


@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme not in ("plain", "encodings")])
def test_trees_of_hostile_pages(theme: str) -> None:
    """Totality, conservation, spans: hold for what lxml and BeautifulSoup make of hostile pages."""
    found = {}
    for name, make in list(THEMES[theme].items())[::5]:
        page = make(3)
        for parser in (lambda text: lxml.html.document_fromstring(text), lambda text: BeautifulSoup(text, "lxml")):
            try:
                tree = parser(page)
            except (ValueError, etree.ParserError, AssertionError):
                continue  # it makes no tree of such a page
            if wrong := faults(tree, marked=False, written=False):
                found[name] = wrong
    assert found == {}


def test_errors_can_be_sent_to_other_processes() -> None:
    """Every error survives a pickle, with its message."""
    for kind in ArticleKitError.__subclasses__():
        error = pickle.loads(pickle.dumps(kind("what is wrong")))  # noqa: S301
        assert (type(error), str(error)) == (kind, "what is wrong")


@pytest.mark.parametrize("kind", ["html", "text", "markdown"])
def test_articles_and_traces_can_be_sent_to_other_processes(kind: str) -> None:
    """Articles and traces survive a pickle; an article's is no larger than one and a half times its JSON."""
    page = "".join(make(20) for make in list(THEMES["tables"].values())[:3] if isinstance(make(20), str))
    trace = articlekit.trace(page, kind=kind)
    sent = pickle.loads(pickle.dumps(trace))  # noqa: S301
    assert sent == trace
    assert sent.replay() == trace.article
    assert len(pickle.dumps(trace.article)) < 1.5 * len(trace.article.model_dump_json())
