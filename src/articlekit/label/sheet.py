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
from articlekit.page import Decision, Page, new_decision, words_of
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
_SECTIONS: Final = ("article", "section", "blockquote", "figure")
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
        self.outline = survey.outline
        self.shown = [not m[4] for m in survey.measures]
        self.is_text = [shown and page.blocks[index][2] != "" for index, shown in enumerate(self.shown)]
        """Whether each block is shown text."""
        self.region = [block[3] for block in page.blocks]
        """The region that each block stands in."""
        self._sizes = [0, *accumulate([len(block[2]) for block in page.blocks])]
        self.text_above, self.text_below = self._beside()
        """Per block the nearest shown text above it and below it; -1 for none."""
        self.calling = self._calling()
        """The regions that call themselves something, by what that would be a reason for."""
        self.first, self.last = self._extents()
        head = survey.headline
        self.around_headline = self.around(self.region[head] if head is not None else -1)
        """The regions that hold the headline."""

    def _beside(self) -> tuple[list[int], list[int]]:
        above, below = list[int](), [-1] * len(self.shown)
        last = -1
        for index, told in enumerate(self.is_text):
            above.append(last)
            last = index if told else last
        last = -1
        for index in range(len(self.shown) - 1, -1, -1):
            below[index] = last
            last = index if self.is_text[index] else last
        return above, below

    def _calling(self) -> dict[Reason, list[int]]:
        calling: dict[Reason, list[int]] = {}
        for index, rule in enumerate(self.said.regions):
            if rule is not None:
                calling.setdefault(rule.reason, []).append(index)
        return calling

    def _extents(self) -> tuple[list[int], list[int]]:
        """Per region the first and the last block in it with shown text; the number of blocks and -1 for none."""
        parents, count = self.outline.parents, len(self.shown)
        first, last = [count] * len(parents), [-1] * len(parents)
        for index, told in enumerate(self.is_text):
            if told:
                region = self.region[index]
                if last[region] < 0:
                    first[region] = index
                last[region] = index
        for region in range(len(parents) - 1, 0, -1):
            if last[region] >= 0:
                parent = parents[region]
                if first[region] < first[parent]:
                    first[parent] = first[region]
                if last[region] > last[parent]:
                    last[parent] = last[region]
        return first, last

    def innermost(self, *tags: str) -> list[int]:
        """For each region the innermost one around it, itself included, that has one of the tags; -1 for none."""
        return self.outline.innermost(*tags)

    def kept_size(self, run: range) -> int:
        """Characters of a run of blocks that are kept and no front lines."""
        size, front = 0, self.survey.front
        for index in run:
            if self.decisions[index][0] and index not in front:
                size += self._sizes[index + 1] - self._sizes[index]
        return size

    def size(self, run: range) -> int:
        """Characters of a run of blocks."""
        return self._sizes[run.stop] - self._sizes[run.start] if run else 0

    def around(self, region: int) -> frozenset[int]:
        """A region and those around it; nothing for -1."""
        chain = []
        while region >= 0:
            chain.append(region)
            region = self.outline.parents[region]
        return frozenset(chain)

    def region_rules(self) -> list[RegionRule | None]:
        """Per region the rule in force: its own or the nearest around it, a vague one only where none is closer."""
        parents, surplus = self.outline.parents, self._surplus()
        found: list[RegionRule | None] = []
        for index, own in enumerate(self.said.regions):
            above = found[parents[index]] if index else None
            if own is None or (above is not None and above.reason not in VAGUE):
                found.append(above)
            else:
                found.append((self._own_rule(index, own) if surplus[index] <= 0 else None) or above)
        return found

    def _surplus(self) -> list[int]:
        """Per region by how many characters more of its text is kept than not."""
        parents = self.outline.parents
        surplus = [0] * len(parents)
        for index, decision in enumerate(self.decisions):
            size = self._sizes[index + 1] - self._sizes[index]
            region = self.region[index]
            surplus[region] = surplus[region] + (size if decision[0] else -size)
        for region in range(len(parents) - 1, 0, -1):
            if surplus[region]:
                parent = parents[region]
                surplus[parent] = surplus[parent] + surplus[region]
        return surplus

    def _own_rule(self, index: int, told: RegionRule) -> RegionRule | None:
        """The rule that a region calls for, of which hardly any text is kept; `told`: the one that its words say.

        Page builders name half a page "widget", and a class "has-comments" on the page's main element says nothing. A
        part of an article has a header of its own.
        """
        tag, _, parent, attrs, _, _ = self.page.regions[index]
        if index in self.around_headline or tag in ("html", "body"):
            return None
        of_section = tag in _OWN_PARTS and parent >= 0 and self.innermost(*_SECTIONS)[parent] >= 0
        if not of_section and "id" not in attrs:
            return told
        return match_region("" if of_section else tag, self._words(index), attrs.get("role"))

    def _words(self, region: int) -> tuple[str, ...]:
        """Words of class and id, without an id that only repeats the heading that it is or begins with."""
        tag, words, _, attrs, _, _ = self.page.regions[region]
        name = attrs.get("id")
        if name is None:
            return words
        first = self.first[region]
        heading = self.page.blocks[first][2] if first < len(self.shown) else ""
        if tag not in _HEADINGS and not (len(heading) <= 2 * len(name) and fold(name) == fold(heading)):
            return words
        repeated = frozenset(words_of(name))
        return tuple([word for word in words if word not in repeated])
