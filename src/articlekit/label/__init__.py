"""The label step: one decision for each block, keep it or remove it for a reason. It deletes nothing.

A small network judges every block from features of the page's layout (`features`, `network`); the page's own best
threshold turns scores into decisions (`choice`). Then wordings and runs of blocks have their say (`runs`), and every
removed block gets the reason that a person would give (`reasons`). Hidden text and front lines are decided before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from articlekit.label.error_pages import is_error
from articlekit.label.said import listen
from articlekit.label.sheet import NETWORK, UNNAMED, Sheet, drop, keep
from articlekit.models import PageType, Reason
from articlekit.page import Decision, Labelled, Page, Verdict
from articlekit.survey import Survey

if TYPE_CHECKING:
    from articlekit.label.network import Network

__all__ = ["label"]

_CONTROLS: Final = frozenset({"select", "textarea"})
_HIDDEN: Final = drop(Reason.HIDDEN, "hidden", 0.0)
_CONTROL: Final = drop(Reason.FORM, "control", 0.05)
_OTHER: Final = Reason.OTHER  # once: to look a member up takes longer than to make a decision
_EMPTY: Final = drop(Reason.OTHER, UNNAMED, 0.0)


def label(page: Page, survey: Survey, network: Network | None = None) -> Labelled:
    """One decision for each block of `page`, in the same order, and the verdict on the page as a whole.

    `network`: another one than the library's own, as training needs it.
    """
    if not page.blocks:
        return Labelled((), Verdict(PageType.ERROR if is_error(page.head.title or "") else PageType.OTHER, 0.0))
    import numpy as np  # paid for by the first page, not by the import of the library

    from articlekit.label.choice import page_type, threshold
    from articlekit.label.features import featurize
    from articlekit.label.network import judge, shipped
    from articlekit.label.reasons import name_reasons
    from articlekit.label.runs import RUNS
    from articlekit.label.verdict import judge_page

    said = listen(page, survey)
    judgement = judge(network or shipped(), featurize(page, survey, said))
    scores = judgement.scores.tolist()
    decided = _before(page, survey)
    words = np.array([0 if d else m[2] for d, m in zip(decided, survey.measures, strict=True)], dtype=np.float32)
    kind = page_type(judgement.types)
    least = threshold(judgement.scores, words, article=kind is PageType.ARTICLE)
    decisions = [decided[i] or _by_score(score, least) for i, score in enumerate(scores)]
    sheet = Sheet(page, survey, said, scores, decisions, kind)
    for run in RUNS:
        run(sheet)
    name_reasons(sheet, judgement)
    return Labelled(tuple(sheet.decisions), judge_page(sheet, judgement, words))


def _before(page: Page, survey: Survey) -> list[Decision | None]:
    """What no network is asked about: hidden text, controls, front lines, blocks without text."""
    decided: list[Decision | None] = []
    for index, block in enumerate(page.blocks):
        tag, _, _, _, hidden, _ = survey.measures[index]
        if hidden:
            decided.append(_HIDDEN)
        elif tag in _CONTROLS:
            decided.append(_CONTROL)
        elif kind := survey.front.get(index):
            decided.append(keep(f"front-{kind}", 0.95))
        else:
            decided.append(None if block[2] else _EMPTY)
    return decided


def _by_score(score: float, least: float) -> Decision:
    return keep(NETWORK, score) if score >= least else drop(_OTHER, UNNAMED, score)
