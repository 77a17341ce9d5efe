"""Finds the lists of references and sources of a page, and its notes.

All blocks of the page are read, those that are not in the article, too: a list of references that was removed still
says what a mark in the text stands for. Three kinds of evidence make a list: marks that link to it (the notes of the
survey), a heading that names it ("References", "Quellen"), and labels that count up ("[1] …", "[2] …").
"""

from __future__ import annotations

import re
from typing import Final

from articlekit.notes import note_bounds
from articlekit.page import Page, absolute
from articlekit.sources.address import bare_url
from articlekit.sources.references import BACK, ENTRY_LENGTH, LABEL, YEAR, Entry, References
from articlekit.survey import Survey, host_of

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
_NUMBERED: Final = frozenset("0123456789IVXivx ")
_FIRST: Final = frozenset(char for name in HEADINGS for char in (name[0], name[0].upper())) | _NUMBERED
"""Characters with which headings of lists of sources begin, or their numbers."""
_BEGINNINGS: Final = frozenset(name[:2] for name in HEADINGS)
_NUMBER_STARTS, _NUMBER_ENDS = frozenset("0123456789ivx"), frozenset("0123456789]")
_LISTED: Final = re.compile(r"(?m)^\s?\[\^?(\w{1,4})\]:?\s*(?=\S)")
_HEADING_LENGTH: Final = 44
_LINE_LENGTH: Final = 400  # of an entry that is no list item and has no mark
_MOST_ENTRIES: Final = 3000


def find_references(page: Page, survey: Survey) -> References:
    """The entries of `page`."""
    found = References(page, survey.outline)
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
        text = block[2]
        short = 0 < len(text) <= _HEADING_LENGTH and _may_head(text)
        if short and index not in found.blocks and _is_heading(survey, index, text):
            _read_section(page, survey, found, index)
        elif "[" not in text or index in found.blocks:
            continue
        elif "\n[" in text:
            _read_lines(found, index)
        elif text.startswith(("[1]", "[^1]", " [1]")):
            _read_run(page, found, index)
    for marks in found.marks.values():
        marks.sort(key=lambda mark: mark[:2])
    for entries in found.labelled.values():
        entries.sort(key=lambda entry: (entry.block, entry.start))
    return found


def _may_head(text: str) -> bool:
    """Whether a text begins as headings of lists of sources do: most do not."""
    return text[0] in _FIRST and (text[0] in _NUMBERED or text[:2].casefold()[:2] in _BEGINNINGS)


def _is_heading(survey: Survey, index: int, text: str) -> bool:
    """Whether a block is the heading of a list of sources; a header of a table and an entry of a menu are none."""
    tag, _, _, share, hidden, _ = survey.measures[index]
    return tag not in _CELLS and share < 0.5 and not hidden and _key(text) in HEADINGS


def _end_of_definition(page: Page, first: int) -> int:
    """The block behind the definition that begins at `first`, below its term; `first` if none begins there."""
    stop = first
    while stop < len(page.blocks) and page.regions[page.blocks[stop].region].tag == "dd":
        stop += 1
    return stop


def _key(heading: str) -> str:
    key = heading.casefold().strip(" :：.")
    return _NUMBERING.sub("", key).strip(" :：.") if key[-1:] in _NUMBER_ENDS or key[:1] in _NUMBER_STARTS else key


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
        if m.heading or len(block.text) > ENTRY_LENGTH:
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
    if match := LABEL.match(text):
        label, start = next(filter(None, match.groups()), ""), match.end()
    elif item >= 0 and owner >= 0:
        first = page.regions[owner].attrs.get("start", "1")
        counts[owner] = counts.get(owner, int(first) - 1 if first.isdecimal() and len(first) < 6 else 0) + 1
        label = str(counts[owner])
    elif item < 0 and (len(text) > _LINE_LENGTH or not _names_work(page, index)):
        return None
    back = text.lstrip()[:1] in ("^", "↑") or any(BACK.search(s.value) for s in page.blocks[index].spans[:6])
    return Entry(label, index, start, len(page.blocks[stop - 1].text), range(index, stop), False, back)


def _names_work(page: Page, index: int) -> bool:
    """Whether a line without a label may be an entry: it has a link, an address or a year."""
    block = page.blocks[index]
    linked = any(span.kind == "link" and host_of(absolute(page, span.value)) for span in block.spans)
    return linked or bare_url(block.text) is not None or YEAR.search(block.text) is not None


def _read_run(page: Page, found: References, first: int) -> None:
    """Blocks without a heading that begin with "[1]", "[2]", … and name works."""
    entries: list[Entry] = []
    for index in range(first, min(len(page.blocks), first + _MOST_ENTRIES)):
        text = page.blocks[index].text
        if not text:
            continue
        match = _LISTED.match(text) if len(text) <= ENTRY_LENGTH else None
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
        if not 0 < len(line.strip()) <= ENTRY_LENGTH:
            return []
        end = match.end() + len(line.rstrip())
        entries.append(Entry(match[1], index, match.end(), end, range(index, index + 1), False))
    if not _names_work(found.page, index):
        return []
    for entry in entries:
        found.labelled.setdefault(entry.label.casefold(), []).append(entry)
    return entries
