"""The verdict on the page as a whole: what kind of page it is, and how sure the labels are.

The network tells articles, documentation, forums, products and listings apart by their layout. Errors, consent walls
and paywalls are told by what they say, where little else is there to read.
"""

from __future__ import annotations

from typing import Final

from articlekit.label.arrays import Floats
from articlekit.label.choice import calibrated, promise
from articlekit.label.error_pages import is_error
from articlekit.label.network import TRAINED_TYPES, Judgement
from articlekit.label.sheet import Sheet
from articlekit.models import PageType, Reason
from articlekit.page import Verdict

_FEW_WORDS: Final = 60  # kept words up to which a page may be an error or a consent wall
_STUB_WORDS: Final = 200  # kept words up to which an article may be the beginning of a paid one
_ARTICLE: Final = TRAINED_TYPES.index("article")
_MAYBE: Final = 0.1  # probability from which a signed page is an article, whatever else it may be
_SURE_OF_KIND: Final = 0.6  # probability from which a forum or a list is one, signed or not
_WALL: Final = 0.5  # share of the shown words outside the article that speak of consent


def judge_page(sheet: Sheet, judgement: Judgement, words: Floats) -> Verdict:
    """The verdict, once all blocks are decided. `words`: per block, 0 where the network was not asked."""
    kept = [decision[0] for decision in sheet.decisions]
    kind = _told_by_words(sheet) or (
        PageType.ARTICLE if _is_signed_article(sheet, judgement.types) else sheet.page_type
    )
    return Verdict(kind, round(calibrated(promise(judgement.scores, words, kept)), 4))


def _told_by_words(sheet: Sheet) -> PageType | None:
    front, measures = sheet.survey.front, sheet.survey.measures
    hidden, cookie, paywall = Reason.HIDDEN, Reason.COOKIE, Reason.PAYWALL
    kept = removed = asking = 0
    walled = False
    for index, (stays, _, reason, _, _) in enumerate(sheet.decisions):
        if stays:
            kept += measures[index][2] if index not in front else 0
        elif reason is not hidden:
            removed += measures[index][2]
            asking += measures[index][2] if reason is cookie else 0
            walled = walled or reason is paywall
    if kept <= _FEW_WORDS and _is_error(sheet):
        return PageType.ERROR
    if kept <= _FEW_WORDS and asking > _WALL * removed:
        return PageType.CONSENT
    if walled and kept <= _STUB_WORDS:
        return PageType.PAYWALL
    return None


def _is_signed_article(sheet: Sheet, types: Floats) -> bool:
    """Paragraphs below a headline, signed or dated or plain text, that the network does not surely call otherwise."""
    signed = sheet.page.kind == "text" or not {"byline", "dateline"}.isdisjoint(sheet.survey.front.values())
    if not signed or sheet.survey.headline is None:
        return False
    kind, unsure = sheet.page_type, float(types.max()) < _SURE_OF_KIND
    may_be = kind is PageType.OTHER or float(types[_ARTICLE]) >= _MAYBE
    if not may_be and not (unsure and kind in (PageType.FORUM, PageType.LISTING)):
        return False
    return sum(m[5] and sheet.decisions[index][0] for index, m in enumerate(sheet.survey.measures)) > 1


def _is_error(sheet: Sheet) -> bool:
    head = sheet.survey.headline
    lines = [sheet.page.head.title or ""] if head is None else [sheet.page.blocks[head].text]
    return any(is_error(line) for line in lines)
