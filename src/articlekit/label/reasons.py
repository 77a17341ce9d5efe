"""Names the reason of every removed block that has none yet: what a person would say who is asked why it went.

In this order: the line's own wording; the nearest region that says what it is; where the block stands; and, where none
of these tells, what the network saw in it.
"""

from __future__ import annotations

from typing import Final

from articlekit.label.arrays import Floats
from articlekit.label.features import FEATURES
from articlekit.label.lines import SPONSOR_WORDS
from articlekit.label.network import Judgement
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
    titles = {
        fold(sheet.page.blocks[i].text) for i, kind in sheet.survey.front.items() if kind in ("title", "subtitle")
    }
    shortest = min(map(len, titles), default=0) // 3  # folding makes of no letter more than three
    letters = initials(titles)
    end = max((i for i, d in enumerate(sheet.decisions) if d.keep and sheet.page.blocks[i].text), default=0)
    for index, decision in enumerate(sheet.decisions):
        if decision.keep or (decision.rule != UNNAMED and decision.rule != VOTE):
            continue
        block = sheet.page.blocks[index]
        line, region = sheet.lines[index], rules[block.region]
        long = titles and block.text and len(block.text) >= shortest
        if long and may_fold_to(block.text, letters) and fold(block.text) in titles:
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", decision.score)
        elif region is not None and (region.reason not in VAGUE or (line is None and not _is_menu(sheet, index, top))):
            sheet.decisions[index] = drop(region.reason, region.name, decision.score)
        elif line is not None:
            sheet.decisions[index] = drop(line.reason, line.name, decision.score)
        else:
            sheet.decisions[index] = _by_place(sheet, index, top, end)
    _tell_evidence(sheet, judgement)
    _name_header(sheet, top)
    _name_popups(sheet, [rule.name if rule else "" for rule in rules])


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
    block, m, score = sheet.page.blocks[index], sheet.survey.measures[index], sheet.decisions[index].score
    linked = m.link_share > LINKED
    if index < top:
        return drop(Reason.NAVIGATION if linked else Reason.HEADER, "above-headline", score)
    if not block.text:
        return drop(Reason.OTHER, "between-removed", score)
    if linked:
        return drop(Reason.NAVIGATION if m.words < 4 else Reason.RELATED, "link-line", score)
    reason = Reason.FOOTER if index > end and end else Reason.OTHER
    return drop(reason, sheet.decisions[index].rule or NETWORK, score)


def _tell_evidence(sheet: Sheet, judgement: Judgement) -> None:
    """What the network saw in the first block of each run that it removed alone."""
    told, before = list[int](), False
    for index, decision in enumerate(sheet.decisions):
        removed = decision.rule == NETWORK and not decision.keep
        if removed and not (before and decision.reason is sheet.decisions[index - 1].reason):
            told.append(index)
        before = removed
    for at in range(0, len(told), _AT_ONCE):
        some = told[at : at + _AT_ONCE]
        for index, row in zip(some, judgement.evidence(some), strict=True):
            sheet.decisions[index] = sheet.decisions[index]._replace(evidence=_told(row))


def _told(row: Floats) -> tuple[str, ...]:
    """The features that spoke most against a block."""
    order = row.argsort()[:_SHOWN_EVIDENCE]
    return tuple(FEATURES[i] for i in order.tolist() if row[i] < 0)


def _name_header(sheet: Sheet, top: int) -> None:
    """Lines above the headline that stand with a call for sponsors are part of it."""
    run: list[int] = []
    for index, decision in enumerate(sheet.decisions[: top + 1]):
        if (
            index < top
            and not decision.keep
            and (decision.rule == "above-headline" or decision.reason in _HEADER_REASONS)
        ):
            run.append(index)
            continue
        calls = [i for i in run if SPONSOR_WORDS.search(sheet.page.blocks[i].text)]
        for i in run if calls and len(run) <= _CALL_LINES + len(calls) else ():
            if i <= calls[-1]:
                sheet.decisions[i] = drop(Reason.SPONSOR, "sponsor-call", sheet.decisions[i].score)
        run = []


def _name_popups(sheet: Sheet, names: list[str]) -> None:
    """A layer above the page is about what one of its lines is about."""
    run: list[int] = []
    for index in range(len(sheet.decisions) + 1):
        inside = index < len(sheet.decisions) and names[sheet.page.blocks[index].region] == "popup-region"
        if inside and not sheet.decisions[index].keep:
            run.append(index)
            continue
        told = next((sheet.decisions[i].reason for i in run if sheet.decisions[i].reason in _POPUP_REASONS), None)
        for i in run:
            if told and sheet.decisions[i].reason is Reason.OTHER:
                sheet.decisions[i] = sheet.decisions[i]._replace(reason=told)
        run = []
