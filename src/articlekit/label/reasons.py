"""Names the reason of every removed block that has none yet: what a person would say who is asked why it went.

In this order: the line's own wording; the nearest region that says what it is; where the block stands; and, where none
of these tells, what the network saw in it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from articlekit.label.arrays import Floats
from articlekit.label.features import FEATURES
from articlekit.label.lines import SPONSOR_PARTS, SPONSOR_WORDS
from articlekit.label.network import Judgement
from articlekit.label.regions import RegionRule
from articlekit.label.sheet import LINKED, NETWORK, UNNAMED, VAGUE, VOTE, Sheet, drop
from articlekit.measures import fold, initials, may_fold_to
from articlekit.models import Reason
from articlekit.page import Decision

_AT_ONCE: Final = 4096  # blocks whose evidence is held at once
_SHOWN_EVIDENCE: Final = 3
_POPUP_REASONS: Final = frozenset({Reason.COOKIE, Reason.NEWSLETTER, Reason.PAYWALL, Reason.ADVERT})
_HEADER_REASONS: Final = frozenset({Reason.HEADER, Reason.SPONSOR, Reason.SIDEBAR})
_CALL_LINES: Final = 6  # a call for sponsors has no more lines
_HEADER_SHARE: Final = 0.3  # a headline with more of the kept text above it heads no article


def name_reasons(sheet: Sheet, judgement: Judgement) -> None:
    """Gives every removed block its reason; where only the network told against it, with what it saw."""
    rules = sheet.region_rules()
    top = _top(sheet)
    titles = {fold(sheet.page.blocks[i][2]) for i, kind in sheet.survey.front.items() if kind in ("title", "subtitle")}
    shortest = min(map(len, titles), default=0) // 3  # folding makes of no letter more than three
    letters = initials(titles)
    end = _last_kept(sheet)
    decisions, lines = sheet.decisions, sheet.lines
    for index, (decision, block) in enumerate(zip(decisions, sheet.page.blocks, strict=True)):
        kept, score, _, told, _ = decision
        if kept or (told != UNNAMED and told != VOTE):
            continue
        text = block[2]
        line, region = lines[index], rules[block[3]]
        long = titles and text and len(text) >= shortest
        if long and may_fold_to(text, letters) and fold(text) in titles:
            decisions[index] = drop(Reason.DUPLICATE, "repeated", score)
        elif region is not None and (region.reason not in VAGUE or (line is None and not _is_menu(sheet, index, top))):
            decisions[index] = drop(region.reason, region.name, score)
        elif line is not None:
            decisions[index] = drop(line.reason, line.name, score)
        else:
            decisions[index] = _by_place(sheet, index, top, end)
    _tell_evidence(sheet, judgement)
    _name_header(sheet, top)
    _name_popups(sheet, rules)


def _last_kept(sheet: Sheet) -> int:
    """Index of the last kept block with text; 0 for none."""
    for index in range(len(sheet.decisions) - 1, -1, -1):
        if sheet.decisions[index][0] and sheet.page.blocks[index][2]:
            return index
    return 0


def _top(sheet: Sheet) -> int:
    """Index of the headline, if the text is below it; else 0."""
    head = sheet.survey.headline
    if head is None or not sheet.shown[head]:
        return 0
    whole = sheet.kept_size(range(len(sheet.decisions)))
    return head if sheet.kept_size(range(head)) <= _HEADER_SHARE * whole else 0


def _is_menu(sheet: Sheet, index: int, top: int) -> bool:
    """A link above the headline: wherever a page puts its menu, that is what it is."""
    return index < top and sheet.survey.measures[index].link_share > LINKED


def _by_place(sheet: Sheet, index: int, top: int, end: int) -> Decision:
    _, _, words, link_share, _, _ = sheet.survey.measures[index]
    _, score, _, rule, _ = sheet.decisions[index]
    linked = link_share > LINKED
    if index < top:
        return drop(Reason.NAVIGATION if linked else Reason.HEADER, "above-headline", score)
    if not sheet.page.blocks[index][2]:
        return drop(Reason.OTHER, "between-removed", score)
    if linked:
        return drop(Reason.NAVIGATION if words < 4 else Reason.RELATED, "link-line", score)
    reason = Reason.FOOTER if index > end and end else Reason.OTHER
    return drop(reason, rule or NETWORK, score)


def _tell_evidence(sheet: Sheet, judgement: Judgement) -> None:
    """What the network saw in the first block of each run that it removed alone."""
    told = list[int]()
    before: Reason | None = None  # of the block before, if the network alone removed it
    for index, (kept, _, reason, rule, _) in enumerate(sheet.decisions):
        removed = reason if rule == NETWORK and not kept else None
        if removed is not None and removed is not before:
            told.append(index)
        before = removed
    for at in range(0, len(told), _AT_ONCE):
        some = told[at : at + _AT_ONCE]
        for index, evidence in zip(some, _strongest(judgement.evidence(some)), strict=True):
            sheet.decisions[index] = sheet.decisions[index]._replace(evidence=evidence)


def _strongest(pushed: Floats) -> list[tuple[str, ...]]:
    """The features that spoke most against each block, strongest first. Writes over `pushed` (by block and feature)."""
    blocks = np.arange(len(pushed))
    found = list[list[str]]([] for _ in blocks)
    for _ in range(_SHOWN_EVIDENCE):
        lowest = pushed.argmin(axis=1)
        for names, feature, push in zip(found, lowest.tolist(), pushed[blocks, lowest].tolist(), strict=True):
            if push < 0:
                names.append(FEATURES[feature])
        pushed[blocks, lowest] = 0
    return [tuple(names) for names in found]


def _name_header(sheet: Sheet, top: int) -> None:
    """Lines above the headline that stand with a call for sponsors are part of it."""
    blocks, decisions = sheet.page.blocks, sheet.decisions
    above = sheet.page.text[: blocks[top][1]].lower()
    if not any(word in above for word in SPONSOR_PARTS):
        return
    run: list[int] = []
    for index, (kept, _, reason, rule, _) in enumerate(decisions[: top + 1]):
        if index < top and not kept and (rule == "above-headline" or reason in _HEADER_REASONS):
            run.append(index)
            continue
        calls = [i for i in run if SPONSOR_WORDS.search(blocks[i][2])]
        for i in run if calls and len(run) <= _CALL_LINES + len(calls) else ():
            if i <= calls[-1]:
                decisions[i] = drop(Reason.SPONSOR, "sponsor-call", decisions[i].score)
        run = []


def _name_popups(sheet: Sheet, rules: list[RegionRule | None]) -> None:
    """A layer above the page is about what one of its lines is about."""
    run: list[int] = []
    for index in range(len(sheet.decisions) + 1):
        if index < len(sheet.decisions):
            rule = rules[sheet.page.blocks[index][3]]
            if rule is not None and rule.name == "popup-region" and not sheet.decisions[index].keep:
                run.append(index)
                continue
        if not run:
            continue
        told = next((sheet.decisions[i].reason for i in run if sheet.decisions[i].reason in _POPUP_REASONS), None)
        for i in run:
            if told and sheet.decisions[i].reason is Reason.OTHER:
                sheet.decisions[i] = sheet.decisions[i]._replace(reason=told)
        run = []
