"""Where lines stand that name a source: with the statement above them."""

from __future__ import annotations

import re
from typing import Final

from articlekit.label.sheet import DOUBTFUL, UNNAMED, Sheet, keep
from articlekit.page import Decision

_SOURCE_LINE: Final = re.compile(
    r"(?i)(?:sources?|quellen?|fuentes?|fontes?|fonti|bron(?:nen)?|källor?|źródł[oa]|источники?|出典|来源|출처)\s*[:：]\s*\S"
)


def place_tag_lines(sheet: Sheet) -> None:
    """A source tag alone on its line, and a line that names a source, stay where the statement above stays, unless the
    network rules them out."""
    above: Decision | None = None
    for index, decision in enumerate(sheet.decisions):
        if not sheet.is_text(index):
            continue
        tag = index in sheet.survey.tag_lines
        doubted = not decision.keep and sheet.scores[index] > DOUBTFUL
        if above is not None and above.keep and doubted:
            if tag:
                sheet.decisions[index] = keep("source-tag", 0.8)
            elif decision.rule == UNNAMED and _names_source(sheet, index):
                sheet.decisions[index] = keep("source-line", decision.score)
        above = above if tag and above is not None else sheet.decisions[index]


def _names_source(sheet: Sheet, index: int) -> bool:
    return _SOURCE_LINE.match(sheet.page.blocks[index].text) is not None
