"""Boxes below a telling heading ("Related posts", "You missed"): what stands in them goes with it."""

from __future__ import annotations

from typing import Final

from articlekit.label.lines import OPENING_WORDS
from articlekit.label.sheet import LINKED, OPEN, SURE, VAGUE, Sheet, drop
from articlekit.models import Reason

_TEASER: Final = 40  # characters; what is shorter is a "see all" beside the heading of a box
_LOUD: Final = 0.4  # a run below a telling heading is no box if it holds a larger share of the article


def remove_boxes(sheet: Sheet) -> None:
    """What stands below the heading of a box goes with it."""
    covered = 0  # blocks before this one lie in a box that is done
    openings = [(i, rule) for i, rule in enumerate(sheet.lines) if rule is not None and rule.opens]
    headline, whole = sheet.around_headline, sheet.kept_size(range(len(sheet.decisions)) if openings else range(0))
    for index, rule in openings:
        if index < covered or index in sheet.survey.front:
            continue
        m, decided = sheet.survey.measures[index], sheet.decisions[index]
        if m.words > OPENING_WORDS or (rule.reason is Reason.COMMENTS and m.link_share > LINKED):
            continue
        prose = decided.keep and _is_prose(sheet, _section(sheet, index, sheet.page.blocks[index].region))
        if prose and decided.score >= SURE:
            continue
        box = _box(sheet, index, headline, whole)
        if prose and not box:
            continue
        if decided.keep or decided.rule in OPEN:
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)
        covered, told = max(covered, box.stop), rule
        for i in box:
            inner = sheet.lines[i]
            told = inner if inner is not None and inner.opens else told  # a box may hold another one
            decision = sheet.decisions[i]
            vague = inner is None and (decision.rule in OPEN or decision.reason in VAGUE)
            if (decision.keep or vague) and i not in sheet.survey.front:
                sheet.decisions[i] = drop(told.reason, told.name, 0.1)


def _box(sheet: Sheet, index: int, headline: frozenset[int], whole: int) -> range:
    """The blocks of the box that block `index` heads; `whole`: characters kept on the page."""
    parents = sheet.outline.parents
    box = sheet.page.blocks[index].region
    while (parent := parents[box]) >= 0 and sheet.first[parent] == index:
        if parent in headline or sheet.size(range(index + 1, sheet.last[box] + 1)) > _TEASER:
            break
        box = parent
    if box and sheet.first[box] == index and sheet.last[box] > index:
        run = range(index + 1, sheet.last[box] + 1)
    else:
        run = _section(sheet, index, box)
        if _is_prose(sheet, run):
            return range(0)
    return range(0) if sheet.kept_size(run) > _LOUD * whole else run


def _is_prose(sheet: Sheet, run: range) -> bool:
    """Paragraphs without a link, and no teasers: a section of the article that is called like a box."""
    rule = sheet.lines[run.start - 1] if run else None
    if rule is None or rule.reason is Reason.COMMENTS or sheet.page.kind == "text":
        return False
    measures = [sheet.survey.measures[i] for i in run if sheet.page.blocks[i].text]
    return sum(m.body and not m.link_share for m in measures) > sum(m.link_share > 0.5 for m in measures)


def _section(sheet: Sheet, index: int, box: int) -> range:
    """What stands below a line: up to the next heading, or to the end of the region around the line's own `box`."""
    around = sheet.outline.parents[box] if sheet.first[box] == index else box
    end = sheet.last[around] + 1 if around >= 0 else len(sheet.page.blocks)
    level = sheet.survey.measures[index].heading or 6
    for i in range(index + 1, end):
        rule = sheet.lines[i]
        if rule.opens if rule else 0 < sheet.survey.measures[i].heading <= level:
            return range(index + 1, i)
    return range(index + 1, max(end, index + 1))
