"""The forms of source tags: where a marker stands in a block, and what gives it away.

Two kinds of evidence make a pill: a link that leads to another site, set right behind the stop of a sentence or alone
on a line; or, where no link shows, a name that the page sets there more than once, or a domain name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from articlekit.measures import NAME_REACH, STOPS, ends_sentence
from articlekit.page import PageBlock
from articlekit.survey import AUTOMATIC_LINK, DOMAIN_NAME, NOT_A_SOURCE, Survey, is_tag_link, split_counter

_COUNTER_BEHIND: Final = re.compile(r"\s?\+(\d{1,2})(?!\w)")
_TRAILING: Final = re.compile(
    rf"(?<=[{STOPS}\"'”’»」』)\]]) (\S[^{STOPS}]{{0,38}}|[A-Za-z][\w-]*(?:\.[A-Za-z]{{2,}})+(?: ?\+\d{{1,2}})?)$"
)
_BESIDE: Final = 100  # characters beside a link that are looked at
_MARKER_WORDS: Final = 6
_SURE, _LIKELY, _FAIR = 0.98, 0.85, 0.8


class Tag(NamedTuple):
    """A source tag in a block; offsets count from the block's start."""

    start: int
    marker: str
    name: str
    url: str | None
    hidden_count: int
    confidence: float
    rule: str


def line_tag(block: PageBlock) -> Tag:
    """The tag that a block alone on its line is."""
    links = [span.value for span in block.spans if span.kind == "link"]
    name, hidden = split_counter(block.text)
    if links:
        confidence = _SURE if AUTOMATIC_LINK.search(links[0]) else _LIKELY
        return Tag(0, block.text, name, links[0], hidden, confidence, "pill-line-link")
    return Tag(0, block.text, name, None, hidden, _FAIR, "pill-line-name")


def tags_in_block(block: PageBlock, survey: Survey) -> Iterator[Tag]:
    """The tags that stand behind statements of a block, in order."""
    found = False
    for span in block.spans:
        if span.kind != "link" or span.end - span.start > 60:
            continue
        if (tag := _linked_pill(block, span.start, span.end, span.value, survey.host)) is not None:
            found = True
            yield tag
    if not found and (tag := _named_pill(block, survey.tag_names)) is not None:
        yield tag


def _linked_pill(block: PageBlock, start: int, end: int, href: str, host: str) -> Tag | None:
    text = block.text
    automatic = AUTOMATIC_LINK.search(href) is not None
    before, behind = text[max(0, start - _BESIDE) : start].rstrip(), text[end : end + _BESIDE]
    marker = text[start:end]
    if counter := _COUNTER_BEHIND.match(behind):
        marker += counter[0]
        behind = behind[counter.end() :]
    if not before or NOT_A_SOURCE.search(marker) or marker.count(" ") >= _MARKER_WORDS:
        return None
    after_tag = re.search(r"\+\d{1,2}$", before) is not None
    if not (ends_sentence(before) or after_tag or (automatic and not behind.strip())):
        return None
    if behind.strip() and not (behind[0].isspace() and not behind.lstrip()[0].islower()) and not automatic:
        return None
    if not is_tag_link(href, host):
        return None
    name, hidden = split_counter(marker)
    return Tag(start, marker, name, href, hidden, _SURE if automatic else _LIKELY, "pill-link")


def _named_pill(block: PageBlock, names: frozenset[str]) -> Tag | None:
    found = _TRAILING.search(block.text, max(0, len(block.text) - NAME_REACH))
    if found is None or any(span.end > found.start(1) and span.kind == "link" for span in block.spans):
        return None
    marker = found[1]
    name, hidden = split_counter(marker)
    if name not in names and not DOMAIN_NAME.match(name):
        return None
    return Tag(found.start(1), marker, name, None, hidden, _FAIR, "pill-name")
