"""The label step: one decision for each block, keep it or remove it for a reason. It deletes nothing.

The order in which it decides is the table `_STEPS`: the first step that has an answer for a block gives it. Then whole
runs are looked at: boxes below a telling heading, repeated text, headings that head nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articlekit.label.containers import VAGUE, lay_out
from articlekit.label.line_rule import LineRule
from articlekit.label.lines import LINE_WORDS, OPENING_WORDS, SPONSOR_WORDS, match_line
from articlekit.measures import ends_sentence, fold
from articlekit.models import Reason
from articlekit.page import Decision, Labels, Page, innermost
from articlekit.survey import Survey

__all__ = ["label"]

_LINKED: Final = 0.75  # share of link text from which a block is a link rather than text with links
_TEASER: Final = 40  # characters; what is shorter is a "see all" beside the heading of a box
_LOUD: Final = 0.4  # a run below a telling heading is no box if it holds a larger share of the article
_PLAIN_WORDS: Final = frozenset({Reason.SHARE, Reason.NAVIGATION, Reason.METADATA, Reason.FOOTER, Reason.FORM})
"""Reasons of line rules whose wordings ("Home", "Print", "Twitter") are common words, too."""
_CELL_WORDS: Final = 12  # a cell of a data table that is a label or a number
_POPUP_REASONS: Final = frozenset({Reason.COOKIE, Reason.NEWSLETTER, Reason.PAYWALL, Reason.ADVERT})
_HEADER_REASONS: Final = frozenset({Reason.HEADER, Reason.SPONSOR})
_CALL_LINES: Final = 6  # a call for sponsors has no more lines
_TEXT: Final = 7  # deeper than any heading
_REPEATED: Final = 12  # letters from which the same text twice is a repetition and no refrain


def label(page: Page, survey: Survey) -> Labels:
    """One decision for each block of `page`, in the same order."""
    return _Labeller(page, survey).labels()


class _Labeller:
    """What the steps look at, and the decisions so far."""

    def __init__(self, page: Page, survey: Survey) -> None:
        self.page = page
        self.survey = survey
        self.shown = tuple(not m.hidden for m in survey.measures)
        self.layout = lay_out(page, survey, self.shown)
        self.headed_tables = _in_headed_tables(page)
        self.lines = [self._line(i) for i in range(len(page.blocks))]
        self.idle_lists = _idle_lists(page, survey)
        self.top = self._top()
        self.end = max((i for i, m in enumerate(survey.measures) if m.body), default=0)
        self.beside_main = self._beside_main()

    def _beside_main(self) -> list[bool]:
        """For each region: whether it is around the main container, or lies there in nothing but bare elements."""
        around: set[int] = set()
        region = self.layout.main
        while (region := self.page.regions[region].parent) >= 0:
            around.add(region)
        beside: list[bool] = []
        for index, r in enumerate(self.page.regions):
            beside.append(index in around or (r.parent >= 0 and not r.words and beside[r.parent]))
        return beside

    def labels(self) -> Labels:
        decisions = [self._decide(i) for i in range(len(self.page.blocks))]
        for run in (self._remove_boxes, self._keep_members, self._remove_repeated, self._remove_empty_sections):
            run(decisions)
        self._name_header(decisions)
        self._name_popups(decisions)
        return tuple(decisions)

    def _line(self, index: int) -> LineRule | None:
        """The line rule that fires on a block; not asked where the region has told a close reason already."""
        block, m = self.page.blocks[index], self.survey.measures[index]
        if not 0 < m.words <= LINE_WORDS or not self.shown[index] or block.kind != "text":
            return None
        if m.tag in ("th", "figcaption") or self.headed_tables[block.region]:
            return None
        rule = self.layout.rules[block.region]
        if rule is not None and (rule.reason not in VAGUE or m.link_share > _LINKED):
            return None
        return match_line(block.text)

    def _top(self) -> int:
        """Index of the block where the article begins: the headline, if the text is below it."""
        head = self.survey.headline
        if head is None or not self.shown[head]:
            return 0
        above = sum(self.layout.own[:head])
        return head if above <= 0.3 * sum(self.layout.own) else 0

    def _decide(self, index: int) -> Decision:
        for step in _STEPS:
            decision = step(self, index)
            if decision is not None:
                return decision
        raise AssertionError("the last step decides")  # pragma: no cover

    # ------------------------------------------------------------ steps, each for one block

    def _hidden(self, index: int) -> Decision | None:
        return None if self.shown[index] else _drop(Reason.HIDDEN, "hidden", 0.0)

    def _control(self, index: int) -> Decision | None:
        tag = self.survey.measures[index].tag
        return _drop(Reason.FORM, "control", 0.05) if tag in ("select", "textarea") else None

    def _front(self, index: int) -> Decision | None:
        kind = self.survey.front.get(index)
        return _keep(f"front-{kind}", 0.95) if kind else None

    def _by_line(self, index: int) -> Decision | None:
        rule = self.lines[index]
        if rule is None or (rule.reason in _PLAIN_WORDS and self._heads_prose(index)):
            return None
        return _drop(rule.reason, rule.name, 0.05)

    def _heads_prose(self, index: int) -> bool:
        """A heading ("Home", "Print") with a paragraph right below is that of a section."""
        below = next((i for i in range(index + 1, len(self.lines)) if self.shown[i] and self.page.blocks[i].text), None)
        worded = any(c.isalpha() for c in self.page.blocks[index].text)
        if below is None or not worded or not self.survey.measures[index].heading:
            return False
        m = self.survey.measures[below]
        return m.body and not m.link_share and self.layout.inside[self.page.blocks[below].region]

    def _by_region(self, index: int) -> Decision | None:
        rule = self.layout.rules[self.page.blocks[index].region]
        return _drop(rule.reason, rule.name, 0.1) if rule else None

    def _above(self, index: int) -> Decision | None:
        if index >= self.top:
            return None
        linked = self.survey.measures[index].link_share > _LINKED
        return _drop(Reason.NAVIGATION if linked else Reason.HEADER, "above-headline", 0.15)

    def _outside(self, index: int) -> Decision | None:
        block, m = self.page.blocks[index], self.survey.measures[index]
        if self.layout.inside[block.region]:
            return None
        between = self.top < index < self.layout.first[self.layout.main]
        if between and (m.body or self._in(("figure", "figcaption"), block.region)):
            return _keep("lede", 0.7)
        if self._is_sibling(index):
            return _keep("beside-main", 0.6)
        if not block.text:
            return _drop(Reason.OTHER, "outside-main", 0.1)
        if m.link_share > _LINKED:
            return _drop(Reason.NAVIGATION, "outside-main", 0.2)
        closing = index > self.end and not self._in(("td", "th"), block.region)
        return _drop(Reason.FOOTER if closing else Reason.OTHER, "outside-main", 0.2)

    def _in(self, tags: tuple[str, ...], region: int) -> bool:
        """Whether a region or one of the three around it has one of the tags."""
        for _ in range(4):
            if self.page.regions[region].tag in tags:
                return True
            region = max(self.page.regions[region].parent, 0)
        return False

    def _is_sibling(self, index: int) -> bool:
        """A sentence in a plain `p` right beside the main container or one around it: broken markup put it there."""
        block, m = self.page.blocks[index], self.survey.measures[index]
        region = self.page.regions[block.region]
        if region.tag != "p" or region.words or m.words < 3 or m.link_share > 0.3 or not ends_sentence(block.text):
            return False
        return region.parent >= 0 and self.beside_main[region.parent] and index > self.top

    def _links(self, index: int) -> Decision | None:
        block, m = self.page.blocks[index], self.survey.measures[index]
        if m.link_share <= _LINKED or index in self.survey.tag_lines or m.tag in ("td", "th", "figcaption"):
            return None
        if self.idle_lists.get(block.region, True):
            return _drop(Reason.NAVIGATION if m.words < 4 else Reason.RELATED, "link-line", 0.25)
        return None

    def _text(self, index: int) -> Decision | None:
        if self.survey.measures[index].body:
            return _keep("body-text", 0.9)
        if index in self.survey.tag_lines:
            return _keep("source-tag", 0.8)
        return _keep("in-main", 0.7)

    # ------------------------------------------------------------ runs

    def _remove_boxes(self, decisions: list[Decision]) -> None:
        """What stands below the heading of a box goes with it."""
        covered = 0  # blocks before this one lie in a box that is done
        for index, rule in enumerate(self.lines):
            decided = decisions[index]
            if index < covered or rule is None or not rule.opens or decided.rule != rule.name:
                continue
            m = self.survey.measures[index]
            if m.words > OPENING_WORDS or (rule.reason is Reason.COMMENTS and m.link_share > _LINKED):
                continue
            box = self._box(index)
            if not box and self._is_prose(self._section(index, self.page.blocks[index].region)):
                decisions[index] = _keep("in-main", 0.6)
            covered = max(covered, box.stop)
            for i in box:
                inner = self.lines[i]
                rule = inner if inner is not None and inner.opens else rule  # a box may hold another one
                vague = decisions[i].reason in VAGUE and self.lines[i] is None
                if (decisions[i].keep or vague) and i not in self.survey.front:
                    decisions[i] = _drop(rule.reason, rule.name, 0.1)

    def _box(self, index: int) -> range:
        """The blocks of the box that block `index` heads."""
        regions, layout = self.page.regions, self.layout
        box = self.page.blocks[index].region
        while (parent := regions[box].parent) >= 0 and layout.first[parent] == index:
            if parent in layout.around_headline or parent == layout.main or self._holds_more(index, box):
                break
            box = parent
        if box and layout.first[box] == index and layout.last[box] > index:
            run = range(index + 1, layout.last[box] + 1)
        else:
            run = self._section(index, box)
            if self._is_prose(run):
                return range(0)
        loud = sum(layout.own[i] for i in run) > _LOUD * layout.mass[layout.main]
        return range(0) if loud else run

    def _holds_more(self, index: int, box: int) -> bool:
        """Whether a region holds text below the line that heads it."""
        below = range(index + 1, self.layout.last[box] + 1)
        return sum(len(self.page.blocks[i].text) for i in below) > _TEASER

    def _is_prose(self, run: range) -> bool:
        """Paragraphs without a link, and no teasers: a section of the article that is called like a box."""
        rule = self.lines[run.start - 1]
        if rule is None or rule.reason is Reason.COMMENTS or self.page.kind == "text" or not run:
            return False
        measures = [self.survey.measures[i] for i in run if self.page.blocks[i].text]
        return sum(m.body and not m.link_share for m in measures) > sum(m.link_share > 0.5 for m in measures)

    def _section(self, index: int, box: int) -> range:
        """What stands below a line: up to the next heading, or to the end of the region around the line's own `box`."""
        around = self.page.regions[box].parent if self.layout.first[box] == index else box
        end = self.layout.last[around] + 1 if around >= 0 else len(self.page.blocks)
        return range(index + 1, self._next_heading(index, end))

    def _next_heading(self, index: int, end: int) -> int:
        level = self.survey.measures[index].heading or 6
        for i in range(index + 1, end):
            rule = self.lines[i]
            if rule.opens if rule else 0 < self.survey.measures[i].heading <= level:
                return i
        return end

    def _keep_members(self, decisions: list[Decision]) -> None:
        """An item or cell that reads like a button stays where others of its list or row stay."""
        owner = innermost(self.page, ("ul", "ol", "dl", "tr"))
        kept: dict[int, int] = {}
        for decision, block, m in zip(decisions, self.page.blocks, self.survey.measures, strict=True):
            place = owner[block.region]
            if decision.keep and block.text and place >= 0:
                long = m.words > _CELL_WORDS and self.page.regions[place].tag == "tr"  # a row that lays out the page
                kept[place] = max(kept.get(place, 0), 2 if long else 1)
        for index, decision in enumerate(decisions):
            rule = self.lines[index]
            if rule and decision.rule == rule.name and rule.reason in _PLAIN_WORDS:
                block = self.page.blocks[index]
                if kept.get(owner[block.region]) == 1 and self.layout.inside[block.region]:
                    decisions[index] = _keep("list-member", 0.6)

    def _remove_repeated(self, decisions: list[Decision]) -> None:
        """Text that stands twice in different places, such as a copy for small screens; side by side it is meant."""
        seen: dict[str, int] = {}
        front = {fold(self.page.blocks[index].text) for index in self.survey.front}
        bylines = [fold(self.page.blocks[i].text) for i, kind in self.survey.front.items() if kind == "byline"]
        for index, decision in enumerate(decisions):
            block = self.page.blocks[index]
            if not decision.keep or index in self.survey.front or index in self.survey.tag_lines or not block.text:
                continue
            if self.survey.measures[index].tag in ("td", "th", "pre"):
                continue
            key, place = fold(block.text), self.page.regions[block.region].parent
            copied = seen.get(key, place) != place or key in front or any(line.startswith(key) for line in bylines)
            if len(key) >= _REPEATED and copied:
                decisions[index] = _drop(Reason.DUPLICATE, "repeated", 0.2)
            seen.setdefault(key, place)

    def _remove_empty_sections(self, decisions: list[Decision]) -> None:
        """A heading that nothing kept stands below goes where the text below it went."""
        below = -1  # what stands below: the level of a kept heading, _TEXT for text, -1 for nothing
        after: Decision | None = None
        for index in range(len(decisions) - 1, -1, -1):
            decision, level = decisions[index], self.survey.measures[index].heading
            if index in self.survey.front:
                break
            if not decision.keep:
                after = decision if decision.reason is not Reason.HIDDEN else after
            elif not level:
                below = _TEXT if self.page.blocks[index].kind != "rule" else below
            elif below > level:
                below = level
            else:
                reason = after.reason if after and after.reason else Reason.OTHER
                decisions[index] = _drop(reason, "empty-section", 0.2)

    def _name_header(self, decisions: list[Decision]) -> None:
        """Lines above the headline that stand with a call for sponsors are part of it."""
        run: list[int] = []
        for index, decision in enumerate(decisions[: self.top + 1]):
            if index < self.top and (decision.rule == "above-headline" or decision.reason in _HEADER_REASONS):
                run.append(index)
                continue
            calls = [i for i in run if SPONSOR_WORDS.search(self.page.blocks[i].text)]
            for i in run if calls and len(run) <= _CALL_LINES + len(calls) else ():
                if i <= calls[-1]:
                    decisions[i] = _drop(Reason.SPONSOR, "sponsor-call", 0.1)
            run = []

    def _name_popups(self, decisions: list[Decision]) -> None:
        """A layer above the page is about what one of its lines is about."""
        run: list[int] = []
        for index in range(len(decisions) + 1):
            rule = self.layout.rules[self.page.blocks[index].region] if index < len(decisions) else None
            if rule is not None and rule.name == "popup-region":
                run.append(index)
                continue
            told = next((decisions[i].reason for i in run if decisions[i].reason in _POPUP_REASONS), None)
            for i in run:
                if told and decisions[i].reason is Reason.OTHER:
                    decisions[i] = decisions[i]._replace(reason=told)
            run = []


