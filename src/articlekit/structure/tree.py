"""The containers that matter around kept blocks: lists, items, quotations, tables, figures.

Turns regions, which are as deep and as many as the page made them, into a small tree of `Node`s whose depth is bounded.
Tables that only lay out the page are no nodes: what they hold stands where they stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articlekit.page import Page
from articlekit.survey import Survey

LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
"""Tags of lists of items."""
_STRUCTURAL: Final = frozenset("ul ol menu dir li dl dt dd blockquote table caption tr td th figure figcaption".split())
_ITEMS: Final = frozenset({"li", "dt", "dd"})
_TABLE_PARTS: Final = frozenset({"table", "caption", "tr", "td", "th"})
_DEEPEST: Final = 16
"""Levels of containers, a list and its items being two; what lies deeper is read as if it lay here. Readers of
Markdown stop at some 20."""
_EQUATIONS: Final = frozenset({"equation", "equationgroup", "eqn", "eqnarray", "formula"})
"""Words of a table that sets formulas and their numbers side by side."""
_CELL_WORDS: Final = 40  # a cell of a data table holds no more words, on average


@dataclass(slots=True)
class Node:
    """A container with what it holds, in page order: nodes, and indices of page blocks."""

    region: int
    tag: str
    children: list[Node | int] = field(default_factory=list)

    def leaves(self) -> list[int]:
        """Indices of all page blocks in it, in page order."""
        out = []
        for child in self.children:
            out += child.leaves() if isinstance(child, Node) else [child]
        return out


class Tree(NamedTuple):
    """The containers of a page."""

    root: Node
    """It has the region 0 and the tag "#root"."""
    flattened: bool
    """Whether kept blocks lie deeper than containers are kept."""


def build_tree(page: Page, survey: Survey, kept: Sequence[int]) -> Tree:
    """The containers around the `kept` blocks."""
    parents = survey.outline.parents
    around_kept: set[int] = set()
    for index in kept:
        region = page.blocks[index][3]
        while region >= 0 and region not in around_kept:
            around_kept.add(region)
            region = parents[region]
    containers = _containers(page, survey, sorted(around_kept), _layout_tables(page, survey, kept))
    root = Node(0, "#root")
    stack = [root]
    for index in kept:
        path = _path(containers, page.blocks[index][3])
        shared = 0
        while shared < len(path) and shared + 1 < len(stack) and stack[shared + 1].region == path[shared]:
            shared += 1
        del stack[shared + 1 :]
        for region in path[shared:]:
            node = Node(region, page.regions[region].tag)
            stack[-1].children.append(node)
            stack.append(node)
        stack[-1].children.append(index)
    return Tree(root, any(containers.flattened[page.blocks[index].region] for index in kept))


class _Containers(NamedTuple):
    """What holds a region."""

    nearest: list[int]
    """For each region that holds kept blocks the innermost container that it is or lies in."""
    around: list[int]
    """For each container the next one around it."""
    flattened: list[bool]
    """For each region whether it lies in a container too deep to count."""


def _containers(page: Page, survey: Survey, regions: Sequence[int], dissolved: frozenset[int]) -> _Containers:
    """What holds some regions, parents first."""
    count = len(page.regions)
    nearest, around, depth, flattened = [-1] * count, [-1] * count, [0] * count, [False] * count
    table = survey.outline.innermost("table")
    for index in regions:
        tag, _, above, _, _, _ = page.regions[index]
        inherited, deep, flat = -1, 0, False
        if above >= 0:
            inherited, deep, flat = nearest[above], depth[above], flattened[above]
        nearest[index], depth[index], flattened[index] = inherited, deep, flat
        if tag not in _STRUCTURAL:
            continue
        if tag in _TABLE_PARTS and (table[index] < 0 or table[index] in dissolved):
            continue
        tag_around = page.regions[inherited].tag if inherited >= 0 else ""
        unclosed = tag == "li" and tag_around == "li"
        levels = 0 if unclosed else _levels(tag, tag_around)
        if flat or deep + levels > _DEEPEST:
            flattened[index] = True
            continue
        nearest[index], depth[index] = index, deep + levels
        around[index] = around[inherited] if unclosed else inherited
    return _Containers(nearest, around, flattened)


def _levels(tag: str, around: str) -> int:
    """How many levels a container adds to the depth: a list two, with its items."""
    if tag in LISTS or tag == "dl":
        return 2
    return 0 if tag in _ITEMS and (around in LISTS or around == "dl") else 1


def _path(containers: _Containers, region: int) -> list[int]:
    """The containers around a region, outermost first."""
    path = []
    at = containers.nearest[region]
    while at >= 0:
        path.append(at)
        at = containers.around[at]
    path.reverse()
    return path


def _layout_tables(page: Page, survey: Survey, kept: Sequence[int]) -> frozenset[int]:
    """The tables that only lay out the page: one row or column, long texts, other tables inside, formulas."""
    outline = survey.outline
    if "table" not in outline.tags:
        return frozenset()
    table, row, cell = outline.innermost("table"), outline.innermost("tr"), outline.innermost("td", "th", "caption")
    words: dict[int, int] = {}
    cells: dict[int, set[int]] = {}
    rows: dict[int, set[int]] = {}
    marked: set[int] = set()
    for index in kept:
        region = page.blocks[index][3]
        owner = table[region]
        if owner < 0:
            continue
        words[owner] = words.get(owner, 0) + survey.measures[index].words
        if cell[region] >= 0 and page.regions[cell[region]].tag in ("th", "caption"):
            marked.add(owner)
        cells.setdefault(owner, set()).add(cell[region])
        rows.setdefault(owner, set()).add(row[region])
    laid_out = set[int]()
    for index in outline.tags["table"]:
        _, names, _, attrs, _, _ = page.regions[index]
        told = attrs.get("role") in ("presentation", "none") or not _EQUATIONS.isdisjoint(names)
        if (
            told
            or index not in cells
            or not _is_data(len(cells[index]), len(rows[index]), words[index], index in marked)
        ):
            laid_out.add(index)
    return frozenset(laid_out)


def _is_data(cells: int, rows: int, words: int, marked: bool) -> bool:
    if words > _CELL_WORDS * cells:
        return False
    return marked or (rows > 1 and cells >= 2 * rows)
