"""What the label step works on: a page, what its lines and regions say, the network's scores, the decisions so far.

The steps in `runs` and `reasons` read it and change its decisions; nothing outlives the step.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from articlekit.label.regions import RegionRule, match_region
from articlekit.label.said import Said
from articlekit.measures import fold
from articlekit.models import PageType, Reason
from articlekit.page import Decision, Page, innermost_of, new_decision, words_of
from articlekit.survey import Survey

UNNAMED: Final = ""
"""The rule of a removed block whose reason is still to be found."""
NETWORK: Final = "network"
"""The rule of a block that nothing but the network's score decided; removed, `Decision.evidence` says what it saw."""
VOTE: Final = "vote"
"""The rule of a block that went with most of its table, list or quotation."""
OPEN: Final = frozenset({UNNAMED, NETWORK, VOTE})
"""Rules of decisions that nothing but the network stands behind."""
DOUBTFUL: Final = 0.1
"""A score from which the network does not rule a block out."""
SURE: Final = 0.9
"""A score from which the network's word counts for more than a common wording."""
VAGUE: Final = frozenset({Reason.HEADER, Reason.FOOTER, Reason.SIDEBAR, Reason.OTHER, Reason.NAVIGATION})
"""Reasons that only say where a block stands; a closer one is better."""
LINKED: Final = 0.75
"""Share of link text from which a block is a link rather than text with links."""
_SECTIONS: Final = frozenset({"article", "section", "blockquote", "figure"})
_OWN_PARTS: Final = frozenset({"header", "footer"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def keep(rule: str, score: float) -> Decision:
    return new_decision(True, score, None, rule)


def drop(reason: Reason, rule: str, score: float) -> Decision:
    return new_decision(False, score, reason, rule)


class Sheet:
    """The page, and the decisions so far."""

    def __init__(
        self,
        page: Page,
        survey: Survey,
        said: Said,
        scores: list[float],
        decisions: list[Decision],
        page_type: PageType,
    ) -> None:
        self.page = page
        self.survey = survey
        self.said = said
        self.lines = said.lines
        self.scores = scores
        self.decisions = decisions
        self.page_type = page_type
        self.shown = [not m.hidden for m in survey.measures]
        self._sizes = [0, *accumulate(len(block.text) for block in page.blocks)]
        self.text_above, self.text_below = self._beside()
        """Per block the nearest shown text above it and below it; -1 for none."""
        self.tags = dict[str, list[int]]()
        """The regions of each tag."""
        for index, region in enumerate(page.regions):
            self.tags.setdefault(region[0], []).append(index)
        self._innermost: dict[tuple[str, ...], list[int]] = {}
        self.first, self.last = self._extents()
        head = survey.headline
        self.around_headline = self.around(page.blocks[head].region if head is not None else -1)
        """The regions that hold the headline."""

    def region(self, index: int) -> int:
        """The region that block `index` stands in."""
        return self.page.blocks[index].region

    def _beside(self) -> tuple[list[int], list[int]]:
        above, below = list[int](), list[int]()
        last = -1
        for index in range(len(self.shown)):
            above.append(last)
            last = index if self.is_text(index) else last
        last = -1
        for index in range(len(self.shown) - 1, -1, -1):
            below.append(last)
            last = index if self.is_text(index) else last
        return above, below[::-1]

    def _extents(self) -> tuple[list[int], list[int]]:
        """Per region the first and the last block in it with shown text; the number of blocks and -1 for none."""
        regions, count = self.page.regions, len(self.page.blocks)
        first, last = [count] * len(regions), [-1] * len(regions)
        for index, block in enumerate(self.page.blocks):
            if self.shown[index] and block.text:
                first[block.region] = min(first[block.region], index)
                last[block.region] = index
        for index in range(len(regions) - 1, 0, -1):
            parent = regions[index].parent
            first[parent] = min(first[parent], first[index])
            last[parent] = max(last[parent], last[index])
        return first, last

    def innermost(self, *tags: str) -> list[int]:
        """For each region the innermost one around it, itself included, that has one of the tags; -1 for none."""
        if tags not in self._innermost:
            having = sorted([index for tag in tags for index in self.tags.get(tag, ())])
            self._innermost[tags] = innermost_of(self.page, having)
        return self._innermost[tags]

    def is_text(self, index: int) -> bool:
        """Whether the block is shown text."""
        return self.shown[index] and bool(self.page.blocks[index].text)

    def kept_size(self, run: range) -> int:
        """Characters of a run of blocks that are kept and no front lines."""
        return sum(len(self.page.blocks[i].text) for i in run if self.decisions[i].keep and i not in self.survey.front)

    def size(self, run: range) -> int:
        """Characters of a run of blocks."""
        return self._sizes[run.stop] - self._sizes[run.start] if run else 0

    def around(self, region: int) -> frozenset[int]:
        """A region and those around it; nothing for -1."""
        chain = []
        while region >= 0:
            chain.append(region)
            region = self.page.regions[region].parent
        return frozenset(chain)

    def inherited(self, own: list[RegionRule | None]) -> list[RegionRule | None]:
        """Per region its own rule, else that of the nearest region around it that has one."""
        found: list[RegionRule | None] = []
        for rule, region in zip(own, self.page.regions, strict=True):  # parents come first
            found.append(rule or (found[region.parent] if region.parent >= 0 else None))
        return found

    def region_rules(self) -> list[RegionRule | None]:
        """Per region the rule in force: its own or the nearest around it, a vague one only where none is closer.

        What a region calls itself counts only if hardly any of its text is kept: page builders name half a page
        "widget", and a class "has-comments" on the page's main element says nothing.
        """
        regions, headline = self.page.regions, self.around_headline
        kept, whole = [0] * len(regions), [0] * len(regions)
        for block, decision in zip(self.page.blocks, self.decisions, strict=True):
            whole[block.region] += len(block.text)
            kept[block.region] += len(block.text) if decision.keep else 0
        for index in range(len(regions) - 1, 0, -1):
            parent = regions[index].parent
            kept[parent] += kept[index]
            whole[parent] += whole[index]
        found: list[RegionRule | None] = []
        sections: list[bool] = []  # whether a region lies in a part of an article, which has a header of its own
        for index, (tag, _, parent, attrs, _, _) in enumerate(regions):
            above = found[parent] if parent >= 0 else None
            inside = parent >= 0 and sections[parent]
            sections.append(inside or tag in _SECTIONS)
            own = self.said.regions[index]
            if own is not None:
                if index in headline or 2 * kept[index] > whole[index] or tag in ("html", "body"):
                    own = None
                elif (inside and tag in _OWN_PARTS) or "id" in attrs:
                    told = "" if inside and tag in _OWN_PARTS else tag
                    own = match_region(told, self._words(index), attrs.get("role"))
            found.append(own if own and (above is None or above.reason in VAGUE) else above)
        return found

    def _words(self, region: int) -> tuple[str, ...]:
        """Words of class and id, without an id that only repeats the heading that it is or begins with."""
        r = self.page.regions[region]
        if "id" not in r.attrs:
            return r.words
        first = self.first[region]
        heading = self.page.blocks[first].text if first < len(self.page.blocks) else ""
        begins = len(heading) <= 2 * len(r.attrs["id"]) and fold(r.attrs["id"]) == fold(heading)
        if r.tag not in _HEADINGS and not begins:
            return r.words
        repeated = frozenset(words_of(r.attrs["id"]))
        return tuple(word for word in r.words if word not in repeated)
