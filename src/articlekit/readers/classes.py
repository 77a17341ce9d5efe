"""What an element's class says of it. A page has few classes and many elements: each is looked at once."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = 1
"""Text for screen readers. This and the following are the bits of `Classes.of`."""
ASIDE: Final = 2
"""A note set beside the sentence, or shown when it is pointed at."""
TELLING: Final = 4
"""An author or a date."""
CODED: Final = 8
"""Perhaps code."""
DRAWN: Final = 16
"""Perhaps a formula, or a part of one."""
CLASSED: Final = 32
"""It has a class at all."""

_UNSEEN_STEMS: Final = ("hidden", "sr-only", "screen", "invisible", "a11y", "vh")
_UNSEEN: Final = re.compile(
    r"(?i)(?:^|\s)(?:(?!no|not)[a-z]{1,3}[-_]{1,2})?"
    r"(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|element-invisible|a11y|vh)(?=\s|$)"
)
"""Classes of text for screen readers: "sr-only", "u-visually-hidden", "screen-reader-text", "a11y"."""
_ASIDE: Final = re.compile(
    r"(?i)(?:^|\s)(?:sidenote|side-note|marginnote|margin-note|tooltip-?text|ltx_note_outer|[\w-]*footnote__note)(?=\s|$)"
)
_TELLING_STEMS: Final = (
    "author", "byline", "auteur", "autor", "date", "publish", "posted", "time", "username", "user-name",
)  # fmt: skip
_FORMULAS: Final = frozenset({"Math", "mjx-", "MJXc", "kate"})
"""First four letters of the class of every element that begins a formula, but those that their tag tells."""
_FULL_NAME: Final = re.compile(r"(?:^|[\s-])fn(?:\s|$)")


class Classes:
    """The classes of a page, as its elements have them."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, attrib: dict[str, str]) -> int:
        """What the class of an element with these attributes says."""
        classes = attrib.get("class")
        if not classes:
            return 0
        said = self._known.get(classes)
        if said is None:
            said = self._known[classes] = _said(classes)
        return said


def _said(classes: str) -> int:
    said = CLASSED
    if "ode" in classes:
        said |= CODED
    if classes[:4] in _FORMULAS:
        said |= DRAWN
    if any(stem in classes for stem in _UNSEEN_STEMS) and _UNSEEN.search(classes):
        said |= UNSEEN
    if ("note" in classes or "tooltip" in classes) and _ASIDE.search(classes):
        said |= ASIDE
    folded = classes.lower()
    if any(stem in folded for stem in _TELLING_STEMS) or ("fn" in folded and _FULL_NAME.search(folded)):
        said |= TELLING
    return said
