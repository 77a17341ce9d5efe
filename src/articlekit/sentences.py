"""Where sentences end: a maintained splitter (sentencex), and a guard against what it gets wrong.

The splitter knows the stops and abbreviations of some 300 languages. On some hostile lines it takes quadratic time (a
flood of quotation marks is one), so it is given a long line window by window. The guard takes boundaries back: where no
white space follows (but in Chinese and Japanese), behind an initial, behind an abbreviation of any of the languages
below, before a lower-case letter, and inside short parentheses.
"""

from __future__ import annotations

import re
from typing import Final

import sentencex

from articlekit.dates import MONTHS

__all__ = ["CLOSERS", "ends_with_abbreviation", "sentences", "trimmed"]

CLOSERS: Final = "\"'”’»」』)]）】*_"
"""What may stand between a stop and the end of its sentence."""
_CJK_STOPS: Final = "。！？｡"
_ABBREVIATIONS: Final = frozenset(
    """
    abb abs al anm approx aprox apr art aufl aug av bd bsp bspw bzw ca cap cf ch chap cie co col dec dept dez
    dir dr ebd ed dra ee eds engl env eq etc ev excl exp feb fig figs fn franz frz ggf hl hr hrsg inc incl inkl
    jan jg jh jhd jr jun kap lat lt ltd max mio mme mlle mr mrd mrs ms mt nat nov nr nro num núm oct okt op orig
    para phd pp prof pág págs resp rev sen sep sept sog sr sra srta st std str tab tel u.a usw uu vgl vol vs z.b
    z.t zit zzgl art.-nr d.h o.ä s.o s.u u.u v.a e.g i.e p.m a.m a.d b.c ph.d m.a m.d u.s u.k
    """.split()
)
_BEFORE_NUMBER: Final = frozenset(
    "bl f ff gl kap n no nº nr number p pp s seite str teil v vers vol z § art fig".split()
)
_WORD_BEFORE: Final = re.compile(r"((?:[^\W\d_]|(?<=[^\W\d_])[.-](?=[^\W\d_])){1,12})\.$")
_DAY: Final = re.compile(r"(?<!\d)\d{1,2}\.$")
_ORDINAL: Final = re.compile(
    r"(?i)\b(?:am|im|beim|zum|zur|vom|der|die|das|des|dem|den|ihr|sein|seit|bis|ab)\s\d{1,3}\.$"
)
_FIRST_WORD: Final = re.compile(r"[^\W\d_]{3,12}")
_WINDOW: Final = 4_000  # characters; no sentence is as long, and few paragraphs are
_PARENTHESIS: Final = re.compile(r"\([^()]{0,160}\)|（[^（）]{0,160}）")


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """The sentences of `text`: start and end of each, in code points, without white space at their ends.

    `language` is a BCP 47 tag; without one, the rules of English stand in. A line break always ends a sentence.
    """
    code = (language or "en").partition("-")[0].lower() or "en"
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        found += _sentences_of_line(line, at, code)
        at += len(line) + 1
    return found


def _sentences_of_line(line: str, offset: int, code: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    cuts = [*_boundaries(line, code), len(line)]
    found, start = [], 0
    for cut in cuts:
        left, right = trimmed(line, start, cut)
        if left < right:
            found.append((offset + left, offset + right))
        start = cut
    return found


def _boundaries(line: str, code: str) -> list[int]:
    """Offsets behind the white space that follows a sentence, but for the last."""
    ends = _split(line, code)
    if not ends:
        return []
    inside = [found.span() for found in _PARENTHESIS.finditer(line)] if "(" in line or "（" in line else []
    kept, number = [], 0
    for end in ends:
        while number < len(inside) and inside[number][1] <= end:
            number += 1
        if number < len(inside) and inside[number][0] < end:
            continue
        if _is_boundary(line, end):
            kept.append(end)
    return kept


def _split(line: str, code: str) -> list[int]:
    """What the splitter says: ends of all sentences but the last. The next window begins where a sentence does."""
    safe = line.encode("utf-8", "replace").decode("utf-8")  # lone surrogates become "?", one for one
    ends: list[int] = []
    start = 0
    while start < len(safe):
        parts = sentencex.get_sentence_boundaries(code, safe[start : start + _WINDOW])
        ends += [start + int(part["end_index"]) for part in parts[:-1]]
        whole = start + _WINDOW >= len(safe)
        start = len(safe) if whole else ends[-1] if len(parts) > 1 else start + _WINDOW
    return ends


def _is_boundary(line: str, end: int) -> bool:
    before = line[max(0, end - 40) : end]
    behind = line[end : end + 20].lstrip()
    last = before.rstrip().rstrip(CLOSERS)
    if last[-1:] in _CJK_STOPS and last:
        return True
    if before[-1:] and not before[-1].isspace() and line[end : end + 1] and not line[end].isspace():
        return False
    if behind[:1].islower():
        return False
    if _ORDINAL.search(last):
        return False  # "beim 18. Kongress"
    if _DAY.search(last) and (word := _FIRST_WORD.match(behind)) and word[0].lower() in MONTHS:
        return False  # "3. Mai"
    found = _WORD_BEFORE.search(last)
    if found is not None and behind[:1].isdigit() and found[1].lower() in _BEFORE_NUMBER:
        return False
    return not ends_with_abbreviation(last)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of `text` from `start` to `end` without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def ends_with_abbreviation(text: str) -> bool:
    """Whether the stop at the end of `text` belongs to an abbreviation or an initial, as far as the word tells."""
    found = _WORD_BEFORE.search(text, max(0, len(text) - 20))
    if found is None:
        return False
    initial = len(found[1]) == 1 and not found[1].islower() and not text[: found.start(1)].rstrip()[-1:].isdigit()
    return initial or found[1].lower() in _ABBREVIATIONS
