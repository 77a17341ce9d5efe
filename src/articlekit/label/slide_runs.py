"""Slideshows inside an article that are about something else: slides counted "3/50" below a title of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articlekit.label.sheet import Sheet, drop
from articlekit.models import Reason

_COUNTER: Final = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})\b")
_LEAST: Final = 4  # slides
_ARTICLE_WORDS: Final = 100  # words of paragraphs outside the slides that make the article
_TITLE_REACH: Final = 6  # blocks above the first slide among which the slideshow's own title stands
_WORD: Final = re.compile(r"\w{4,}")


def remove_slides(sheet: Sheet) -> None:
    """A slideshow with a title of its own goes, where the page has an article without it."""
    slides = _slides(sheet)
    if len(slides) < _LEAST:
        return
    box = _box(sheet, slides)
    title = _own_title(sheet, slides[0])
    if title < 0:
        return
    run = range(min(title, sheet.first[box]), sheet.last[box] + 1)
    measures = sheet.survey.measures
    outside = sum(m.words for i, m in enumerate(measures) if m.body and i not in run and sheet.decisions[i].keep)
    if outside < _ARTICLE_WORDS:
        return
    for index in run:
        if sheet.decisions[index].keep and index not in sheet.survey.front:
            sheet.decisions[index] = drop(Reason.RELATED, "slideshow", 0.1)


def _slides(sheet: Sheet) -> list[int]:
    """The lines that count slides, from the first to the last of as many as they say."""
    found: list[int] = []
    total = ""
    for index, block in enumerate(sheet.page.blocks):
        if "/" not in block[2] or not block[2][0].isdigit() or not sheet.is_text[index]:
            continue
        counter = _COUNTER.match(block.text)
        if counter is None or not (sheet.survey.measures[index].heading or counter.end() == len(block.text)):
            continue
        if counter[1] == "1":
            if len(found) >= _LEAST:
                break
            found, total = [index], counter[2]
        elif found and counter[2] == total and int(counter[1]) == len(found) + 1:
            found.append(index)
    return found


def _box(sheet: Sheet, slides: Sequence[int]) -> int:
    """The innermost region that holds all slides."""
    region = sheet.page.blocks[slides[0]].region
    while region > 0 and sheet.last[region] < slides[-1]:
        region = sheet.outline.parents[region]
    return region


def _own_title(sheet: Sheet, first: int) -> int:
    """The heading right above the first slide, if it shares no word with the page's declared title; else -1."""
    head = sheet.page.head
    titles = [head.title or "", *(text for name, text in head.metas if name in ("og:title", "twitter:title"))]
    known = set(_WORD.findall(" ".join(titles).casefold()))
    if not known:
        return -1
    for index in range(first - 1, max(first - 1 - _TITLE_REACH, -1), -1):
        if index in sheet.survey.front:
            break
        if sheet.survey.measures[index].heading:
            words = _WORD.findall(sheet.page.blocks[index].text.casefold())
            return index if known.isdisjoint(words) else -1
    return -1