_STEPS: Final[tuple[Callable[[_Labeller, int], Decision | None], ...]] = (
    _Labeller._hidden,
    _Labeller._control,
    _Labeller._front,
    _Labeller._by_line,
    _Labeller._by_region,
    _Labeller._above,
    _Labeller._outside,
    _Labeller._links,
    _Labeller._text,
)


def _keep(rule: str, score: float) -> Decision:
    return Decision(True, score, None, rule)


def _drop(reason: Reason, rule: str, score: float) -> Decision:
    return Decision(False, score, reason, rule)


def _in_headed_tables(page: Page) -> list[bool]:
    """For each region: whether it lies in a table with header cells, where "Share" is a column and no button."""
    table = innermost(page, ("table",))
    headed = {table[i] for i, region in enumerate(page.regions) if region.tag == "th"} - {-1}
    return [owner in headed for owner in table]


def _idle_lists(page: Page, survey: Survey) -> dict[int, bool]:
    """For each region inside a list: whether the list is made of links throughout, and no line above introduces it."""
    owner: list[int] = []
    for index, region in enumerate(page.regions):
        around = owner[region.parent] if region.parent >= 0 else -1
        owner.append(index if region.tag in ("ul", "ol", "dl") and around < 0 else around)
    told: dict[int, bool] = {}
    above = ""
    for block, m in zip(page.blocks, survey.measures, strict=True):
        if m.hidden or not block.text:
            continue
        if (outer := owner[block.region]) >= 0:
            introduced = above.endswith((":", "：")) if outer not in told else told[outer]
            told[outer] = introduced or (m.link_share <= _LINKED and m.words > 3)
        above = block.text if m.words > 3 and m.link_share <= _LINKED else ""
    return {r: not told.get(outer, False) for r, outer in enumerate(owner) if outer >= 0}
