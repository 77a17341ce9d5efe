"""Pills: the name of a source behind a statement or alone on a line, as assistants and their copies set them.

Two kinds of evidence make one: a link that leads to another site, set right behind the stop of a sentence or alone
on a line; or, where no link shows, a name that the page sets there more than once, or a domain name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.measures import NAME_REACH, STOPS, count_words, ends_sentence
from articlekit.models import CitationForm
from articlekit.page import AUTOMATIC_LINK, PageSpan
from articlekit.sentences import ends_with_abbreviation
from articlekit.sources.candidates import Candidate, Scene, Target
from articlekit.sources.links import CONNECTORS, LOWER_WORD, link_evidence
from articlekit.sources.passages import Passage
from articlekit.survey import DOMAIN_NAME, GROUP, NOT_A_SOURCE, SOURCE_WORD, is_tag_link, split_counter

_COUNTER_BEHIND: Final = re.compile(r"\s?\+(\d{1,2})(?!\w)")
_COUNTED: Final = re.compile(r"\+\d{1,2}$")
_TRAILING: Final = re.compile(
    rf"(?<=[{STOPS}\"'”’»」』)\]]) (\S[^{STOPS}]{{0,38}}|[A-Za-z][\w-]*(?:\.[A-Za-z]{{2,}})+(?: ?\+\d{{1,2}})?)$"
)
_BESIDE: Final = 100  # characters beside a link that are looked at
_MARKER_WORDS: Final = 6
_STATEMENT: Final = 6  # words before a pill at least
_LONGEST: Final = 60  # characters of a pill's link


def find_line_pill(passage: Passage, scene: Scene) -> Iterator[Candidate]:
    """The pill that a block alone on its line is; "US EPA+2Reddit+2" is two."""
    if passage.role != "tag" or SOURCE_WORD.match(passage.text):
        return
    links = [span for span in passage.spans if span.kind == "link"]
    if len(links) > 1:
        yield from _pills_side_by_side(passage, links, scene)
        return
    start = 0
    for piece in GROUP.split(passage.text):
        name, hidden = split_counter(piece.strip())
        url = scene.address(links[0].value) if links else None
        evidence = _linked_evidence(passage, links[0], scene) if links else _named_evidence(name, hidden, scene)
        target = Target("" if url and not name.strip() else name, url)
        end = start + len(piece)
        yield Candidate(start, end, CitationForm.PILL_LINE, (target,), (*evidence, "alone-on-line"), hidden)
        start = end


def _pills_side_by_side(passage: Passage, links: Sequence[PageSpan], scene: Scene) -> Iterator[Candidate]:
    """Several linked pills on one line, each with its counter."""
    for link in links:
        counter = _COUNTER_BEHIND.match(passage.text[link.end : link.end + 6])
        end = link.end + (counter.end() if counter else 0)
        name, hidden = split_counter(passage.text[link.start : end].strip())
        evidence = (*_linked_evidence(passage, link, scene), "alone-on-line")
        target = Target(name.strip(), scene.address(link.value))
        yield Candidate(link.start, end, CitationForm.PILL_LINE, (target,), evidence, hidden)


def find_pills(passage: Passage, scene: Scene) -> Iterator[Candidate]:
    """The pills that stand behind statements of a passage, in order."""
    if passage.role not in ("paragraph", "item", "cell"):
        return
    found = False
    for span in passage.spans:
        if span.kind == "link" and span.end - span.start <= _LONGEST:
            made = _linked(passage, span, scene)
            if made is not None:
                found = True
                yield made
    if not found:
        yield from _named(passage, scene)


def _named_evidence(name: str, hidden: int, scene: Scene) -> tuple[str, ...]:
    """What speaks for a name without a link. In HTML a source would be linked, so that there a name says less."""
    if scene.survey.host and name.lower().removeprefix("www.") == scene.survey.host:
        return ("no-link", "own-site")
    if DOMAIN_NAME.match(name) or hidden or scene.page.kind != "html":
        return ("no-link", "domain-name" if DOMAIN_NAME.match(name) else "known-name", "known-name")
    return ("no-link", "known-name")


def _linked_evidence(passage: Passage, span: PageSpan, scene: Scene) -> tuple[str, ...]:
    url = scene.address(span.value)
    name, _ = split_counter(passage.text[span.start : span.end].strip())
    evidence = [scene.site_evidence(url)]
    if AUTOMATIC_LINK.search(url):
        evidence.append("automatic-link")
    if name in scene.survey.tag_names:
        evidence.append("known-name")
    if scene.counts.get("pill", 0) > 1:
        evidence.append("several-alike")
    if any(word not in CONNECTORS for word in LOWER_WORD.findall(name)):
        evidence.append("says-more")
    told = link_evidence(passage, scene, span)
    return (
        *evidence,
        *(e for e in told if e in ("names-publication", "shop", "social", "media", "person", "call-to-action")),
    )


def _linked(passage: Passage, span: PageSpan, scene: Scene) -> Candidate | None:
    text, start, end = passage.text, span.start, span.end
    automatic = AUTOMATIC_LINK.search(span.value) is not None
    before, behind = text[max(0, start - _BESIDE) : start].rstrip(), text[end : end + _BESIDE]
    if counter := _COUNTER_BEHIND.match(behind):
        end += counter.end()
        behind = behind[counter.end() :]
    marker = text[start:end]
    if (not before and not (automatic and start == end)) or NOT_A_SOURCE.search(marker):
        return None
    if marker.count(" ") >= _MARKER_WORDS:
        return None
    if before and not (ends_sentence(before) or _COUNTED.search(before) or (automatic and not behind.strip())):
        return None
    if behind.strip() and not (behind[0].isspace() and not behind.lstrip()[0].islower()) and not automatic:
        return None
    if not is_tag_link(span.value, scene.survey.host):
        return None
    name, hidden = split_counter(marker)
    evidence = _linked_evidence(passage, span, scene)
    if not automatic and count_words(text[max(0, start - _BESIDE) : start]) < _STATEMENT:
        evidence = (*evidence, "short-statement")
    target = Target(name.strip(), scene.address(span.value))
    return Candidate(start, end, CitationForm.PILL, (target,), evidence, hidden)


def _named(passage: Passage, scene: Scene) -> Iterator[Candidate]:
    text = passage.text
    found = _TRAILING.search(text, max(0, len(text) - NAME_REACH))
    if found is None or any(span.end > found.start(1) and span.kind == "link" for span in passage.spans):
        return
    start = found.start(1)
    if ends_with_abbreviation(text[:start].rstrip()):
        return
    for piece in GROUP.split(found[1]):
        name, hidden = split_counter(piece)
        domain = DOMAIN_NAME.match(name) is not None
        if name in scene.survey.tag_names or domain:
            evidence = _named_evidence(name, hidden, scene)
            yield Candidate(start, start + len(piece), CitationForm.PILL, (Target(name),), evidence, hidden)
        start += len(piece)
