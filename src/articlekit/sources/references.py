"""The entries that marks can point to: notes, and the lists of references and sources of a page.

All blocks of the page are read, those that are not in the article, too: a list of references that was removed still
says what a mark in the text stands for. Three kinds of evidence make a list: marks that link to it (the notes of the
survey), a heading that names it ("References", "Quellen"), and labels that count up ("[1] …", "[2] …").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articlekit.notes import note_bounds
from articlekit.page import Page, PageBlock, absolute, innermost
from articlekit.sources.address import bare_url, canonical_url, domain_of
from articlekit.sources.entries import EntryLink, Reference, parse_reference
from articlekit.survey import Survey

HEADINGS: Final = frozenset(
    line.strip()
    for line in """
    references, reference, reference list, notes, notes and references, references and notes,
    endnotes, footnotes, sources, source, sources used, quelle, fuente, fonte, bron, källa,
    kilde, źródło, источник, citations, bibliography, works cited, literature, literature cited,
    quellen, quellenangaben, quellenangabe, quellenverzeichnis, verwendete quellen,
    quellen und literatur, einzelnachweise, nachweise, belege, literatur, literaturverzeichnis,
    literaturangaben, literaturhinweise, fußnoten, anmerkungen, références, notes et références,
    bibliographie, referencias, fuentes, bibliografía, notas, riferimenti, fonti, bibliografia,
    referências, fontes, bronnen, bronvermelding, referenties, noten, källor, referenser,
    kilder, referanser, przypisy, źródła, kaynakça, kaynaklar, примечания, источники,
    литература, сноски, 参考资料,
    参考文献, 資料來源, 资料来源, 參考資料, 注释, 来源, 出典, 脚注, 注釈, 각주, 참고문헌, 출처, المراجع,
    المصادر, مراجع, مصادر, هوامش
    """.replace("\n", " ").split(",")
)
"""What headings of such lists say, case folded, without number and colon."""
_OF_NOTES: Final = frozenset(
    "notes endnotes footnotes notas noten anmerkungen fußnoten сноски 注释 脚注 注釈 각주 هوامش".split()
)
_NUMBERING: Final = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?|[ivx]{1,4}\.)\s+|\s*(?:\[[^\]]*\]|\d{1,2})$")
_CELLS: Final = frozenset({"td", "th", "li"})
_FIRST: Final = frozenset(char for name in HEADINGS for char in (name[0], name[0].upper())) | frozenset(
    "0123456789IVXivx "
)
"""Characters with which headings of lists of sources begin."""
_NUMBER_STARTS, _NUMBER_ENDS = frozenset("0123456789ivx"), frozenset("0123456789]")
_LABEL: Final = re.compile(
    r"\s*(?:\[\^?(\w{1,4})\]:?|\((\d{1,3})\)|\^?(\d{1,3})(?:[.):]\s|\s|(?=https?://)|\u200b))\s*"
)
_LISTED: Final = re.compile(r"(?m)^\s?\[\^?(\w{1,4})\]:?\s*(?=\S)")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_BIBLIOGRAPHIC: Final = re.compile(
    r"https?://|\bdoi\b|\bISBN\b|\b(?:pp?|S|vol|Bd|Vol|Hrsg|eds?)\.\s?\d|[\"“„«»].{6,}[\"”“»«].*\d{4}|\((?:1[5-9]|20)\d\d[a-z]?\)"
    r"|,\s(?:1[5-9]|20)\d\d\b|\.\s(?:1[5-9]|20)\d\d\b|\d{4}[;:,]\s?\d|(?:ibid|ebd|op\. cit|a\.a\.O)\b"
)
_CITE_ANCHOR: Final = re.compile(
    r"(?i)cite|note|^_?(?:fn|ftn|edn|ref|r|nb|en|bib|b|cr)[-_.:]?\d|reference|sdendnote|sdfoot"
)
_WORD: Final = re.compile(r"\w{2,}")
_OPENING, _OPENING_WORDS = 120, 8  # characters and words of an entry in which its authors stand
_BACK: Final = re.compile(r"(?i)#(?:cite_?ref|fn_?ref|ref_|footnote-?ref|.*-marker$|ednref|ftnref)")
_BACK_MARKS: Final = re.compile(r"^[\s^↑]+|[\s↩↑⏎↵\ufe0e]+$")
_BESIDE_ADDRESS: Final = 12  # characters beside the address of an entry that is nothing else
_HEADING_LENGTH: Final = 44
_ENTRY_LENGTH: Final = 1200
_LINE_LENGTH: Final = 400  # of an entry that is no list item and has no mark
_LAST_SPANS: Final = 12
_FIRST_SPANS: Final = 100  # of a block among which links of its lines are looked for
_MOST_ENTRIES: Final = 3000


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
    _addresses: set[str] | None = None
    _by_author: dict[tuple[str, str], Entry] | None = None
    _items: list[int] | None = None
    _owners: list[int] | None = None

    @property
    def items(self) -> list[int]:
        """For each region the list item around it; -1 for none."""
        if self._items is None:
            self._items = innermost(self.page, ("li",))
        return self._items

    @property
    def owners(self) -> list[int]:
        """For each region the ordered list around it; -1 for none."""
        if self._owners is None:
            self._owners = innermost(self.page, ("ol",))
        return self._owners

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
                years = _YEAR.findall(self.page.blocks[entry.block].text[entry.start : entry.start + _ENTRY_LENGTH])
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
        """What an entry is: the address of a page, a bibliographic reference, or a remark."""
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
        if not text or len(text) > _ENTRY_LENGTH:
            return None
        found = _LABEL.match(text)
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


def find_references(page: Page, survey: Survey) -> References:
    """The entries of `page`."""
    found = References(page)
    for note in survey.notes:
        first = note_bounds(page, note, note.blocks.start)[0]
        last = note_bounds(page, note, note.blocks[-1])[1]
        stop = _end_of_definition(page, note.blocks.stop) if survey.measures[note.blocks.start].tag == "dt" else 0
        if stop > note.blocks.stop:
            last = len(page.blocks[stop - 1].text)
        blocks = range(note.blocks.start, max(stop, note.blocks.stop))
        entry = Entry(note.label, note.blocks.start, first, last, blocks, note.bibliographic)
        found.add(entry)
        for reference in note.references:
            found.marks.setdefault(reference.block, []).append((reference.start, reference.end, entry))
    for index, block in enumerate(page.blocks):
        short = 0 < len(block.text) <= _HEADING_LENGTH and block.text[0] in _FIRST
        if short and index not in found.blocks and _is_heading(survey, index, block):
            _read_section(page, survey, found, index)
        elif "\n[" in block.text and index not in found.blocks:
            _read_lines(found, index)
        elif block.text.startswith(("[1]", "[^1]", " [1]")) and index not in found.blocks:
            _read_run(page, found, index)
    for marks in found.marks.values():
        marks.sort(key=lambda mark: mark[:2])
    for entries in found.labelled.values():
        entries.sort(key=lambda entry: (entry.block, entry.start))
    return found


def _is_heading(survey: Survey, index: int, block: PageBlock) -> bool:
    """Whether a block is the heading of a list of sources; a header of a table and an entry of a menu are none."""
    m = survey.measures[index]
    return _key(block.text) in HEADINGS and m.tag not in _CELLS and m.link_share < 0.5 and not m.hidden


def _end_of_definition(page: Page, first: int) -> int:
    """The block behind the definition that begins at `first`, below its term; `first` if none begins there."""
    stop = first
    while stop < len(page.blocks) and page.regions[page.blocks[stop].region].tag == "dd":
        stop += 1
    return stop


def _key(heading: str) -> str:
    key = heading.casefold().strip(" :：.")
    return _NUMBERING.sub("", key).strip(" :：.") if key[-1:] in _NUMBER_ENDS or key[:1] in _NUMBER_STARTS else key


def _is_own(page: Page, address: str) -> bool:
    own = (page.url or "").partition("#")[0]
    return not address or bool(own and own.endswith(address.removeprefix("./")))


def _read_section(page: Page, survey: Survey, found: References, heading: int) -> None:
    """The entries under a heading: items of a list, labelled lines, or lines that name a work."""
    entries: list[Entry] = []
    counts: dict[int, int] = {}
    index, limit = heading + 1, min(len(page.blocks), heading + _MOST_ENTRIES)
    while index < limit:
        block, m = page.blocks[index], survey.measures[index]
        if not block.text or m.hidden:
            index += 1
            continue
        if m.heading or len(block.text) > _ENTRY_LENGTH:
            break
        if "\n[" in block.text and (lines := _read_lines(found, index)):
            entries += lines
            index += 1
            continue
        stop = _end_of_definition(page, index + 1) if m.tag == "dt" else found.end_of_item(index, limit)
        entry = found.known(index) or _entry(found, index, stop, counts)
        if entry is None or (entries and entries[0].label and not entry.label):
            break
        entries.append(entry)
        index = entry.blocks.stop
    of_notes = _key(page.blocks[heading].text) in _OF_NOTES
    labelled = bool(entries) and all(entry.label for entry in entries)
    if of_notes and not labelled:
        return  # a remark, not a list of notes
    if labelled or 2 * sum(_names_work(page, entry.block) for entry in entries) > len(entries):
        found.listed.update(() if of_notes else (entry.block for entry in entries))
        found.blocks.add(heading)
        found.sections.append(entries)
        for entry in entries:
            known = found.known(entry.block) is not None or entry in found.labelled.get(entry.label.casefold(), ())
            found.add(entry, labelled=not known)


def _entry(found: References, index: int, stop: int, counts: dict[int, int]) -> Entry | None:
    """The entry that stands in some blocks under a heading; None if they hold none."""
    page = found.page
    text = page.blocks[index].text
    item, owner = found.items[page.blocks[index].region], found.owners[page.blocks[index].region]
    label, start = "", 0
    if match := _LABEL.match(text):
        label, start = next(filter(None, match.groups()), ""), match.end()
    elif item >= 0 and owner >= 0:
        first = page.regions[owner].attrs.get("start", "1")
        counts[owner] = counts.get(owner, int(first) - 1 if first.isdecimal() and len(first) < 6 else 0) + 1
        label = str(counts[owner])
    elif item < 0 and (len(text) > _LINE_LENGTH or not _names_work(page, index)):
        return None
    back = text.lstrip()[:1] in ("^", "↑") or any(_BACK.search(s.value) for s in page.blocks[index].spans[:6])
    return Entry(label, index, start, len(page.blocks[stop - 1].text), range(index, stop), False, back)


def _names_work(page: Page, index: int) -> bool:
    """Whether a line without a label may be an entry: it has a link, an address or a year."""
    block = page.blocks[index]
    linked = any(span.kind == "link" and domain_of(absolute(page, span.value)) for span in block.spans)
    return linked or bare_url(block.text) is not None or _YEAR.search(block.text) is not None


def _read_run(page: Page, found: References, first: int) -> None:
    """Blocks without a heading that begin with "[1]", "[2]", … and name works."""
    entries: list[Entry] = []
    for index in range(first, min(len(page.blocks), first + _MOST_ENTRIES)):
        text = page.blocks[index].text
        if not text:
            continue
        match = _LISTED.match(text) if len(text) <= _ENTRY_LENGTH else None
        if match is None or match[1] != str(len(entries) + 1) or not _names_work(page, index):
            break
        entries.append(Entry(match[1], index, match.end(), len(text), range(index, index + 1), False))
    for entry in entries:
        found.add(entry)


def _read_lines(found: References, index: int) -> list[Entry]:
    """Lines of one block that begin with labels and name works; none where one of them does not."""
    block = found.page.blocks[index]
    matches = list(_LISTED.finditer(block.text))
    if not matches:
        return []
    entries = []
    stops = [*(match.start() for match in matches[1:]), len(block.text)]
    for match, stop in zip(matches, stops, strict=True):
        line = block.text[match.end() : stop].split("\n\n")[0]
        if not 0 < len(line.strip()) <= _ENTRY_LENGTH:
            return []
        end = match.end() + len(line.rstrip())
        entries.append(Entry(match[1], index, match.end(), end, range(index, index + 1), False))
    if not _names_work(found.page, index):
        return []
    for entry in entries:
        found.labelled.setdefault(entry.label.casefold(), []).append(entry)
    return entries


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
    host = domain_of(page.url or "")
    block = page.blocks[index]
    for span in block.spans:
        if span.kind == "link" and start <= span.start < end and not span.value.startswith("#"):
            address = absolute(page, span.value)
            if domain_of(address) != host and not _BACK.search(address):
                yield EntryLink(address, block.text[span.start : span.end])
