"""The cite step: finds source tags in the body, names what they point to, and ties each to the claim it supports.

A tag's marker and its claim are different stretches of text. Marker spans come from links and from wording; claims are
worked out from where the tag stands. Nothing here changes the body.

    passages ──find──▶ candidates ──score──▶ tags ──reach──▶ claims ──resolve──▶ sources
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from articlekit.draft import Body, Linking
from articlekit.measures import ends_sentence
from articlekit.page import Page, PageSpan
from articlekit.sources.candidates import Candidate, Scene, confidence
from articlekit.sources.claims import ClaimFinder
from articlekit.sources.forms import FINDERS, LINE_FINDERS, ROWS
from articlekit.sources.linker import Linker
from articlekit.sources.marked import Marked
from articlekit.sources.marks import BRACKET
from articlekit.sources.parentheses import count_parentheses
from articlekit.sources.passages import Passage, layout_of, passages_of
from articlekit.sources.reference_lists import find_references
from articlekit.survey import Survey

__all__ = ["cite"]

_ENOUGH: Final = 0.5
"""The confidence from which a candidate is a tag."""
_INDEX: Final = re.compile(r"\w\[0\]|\[0[,;]\s?\d")  # then "tide[1]" is an index, and "[1, 2]" an interval
_LEADING: Final = re.compile(r"\s?\[\d{1,3}\]\s?[^\W\d]")  # numbers of paragraphs
_SIGNS: Final = ("[", "(", ":", "cite", "（", "【", "：", "\ue200")
_ASCII_SIGNS: Final = _SIGNS[:4]
_TURN: Final = re.compile(r"turn\d")
_DOMAIN_END: Final = re.compile(r"\.[A-Za-z]{2,}(?:\s?\+\d{1,2})?$")
_PILL: Final = 60  # characters
_SHORT: Final = 16  # characters of a passage in which a link is no tag but all there is
_SEARCHED: Final = frozenset("heading paragraph item cell caption term tag".split())
"""Roles of passages in which tags are looked for."""


def cite(page: Page, survey: Survey, body: Body) -> Linking:
    """The sources, claims and citations of `body`."""
    passages = passages_of(page, body)
    references = find_references(page, survey)
    texts = [passage.text for passage in passages if passage.block not in references.blocks]
    scene = Scene(page, survey, references, _counts(texts))
    scene.counts["pill"] = _count_pills(passages, scene)
    tags = [_tags(passage, scene) for passage in passages]
    if not references.sections and not any(tags):
        return Linking()
    marked = [Marked(passage, found, page.head.language) for passage, found in zip(passages, tags, strict=True)]
    finder = ClaimFinder(marked, layout_of(body.blocks), references.blocks)
    linker = Linker(scene, body.text)
    for number, here in enumerate(marked):
        for index, tag in enumerate(here.tags):
            linker.cite(here.passage, tag, finder.reached(number, index), marked)
    linker.add_end_sections(marked)
    return linker.linking()


def _counts(texts: Sequence[str]) -> Counter[str]:
    """How often marks of some shapes stand in the texts."""
    counts = count_parentheses(texts)
    counts["bracket"] = sum(len(BRACKET.findall(text)) for text in texts if "[" in text)
    counts["index"] = sum(_INDEX.search(text) is not None for text in texts if "[0" in text)
    counts["leading"] = sum(_LEADING.match(text) is not None for text in texts if "[" in text[:2])
    return counts


def _count_pills(passages: Sequence[Passage], scene: Scene) -> int:
    """How many passages end with a link to another site behind the stop of a sentence."""
    count = 0
    for passage in passages:
        if not passage.links:
            continue
        start, end, kind, href, _ = passage.spans[-1]
        if not start or kind != "link" or end < len(passage.text) or end - start > _PILL:
            continue
        before = passage.text[max(0, start - _PILL) : start].rstrip()
        outside = scene.site_evidence(scene.address(href)).startswith("outside")
        count += outside and ends_sentence(before)
    return count


def _may_hold(passage: Passage, scene: Scene) -> bool:
    """Whether a passage has anything that a tag begins with; most have nothing."""
    text = passage.text
    if passage.role == "tag" or (passage.spans and len(text) > _SHORT) or _has_sign(text):
        return True
    if any(_tells(span) for span in passage.spans) or scene.survey.tag_names or scene.references.labelled:
        return True
    return "." in text[-48:] and _DOMAIN_END.search(text[-48:]) is not None


def _has_sign(text: str) -> bool:
    """Whether a text has a sign with which tags begin."""
    signs = _ASCII_SIGNS if text.isascii() else _SIGNS
    return any(sign in text for sign in signs) or ("turn" in text and _TURN.search(text) is not None)


def _tells(span: PageSpan) -> bool:
    """Whether a span may be a tag in a passage of any length."""
    return span.kind == "superscript" or "utm_source=" in span.value


def _tags(passage: Passage, scene: Scene) -> list[Candidate]:
    """The source tags of a passage, in order; where two meet, the finder that is asked first has it."""
    if passage.role not in _SEARCHED or passage.block in scene.references.blocks or not _may_hold(passage, scene):
        return []
    found: list[Candidate] = []
    taken = bytearray()
    for find in FINDERS if passage.role != "tag" else LINE_FINDERS:
        for tag in find(passage, scene):
            taken = taken or bytearray(len(passage.text) + 1)
            if any(taken[tag.start : tag.end]):
                continue
            if confidence(ROWS[tag.form].prior, tag.evidence) >= _ENOUGH:
                taken[tag.start : tag.end] = b"\1" * (tag.end - tag.start)
                found.append(tag._replace(rule=find.__name__.removeprefix("find_").replace("_", "-")))
    return sorted(found, key=lambda tag: (tag.start, tag.end))
