"""The features: what the labeller looks at, for each block of a page, under names that training and inference share.

`GROUPS` is the whole of it: each group is a function that gives some columns, and their names. Features are counts and
shares of the page's layout; the only words among them are those that page builders put into classes, and the line
rules. Lengths go in as log(1 + x), shares as they are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from articlekit.label.arrays import Floats
from articlekit.label.block_features import BLOCK_GROUPS
from articlekit.label.place_features import PLACE_GROUPS
from articlekit.label.said import Said
from articlekit.label.scene import set_scene
from articlekit.page import Page
from articlekit.survey import Survey

GROUPS: Final = (*BLOCK_GROUPS, *PLACE_GROUPS)
"""Every feature, by group; those of the page as a whole come last."""
FEATURES: Final = tuple(name for group in GROUPS for name in group.features)
"""The names of the features, in the order of the columns."""
PAGE_FEATURES: Final = len(GROUPS[-1].features)
"""How many of them, at the end, are the same for all blocks of a page."""


def featurize(page: Page, survey: Survey, said: Said) -> Floats:
    """The features of each block of a page that has blocks; shape (n, len(FEATURES)), in the order of `FEATURES`.

    `said`: what the page's lines and regions say.
    """
    scene = set_scene(page, survey, said)
    rows = np.empty((len(page.blocks), len(FEATURES)), dtype=np.float32)
    at = 0
    for group in GROUPS:
        group.write(scene, rows[:, at : at + len(group.features)])
        at += len(group.features)
    return rows
