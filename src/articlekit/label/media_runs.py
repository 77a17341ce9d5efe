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
    decisions, blocks, parents = sheet.decisions, sheet.page.blocks, sheet.outline.parents
    asked = _asked(sheet)
    rows = sheet.innermost("tr", "figure")
    kept_rows = _kept_places(sheet, rows)
    lead, around = _lead(sheet, asked)
    above, below = _homes(sheet, asked, range(len(blocks))), _homes(sheet, asked, range(len(blocks) - 1, -1, -1))
    for index, (kept, _, _, rule, _) in enumerate(decisions):
        if kept or asked[index] or not sheet.shown[index] or rule not in OPEN:
            continue
        if blocks[index][2] and _gives_itself_away(sheet, index):
            continue
        region, homes = sheet.region[index], (above[index], below[index])
        row = rows[region]
        leads = row >= 0 and index in lead and parents[row] in around
        if leads or row in kept_rows or -1 not in homes or region in homes or parents[region] in homes:
            decisions[index] = keep("beside-kept", 0.7)


def _asked(sheet: Sheet) -> list[bool]:
    """Whether the network decides on each block alone: text, but no caption."""
    if "figcaption" not in sheet.outline.tags:
        return sheet.is_text
    caption = sheet.innermost("figcaption")
    return [told and caption[sheet.region[index]] < 0 for index, told in enumerate(sheet.is_text)]


def _kept_places(sheet: Sheet, places: list[int]) -> set[int]:
    """Those of some regions that hold kept text; `places`: for each region the one around it, -1 for none."""
    kept = set[int]()
    for index, decision in enumerate(sheet.decisions):
        if decision[0] and sheet.is_text[index] and (place := places[sheet.region[index]]) >= 0:
            kept.add(place)
    return kept


def _gives_itself_away(sheet: Sheet, index: int) -> bool:
    region = sheet.region[index]
    for _ in range(_FIGURE_DEPTH):
        rule = sheet.said.regions[region]
        if rule is not None and rule.reason not in VAGUE:
            return True
        region = max(sheet.outline.parents[region], 0)
    short = sheet.survey.measures[index].words <= LINE_WORDS
    line = match_line(sheet.page.blocks[index].text) if short else None
    return line is not None and line.reason is not Reason.METADATA  # a caption may name its maker


def _lead(sheet: Sheet, asked: list[bool]) -> tuple[range, frozenset[int]]:
    """The blocks between the headline and the first kept text below, and the regions that hold that text."""
    head = sheet.survey.headline
    for index in range(head + 1 if head is not None else len(sheet.decisions), len(sheet.decisions)):
        if asked[index] and sheet.decisions[index][0] and index not in sheet.survey.front:
            return range(head or 0, index), sheet.around(sheet.region[index])
    return range(0), frozenset()


def _homes(sheet: Sheet, asked: list[bool], order: range) -> list[int]:
    """For each block the box of the last text before it in some order, if that text is kept; else -1."""
    homes, home = [-1] * len(order), -1
    for index in order:
        homes[index] = home
        if asked[index]:
            kept = sheet.decisions[index][0]
            home = max(sheet.outline.parents[sheet.region[index]], 0) if kept else -1
    return homes


def keep_captions(sheet: Sheet) -> None:
    """A line of a caption that only the network told against, such as the image's credit, stays where another stays."""
    if "figcaption" not in sheet.outline.tags:
        return
    owner = sheet.innermost("figcaption")
    captions = _kept_places(sheet, owner)
    for index, (kept, score, _, rule, _) in enumerate(sheet.decisions):
        if not kept and rule in OPEN and sheet.is_text[index] and owner[sheet.region[index]] in captions:
            sheet.decisions[index] = keep("caption-kept", score)
