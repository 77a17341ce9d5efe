"""Where blocks stand, as seen from the article: what makes a date or a name beside it the article's own.

Reads the survey and the label step's decisions; decides nothing.
"""

from __future__ import annotations

from typing import Final

from articlekit.models import Reason
from articlekit.page import Labelled, Page, Property
from articlekit.survey import Survey

_NEAR_ABOVE: Final = 8  # shown blocks above the headline that may still belong to the article's head
_NEAR_BELOW: Final = 12  # shown blocks behind the last kept one that may still belong to its foot
_LEVELS: Final = 3  # regions around a block whose words name it
_NONE: Final = frozenset[str]()
_FOREIGN: Final = {
    Reason.COMMENTS: "in-comments",
    Reason.RELATED: "in-teasers",
    Reason.RECOMMENDED: "in-teasers",
    Reason.NAVIGATION: "in-navigation",
    Reason.FOOTER: "in-footer",
    Reason.SIDEBAR: "in-sidebar",
    Reason.NEWSLETTER: "in-sidebar",
    Reason.ADVERT: "in-sidebar",
    Reason.SPONSOR: "in-sidebar",
    Reason.AUTHOR_BIO: "in-bio",
    Reason.LEGAL: "in-footer",
}


class Places:
    """Says of each block where it stands."""

    def __init__(self, page: Page, survey: Survey, labelled: Labelled) -> None:
        self._page, self._survey, self._labels = page, survey, labelled.labels
        self._rank: list[int] = []  # number of shown blocks up to each block
        shown = 0
        for block, m in zip(page.blocks, survey.measures, strict=True):
            if block[2] and not m[4]:
                shown += 1
            self._rank.append(shown)
        kept = [i for i, d in enumerate(labelled.labels) if d[0] and page.blocks[i][2] and i not in survey.front]
        body = [i for i in kept if survey.measures[i][5]]
        self.headline = -1 if survey.headline is None else survey.headline
        self.first_body = body[0] if body else kept[0] if kept else len(page.blocks)
        self.last_kept = kept[-1] if kept else -1
        self._near: dict[int, frozenset[str]] = {}

    def place(self, block: int) -> str:
        """Where a block stands: "front", "above", "head", "inside", "foot" or "apart"."""
        if block >= len(self._page.blocks):
            return "apart"
        if block in self._survey.front:
            return "front"
        if self.headline < block < self.first_body:
            return "head"
        if block <= self.headline:
            return "above" if self._rank[self.headline] - self._rank[block] <= _NEAR_ABOVE else "apart"
        if block <= self.last_kept:
            return "inside"
        return "foot" if self._rank[block] - self._rank[self.last_kept] <= _NEAR_BELOW else "apart"

    def is_prose(self, block: int) -> bool:
        """Whether a block is a paragraph of some text, which may tell of any day."""
        return self._survey.measures[block][5]

    def standing(self, block: int) -> tuple[str, ...]:
        """The evidence of where a block stands: its place, and what part of the page it was removed with."""
        if block >= len(self._page.blocks):
            return ("apart",)
        told = [self.place(block)]
        decision = self._labels[block]
        if decision.keep:
            told.append("kept")
        elif decision.reason in _FOREIGN:
            told.append(_FOREIGN[decision.reason])
        if self._survey.measures[block].hidden:
            told.append("hidden")
        return tuple(told)

    def words(self, region: int) -> frozenset[str]:
        """Words of class and id of the regions next around, the region included."""
        found = self._near.get(region)
        if found is None:
            words: set[str] = set()
            at = region
            for _ in range(_LEVELS):
                if at <= 0:
                    break
                _, own, at, _, _, _ = self._page.regions[at]
                words.update(own)
            found = self._near[region] = frozenset(words)
        return found


class Named:
    """Which of some words the regions next around a block are called."""

    def __init__(self, page: Page, words: frozenset[str]) -> None:
        self._regions = page.regions
        self._words = words

    def of(self, region: int) -> frozenset[str]:
        """Those in the classes and ids of a region and the two around it."""
        found = _NONE
        wanted = self._words
        for _ in range(_LEVELS):
            if region <= 0:
                break
            _, words, region, _, _, _ = self._regions[region]
            for word in words:
                if word in wanted:
                    found = found | {word}
        return found


def property_words(page: Page, places: Places, prop: Property) -> frozenset[str]:
    """The words of a property's own class, and of the regions around it."""
    block = min(prop.block, len(page.blocks) - 1)
    return frozenset(prop.words) | (places.words(page.blocks[block].region) if block >= 0 else frozenset())
