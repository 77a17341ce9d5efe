"""A page as arrays: what the features are counted on. One pass over blocks, one over regions, then numpy.

Knows blocks, regions and the survey; of what is boilerplate it knows only what regions call themselves. Regions stand
in the order in which their text begins, so that those inside region `r` are `r` to `end[r]`: sums over a region are
differences of running sums, whatever the depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from struct import pack
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from articlekit.label.regions import REGION_RULES
from articlekit.label.said import Said
from articlekit.measures import STOPS
from articlekit.page import Page
from articlekit.survey import Survey

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

AROUND_TAGS: Final = (
    "article", "main", "nav", "aside", "footer", "header", "form", "ul", "ol", "dl", "table", "figure", "section",
    "blockquote", "details", "li",
)  # fmt: skip
"""Tags that say something of all that lies in them."""
CLASS_WORDS: Final = {
    "content": frozenset(
        "content article entry post body main story text page primary single richtext prose copy markdown blog".split()
    ),
    "product": frozenset("product price cart buy shop description specs detail details review reviews rating".split()),
    "card": frozenset(
        """
        card cards item items grid list tile tiles teaser row col column carousel slider swiper slide gallery results
        result feed loop
        """.split()
    ),
    "thread": frozenset(
        "comment comments reply replies thread message messages topic forum answer question answers".split()
    ),
    "caption": frozenset("caption captions credit credits figcaption legend photocredit imagecaption".split()),
}
"""Words of class and id that page builders use alike."""
REGION_BITS: Final = (
    *(f"in-{tag}" for tag in AROUND_TAGS),
    *(f"in-{rule.name}" for rule in REGION_RULES),
    *(f"in-{name}-class" for name in CLASS_WORDS),
)
"""What a region hands down to all that lies in it; the order is that of the bits."""
OWN_BITS: Final = tuple(f"{name}-class" for name in CLASS_WORDS)
"""What the region itself is called."""
CHARACTERS: Final = (
    "stop", "comma", "digit", "upper", "separator", "quote", "money", "question", "colon", "line-break", "ellipsis",
)  # fmt: skip
"""Classes of characters that are counted; each character is in one at the most."""

_CLASSES: Final = {
    "comma": ",;،、，؛",
    "separator": "|•·»›→/>«‹",
    "quote": "\"'“”„‘’「」『』",
    "money": "$€£¥%₹",
    "question": "?？؟",
    "colon": ":：",
    "line-break": "\n",
    "ellipsis": "…",
}
_CASED: Final = 0x600  # code points below which letters have case
_KNOWN: Final = 0x10000  # code points beyond are of no class
_BITS: Final = 30  # of the number of a region; pages have fewer
_LEVELS: Final = 5
_WRAPPERS: Final = 3  # regions that hold the same blocks as the one inside, and are passed over at once


@dataclass(frozen=True, slots=True)
class PageArrays:
    """A page as arrays: `n` blocks, `m` regions."""

    region: Ints
    """Per block: its region."""
    outer: Ints
    """Per block: the innermost region around it that is no inline element."""
    chars: Floats
    words: Floats
    link_share: Floats
    body: Floats
    heading: Floats
    shown: Floats
    """Per block, from its measures; `shown` is 1 where it has text and a browser shows it."""
    counts: Floats
    """Per block: how many characters of each of `CHARACTERS`; shape (n, 11)."""
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    """Per block: class of its first and last character, 1 + index in `CHARACTERS`; 0 for none."""
    parent: Ints
    """Per region: the innermost region around it that is no inline element; itself for the root."""
    end: Ints
    """Per region: the last region in it."""
    bits: NDArray[np.uint64]
    """Per region: `REGION_BITS`, then `OWN_BITS`."""
    depth: Floats
    """Per region: how many regions are around it, inline elements not counted."""
    path: Ints
    """Per region: a number that regions share whose shape and regions around are alike."""
    pair: Ints
    """Per region: a number that regions share whose shape and parent's tag are alike."""

    def within(self, columns: Sequence[Floats]) -> NDArray[np.float64]:
        """For each region, the sums over all blocks in it. `columns`: k of n values; gives shape (m, k)."""
        size = len(self.end)
        sums = np.zeros((len(columns), size + 1))
        for number, column in enumerate(columns):
            np.cumsum(np.bincount(self.region, weights=column, minlength=size), out=sums[number, 1:])
        held: NDArray[np.float64] = sums[:, self.end + 1] - sums[:, :-1]
        return held.T

    def ladder(self, blocks_in: NDArray[np.float64]) -> Ints:
        """For each block the containers around it, from the nearest out; shape (5, n).

        A step goes to the next region out that holds further blocks, past a few wrappers that hold no more.
        """
        above = self.parent
        for _ in range(_WRAPPERS):
            above = np.where(blocks_in[above] == blocks_in, self.parent[above], above)
        rungs = np.empty((_LEVELS, len(self.outer)), dtype=np.int64)
        rungs[0] = self.outer
        for level in range(1, _LEVELS):
            rungs[level] = above[rungs[level - 1]]
        return rungs

    def chain(self, region: int) -> list[int]:
        """The regions around a region, itself first, the root last."""
        found, above = [region], int(self.parent[region])
        while above != found[-1]:
            found.append(above)
            above = int(self.parent[above])
        return found

    def meeting(self, inner: Sequence[int]) -> Ints:
        """For each block: the place in a chain of regions (from the inside out) of the first one that holds it."""
        chain = np.array(inner[::-1], dtype=np.int64)  # each lies in the one before
        borders = np.concatenate((chain, self.end[chain[::-1]] + 1))
        last = len(inner) - 1
        place = np.array([0, *range(last, -1, -1), *range(1, last + 1), 0], dtype=np.int64)  # between the borders
        return place[borders.searchsorted(self.region, side="right")]


