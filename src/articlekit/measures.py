"""What can be counted on each block of a page, and small questions about a text. Knows no headline, no rule.

A page that is hidden as a whole, behind a dialogue or until a script runs, is measured as if it were shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from articlekit.page import Hidden, Page, PageBlock

_HEADING_LEVELS: Final = {f"h{n}": n for n in range(1, 7)}
_BODY_WORDS: Final = 25  # a block with so many words is a paragraph of some text, not a label
_SENTENCE_WORDS: Final = 14  # with a stop, so many words are a paragraph, too
_LINKED: Final = 0.4  # share of link text from which a block is made of links
_LABEL_WORDS: Final = 8  # a block with no more words is a label rather than text
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_NOT_ASCII_WORD: Final = bytes([code for code in range(128) if not chr(code).isalnum()])
STOPS: Final = ".!?…。！？｡।॥؟۔"
"""Characters that end a sentence, in the scripts of the world."""
_NUMBERED: Final = re.compile(r"\w\s?\[\d{1,3}\]$")  # the mark of a reference says that it is a statement
_STOP_REACH: Final = 80  # characters
_CLOSERS: Final = "\"'”’»」』)]\n"  # what may stand behind the stop, and the break that a pattern's end passes over
_STOP: Final = re.compile(rf"[{STOPS}][\"'”’»」』)\]]*(?:\s?\[\d{{1,3}}\])*(?:\s\([^()]{{1,60}}\))?[.]?$")
"""The end of a sentence; marks of sources may stand behind it."""
CONTROLS: Final = frozenset({"button", "select", "textarea", "svg"})
"""Tags of what is pressed or drawn, not read."""
NAME_REACH: Final = 48  # characters at the end of a block in which a source's name stands
_TRAILING_NAME: Final = re.compile(
    rf"[{STOPS}][\"'”’»」』)\]]* ([A-Z][^{STOPS}]{{1,38}}|[A-Za-z][\w-]*(?:\.[A-Za-z]{{2,}})+(?: ?\+\d{{1,2}})?)$"
)


class Measures(NamedTuple):
    """What can be counted on one block."""

    tag: str
    """Tag of the innermost region that is no inline element."""
    heading: int
    """Level of the heading element that it lies in; 0 in none."""
    words: int
    """Number of words; two characters of Chinese, Japanese or Korean count as one."""
    link_share: float
    """Share of its characters that lie in links, 0 to 1."""
    hidden: Hidden
    """Whether a browser shows it; `NO` also where a click unfolds it, or where the whole page comes to light later."""
    body: bool
    """Whether it is a paragraph of some text: long, shown, no heading, not made of links."""


def measure(page: Page) -> tuple[Measures, ...]:
    """What can be counted on each block of `page`, in the same order."""
    tags: list[str] = []
    levels: list[int] = []
    for tag, _, parent, _, _, inline in page.regions:  # parents come first
        above = levels[parent] if parent >= 0 else 0
        tags.append(tags[parent] if inline and parent >= 0 else tag)
        levels.append(_HEADING_LEVELS.get(tag, above))
    regions, shown, folded = page.regions, Hidden.NO, Hidden.FOLDED
    measures, veiled = list[Measures](), False
    for block in page.blocks:
        text, region, hidden, body = block[2], block[3], shown, False
        words, linked = count_words(text), link_share(block) if block[5] else 0.0
        if (hiding := regions[region][4]) and hiding is not folded:
            hidden, veiled = hiding, True
        elif words >= _SENTENCE_WORDS and linked < _LINKED and not levels[region]:
            body = _is_prose(text, words)
        counted = (tags[region], levels[region], words, linked, hidden, body)
        measures.append(tuple.__new__(Measures, counted))  # the class's own constructor is a Python function
    if veiled and (veils := _lifted_veils(page, measures)):
        return tuple(
            [_shown(m, block) if m.hidden in veils else m for m, block in zip(measures, page.blocks, strict=True)]
        )
    return tuple(measures)


def _shown(m: Measures, block: PageBlock) -> Measures:
    body = not m.heading and _is_prose(block.text, m.words) and m.link_share < _LINKED
    return m._replace(hidden=Hidden.NO, body=body)


def _lifted_veils(page: Page, measures: list[Measures]) -> frozenset[Hidden]:
    """Kinds of hiding that hide the page itself: behind a dialogue, until a script runs, or but for scripts."""
    visible = 0
    behind: dict[Hidden, int] = {}
    titled: set[Hidden] = set()
    for index, (_, heading, words, linked, hidden, _) in enumerate(measures):
        if linked >= 0.5 or words <= 3:
            continue
        if not hidden:
            visible += len(page.blocks[index][2]) if words > _LABEL_WORDS else 0
        else:
            behind[hidden] = behind.get(hidden, 0) + len(page.blocks[index][2])
            if heading in (1, 2):
                titled.add(hidden)
    lifted = {h for h in (Hidden.MARKED, Hidden.NOSCRIPT) if behind.get(h, 0) > max(800, 4 * visible)}
    if Hidden.ARIA in titled and behind[Hidden.ARIA] > max(200, visible):
        lifted.add(Hidden.ARIA)
    return frozenset(lifted)


def count_words(text: str) -> int:
    """Number of words; two characters of Chinese, Japanese or Korean count as one."""
    if not text:
        return 0
    words = text.count(" ") + 1
    if "\n" in text:
        words += text.count("\n")
    return words if text.isascii() else words + len(_CJK.findall(text)) // 2


def link_share(block: PageBlock) -> float:
    """Share of the block's characters that lie in links, 0 to 1."""
    linked, length = 0, len(block[2])
    for start, end, kind, _, _ in block[5]:
        if kind == "link":
            linked += end - start
    return min(1.0, linked / length) if linked and length else 0.0


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    last = text[-1:]
    if last not in _CLOSERS:
        return last in STOPS
    return _STOP.search(text, max(0, len(text) - _STOP_REACH)) is not None


def trailing_name(text: str) -> re.Match[str] | None:
    """What reads like a source's name behind the last stop of a text."""
    if text[-1:] in STOPS or ("." not in text and "!" not in text and "?" not in text and text.isascii()):
        return None
    return _TRAILING_NAME.search(text, max(0, len(text) - NAME_REACH))


def _is_prose(text: str, words: int) -> bool:
    """Long, or not so short and closed like a sentence; a source tag may stand behind its stop."""
    if words >= _BODY_WORDS:
        return True
    if words < _SENTENCE_WORDS:
        return False
    if ends_sentence(text) or trailing_name(text) is not None:
        return True
    return text[-1:] in "]\n" and _NUMBERED.search(text, max(0, len(text) - NAME_REACH)) is not None


def fold(text: str) -> str:
    """Letters and digits only, case folded: what two spellings of one title share."""
    if text.isascii():
        return text.lower().encode().translate(None, _NOT_ASCII_WORD).decode()
    return "".join([char for char in text.casefold() if char.isalnum()])


def initials(folded: Iterable[str]) -> frozenset[str]:
    """The letters that folded texts begin with."""
    return frozenset([text[0] for text in folded if text])


def may_fold_to(text: str, letters: frozenset[str]) -> bool:
    """Whether a text, once folded, may begin with one of the letters: most texts need no folding to tell that not."""
    first = text[0]
    return not (first.isascii() and first.isalnum()) or first.lower() in letters
