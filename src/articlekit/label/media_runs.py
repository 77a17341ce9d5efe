"""Images, embeds, rules, empty cells and captions: what is no text of its own goes where the text around it goes."""

from __future__ import annotations

from typing import Final

from articlekit.label.lines import LINE_WORDS, match_line
from articlekit.label.sheet import OPEN, VAGUE, Sheet, keep
from articlekit.models import Reason

_FIGURE_DEPTH: Final = 4  # regions from a caption out to the box of its figure


def place_beside(sheet: Sheet) -> None:
    """Images, embeds, rules, empty cells and captions stay between kept blocks, and in the box of the nearest one.

    But no caption that says what it is (an advertisement), or that lies in a box that does.
    """
    decisions, blocks, regions = sheet.decisions, sheet.page.blocks, sheet.page.regions
    rows = sheet.innermost("tr", "figure")
    kept_rows = {rows[sheet.region(i)] for i, d in enumerate(decisions) if d.keep and sheet.is_text(i)} - {-1}
    lead, around = _lead(sheet)
    above, below = _homes(sheet, range(len(blocks))), _homes(sheet, range(len(blocks) - 1, -1, -1))
    for index, block in enumerate(blocks):
        decision = decisions[index]
        if _is_asked(sheet, index) or not sheet.shown[index] or decision.keep or decision.rule not in OPEN:
            continue
        if block.text and _gives_itself_away(sheet, index):
            continue
        own = {block.region, regions[block.region].parent}
        homes = {above[index], below[index]}
        leads = index in lead and rows[block.region] >= 0 and regions[rows[block.region]].parent in around
        if leads or rows[block.region] in kept_rows or -1 not in homes or not homes.isdisjoint(own):
            decisions[index] = keep("beside-kept", 0.7)


def _gives_itself_away(sheet: Sheet, index: int) -> bool:
    region = sheet.region(index)
    for _ in range(_FIGURE_DEPTH):
        rule = sheet.said.regions[region]
        if rule is not None and rule.reason not in VAGUE:
            return True
        region = max(sheet.page.regions[region].parent, 0)
    short = sheet.survey.measures[index].words <= LINE_WORDS
    line = match_line(sheet.page.blocks[index].text) if short else None
    return line is not None and line.reason is not Reason.METADATA  # a caption may name its maker


def _lead(sheet: Sheet) -> tuple[range, frozenset[int]]:
    """The blocks between the headline and the first kept text below, and the regions that hold that text."""
    head = sheet.survey.headline
    for index in range(head + 1 if head is not None else len(sheet.decisions), len(sheet.decisions)):
        if sheet.decisions[index].keep and _is_asked(sheet, index) and index not in sheet.survey.front:
            return range(head or 0, index), sheet.around(sheet.region(index))
    return range(0), frozenset()


def _is_asked(sheet: Sheet, index: int) -> bool:
    """Whether the network decides on the block alone: text, but no caption."""
    captioned = "figcaption" in sheet.tags and sheet.innermost("figcaption")[sheet.region(index)] >= 0
    return sheet.is_text(index) and not captioned


def _homes(sheet: Sheet, order: range) -> list[int]:
    """For each block the box of the last text before it in some order, if that text is kept; else -1."""
    homes, home = [-1] * len(order), -1
    for index in order:
        homes[index] = home
        if _is_asked(sheet, index):
            kept = sheet.decisions[index].keep
            home = max(sheet.page.regions[sheet.region(index)].parent, 0) if kept else -1
    return homes


def keep_captions(sheet: Sheet) -> None:
    """A line of a caption that only the network told against, such as the image's credit, stays where another stays."""
    owner = sheet.innermost("figcaption")
    kept = {owner[sheet.region(i)] for i, d in enumerate(sheet.decisions) if d.keep and sheet.is_text(i)} - {-1}
    for index, decision in enumerate(sheet.decisions):
        if not decision.keep and decision.rule in OPEN and sheet.is_text(index) and owner[sheet.region(index)] in kept:
            sheet.decisions[index] = keep("caption-kept", decision.score)