def fill(out: Floats, columns: Sequence[NDArray[Any]]) -> None:
    """Writes the columns side by side into an array of shape (n, len(columns))."""
    for number, column in enumerate(columns):
        out[:, number] = column


def arrays_of(page: Page, survey: Survey, said: Said) -> PageArrays:
    """The arrays of a page that has blocks."""
    starts, ends, _, own, *_ = zip(*page.blocks, strict=True)
    _, headings, words, shares, hidden, bodies = zip(*survey.measures, strict=True)
    start, end = ints(starts), ints(ends)
    chars = (end - start).astype(np.float32)
    region = ints(own)
    counts, first, last = _characters(page.text, start, end)
    regions = _regions(page, survey, said)
    return PageArrays(
        region,
        regions.outer[region],
        chars,
        floats(words),
        floats(shares),
        floats(bodies),
        floats(headings),
        ((floats(hidden) == 0) & (chars > 0)).astype(np.float32),
        counts,
        first,
        last,
        regions.parent,
        regions.end,
        regions.bits,
        regions.depth,
        regions.path,
        regions.pair,
    )


def ints(values: Sequence[int]) -> Ints:
    """The values as an array that cannot be written to."""
    return np.frombuffer(pack(f"{len(values)}q", *values), np.int64)  # twice as fast as `np.fromiter`


def floats(values: Sequence[float]) -> Floats:
    """The values as an array that cannot be written to."""
    return np.frombuffer(pack(f"{len(values)}f", *values), np.float32)


@cache
def _character_table() -> NDArray[np.uint8]:
    """For each code point its class: 1 + index in `CHARACTERS`, 0 for none."""
    table = np.zeros(_KNOWN + 1, dtype=np.uint8)
    for code in range(_CASED):
        letter = chr(code)
        if letter.isdigit() or letter.isupper():
            table[code] = 1 + CHARACTERS.index("digit" if letter.isdigit() else "upper")
    for name, letters in {"stop": STOPS, **_CLASSES}.items():
        table[[ord(letter) for letter in letters]] = 1 + CHARACTERS.index(name)
    table.flags.writeable = False
    return table


