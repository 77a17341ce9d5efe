"""The entries that marks can point to, by what points to them: links, labels, authors and years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articlekit.outline import Outline
from articlekit.page import Page, PageBlock, absolute
from articlekit.sources.address import canonical_url
from articlekit.sources.entries import EntryLink, Reference, parse_reference
from articlekit.survey import host_of

LABEL: Final = re.compile(r"\s*(?:\[\^?(\w{1,4})\]:?|\((\d{1,3})\)|\^?(\d{1,3})(?:[.):]\s|\s|(?=https?://)|\u200b))\s*")
YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_BIBLIOGRAPHIC: Final = re.compile(
    r"https?://|\bdoi\b|\bISBN\b|\b(?:pp?|S|vol|Bd|Vol|Hrsg|eds?)\.\s?\d|[\"“„«»].{6,}[\"”“»«].*\d{4}|\((?:1[5-9]|20)\d\d[a-z]?\)"
    r"|,\s(?:1[5-9]|20)\d\d\b|\.\s(?:1[5-9]|20)\d\d\b|\d{4}[;:,]\s?\d|(?:ibid|ebd|op\. cit|a\.a\.O)\b"
)
_CITE_ANCHOR: Final = re.compile(
    r"(?i)cite|note|^_?(?:fn|ftn|edn|ref|r|nb|en|bib|b|cr)[-_.:]?\d|reference|sdendnote|sdfoot"
)
_WORD: Final = re.compile(r"\w{2,}")
_OPENING, _OPENING_WORDS = 120, 8  # characters and words of an entry in which its authors stand
BACK: Final = re.compile(r"(?i)#(?:cite_?ref|fn_?ref|ref_|footnote-?ref|.*-marker$|ednref|ftnref)")
_BACK_MARKS: Final = re.compile(r"^[\s^↑]+|[\s↩↑⏎↵\ufe0e]+$")
_BESIDE_ADDRESS: Final = 12  # characters beside the address of an entry that is nothing else
ENTRY_LENGTH: Final = 1200
_LAST_SPANS: Final = 12


class Entry(NamedTuple):
    """An entry of a list, or a note."""

    label: str
    """Its mark, without brackets; "" where it has none."""
    block: int
    """The page block in which it begins."""
    start: int
    """Offset of its text in that block, behind its mark."""
    end: int
    """Offset behind its text in the last of its blocks."""
    blocks: range
    """The page blocks that it consists of."""
    listed: bool
    """Whether it stands in a list that says of itself that it lists sources."""
    backlinked: bool = False
    """Whether it links back to a mark, be that in the article or not."""


@dataclass(slots=True)
class References:
    """The entries of a page, by what can point to them."""

    page: Page
    outline: Outline
    marks: dict[int, list[tuple[int, int, Entry]]] = field(default_factory=dict)
    """Page block to the marks in it that link to entries, in order."""
    labelled: dict[str, list[Entry]] = field(default_factory=dict)
    """Label to its entries, in page order."""
    sections: list[list[Entry]] = field(default_factory=list)
    """The lists under headings of their own, in page order."""
    blocks: set[int] = field(default_factory=set)
    """All page blocks that belong to entries, and the headings of their lists."""
    listed: set[int] = field(default_factory=set)
    """The first blocks of entries that stand under a heading for sources."""
    _by_block: dict[int, Entry] = field(default_factory=dict)
    _parsed: dict[Entry, Reference] = field(default_factory=dict)
    _kinds: dict[Entry, str] = field(default_factory=dict)
    _addresses: set[str] | None = None
    _by_author: dict[tuple[str, str], Entry] | None = None

    @property
    def items(self) -> list[int]:
        """For each region the list item around it; -1 for none."""
        return self.outline.innermost("li")

    @property
    def owners(self) -> list[int]:
        """For each region the ordered list around it; -1 for none."""
        return self.outline.innermost("ol")

    def known(self, block: int) -> Entry | None:
        """The entry that begins at a block, if one is known."""
        return self._by_block.get(block)

    def add(self, entry: Entry, *, labelled: bool = True) -> None:
        """Take in an entry."""
        self._by_block.setdefault(entry.block, entry)
        self.blocks.update(entry.blocks)
        if labelled and entry.label:
            self.labelled.setdefault(entry.label.casefold(), []).append(entry)

    def by_label(self, label: str, block: int) -> Entry | None:
        """The entry with that label: the next one behind `block`, else the last one."""
        entries = self.labelled.get(label.casefold())
        if not entries:
            return None
        return entries[min(bisect_right(entries, block, key=lambda entry: entry.block), len(entries) - 1)]

    def by_link(self, href: str, block: int) -> Entry | None:
        """The entry that a link within the page leads to, below `block`; None for any other link."""
        address, _, fragment = href.partition("#")
        target = self.page.anchors.get(fragment, -1) if fragment else -1
        cites = _CITE_ANCHOR.search(fragment) is not None
        if target <= block or not (cites or _is_own(self.page, address)):
            return None
        return self._by_block.get(target) or (self._entry_of_block(target) if cites else None)

    def by_author(self, names: str, year: str) -> Entry | None:
        """The entry of a list that begins with the first of some names and holds the year; None if none does."""
        if self._by_author is None:
            self._by_author = {}
            for entry in (entry for section in self.sections for entry in section):
                opening = self.page.blocks[entry.block].text[entry.start : entry.start + _OPENING]
                years = YEAR.findall(self.page.blocks[entry.block].text[entry.start : entry.start + ENTRY_LENGTH])
                for word in set(_WORD.findall(opening.casefold())[:_OPENING_WORDS]):
                    for told in set(years):
                        self._by_author.setdefault((word, told), entry)
        words = _WORD.findall(names.casefold())
        return self._by_author.get((words[0], year)) if words else None

    def lists(self, url: str) -> bool:
        """Whether an entry of the page's lists has that address."""
        if self._addresses is None:
            entries = (entry for section in self.sections for entry in section)
            known = (self.told(entry).url for entry in entries)
            self._addresses = {canonical_url(address) for address in known if address}
        return canonical_url(url) in self._addresses

    def told(self, entry: Entry) -> Reference:
        """What an entry says of its source."""
        found = self._parsed.get(entry)
        if found is None:
            found = self._parsed[entry] = parse_reference(*_text_and_links(self.page, entry))
        return found

    def kind(self, entry: Entry) -> str:
        """What an entry is: the address of a page, a bibliographic reference, or a remark.

        Asked once all entries are known.
        """
        found = self._kinds.get(entry)
        if found is None:
            found = self._kinds[entry] = self._kind(entry)
        return found

    def _kind(self, entry: Entry) -> str:
        reference = self.told(entry)
        if is_bare(reference):
            return "web"
        if entry.listed or entry.block in self.listed or reference.doi or _BIBLIOGRAPHIC.search(reference.raw):
            return "bibliographic"
        return "note" if reference.url is None or len(reference.raw) > 200 else "web"

    def end_of_item(self, block: int, limit: int) -> int:
        """The block behind the list item that begins at `block`, or behind the block; `limit` at most."""
        item, stop = self.items[self.page.blocks[block].region], block + 1
        while item >= 0 and stop < min(len(self.page.blocks), limit):
            if self.items[self.page.blocks[stop].region] != item:
                break
            stop += 1
        return stop

    def _entry_of_block(self, block: int) -> Entry | None:
        """The entry that begins at a block which only a link tells of: its list item, else its paragraph."""
        text = self.page.blocks[block].text
        stop = self.end_of_item(block, block + 20)
        if not text or len(text) > ENTRY_LENGTH:
            return None
        found = LABEL.match(text)
        label = next(filter(None, found.groups()), "") if found else ""
        last = self.page.blocks[stop - 1]
        entry = Entry(label, block, found.end() if found else 0, len(last.text), range(block, stop), False)
        self.add(entry)
        return entry


