"""Finds the words of a page's true text in the page's blocks: what labels are made of.

Truth is a text, not a choice of blocks. A word of the page is covered if it stands in four words in a row that stand in
the truth, too; the four may cross the border between two blocks, so that a heading of one word is found between its
neighbours. Text that the page holds more often than the truth is covered where most around it is covered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD: Final = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_GRAM: Final = 4
_AROUND: Final = 60  # words on either side that tell which of several copies is the true one
_SHORT: Final = 2 * _GRAM  # blocks below this length are looked for between their neighbours
_GAP: Final = 400  # words of truth between two neighbours, at the most, in which a short block is looked for
_REACH: Final = 60  # words into such a gap


def words_of(text: str) -> list[str]:
    """The words of a text, lower case; each character of Chinese, Japanese or Korean is one."""
    return _WORD.findall(text.lower())


def coverage(blocks: Sequence[Sequence[str]], truth: Sequence[str]) -> list[int]:
    """For each block (a list of words), how many of its words belong to the truth."""
    page = [word for block in blocks for word in block]
    covered = [0] * len(blocks)
    if not page or not truth:
        return covered
    places = _places(page, truth)
    starts, at = [], 0
    for index, block in enumerate(blocks):
        starts.append(at)
        covered[index] = sum(place >= 0 for place in places[at : at + len(block)])
        at += len(block)
    _find_short(blocks, truth, covered, [places[s : s + len(b)] for s, b in zip(starts, blocks, strict=True)])
    return covered


def _places(page: Sequence[str], truth: Sequence[str]) -> list[int]:
    """For each word of the page its place in the truth; -1 for words that are not covered."""
    size = min(_GRAM, len(truth))
    true_grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(truth) - size + 1):
        true_grams[tuple(truth[place : place + size])].append(place)
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    hit = [0] * len(page)
    for at in range(len(page) - size + 1):
        gram = tuple(page[at : at + size])
        if gram in true_grams:
            found[gram].append(at)
            hit[at : at + size] = [1] * size
    sums = [0]
    for one in hit:
        sums.append(sums[-1] + one)

    def density(at: int) -> float:
        first, last = max(0, at - _AROUND), min(len(page), at + size + _AROUND)
        return (sums[last] - sums[first]) / (last - first)

    places = [-1] * len(page)
    for gram, spots in found.items():
        true = true_grams[gram]
        if len(spots) > len(true):
            spots = sorted(sorted(spots, key=density, reverse=True)[: len(true)])
        for at, place in zip(spots, true, strict=False):
            places[at : at + size] = range(place, place + size)
    return places


def _find_short(
    blocks: Sequence[Sequence[str]], truth: Sequence[str], covered: list[int], places: Sequence[Sequence[int]]
) -> None:
    """Covers short blocks that stand in the truth between the blocks around them, whatever is between on the page."""
    sure = [bool(block) and covered[i] >= 0.5 * len(block) for i, block in enumerate(blocks)]
    known = [[p for p in places[i] if p >= 0] if sure[i] else [] for i in range(len(blocks))]
    following = [len(truth)] * (len(blocks) + 1)
    for i in range(len(blocks) - 1, -1, -1):
        following[i] = known[i][0] if known[i] else following[i + 1]
    last = -1
    for i, block in enumerate(blocks):
        if known[i]:
            last = known[i][-1]
        elif block and len(block) < _SHORT and last >= 0 and following[i + 1] - last <= _GAP:
            for place in range(last + 1, min(following[i + 1] - len(block), last + 1 + _REACH) + 1):
                if list(truth[place : place + len(block)]) == list(block):
                    covered[i], last = len(block), place + len(block) - 1
                    break
