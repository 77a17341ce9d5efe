"""The structure step: kept blocks become headings, nested lists, tables, quotations, code, figures, notes, paragraphs.

It lays the body's text out as it goes, so every block, item, cell and span knows its offsets at once. It reads the
page, the survey and the decisions; it removes nothing and links nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from articlekit.draft import Body
from articlekit.page import Labels, Page
from articlekit.structure.headings import find_headings
from articlekit.structure.tree import build_tree
from articlekit.structure.writer import Writer
from articlekit.survey import Survey

__all__ = ["structure"]

_FLATTENED: Final = "lists, quotations or tables are nested too deep; those furthest in are read as part of the others"


def structure(page: Page, survey: Survey, labels: Labels) -> Body:
    """The body that the kept blocks make, front lines left out."""
    kept = _without_idle_rules(page, [i for i, d in enumerate(labels) if d[0] and i not in survey.front])
    tree = build_tree(page, survey, kept)
    loose = frozenset(child for child in tree.root.children if isinstance(child, int))
    body = Writer(page, survey, find_headings(page, survey, kept, loose), kept).body(tree.root)
    return replace(body, cuts=(_FLATTENED,)) if tree.flattened else body


def _without_idle_rules(page: Page, kept: list[int]) -> list[int]:
    """The kept blocks without rules that part nothing: at the ends, and next to another rule."""
    out: list[int] = []
    for index in kept:
        if page.blocks[index][4] != "rule" or (out and page.blocks[out[-1]].kind != "rule"):
            out.append(index)
    if out and page.blocks[out[-1]].kind == "rule":
        out.pop()
    return out
