"""What several groups of features need to know of a page: sums over its regions, and where its text is thickest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from articlekit.label.arrays import CHARACTERS, Floats, PageArrays, arrays_of
from articlekit.label.line_rule import LineRule
from articlekit.label.said import Said
from articlekit.page import Page
from articlekit.survey import Survey

_PARAGRAPH_WORDS: Final = 8  # from which a block counts towards a container's score
_STAYS: Final = 0.7  # share of its parent's text that a child must hold to be the better container


@dataclass(frozen=True, slots=True)
class Scene:
    """A page and all that is counted on it once, for several groups of features."""

    page: Page
    survey: Survey
    lines: tuple[LineRule | None, ...]
    arrays: PageArrays
    text: Floats
    linked: Floats
    """Per block: shown characters outside links, and inside."""
    sums: NDArray[np.float64]
    """Per region, over the blocks in it: the columns of `SUMMED`."""
    total: float
    """Characters of shown text outside links, on the whole page; at least 1."""
    best: int
    """The region with the highest score, as readability counts it."""
    main: int
    """The innermost region that still holds most of the paragraphs."""
    scores: NDArray[np.float64]
    """Per region: that score."""


SUMMED: Final = ("text", "linked", "shown", "paragraphs", "headings", "body")
TEXT, LINKED, SHOWN, PARAGRAPHS, HEADINGS, BODY = range(6)
"""Indices of these columns."""


class Group(NamedTuple):
    """Some features that are counted together."""

    name: str
    features: tuple[str, ...]
    write: Callable[[Scene, Floats], None]
    """Writes the columns into an array of shape (n, len(features))."""


def set_scene(page: Page, survey: Survey, said: Said) -> Scene:
    """What several groups of features need to know of a page."""
    a = arrays_of(page, survey, said)
    text, linked = a.chars * a.shown * (1 - a.link_share), a.chars * a.shown * a.link_share
    paragraphs = a.body * a.shown
    columns = (text, linked, a.shown, paragraphs, a.shown * (a.heading > 0), a.chars * paragraphs)
    sums = a.within(columns)
    scores = _scores(a, sums)
    total, best, main = max(sums[0, TEXT], 1.0), int(scores.argmax()), _descend(a, sums)
    return Scene(page, survey, said.lines, a, text, linked, sums, total, best, main, scores)


def _scores(a: PageArrays, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Readability's score of each region: its paragraphs' commas and lengths, handed up two levels, less for links."""
    counted = (a.words >= _PARAGRAPH_WORDS) * a.shown * (a.heading == 0)
    commas = a.counts[:, CHARACTERS.index("comma")]
    points = counted * (1 + commas + np.minimum(a.chars / 100, 3)) * (1 - a.link_share)
    scores = np.zeros(len(a.end))
    region = a.outer
    for share in (1, 2, 3):
        region = a.parent[region]
        scores += np.bincount(region, weights=points / share, minlength=len(scores))
    return scores * (1 - sums[:, LINKED] / np.maximum(sums[:, TEXT] + sums[:, LINKED], 1))


def _descend(a: PageArrays, sums: NDArray[np.float64]) -> int:
    """From the root to the innermost region that holds most of the paragraphs, step by step."""
    body = sums[:, BODY]
    above = body[a.parent]
    main = 0
    for region in np.flatnonzero((body >= _STAYS * above) & (above > 0)).tolist():  # of each parent the first
        if region and a.parent[region] == main:
            main = region
    return main