def is_bare(reference: Reference) -> bool:
    """Whether an entry is nothing but an address."""
    if reference.url is None or reference.title:
        return False
    return "://" in reference.raw and len(reference.raw) - len(reference.url) < _BESIDE_ADDRESS


def _is_own(page: Page, address: str) -> bool:
    own = (page.url or "").partition("#")[0]
    return not address or bool(own and own.endswith(address.removeprefix("./")))


def _text_and_links(page: Page, entry: Entry) -> tuple[str, list[EntryLink]]:
    """The text of an entry, and its links out of the page."""
    texts: list[str] = []
    links: list[EntryLink] = []
    for index in entry.blocks:
        block = page.blocks[index]
        start = entry.start if index == entry.block else 0
        end = entry.end if index == entry.blocks[-1] else len(block.text)
        end = _without_back_links(block, start, end)
        texts.append(block.text[start:end].strip())
        links += _links(page, index, start, end)
    return _BACK_MARKS.sub("", " ".join(filter(None, texts))), links


def _without_back_links(block: PageBlock, start: int, end: int) -> int:
    """Where the text of an entry ends before the links back to the marks."""
    for span in reversed(block.spans[-_LAST_SPANS:]):
        if span.kind == "link" and span.value.startswith("#") and start < span.start < end:
            if block.text[span.end : end].strip(" .↩↑[]()"):
                break
            end = span.start
    return end


def _links(page: Page, index: int, start: int, end: int) -> Iterator[EntryLink]:
    """The links of a stretch to other sites."""
    host = host_of(page.url or "")
    block = page.blocks[index]
    for span in block.spans:
        if span.kind == "link" and start <= span.start < end and not span.value.startswith("#"):
            address = absolute(page, span.value)
            if host_of(address) != host and not BACK.search(address):
                yield EntryLink(address, block.text[span.start : span.end])
