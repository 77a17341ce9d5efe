"""Sources in parentheses: "(Reuters)", "(via X)", "(IRENA 2019)", "(ibid.)", "(Source: X)"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from articlekit.measures import STOPS, count_words
from articlekit.models import CitationForm
from articlekit.page import PageSpan
from articlekit.sources.candidates import Candidate, Scene, Target
from articlekit.sources.lines import source_names
from articlekit.sources.links import CONNECTORS, LOWER_WORD, link_evidence
from articlekit.sources.passages import Passage
from articlekit.survey import DOMAIN_NAME, SOURCE_WORD

PARENTHESIS: Final = re.compile(r"\(([^()]{2,180}|[^()]{1,90}\([^()]{1,60}\)[^()]{0,30})\)|（([^（）]{2,120})）")
_VIA: Final = re.compile(r"(?i)\s?(?:via|h/t|hat[ -]?tip(?: to)?|tip of the hat to|hattip)\b:?\s+(?=\S)")
_NAME_PART: Final = (
    r"(?:(?:d['’]|l['’]|al-|Mc|O['’])?[A-ZÀ-Þ][\w.’'/-]*|van|von|de|der|den|du|di|da|la|le|zu|zum|und|and|et|y|e|&|al\.?"
    r"|u\.\s?a\.|a\.)"
)
_AUTHOR_YEAR: Final = re.compile(
    rf"\s?(?:(?i:see|see also|cf\.|e\.g\.,?|vgl\.|siehe|nach|voir|véase|ver|adapted from|in)\s)?"
    rf"(?P<names>[A-ZÀ-Þ][\w.’'/-]*(?:,?\s{_NAME_PART}){{0,8}})(?:\set al\.?)?,?\s?\(?"
    rf"(?P<year>(?:1[5-9]|20)\d\d)(?:/\d{{2,4}})?[a-z]?\)?"
    rf"(?P<page>\s?[,:]\s?(?:(?i:pp?|s|f|chap|kap|bd|vol|art"
    rf"|ch)\.?\s?)?[\dIVXivx]+[\w.–, -]{{0,20}})?(?:\s?ff?\.)?\s?"
)
_LOCATED: Final = re.compile(
    r"(?:(?i:see|vgl\.|siehe|cf\.)\s)?[A-ZÀ-Þ][\w&.’'-]*(?:\s[A-ZÀ-Þ0-9][\w&.’'-]*){0,4},\s?"
    r"(?i:ch(?:apter|\.)|kap(?:itel|\.)|sec(?:tion|t\.)|vol\.|bd\.|pp?\.|pages?|seite|s\.|art\.|table|tab\.|fig(?:ure|\.))\s?[\dIVX].{0,30}"
)
"""A work and a place in it: "(NCA5, Ch. 2, page 2-10)"."""
_IBID: Final = re.compile(
    r"(?i)\s?(?:(?:see|vgl\.|cf\.)\s)?(?:ibid|ibidem|ebd|ebenda|ebda|ib|a\.\s?a\.\s?o|op\.\s?cit|loc\.\s?cit"
    r"|idem)\b\.?(?:,?\s.{0,24})?\s?"
)
_YEAR: Final = re.compile(r"\d{4}")
_NO_AUTHOR: Final = re.compile(
    r"(?i)\b(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch|s)?|märz|apr(?:il)?|may|mai|june?|juni?|july?|juli?"
    r"|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|spring|summer|autumn|fall|winter|born"
    r"|died|since|until"
    r"|season|from|until|enero|février|since|early|late|circa|stand|q[1-4]|wm|em|u\.?k|u\.?s|usa|eu"
    r"|world cup|olympi\w+|updated?)\b"
)
_DATE: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{1,3}/\d{4}\b")
_NAME: Final = re.compile(r"[^\W\d_a-zà-þ][^()\[\]{}<>;:=?!]{1,40}")
_BEGINS: Final = re.compile(
    r"(?i)(?:doi|pdf|see|siehe|vgl|cf|voir|e\.g|u\.s|via|vom?|in|aus|from|at|the|nach|laut|link|source)\b"
)
_USEFUL: Final = frozenset(
    """
    outside-link outside-unknown own-site automatic-link attribution document names-publication homepage person
    reference-work shop social media call-to-action
    """.split()
)
"""What of the evidence about a link counts in parentheses, too."""
_NAMED_NUMBER: Final = re.compile(r"\(?\[((?=[^\]]*[^\W\d_])[^\[\]\n]{1,60})\]\[(\d{1,3})\]\)?")
_LONGEST: Final = 60  # characters of a link in brackets
_WORDS_BESIDE: Final = 9
_NEAR: Final = 80  # characters before a parenthesis that are looked at
_STATEMENT: Final = 6  # words that stand before a name in parentheses at least


def count_parentheses(texts: Sequence[str]) -> Counter[str]:
    """How often shapes of parentheses stand in some texts: "author-year", and "(name)" for names behind statements."""
    counts: Counter[str] = Counter()
    for text in texts:
        if not _may_hold(text):
            continue
        for found in PARENTHESIS.finditer(text):
            content = found[1] or found[2]
            if (works := _is_author_year(content)) is not None:
                counts["author-year"] += 1
                counts["author-year, sure"] += any(_is_sure(work) for work in works)
            elif _closes(text, found) and _NAME.fullmatch(content):
                counts[f"({content})"] += 1
    return counts


def _may_hold(text: str) -> bool:
    """Whether a text has parentheses."""
    return "(" in text or "（" in text


def find_parentheses(passage: Passage, scene: Scene) -> list[Candidate]:
    """The parentheses of a passage that name a source."""
    text, links = passage.text, passage.links
    judged: list[Candidate] = []
    if not _may_hold(text):
        return judged
    at = 0
    for found in PARENTHESIS.finditer(text):
        while at < len(links) and links[at].end <= found.start():
            at += 1
        inside = []
        for link in links[at : at + 20]:
            if link.start >= found.end():
                break
            inside.append(link)
        start, end = found.span()
        if len(inside) == 1 and inside[0].start < start and inside[0].end >= end - 1:
            start = inside[0].start  # the link takes in the name before: "Peter Korig (Jungle World)"
        made = _judged(passage, scene, start, end, found, inside)
        if made is not None:
            judged.append(made)
    return judged


def find_bracketed_links(passage: Passage, scene: Scene) -> list[Candidate]:
    """Links alone in square brackets: "[Reuters]"; and names in brackets before the number of an entry, as assistants
    write Markdown: "([Reuters][1])"."""
    text = passage.text
    found_ones: list[Candidate] = []
    if "[" not in text:
        return found_ones
    for span in passage.links:
        enclosed = text[span.start - 1 : span.start] == "[" and text[span.end : span.end + 1] == "]"
        if enclosed and not span.value.startswith("#") and span.end - span.start < _LONGEST:
            content = text[span.start : span.end]
            made = _linked(passage, scene, span.start - 1, span.end + 1, content, [span])
            if made is not None:
                found_ones.append(made)
    for found in _NAMED_NUMBER.finditer(text) if "][" in text else ():
        entry = scene.references.by_label(found[2], passage.block)
        if entry is not None:
            found_ones.append(Candidate(*found.span(), CitationForm.PARENTHESIS, (Target(entry=entry),), ("entry",)))
    return found_ones


def _judged(
    passage: Passage, scene: Scene, start: int, end: int, found: re.Match[str], links: list[PageSpan]
) -> Candidate | None:
    content = found[1] or found[2]
    if (via := _VIA.match(content)) is not None:
        name = content[via.end() :].strip()
        url = scene.address(links[0].value) if links else None
        alone = found.end() - found.start() == len(passage.text.strip())
        if not links and not ((alone or _closes(passage.text, found)) and name[:1].isupper() and name.count(" ") < 4):
            return None
        site = scene.site_evidence(url) if url else "no-link"
        return Candidate(start, end, CitationForm.VIA, (Target(name, url),), ("source-word", site))
    if (word := SOURCE_WORD.match(content)) is not None:
        targets = source_names(passage, scene, found.start() + 1 + word.end(), end - 1)
        return Candidate(start, end, CitationForm.PARENTHESIS, targets, ("source-word",)) if targets else None
    if _IBID.fullmatch(content):
        return Candidate(start, end, CitationForm.AUTHOR_YEAR, (Target(previous=True),), ("source-word",))
    if (works := _is_author_year(content)) is not None and passage.text[start] in "(（":
        return _author_year(passage, scene, found, works, links)
    if _LOCATED.fullmatch(content) and not links:
        return Candidate(*found.span(), CitationForm.AUTHOR_YEAR, (Target(content.strip()),), ("no-link", "located"))
    if links and not all(link.value.startswith("#") for link in links):
        return _linked(passage, scene, start, end, content, links)
    return _named(passage, scene, found, content)


def _is_author_year(content: str) -> list[re.Match[str]] | None:
    """The works that a parenthesis names by author and year, if it names nothing else."""
    works = []
    if not _YEAR.search(content):
        return None
    for part in content.split(";"):
        found = _AUTHOR_YEAR.fullmatch(part)
        if found is None or _NO_AUTHOR.search(found["names"]):
            return None
        works.append(found)
    return works


def _is_sure(work: re.Match[str]) -> bool:
    """Whether the shape alone makes a work of it: a film, a town and a product have a year, too."""
    return "," in work[0] or " et al" in work[0] or "&" in work[0] or bool(work["page"])


def _author_year(
    passage: Passage, scene: Scene, found: re.Match[str], works: list[re.Match[str]], links: list[PageSpan]
) -> Candidate | None:
    targets, known = [], False
    for number, work in enumerate(works):
        names, year = work["names"].strip(" ,"), work["year"]
        entry = scene.references.by_author(names, year) or next(
            (e for link in links if (e := scene.references.by_link(link.value, passage.block))), None
        )
        url = next((scene.address(k.value) for k in links[number : number + 1] if not k.value.startswith("#")), None)
        known = known or entry is not None or url is not None
        targets.append(Target(f"{names} {year}", url, entry))
    evidence = ["entry"] if known else ["no-link"]
    others = scene.counts.get("author-year, sure", 0) - any(map(_is_sure, works))
    evidence += ["several-alike"] if others > 0 else []
    evidence += ["closes-sentence"] if _closes(passage.text, found) else []
    evidence += ["comma"] if any("," in work[0] for work in works) else []
    evidence += ["acronym-name"] if works[0]["names"].isupper() else []
    evidence += ["page-number"] if any(work["page"] or " et al" in work[0] for work in works) else []
    return Candidate(*found.span(), CitationForm.AUTHOR_YEAR, tuple(targets), tuple(evidence))


def _linked(
    passage: Passage, scene: Scene, start: int, end: int, content: str, links: list[PageSpan]
) -> Candidate | None:
    """A parenthesis with links: a name, perhaps with an author or a date beside it."""
    text = passage.text
    dated = _DATE.search(content) is not None
    if (text[start] not in "(（[" and not dated) or _is_prose(text, content, links, start):
        return None
    if not any(char.isalpha() for char in content):
        return None
    told = link_evidence(passage, scene, links[0])
    evidence = ["in-parentheses", *(name for name in told if name in _USEFUL)]
    if dated:
        evidence.append("dated")
        if "own-site" in evidence:
            evidence.remove("own-site")  # an earlier issue of the same paper
    if _is_acronym(text[max(0, start - _NEAR) : start], content):
        evidence.append("acronym")
    targets = tuple(Target(text[k.start : k.end].strip("() "), scene.address(k.value)) for k in links)
    return Candidate(start, end, CitationForm.PARENTHESIS, targets, tuple(evidence))


def _is_prose(text: str, content: str, links: list[PageSpan], start: int) -> bool:
    """Whether a parenthesis says more than who and when."""
    beside = content
    for link in links:
        beside = beside.replace(text[max(link.start, start) : link.end].strip("()"), " ", 1)
    lower = sum(word not in CONNECTORS for word in LOWER_WORD.findall(content))
    named = links[0].start <= start + 1 or DOMAIN_NAME.match(content) is not None
    opens = content[:1].islower() and not named and not _BEGINS.match(content)
    return opens or lower > 2 or len(beside.split()) > _WORDS_BESIDE


def _named(passage: Passage, scene: Scene, found: re.Match[str], content: str) -> Candidate | None:
    """A name alone, behind a statement: only where the page does so again, or the name is a domain."""
    times = scene.counts.get(f"({content})", 0) if scene.page.kind != "html" or DOMAIN_NAME.match(content) else 0
    if (
        times < 2
        or passage.role == "caption"
        or not _closes(passage.text, found)
        or not _is_name(content, scene.page.head.language)
    ):
        return None
    if count_words(passage.text[max(0, found.start() - _NEAR) : found.start()]) < _STATEMENT:
        return None
    evidence = ["no-link", "in-parentheses", "known-name"]
    if _is_acronym(passage.text[max(0, found.start() - _NEAR) : found.start()], content):
        evidence.append("acronym")
    return Candidate(*found.span(), CitationForm.PARENTHESIS, (Target(content.strip()),), tuple(evidence))


def _is_name(content: str, language: str | None) -> bool:
    """Whether a word or more are a name rather than a noun: German sets capitals on all nouns."""
    if not _NAME.fullmatch(content) or not content[0].isupper():
        return False
    telling = " " in content or any(char.isupper() or char == "." for char in content[1:])
    return telling or not (language or "").startswith("de")


def _closes(text: str, found: re.Match[str]) -> bool:
    """Whether a parenthesis stands at the end of a sentence, before its stop or behind it."""
    before, behind = (
        text[max(0, found.start() - _NEAR) : found.start()].rstrip()[-1:],
        text[found.end() : found.end() + 2].strip()[:1],
    )
    return bool(before) and (behind == "" or behind in STOPS or before in STOPS + '"”’»“')


def _is_acronym(before: str, content: str) -> bool:
    """Whether a word in parentheses only shortens the words before it: "World Health Organization (WHO)"."""
    words = re.findall(r"\w+", before)
    if not content.isalnum() or len(content) > 10 or not words:
        return False
    if content.isupper() and content[0] in "".join(word[0] for word in words[-2 * len(content) :]).upper():
        return True
    return content[0].lower() == words[-1][0].lower() and any(char.isupper() for char in content[1:])
