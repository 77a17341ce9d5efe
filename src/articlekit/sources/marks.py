"""Numbers and signs that refer: in brackets, raised, glued to a stop, linked to an entry or straight to a source."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain
from typing import Final

from articlekit.measures import STOPS
from articlekit.models import CitationForm
from articlekit.page import PageSpan
from articlekit.sources.candidates import Candidate, Scene, Target, meets
from articlekit.sources.passages import Passage

_LABEL: Final = r"(?:note |n |nb |ref |Anm\. ?)?\^?(?:\d{1,3}|[A-Za-z]|[ivx]{2,5})"
BRACKET: Final = re.compile(
    rf"\[\s?({_LABEL}(?:\s?[,;–—-]\s?{_LABEL}){{0,40}})(?:\s?,?\s?(?:pp?|S)\.\s?[\d–-]{{1,9}})?\s?\]"
)
_PARENTHESIS: Final = re.compile(r"\(\s?\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){1,40}\s?\)")
_SEPARATED: Final = re.compile(r"([,;–—-])?\s?(?:note |n |nb |ref |Anm\. ?)?\^?(\w{1,5})")
_NUMBER_LINK: Final = re.compile(r"\s?[\[(]?\s?(\d{1,3}|[*†‡])\s?[\])]?\s?")
_RAISED: Final = re.compile(r"\s?[\[(]?\s?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})(?:\s?[,;–-]\s?(?:\d{1,3}|[a-z]))*\s?[\])]?\s?")
_POWER: Final = re.compile(r"(?:^|[^\w])(?:[^\W\d_]|[cdkmnµ]?m|ft|in|yd|mi|ha|sec?|CO|H)$|\d$|[=+*/^×·]\s?$")
"""What stands before an exponent: a variable, a unit, a number."""
_GLUED: Final = re.compile(
    r"(?<=[^\W\d_][.!?,;:”\"»)])(\d{1,3}(?:[,–-]\d{1,3})*)(?=\s|$)|(?<=[a-zà-ÿ]{3})(\d{1,2})(?=[\s.,;:!?)]|$)"
    r"|(?<=[^\W\d_])[⁰¹²³⁴-⁹]{1,3}|(?<=[.!?,;:”\"»)])[⁰¹²³⁴-⁹]{1,3}"
)
_RAISED_DIGIT: Final = re.compile("[⁰¹²³⁴-⁹]")
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKS_BEFORE: Final = re.compile(r"(?:\[[^\[\]]{1,12}\])+$")
_CODE_BEFORE: Final = re.compile(r"(?:^|[^\w])[A-Za-z_]$|[\w\])]*[_(\])]\w*$|\w\.\w+$|\d$")
"""What stands before an index: "b[0]", "rows[2]", "x_1[3]"."""
_CITES: Final = re.compile(r"#(?:cite|fn|note|ref|bib|endnote)")
"""Addresses of links to an entry; where it is missing, the mark is still one."""
_WORD_MARK: Final = re.compile(r"(?i)\[(?:src|source|ref|quelle|fuente|fonte)\]")
_EDITS: Final = re.compile(r"(?i)action=edit|Template:|^#|^javascript:")
_FIRST_SPANS: Final = 200
_LEAD: Final = 24  # characters at the start of a passage
_RANGE: Final = 40  # a wider range of numbers is none of marks
_YEARS: Final = range(1000, 2100)


def find_linked_marks(passage: Passage, scene: Scene) -> list[Candidate]:
    """The marks that the survey knows to refer to notes."""
    marks = scene.references.marks.get(passage.block)
    if not marks:
        return []
    raised = _raised(passage)
    made = []
    for start, end, entry in marks:
        start, end = start - passage.cut, end - passage.cut
        if start >= 0 and end <= len(passage.text):
            made.append(_candidate(start, end, meets(raised, start, end), (Target(entry=entry),), scene))
    return made


def find_brackets(passage: Passage, scene: Scene) -> list[Candidate]:
    """Numbers and letters in brackets, with or without links."""
    text, links = passage.text, passage.links
    brackets: list[Candidate] = []
    if "[" not in text and ("(" not in text or not links):
        return brackets
    starts = [span.start for span in links]
    code = [span for span in passage.spans if span.kind in ("code", "math")]  # in order
    raised = _raised(passage)
    for found in chain(BRACKET.finditer(text), _PARENTHESIS.finditer(text) if links else ()):
        defines = text.startswith("[^", found.start()) and text.startswith(":", found.end())
        if defines or meets(code, *found.span()):
            continue
        first = max(bisect_left(starts, found.start()) - 1, 0)
        inside = []
        for link in links[first : first + 60]:
            if link.start >= found.end():
                break
            if link.end > found.start():
                inside.append(link)
        is_raised = meets(raised, *found.span())
        made = _linked_bracket(passage, scene, found, inside, is_raised) if inside else None
        nowhere = all(span.value.startswith("#") or _CITES.search(span.value) for span in inside)
        if made is None and nowhere and text[found.start()] == "[":
            made = _typed_bracket(passage, scene, found, is_raised)
        if made is not None:
            brackets.append(made)
    return brackets


def _linked_bracket(
    passage: Passage, scene: Scene, found: re.Match[str], links: list[PageSpan], raised: bool
) -> Candidate | None:
    targets = [target for link in links if (target := _target(link, passage, scene)) is not None]
    if not targets:
        return None
    start, end = found.span()
    if all(target.entry for target in targets):
        labels = labels_of(found[1]) if found.re is BRACKET else []
        if len(labels) > len(targets):  # a range, of which only the ends are linked
            between = [scene.references.by_label(label, passage.block) for label in labels]
            targets = [Target(entry=entry) for entry in between if entry is not None] or targets
        return _candidate(start, end, raised, tuple(targets), scene)
    outside = tuple(target for target in targets if target.url)
    return Candidate(start, end, CitationForm.NUMERIC_LINK, outside, ("number-links-out",))


def _target(link: PageSpan, passage: Passage, scene: Scene) -> Target | None:
    """What a numbered link leads to: an entry of the page, or another page; None for a link to nowhere."""
    if (entry := scene.references.by_link(link.value, passage.block)) is not None:
        return Target(entry=entry)
    address = scene.address(link.value)
    if "#" in link.value and not scene.site_evidence(address).startswith("outside"):
        return None
    return Target(url=address) if scene.site_evidence(address).startswith("outside") else None


def _typed_bracket(passage: Passage, scene: Scene, found: re.Match[str], raised: bool) -> Candidate | None:
    """A bracket without a link: a mark if the page has a list with its number, or marks like it."""
    text, start = passage.text, found.start()
    before = text[max(0, start - 24) : start]
    labels = labels_of(found[1])
    entries = [scene.references.by_label(label, passage.block) for label in labels]
    if any(e is not None and e.block == passage.block and e.start >= found.start() for e in entries):
        return None  # the label of the entry itself
    if not before.strip(" []0123456789,") and start < _LEAD:
        alone = not BRACKET.sub("", text).strip(" .,;") or scene.counts.get("leading", 0) < 2
        if not any(entries) or not alone:
            return None  # numbers the paragraph
    known = tuple(Target(entry=entry) for entry in entries if entry is not None)
    if known:
        return _candidate(*found.span(), raised, known, scene)
    form = CitationForm.SUPERSCRIPT if raised else CitationForm.NUMERIC
    if not all(label.isdigit() and 0 < int(label) < 1000 for label in labels):
        return None
    if text[found.end() : found.end() + 1].isalpha() or scene.counts.get("leading", 0) > 1:
        return None
    before = _MARKS_BEFORE.sub("", before)
    glued = bool(before[-1:].strip()) or len(labels) > 1
    if not raised and glued and (scene.counts.get("index", 0) or _CODE_BEFORE.search(before)):
        return None
    alone = scene.counts.get("bracket", 0) < 2 and not raised and before.rstrip()[-1:] not in '.!?。”"'
    return Candidate(*found.span(), form, (), ("in-brackets", "only-mark") if alone else ("in-brackets",))


def labels_of(group: str) -> list[str]:
    """The labels in a group: "1-3, 7" gives 1, 2, 3, 7."""
    labels: list[str] = []
    for separator, label in _SEPARATED.findall(group):
        last = labels[-1] if labels else ""
        if separator in ("–", "—", "-") and last.isdigit() and label.isdigit() and 0 < int(label) - int(last) <= _RANGE:
            labels += [str(number) for number in range(int(last) + 1, int(label) + 1)]
        elif label not in ("note", "ref"):
            labels.append(label)
    return labels


def find_word_marks(passage: Passage, scene: Scene) -> list[Candidate]:
    """The word "source" in brackets, linked or raised: "[src]", "[source]"."""
    links = passage.links
    made: list[Candidate] = []
    if not links or "[" not in passage.text:
        return made
    for found in _WORD_MARK.finditer(passage.text):
        link = links[max(bisect_left(links, found.end(), key=lambda span: span.start) - 1, 0)]
        if found.start() <= link.start < found.end() and found.start() and not _EDITS.search(link.value):
            target = Target(url=scene.address(link.value), entry=scene.references.by_link(link.value, passage.block))
            made.append(Candidate(*found.span(), CitationForm.NUMERIC_LINK, (target,), ("number-links-out",)))
    return made


def find_numbered_links(passage: Passage, scene: Scene) -> list[Candidate]:
    """Links whose text is a number or a sign, to an entry of the page or straight to a source."""
    text, raised = passage.text, None
    made: list[Candidate] = []
    for span in passage.links:
        if span[1] - span[0] > 8 or not _NUMBER_LINK.fullmatch(text[span[0] : span[1]]):
            continue
        target = _target(span, passage, scene)
        if target is None or (_begins(text, span.start) and target.entry is None):
            continue
        start, end = _with_brackets(text, span.start, span.end)
        if target.entry is not None:
            raised = _raised(passage) if raised is None else raised
            made.append(_candidate(start, end, meets(raised, start, end), (target,), scene))
        else:
            made.append(Candidate(start, end, CitationForm.NUMERIC_LINK, (target,), ("number-links-out",)))
    return made


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and end < len(text) and text[start - 1] + text[end] in ("()", "[]", "（）"):
        start, end = start - 1, end + 1
    return start, end


def find_superscripts(passage: Passage, scene: Scene) -> list[Candidate]:
    """Raised marks without a link that a list explains, or that stand in brackets."""
    text = passage.text
    marks: list[Candidate] = []
    for start, end, kind, _, _ in passage.spans:
        if kind != "superscript" or end - start > 24:
            continue
        mark = text[start:end]
        if not _RAISED.fullmatch(mark) or _begins(text, start):
            continue
        if (made := _explained(passage, scene, start, end, mark)) is not None:
            marks.append(made)
    return marks


def find_glued(passage: Passage, scene: Scene) -> list[Candidate]:
    """Marks that lost their superscript: "centuries.1", and raised digits; only where a list explains them."""
    text = passage.text
    plain = scene.page.kind != "html"
    marks: list[Candidate] = []
    if not scene.references.labelled:
        return marks
    if not plain and (text.isascii() or not _RAISED_DIGIT.search(text)):
        return marks  # other digits count in plain text alone
    for found in _GLUED.finditer(text):
        if (found[1] or found[2]) and not plain:
            continue
        if (made := _explained(passage, scene, *found.span(), found[0].translate(_DIGITS))) is not None:
            marks.append(made)
    return marks


def _explained(passage: Passage, scene: Scene, start: int, end: int, mark: str) -> Candidate | None:
    before = passage.text[max(0, start - 6) : start]
    if _POWER.search(before):
        return None
    entries = [scene.references.by_label(label, passage.block) for label in labels_of(mark.strip(" []()"))]
    known = tuple(Target(entry=entry) for entry in entries if entry is not None and entry.block != passage.block)
    if known:
        return _candidate(start, end, True, known, scene)
    raised = any(s.kind == "superscript" and s.start == start for s in passage.spans[:_FIRST_SPANS])
    if raised and before[-1:] in STOPS and mark.strip().isdigit() and before:
        return Candidate(start, end, CitationForm.SUPERSCRIPT, (), ("in-brackets",))  # its list is missing
    return None


def _begins(text: str, at: int) -> bool:
    """Whether nothing but brackets stands before an offset."""
    return at < 8 and not text[:at].strip(" ([")


def _raised(passage: Passage) -> list[PageSpan]:
    return [span for span in passage.spans if span[2] == "superscript"]


def _candidate(start: int, end: int, raised: bool, targets: tuple[Target, ...], scene: Scene) -> Candidate:
    """A mark that entries explain; a note where all of them are remarks."""
    form = CitationForm.SUPERSCRIPT if raised else CitationForm.NUMERIC
    if all(target.entry is not None and scene.references.kind(target.entry) == "note" for target in targets):
        form = CitationForm.NOTE
    return Candidate(start, end, form, targets, ("entry",))
