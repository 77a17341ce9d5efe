"""What elements of the body say of the page in attributes: microdata, RDFa, microformats, and classes that name them.

Notes authors and dates as they are written, with where they stand; which of them are the article's, the metadata step
decides.
"""

from __future__ import annotations

from typing import Final

from articlekit.page import Property, words_of
from articlekit.readers.classes import TELLING
from articlekit.readers.run import Frame, Run

_MOST: Final = 400  # properties of a page that are noted; a long thread has some
_LONGEST: Final = 300  # characters of a value
_DATES: Final = frozenset("datepublished datemodified datecreated uploaddate pubdate issued created modified".split())
_AUTHORS: Final = frozenset("author creator".split())


def property_name(attrib: dict[str, str], said: int) -> str | None:
    """What an element's attributes name: an item property ("datepublished", "author"), "" where only its class tells
    that it is a date or an author (`said`: what it says), None where nothing does."""
    if said and len(attrib) == 1:  # nothing but a class
        return "" if said & TELLING else None
    named = attrib.get("itemprop") or attrib.get("property")
    if named:
        for name in named.lower().split():
            name = name.rpartition(":")[2].rpartition("/")[2]
            if name in _DATES or name in _AUTHORS:
                return name
    rel = attrib.get("rel")
    if rel and "author" in rel.lower().split():
        return "author"
    return "" if said & TELLING else None


class Properties:
    """Gathers the properties in page order."""

    def __init__(self) -> None:
        self.made: list[Property] = []

    def take(self, frame: Frame, run: Run, block: int) -> None:
        """Notes an element that ends: what its attributes hold, or else its text in the run that is being read."""
        if len(self.made) >= (2 * _MOST if frame.tells else _MOST):  # classes alone do not crowd out what is named
            return
        attrib = frame.attrib
        value = attrib.get("content") or attrib.get("datetime") or attrib.get("title") or ""
        text = "".join(run.pieces)[frame.mark :][:_LONGEST] if frame.inline and run.length > frame.mark else ""
        if value or text:
            words = words_of(attrib.get("class", ""))
            href = attrib.get("href", "") if frame.tag == "a" else ""
            self.made.append(Property(frame.tells or "", value[:_LONGEST].strip(), text.strip(), href, words, block))
