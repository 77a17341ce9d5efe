"""What can be counted on each block of a page, and small questions about a text. Knows no headline, no rule.

A page that is hidden as a whole, behind a dialogue or until a script runs, is measured as if it were shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.page import Hidden, Page, PageBlock

_HEADING_LEVELS: Final[Mapping[str, int]] = MappingProxyType({f"h{n}": n for n in range(1, 7)})
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
_STOP: Final = re.compile(rf"[{STOPS}][\"'”’»」』)\]]*(?:\s?\[\d{{1,3}}\])*(?:\s\([^()]{{1,60}}\))?[.]?$")
"""The end of a sentence; marks of sources may stand behind it."""
CONTROLS: Final = frozenset({"button", "select", "textarea", "svg"})
"""Tags of what is pressed or drawn, not read."""
NAME_REACH: Final = 48  # characters at the end of a block in which a source's name stands
TRAILING_NAME: Final = re.compile(
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
    for region in page.regions:  # parents come first
        tags.append(tags[region.parent] if region.inline and region.parent >= 0 else region.tag)
        level = _HEADING_LEVELS.get(region.tag, 0)
        levels.append(level or (levels[region.parent] if region.parent >= 0 else 0))
    measures = []
    for block in page.blocks:
        words, linked = count_words(block.text), link_share(block)
        hidden = page.regions[block.region].hidden
        if hidden is Hidden.FOLDED:
            hidden = Hidden.NO
        level = levels[block.region]
        body = not level and _is_prose(block.text, words) and linked < _LINKED
        counted = (tags[block.region], level, words, linked, hidden, body and not hidden)
        measures.append(tuple.__new__(Measures, counted))  # the class's own constructor is a Python function
    if veils := _lifted_veils(page, measures):
        return tuple(
            _shown(m, block) if m.hidden in veils else m for m, block in zip(measures, page.blocks, strict=True)
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
    for block, m in zip(page.blocks, measures, strict=True):
        if not m.hidden:
            visible += len(block.text) if m.words > _LABEL_WORDS and m.link_share < 0.5 else 0
        elif m.link_share < 0.5 and m.words > 3:
            behind[m.hidden] = behind.get(m.hidden, 0) + len(block.text)
            if m.heading in (1, 2):
                titled.add(m.hidden)
    lifted = {h for h in (Hidden.MARKED, Hidden.NOSCRIPT) if behind.get(h, 0) > max(800, 4 * visible)}
    if Hidden.ARIA in titled and behind[Hidden.ARIA] > max(200, visible):
        lifted.add(Hidden.ARIA)
    return frozenset(lifted)


def count_words(text: str) -> int:
    """Number of words; two characters of Chinese, Japanese or Korean count as one."""
    words = text.count(" ") + text.count("\n") + 1 if text else 0
    return words if text.isascii() else words + len(_CJK.findall(text)) // 2


def link_share(block: PageBlock) -> float:
    """Share of the block's characters that lie in links, 0 to 1."""
    if not block.spans or not block.text:
        return 0.0
    linked = sum(span.end - span.start for span in block.spans if span.kind == "link")
    return min(1.0, linked / len(block.text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _STOP.search(text, max(0, len(text) - _STOP_REACH)) is not None


def _is_prose(text: str, words: int) -> bool:
    """Long, or not so short and closed like a sentence; a source tag may stand behind its stop."""
    if words >= _BODY_WORDS:
        return True
    if words < _SENTENCE_WORDS:
        return False
    tail = max(0, len(text) - NAME_REACH)
    return (
        ends_sentence(text) or TRAILING_NAME.search(text, tail) is not None or _NUMBERED.search(text, tail) is not None
    )


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
