"""What AI assistants leave behind in copied text where a source tag stood. It says nothing of who wrote the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articlekit.models import CitationForm
from articlekit.sources.candidates import Candidate, Scene, Target, meets
from articlekit.sources.passages import Passage

_TURN: Final = r"turn\d{1,3}(?:search|view|news|image|fetch|file|forecast|finance|sports|academia|product)\d{1,3}"
RESIDUE: Final = re.compile(
    rf"\ue200[^\ue200\ue201]{{0,400}}\ue201|(?:file)?cite(?:\W?{_TURN})+\W?|(?<!\w){_TURN}(?!\w)"
    r"|:contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\[oaicite:\d{1,4}\]"
    r"|【\d{1,3}(?::\d{1,3})?[†‡][^【】]{0,200}】|\[(?:web|file|search|source|memory|image|chart|cite):\s?\d{1,4}(?:,\s?\d{1,4})*\]"
    r"|\[cite:\s?\d{1,4}(?:[,–-]\s?\d{1,4})*\]|\[\^\d{1,3}(?:\^|_\d)?\](?!:)|\[\d{1,3}†[^\[\]]{0,80}\]"
)
"""Marks of the assistants that leave such, in code points of the private use area or in plain text."""
_SIGNS: Final = ("[cite", "oaicite", "[^", "†", "‡", "\ue200")
_TURNS: Final = re.compile(_TURN)
_BRACKETED: Final = ("[web:", "[file:", "[search:", "[source:", "[memory:", "[image:", "[chart:")
_OPENING: Final = re.compile(r"\[cite_start\]\s?")
_NUMBER: Final = re.compile(r"\d{1,4}")


def find_residue(passage: Passage, scene: Scene) -> list[Candidate]:
    """The residue of assistants in a passage; "[cite_start]" and the mark that closes it are one tag."""
    text = passage.text
    if not _may_hold(text):
        return []
    made: list[Candidate] = []
    openings = [found.span() for found in _OPENING.finditer(text)] if "[cite_start]" in text else []
    used, last = 0, 0
    code = [span for span in passage.spans if span.kind in ("code", "math")]
    for found in RESIDUE.finditer(text):
        if meets(code, *found.span()):
            continue
        opening = None
        while used < len(openings) and openings[used][1] <= found.start():
            opening = openings[used] if openings[used][0] >= last else opening
            used += 1
        form = CitationForm.DELIMITED_RESIDUE if opening else CitationForm.RESIDUE
        last = found.end()
        targets = tuple(_targets(found[0], passage, scene))
        made.append(Candidate(*found.span(), form, targets, ("residue",), 0, opening))
    return made


def _may_hold(text: str) -> bool:
    """Whether a text has what marks of assistants hold: most brackets are others'."""
    return (
        any(sign in text for sign in _SIGNS)
        or ("turn" in text and _TURNS.search(text) is not None)
        or ("[" in text and ":" in text and any(word in text for word in _BRACKETED))
    )


def _targets(mark: str, passage: Passage, scene: Scene) -> Iterator[Target]:
    """What a numbered mark points to, where the page has a list; "†" may stand before a name or an address."""
    if not mark.startswith("["):
        name = mark.partition("†")[2].strip(" 】")
        if name and name != "source" and not name.startswith("L"):
            yield Target(name, name if name.startswith("http") else None)
        return
    for number in _NUMBER.findall(mark):
        if (entry := scene.references.by_label(number, passage.block)) is not None:
            yield Target(entry=entry)
