"""Lines that name sources: "Source: X" in a paragraph of its own, at a paragraph's end, or in a caption; and lines
that send the reader on to one: "Learn more from X"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Final

from articlekit.measures import may_fold_to
from articlekit.models import CitationForm
from articlekit.page import is_automatic
from articlekit.sources.address import bare_url
from articlekit.sources.candidates import Candidate, Scene, Target
from articlekit.sources.passages import Passage
from articlekit.survey import DOMAIN_NAME, SOURCE_WORD

_LINE: Final = re.compile(r"(?m)^[\W_]{0,4}(?=\w)")
_AFTER_BAR: Final = re.compile(r"[|•·–—]\s?(?=(?:Sources?|Quellen?|Fuentes?|Fonte?)\s?:\s)")
_BEHIND_SENTENCE: Final = re.compile(r"(?<=[.!?)\]”\"])\s+(?=[(\[]?(?:Sources?|Quellen?|Fuentes?|Fonte?)\s?:)")
_SENDS_ON: Final = re.compile(
    r"(?i)[\W_]{0,6}(?:(?:learn|read|see|find out|discover|explore)\b.{0,60}?\b(?:more|about)\b|for more\b"
    r"|more (?:on|about)\b"
    r"|mehr (?:dazu|darüber|infos?|informationen)\b|weitere informationen\b|en savoir plus\b"
    r"|más información\b).{0,120}"
)
_SENDING: Final = frozenset("lrsfdemw")
"""What lines begin with that `_SENDS_ON` fits, if they begin with an ASCII letter or digit."""
_PREPOSITION: Final = re.compile(r"(?i)\b(?:from|via|at|on|by|in|bei|von|auf|chez|sur|en|de)\b[^\w]*(?:the\s)?$")
_PARTS: Final = re.compile(r"\s?[|;]\s?|\)\s?[,;]?\s?\((?=\S)|\n")
_DOI: Final = re.compile(
    r"(?i)\bdoi\b:?\s?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+|https?://(?:dx\.)?doi\.org/10\.\S+"
)
_PUBLISHED: Final = re.compile(
    r"(?i)^(?:original ?publi[ck]ation|publi[ck]ation|paper|journal|reference|referenz|more information|studie"
    r"|study|citation|fachartikel)\b.{0,20}:"
    r"|\bIn: |\bvol\. ?\d"
)
_PHOTO: Final = re.compile(
    r"(?i)getty|imago\b|picture[- ]?alliance|shutterstock|i?stock(?:photo|\.adobe)|adobe stock|unsplash|pexels|pixabay"
    r"|\b(?:foto|photo|montage|bild):"
)
"""Who a photo is from, which is no source of a statement."""
_LONGEST: Final = 600  # characters of a line that names sources
_MOST_SPANS, _MOST_SOURCES = 200, 40  # of a line that names sources
_FRONT: Final = 200  # characters of a caption in front of the word


def sends_on(text: str) -> bool:
    """Whether a text sends the reader on to another page."""
    return bool(text) and may_fold_to(text, _SENDING) and _SENDS_ON.match(text) is not None


def find_source_lines(passage: Passage, scene: Scene) -> list[Candidate]:
    """The lines of a passage that begin with a word for "source", or hold one behind a bar."""
    text = passage.text
    if ":" not in text and "：" not in text:
        return []
    inside = _holds_word(text)
    made: list[Candidate] = []
    for start, stop in _lines(text):
        lead = _LINE.match(text, start, stop)
        found = SOURCE_WORD.match(text, lead.end() if lead else start)
        at = start
        bar = None if found or not inside else _AFTER_BAR.search(text, start, min(stop, start + _FRONT))
        if bar is not None:
            found = SOURCE_WORD.match(text, bar.end())
            at = start if passage.role == "caption" else bar.end()
        if found is None and inside:
            found, at = _behind_sentence(text, start, stop)
        if found is None or found.end() >= stop or stop - found.end() > _LONGEST:
            continue
        targets = source_names(passage, scene, found.end(), stop)
        if targets and not _PHOTO.search(text, found.end(), stop):
            form = CitationForm.CAPTION_SOURCE if passage.role in ("caption", "cell") else CitationForm.SOURCE_LINE
            made.append(Candidate(at, stop, form, targets, ("source-word",)))
    return made


def _holds_word(text: str) -> bool:
    """Whether a text has a word for "source" that `_AFTER_BAR` and `_BEHIND_SENTENCE` look for."""
    return any(word in text for word in ("Source", "Quelle", "Fuente", "Font"))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _behind_sentence(text: str, start: int, stop: int) -> tuple[re.Match[str] | None, int]:
    """The word for "source" behind a sentence, and where the naming of the source begins."""
    for found in _BEHIND_SENTENCE.finditer(text, start, stop):
        at = found.end()
        if (word := SOURCE_WORD.match(text, at + (text[at] in "(["))) is not None:
            return word, at
    return None, start


def source_names(passage: Passage, scene: Scene, start: int, stop: int) -> tuple[Target, ...]:
    """The sources that the text from `start` to `stop` names: its links, else what bars or semicolons part."""
    text = passage.text
    spans = passage.spans
    first = bisect_left(spans, start, key=lambda span: span.start) if spans else 0
    beside = takewhile(lambda span: span.start < stop, islice(spans, first, first + _MOST_SPANS)) if spans else ()
    links = [span for span in beside if span.kind == "link" and span.value.strip(" #")]
    if links:
        return tuple(
            Target(_name(text[link.start : link.end]) or text[start:stop].strip(), scene.address(link.value))
            for link in links[:_MOST_SOURCES]
        )
    parts = [part.strip(" ()[]*_,.") for part in _PARTS.split(text[start:stop])[:_MOST_SOURCES]]
    if any(part[:1].islower() and bare_url(part) != part and not DOMAIN_NAME.match(part) for part in parts):
        return ()  # "Sources: close to the president say"
    return tuple(Target("" if bare_url(part) == part else part, bare_url(part)) for part in parts if part)


def _name(text: str) -> str:
    """The text of a link as a name; "" where it is an address."""
    text = text.strip(" ()[].,;")
    return "" if text.startswith(("http://", "https://")) else SOURCE_WORD.sub("", text, 1)


def find_publications(passage: Passage, scene: Scene) -> list[Candidate]:
    """A line that names the publication which the article reports on, with its DOI: it supports the article."""
    text = passage.text
    if len(text) > _LONGEST or passage.role not in ("paragraph", "item"):
        return []
    known = None
    for span in passage.links:
        if "doi.org/10." in span[3]:
            known = span
            break
    typed = _DOI.search(text) if "10." in text else None
    if (known is None and typed is None) or not (_PUBLISHED.search(text) or (typed and len(text) - typed.end() < 40)):
        return []
    if known is not None and " " in text[known.start : known.end].strip():
        start, end = known.start, known.end
    else:
        start, end = 0, len(text)
    url = scene.address(known.value) if known is not None else None
    name = text[start:end].strip()
    return [Candidate(start, end, CitationForm.END_SECTION, (Target(name, url),), ("document",))]


def find_learn_more(passage: Passage, scene: Scene) -> list[Candidate]:
    """A line that sends the reader on to another site, whose name it links."""
    text, links = passage.text, passage.links
    if not 0 < len(links) <= 3 or len(text) > 240 or passage.role not in ("paragraph", "item", "tag"):
        return []
    if "\n" in text.strip() or not sends_on(text):
        return []
    link = links[-1]
    address = scene.address(link.value)
    site = scene.site_evidence(address)
    automatic = is_automatic(address)
    named = _PREPOSITION.search(text[: link.start]) is not None and text[link.start : link.start + 1].isupper()
    if not (automatic or named) or text[link.end :].strip(" .!→»"):
        return []
    name = text[link.start : link.end]
    evidence = (site, "automatic-link") if automatic else (site,)
    return [Candidate(link.start, link.end, CitationForm.LEARN_MORE, (Target(name, address),), evidence)]
