"""What the laws ask of an article, in plain functions: `test_laws` and `hostile` ask it of their pages.

This module must not know where pages come from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from markdown_it import MarkdownIt

from articlekit import Article
from articlekit.models import Cell, Code, Figure, Footnote, Heading, Paragraph, Table

TAGS: Final = """article header footer section h1 h2 h3 h4 h5 h6 p ol ul li blockquote pre code table caption thead
tbody tr th td figure img figcaption dl dt dd hr br a strong b em i sup sub s del time cite aside span div"""
MARKDOWN: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
INLINE_TAGS: Final = "a strong b em i sup sub s del time cite span code"
ATTRIBUTES: Final = """href src alt title class id lang dir start type value colspan rowspan scope datetime cite rel
role reversed"""
SCHEMES: Final = frozenset({"", "http", "https", "mailto", "tel", "ftp"})


class Inspector(HTMLParser):
    """Reads HTML as a browser would, and writes down what is unsafe in it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.pieces: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_endtag(tag)
        if tag not in TAGS.split():
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.split():
                self.faults.append(f"<{tag} {name}>")
            if name in {"href", "src", "cite"} and scheme(value or "") not in SCHEMES:
                self.faults.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_TAGS.split():
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")


def scheme(address: str) -> str:
    """The scheme that a browser would see: it drops leading controls, and tabs and line breaks anywhere."""
    bare = re.sub(r"[\t\r\n]", "", address.lstrip("".join(map(chr, range(33)))))
    found = re.match(r"([a-z][a-z0-9+.\-]*):", bare, re.IGNORECASE)
    return found[1].lower() if found else ""


def words(*texts: str) -> Counter[str]:
    """The words of some texts, each as often as it stands there."""
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def ink(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def tiles(trace: Any, *places: str) -> list[str]:
    """The page text of the tiles in these places, in page order."""
    return [trace.page.text[tile.start : tile.end] for tile in trace.tiles if tile.place in places]


def captions(article: Article) -> list[str]:
    """The captions of the article's figures."""
    return [block.caption for block in article.walk() if isinstance(block, Figure) and block.caption]


def uncoloned(text: str) -> str:
    return re.sub("[:：﹕︓]", "", text)


def places(article: Article) -> str:
    """All text of the article and of what was removed."""
    removed = [part.text for part in article.removed]
    return "\n".join([article.text, *captions(article), *(line.text for line in article.front), *removed])


def leaves(article: Article) -> Iterator[Heading | Paragraph | Code | Cell | Footnote]:
    """The pieces of the article that hold text of their own, and no blocks that hold it, too."""
    for block in article.walk():
        if isinstance(block, Heading | Paragraph | Code) or (isinstance(block, Footnote) and not block.blocks):
            yield block
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row.cells if not cell.blocks)


def shown(article: Article) -> Counter[str]:
    """The words of the title and of all blocks."""
    captions = [block.caption or "" for block in article.walk() if isinstance(block, Table | Figure)]
    return words(article.title or "", *(piece.text for piece in leaves(article)), *captions)
