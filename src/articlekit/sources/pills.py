"""Pills: the name of a source behind a statement or alone on a line, as assistants and their copies set them.

Two kinds of evidence make one: a link that leads to another site, set right behind the stop of a sentence or alone
on a line; or, where no link shows, a name that the page sets there more than once, or a domain name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articlekit.measures import NAME_REACH, STOPS, count_words, ends_sentence
from articlekit.models import CitationForm
from articlekit.page import PageSpan, is_automatic
from articlekit.sentences import ends_with_abbreviation
from articlekit.sources.candidates import Candidate, Scene, Target
from articlekit.sources.links import CONNECTORS, LOWER_WORD, link_evidence
from articlekit.sources.passages import Passage
from articlekit.survey import DOMAIN_NAME, GROUP, NOT_A_SOURCE, SOURCE_WORD, is_tag_link, split_counter

_USEFUL: Final = frozenset({"names-publication", "shop", "social", "media", "person", "call-to-action"})
"""What of the evidence about a link counts for pills, too."""
_COUNTER_BEHIND: Final = re.compile(r"\s?\+(\d{1,2})(?!\w)")
_COUNTED: Final = re.compile(r"\+\d{1,2}$")
_TRAILING: Final = re.compile(
    rf"(?<=[{STOPS}\"'”’»」』)\]]) (\S[^{STOPS}]{{0,38}}|[A-Za-z][\w-]*(?:\.[A-Za-z]{{2,}})+(?: ?\+\d{{1,2}})?)$"
)
_STOPS: Final = frozenset(STOPS)
_BESIDE: Final = 100  # characters beside a link that are looked at
_MARKER_WORDS: Final = 6
_STATEMENT: Final = 6  # words before a pill at least
_LONGEST: Final = 60  # characters of a pill's link


def find_line_pill(passage: Passage, scene: Scene) -> list[Candidate]:
    """The pill that a block alone on its line is; "US EPA+2Reddit+2" is two."""
    pills: list[Candidate] = []
    if passage.role != "tag" or SOURCE_WORD.match(passage.text):
        return pills
    links = passage.links
    if len(links) > 1:
        return _pills_side_by_side(passage, links, scene)
    start = 0
    for piece in GROUP.split(passage.text):
        name, hidden = split_counter(piece.strip())
        url = scene.address(links[0].value) if links else None
        evidence = _linked_evidence(passage, links[0], scene) if links else _named_evidence(name, hidden, scene)
        target = Target("" if url and not name.strip() else name, url)
        end = start + len(piece)
        pills.append(Candidate(start, end, CitationForm.PILL_LINE, (target,), (*evidence, "alone-on-line"), hidden))
        start = end
    return pills


def _pills_side_by_side(passage: Passage, links: Sequence[PageSpan], scene: Scene) -> list[Candidate]:
    """Several linked pills on one line, each with its counter."""
    pills = []
    for link in links:
        counter = _COUNTER_BEHIND.match(passage.text[link.end : link.end + 6])
        end = link.end + (counter.end() if counter else 0)
        name, hidden = split_counter(passage.text[link.start : end].strip())
        evidence = (*_linked_evidence(passage, link, scene), "alone-on-line")
        target = Target(name.strip(), scene.address(link.value))
        pills.append(Candidate(link.start, end, CitationForm.PILL_LINE, (target,), evidence, hidden))
    return pills


def find_pills(passage: Passage, scene: Scene) -> list[Candidate]:
    """The pills that stand behind statements of a passage, in order."""
    pills: list[Candidate] = []
    if passage.role not in ("paragraph", "item", "cell"):
        return pills
    for span in passage.links:
        if span[1] - span[0] <= _LONGEST:
            made = _linked(passage, span, scene)
            if made is not None:
                pills.append(made)
    return pills or _named(passage, scene)


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
    if is_automatic(url):
        evidence.append("automatic-link")
    if name in scene.survey.tag_names:
        evidence.append("known-name")
    if scene.counts.get("pill", 0) > 1:
        evidence.append("several-alike")
    if any(word not in CONNECTORS for word in LOWER_WORD.findall(name)):
        evidence.append("says-more")
    evidence += [told for told in link_evidence(passage, scene, span) if told in _USEFUL]
    return tuple(evidence)


def _linked(passage: Passage, span: PageSpan, scene: Scene) -> Candidate | None:
    text = passage.text
    start, end, _, href, _ = span
    automatic = is_automatic(href)
    before, behind = text[max(0, start - _BESIDE) : start].rstrip(), text[end : end + _BESIDE]
    if "+" in behind[:2] and (counter := _COUNTER_BEHIND.match(behind)):
        end += counter.end()
        behind = behind[counter.end() :]
    marker, rest = text[start:end], behind.lstrip()
    if (not before and not (automatic and start == end)) or marker.count(" ") >= _MARKER_WORDS:
        return None
    if rest and not automatic and (rest[0].islower() or not behind[0].isspace()):
        return None
    if before and not (ends_sentence(before) or _COUNTED.search(before) or (automatic and not rest)):
        return None
    if not is_tag_link(href, scene.survey.host) or NOT_A_SOURCE.search(marker):
        return None
    name, hidden = split_counter(marker)
    evidence = _linked_evidence(passage, span, scene)
    if not automatic and count_words(text[max(0, start - _BESIDE) : start]) < _STATEMENT:
        evidence = (*evidence, "short-statement")
    target = Target(name.strip(), scene.address(href))
    return Candidate(start, end, CitationForm.PILL, (target,), evidence, hidden)


def _named(passage: Passage, scene: Scene) -> list[Candidate]:
    text = passage.text
    pills: list[Candidate] = []
    if text[-1:] in _STOPS:  # no name ends so
        return pills
    found = _TRAILING.search(text, max(0, len(text) - NAME_REACH))
    if found is None or any(span.end > found.start(1) for span in passage.links):
        return pills
    start = found.start(1)
    if ends_with_abbreviation(text[:start].rstrip()):
        return pills
    for piece in GROUP.split(found[1]):
        name, hidden = split_counter(piece)
        domain = DOMAIN_NAME.match(name) is not None
        if name in scene.survey.tag_names or domain:
            evidence = _named_evidence(name, hidden, scene)
            pills.append(Candidate(start, start + len(piece), CitationForm.PILL, (Target(name),), evidence, hidden))
        start += len(piece)
    return pills