def _characters(text: str, start: Ints, end: Ints) -> tuple[Floats, NDArray[np.uint8], NDArray[np.uint8]]:
    """Counts of characters of each class in each block; classes of each block's first and last character."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass") + b"\0\0\0\0", dtype="<u4")
    classes = _character_table()[np.minimum(codes, _KNOWN)]
    size = len(CHARACTERS) + 1
    at = np.flatnonzero(classes)
    block = np.searchsorted(end, at, side="right")
    block = np.minimum(block, len(end) - 1)
    inside = (at >= start[block]) & (at < end[block])
    cells = block[inside] * size + classes[at[inside]]
    counts = np.bincount(cells, minlength=len(start) * size).reshape(len(start), size)[:, 1:].astype(np.float32)
    empty = end == start
    first = np.where(empty, 0, classes[start]).astype(np.uint8)
    last = np.where(empty, 0, classes[np.maximum(end - 1, 0)]).astype(np.uint8)
    return counts, first, last


_TAG_BIT: Final = {tag: 1 << bit for bit, tag in enumerate(AROUND_TAGS)}
_RULE_BIT: Final = {rule.name: 1 << (len(AROUND_TAGS) + bit) for bit, rule in enumerate(REGION_RULES)}
_CLASS_SHIFT: Final = len(AROUND_TAGS) + len(REGION_RULES)
_HANDED_DOWN: Final = (1 << len(REGION_BITS)) - 1
_WORD_BITS: Final = {
    word: sum(1 << bit for bit, known in enumerate(CLASS_WORDS.values()) if word in known)
    for word in frozenset[str]().union(*CLASS_WORDS.values())
}
_KNOWN_WORDS: Final = frozenset(_WORD_BITS)


class _Kinds:
    """What regions of a kind have in common, by the number of the kind."""

    def __init__(self, page: Page, said: Said) -> None:
        self.inline = list[bool]()
        self.bits = list[int]()
        """`REGION_BITS`, then `OWN_BITS`."""
        self.tag = list[int]()
        """A number for each tag, from 1."""
        self.look = list[int]()
        """A number that kinds share whose tag and words are alike: only words of letters alone count."""
        tags, plains, looks = dict[str, int](), dict[tuple[str, ...], int](), dict[int, int]()
        for example in said.examples:
            tag, words, _, _, _, inline = page.regions[example]
            bits = _TAG_BIT.get(tag, 0)
            rule = said.regions[example]
            if rule is not None:
                bits |= _RULE_BIT[rule.name]
            if not _KNOWN_WORDS.isdisjoint(words):
                own = 0
                for word in words:
                    own |= _WORD_BITS.get(word, 0)
                bits |= own << _CLASS_SHIFT | own << len(REGION_BITS)
            number = tags.setdefault(tag, len(tags) + 1)
            plain = plains.setdefault(_plain(words), len(plains))
            self.inline.append(inline)
            self.bits.append(bits)
            self.tag.append(number)
            self.look.append(looks.setdefault(number << _BITS | plain, len(looks)))


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are of letters alone."""
    joined = "".join(words)
    letters = joined.encode().isalpha() if joined.isascii() else joined.isalpha()  # of bytes it is told faster
    return words if letters else tuple([word for word in words if word.isalpha()])


class _Lineages:
    """What regions have in common that are of one kind, as are those around them, by the number of the lineage."""

    def __init__(self, kinds: _Kinds) -> None:
        self.bits, self.depth, self.path, self.pair = list[int](), list[int](), list[int](), list[int]()
        """As `PageArrays` says."""
        self._kinds = kinds
        self._kind = list[int]()
        self._numbers, self._paths, self._pairs = dict[int, int](), dict[int, int](), dict[int, int]()

    def number(self, above: int, kind: int) -> int:
        """The number of a lineage. `above`: that of the region around it; -1 for none."""
        key = (above + 1) << _BITS | kind
        number = self._numbers.get(key, -1)
        if number < 0:
            number = self._numbers[key] = len(self._kind)
            self._add(above, kind)
        return number

    def _add(self, above: int, kind: int) -> None:
        kinds = self._kinds
        bits, look = kinds.bits[kind], kinds.look[kind]
        depth = before = tag_above = 0
        if above >= 0:
            bits |= self.bits[above] & _HANDED_DOWN
            depth = self.depth[above] if kinds.inline[kind] else self.depth[above] + 1
            before, tag_above = self.path[above] + 1, kinds.tag[self._kind[above]]
        self._kind.append(kind)
        self.bits.append(bits)
        self.depth.append(depth)
        self.path.append(self._paths.setdefault(before << _BITS | look, len(self._paths)))
        self.pair.append(self._pairs.setdefault(tag_above << _BITS | look, len(self._pairs)))


class _Regions(NamedTuple):
    """The arrays of regions: `PageArrays` says what they hold."""

    outer: Ints
    parent: Ints
    end: Ints
    bits: NDArray[np.uint64]
    depth: Floats
    path: Ints
    pair: Ints


def _regions(page: Page, survey: Survey, said: Said) -> _Regions:
    kinds = _Kinds(page, said)
    lineages, inline = _Lineages(kinds), kinds.inline
    outer, parents, lineage = list[int](), list[int](), list[int]()
    for index, (region, kind) in enumerate(zip(page.regions, said.kinds, strict=True)):  # parents come first
        above = region[2]
        box = outer[above] if above >= 0 else index
        parents.append(box)
        outer.append(box if inline[kind] else index)
        lineage.append(lineages.number(lineage[above] if above >= 0 else -1, kind))
    of = ints(lineage)
    return _Regions(
        ints(outer),
        ints(parents),
        ints(survey.outline.ends),
        ints(lineages.bits).view(np.uint64)[of],
        floats(lineages.depth)[of],
        ints(lineages.path)[of],
        ints(lineages.pair)[of],
    )


def write_bits(values: NDArray[np.uint64], out: Floats) -> None:
    """Writes the lowest bits of each value as columns of 0 and 1."""
    octets = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), 8)
    out[:] = np.unpackbits(octets, axis=1, bitorder="little", count=out.shape[1])
