"""Where lines stand that name a source: with the statement above them."""

from __future__ import annotations

import re
from typing import Final

from articlekit.label.sheet import DOUBTFUL, UNNAMED, Sheet, keep
from articlekit.survey import SOURCE_WORD

_SOURCE_LINE: Final = re.compile(
    rf"(?i)[\s(\[]?{SOURCE_WORD.pattern[4:]}\S|\((?:via|h/t)\s+\S|.{{0,60}}\|\s?sources?:\s+\S"
)
_DOI: Final = re.compile(r"(?i)\bdoi\b:?\s*(?:https?://[\w.]+/)?10\.\d{4,9}/\S")
_ENTRY_LENGTH: Final = 400  # characters
_ADDRESS: Final = re.compile(r"https?://\S+")
_RULES: Final = frozenset({UNNAMED, "link-line"})
_COLONS: Final = ":："
_REACH: Final = 2  # lines above among which the statement is looked for


def place_tag_lines(sheet: Sheet) -> None:
    """A source tag alone on its line, and a line that names a source, stay where the statement above stays, unless the
    network rules them out. So do the word "Source:" alone on its line and the addresses below it."""
    kept_above = _REACH + 1  # lines since the last kept one
    labelled = False
    for index, (kept, score, _, rule, _) in enumerate(sheet.decisions):
        if not sheet.is_text[index]:
            continue
        tag = index in sheet.survey.tag_lines
        text = sheet.page.blocks[index][2]
        is_label = text[-1] in _COLONS and SOURCE_WORD.fullmatch(text) is not None
        listed = labelled and rule in _RULES and _ADDRESS.fullmatch(text) is not None
        if not kept and kept_above <= _REACH:
            doubted = sheet.scores[index] > DOUBTFUL
            if tag and doubted and kept_above <= 1:
                sheet.decisions[index] = keep("source-tag", 0.8)
            elif listed or (doubted and rule in _RULES and (is_label or _names_source(text))):
                sheet.decisions[index] = keep("source-line", max(score, DOUBTFUL))
            kept = sheet.decisions[index][0]
        labelled = kept and (is_label or listed)
        if tag and kept_above <= 1:
            continue
        kept_above = 1 if kept else kept_above + 1


def _names_source(text: str) -> bool:
    """Whether a line says where something comes from: "Source: X", "(via X)", a short entry with a DOI."""
    return _SOURCE_LINE.match(text) is not None or (len(text) < _ENTRY_LENGTH and _DOI.search(text) is not None)
