"""Which blocks the network's scores keep, what kind of page it is, and how sure that is.

The score from which a block is kept is chosen for each page: the one that promises the best F1, given the scores. On a
page that is sure of itself it lies in the middle; on one that is not (shops, lists) it lies lower, so that something is
kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from articlekit.label.arrays import Floats
from articlekit.label.network import TRAINED_TYPES
from articlekit.models import PageType

LEAST: Final = 0.25
MOST: Final = 0.55
"""Bounds of the score from which a block is kept."""
OF_ARTICLE: Final = 0.7
"""The score from which a block of an article is kept, where that promises nearly as much: readers of articles mind what
is too much, and a higher bar costs hardly a true word."""
_NEARLY: Final = 0.97
CALIBRATION: Final = ((0.0, 0.0), (0.474, 0.54), (0.793, 0.644), (0.911, 0.807), (0.986, 0.959), (1.0, 0.975))
"""Promised F1, and the mean F1 of the cross-validated pages around it (`training/train.py` prints both)."""

PUBLIC_TYPES: Final[Mapping[str, PageType]] = MappingProxyType(
    {
        "article": PageType.ARTICLE,
        "documentation": PageType.DOCUMENTATION,
        "service": PageType.OTHER,
        "forum": PageType.FORUM,
        "collection": PageType.LISTING,
        "listing": PageType.LISTING,
        "product": PageType.PRODUCT,
    }
)
"""What the network's page types are called in public."""


def threshold(scores: Floats, words: Floats, *, article: bool = False) -> float:
    """The score from which keeping blocks promises the best F1; `words` is 0 for blocks that are not asked about.

    `article`: whether the page is an article.
    """
    order = np.argsort(-scores, kind="stable")
    expected = np.cumsum((scores * words)[order])
    if not expected.size or expected[-1] <= 0:
        return MOST
    promised = 2 * expected / (np.cumsum(words[order]) + expected[-1])
    best = int(promised.argmax())
    if article and promise(scores, words, scores >= OF_ARTICLE) >= _NEARLY * promised[best]:
        return OF_ARTICLE
    return float(np.clip(scores[order][best], LEAST, MOST))


def promise(scores: Floats, words: Floats, kept: Sequence[bool] | NDArray[np.bool_]) -> float:
    """The F1 that the scores promise for what is kept, 0 to 1."""
    expected, chosen = scores * words, np.asarray(kept)
    whole = float(words[chosen].sum() + expected.sum())
    return 2 * float(expected[chosen].sum()) / whole if whole else 0.0


def calibrated(promised: float) -> float:
    """The F1 that pages with such a promise turned out to have, 0 to 1."""
    return float(np.interp(promised, [p for p, _ in CALIBRATION], [f1 for _, f1 in CALIBRATION]))


def page_type(types: Floats) -> PageType:
    """The kind of page that is most probable."""
    odds: dict[PageType, float] = {}
    for name, share in zip(TRAINED_TYPES, types.tolist(), strict=True):
        odds[PUBLIC_TYPES[name]] = odds.get(PUBLIC_TYPES[name], 0.0) + share
    return max(odds, key=odds.__getitem__)
