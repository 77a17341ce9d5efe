"""The containers that matter around kept blocks: lists, items, quotations, tables, figures.

Turns regions, which are as deep and as many as the page made them, into a small tree of `Node`s whose depth is bounded.
Tables that only lay out the page are no nodes: what they hold stands where they stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articlekit.page import Page, innermost
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
    containers = _containers(page, _layout_tables(page, survey, kept))
    root = Node(0, "#root")
    stack = [root]
    for index in kept:
        path = _path(containers, page.blocks[index].region)
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
    """For each region the innermost container that it is or lies in."""
    around: list[int]
    """For each container the next one around it."""
    flattened: list[bool]
    """For each region whether it lies in a container too deep to count."""


def _containers(page: Page, dissolved: frozenset[int]) -> _Containers:
    nearest: list[int] = []
    around: list[int] = []
    flattened: list[bool] = []
    depth: list[int] = []
    table = innermost(page, ("table",))
    for index, region in enumerate(page.regions):
        above = region.parent
        inherited, deep = (nearest[above], depth[above]) if above >= 0 else (-1, 0)
        counts = region.tag in _STRUCTURAL
        if region.tag in _TABLE_PARTS and (table[index] < 0 or table[index] in dissolved):
            counts = False
        tag_around = page.regions[inherited].tag if inherited >= 0 else ""
        unclosed = region.tag == "li" and tag_around == "li"
        levels = 0 if unclosed else _levels(region.tag, tag_around)
        flat = above >= 0 and flattened[above]
        too_deep = counts and (flat or deep + levels > _DEEPEST)
        flattened.append(flat or too_deep)
        counts = counts and not too_deep
        nearest.append(index if counts else inherited)
        depth.append(deep + levels if counts else deep)
        around.append(around[inherited] if unclosed else inherited)
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
    table = innermost(page, ("table",))
    if max(table) < 0:
        return frozenset()
    row, cell = innermost(page, ("tr",)), innermost(page, ("td", "th", "caption"))
    words: dict[int, int] = {}
    cells: dict[int, set[int]] = {}
    rows: dict[int, set[int]] = {}
    marked: set[int] = set()
    for index in kept:
        region = page.blocks[index].region
        owner = table[region]
        if owner < 0:
            continue
        words[owner] = words.get(owner, 0) + survey.measures[index].words
        if cell[region] >= 0 and page.regions[cell[region]].tag in ("th", "caption"):
            marked.add(owner)
        cells.setdefault(owner, set()).add(cell[region])
        rows.setdefault(owner, set()).add(row[region])
    return frozenset(
        index
        for index, region in enumerate(page.regions)
        if region.tag == "table"
        and not (
            index in cells
            and region.attrs.get("role") not in ("presentation", "none")
            and _EQUATIONS.isdisjoint(region.words)
            and _is_data(len(cells[index]), len(rows[index]), words[index], index in marked)
        )
    )


def _is_data(cells: int, rows: int, words: int, marked: bool) -> bool:
    if words > _CELL_WORDS * cells:
        return False
    return marked or (rows > 1 and cells >= 2 * rows)
