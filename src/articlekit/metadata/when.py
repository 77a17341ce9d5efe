"""Dates: every place of the page that offers one, with the evidence that it is the article's.

Declarations of the head and of JSON-LD, properties in the body, `time` elements, lines that name a day, the page's
address. Dates in copyright lines are none. What the evidence weighs, `resolve` says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from articlekit.dates import find_dates, is_month_first, parse_date, with_clock
from articlekit.draft import Candidate
from articlekit.metadata.places import Places
from articlekit.models import PageType
from articlekit.page import Page, PageBlock

_DATED: Final = re.compile(
    r"1[89](?<!\d..)\d\d(?!\d)|2[05](?<!\d..)\d\d(?!\d)|\d[./-]\s?\d\d?[./-]\s?\d\d|['’]\d\d|[年년]"
)
"""What names a year or a day. That no digit stands before a year is looked at behind its first two: where all
alternatives begin with a character, those that cannot fit cost nothing."""
_DIGIT: Final = re.compile(r"[\d年년]")
_ONE: Final = 49
_MARKED: Final = bytes([_ONE if chr(code) in "0123456789" else 48 for code in range(256)])
"""For each octet "1" if it is a digit, "0" if it is none."""
_COPYRIGHT: Final = re.compile(r"(?i)©|\(c\)\s|copyright|all rights reserved|alle rechte")
_UPDATED: Final = re.compile(
    r"(?i)updated?\b|modified|edited|revised|reviewed|last\s+change|aktualisier|\bstand\b|geändert|bearbeitet"
    r"|überarbeitet"
    r"|mis(?:e)?\s+à\s+jour|modifié|actualizad|atualizad|modificad|aggiornat|modificat|bijgewerkt|gewijzigd"
    r"|uppdatera|oppdater"
    r"|opdatere|päivitetty|zaktualizowan|обновл|измен|更新|改訂|수정|güncelle|تحديث|עודכן"
)
_PUBLISHED: Final = re.compile(
    r"(?i)publish|posted|created|written|submitted|released?\b|\bdate\b|first\s|veröffentlich|erschienen|erstellt"
    r"|geschrieben"
    r"|eingestellt|gespeichert|datum|publi(?:é|ca)|posté|rédigé|fecha|\bdata\b|pubblicat|geplaatst|gepubliceerd"
    r"|publicera|julkaistu|opublikowan|dodan|опубликован|дата|发布|發布|发表|發表|公開|投稿|掲載|등록|입력|yayın|نشر|פורסם"
)
_PARTING: Final = re.compile(r"[|·•\n]|(?<=\w\w)\.\s")
_SAID_BEHIND: Final = re.compile(
    r"\s?[(（]?(?:(?P<updated>updated|aktualisiert|更新|改訂|수정)|公開|発行|投稿|掲載|发布|發布|发表|發表|등록|입력)"
)
"""What pages write behind a date, in China, Japan and Korea, or in brackets."""
_ON: Final = re.compile(r"(?i)(?:^|\s)(?:on|am|vom|le|el|il|op|den|em)\s*(?:\w{2,10}(?:day|tag|di)?,?)?\s*$")
_OTHER: Final = re.compile(
    r"(?i)\bjoin|member|since|registr|seit\b|mitglied|expires?|deadline|until|\bbis\b|event|retrieved|accessed"
    r"|abgerufen"
    r"|born|geboren|died|comment|replied|reply|antwort|last\s+(?:post|activity|seen)|valid|effective"
    r"|\b(?:audio|video|sendung|bild|foto|photo|image|reuters|getty)\b"
)
_NAMED: Final = frozenset(
    "date datum data fecha published publish publication pubdate posted postdate dateline timestamp datetime time "
    "created issued".split()
)
_META_NAMED: Final = frozenset("meta byline info postmeta entry submitted details author header subline".split())
_UPDATED_NAMES: Final = frozenset("updated modified lastmod revised modification".split())
ADDRESS_YEARS: Final = range(1990, 2050)
_FIRST: Final = {PageType.FORUM: "first-post", PageType.LISTING: "top-of-list"}
_REACH: Final = 40  # characters before a date that say what it is
_SHORT: Final = 24  # words of a line that names a day
_DATELINE: Final = 70  # characters at the start of a paragraph among which its dateline stands
_URL_DAYS: Final = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([/_.-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(/)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
)


class Found(NamedTuple):
    """A date in the page's text, and where."""

    value: date | datetime
    updated: bool
    """Whether the page says that it is that of a change."""
    evidence: tuple[str, ...]
    where: str
    raw: str
    alike: tuple[frozenset[str], str]
    """What lines of a list have in common."""


def shown_dates(page: Page, places: Places, page_type: PageType, language: str | None) -> Iterator[Candidate]:
    """Rows for the dates in the body of the page, in page order."""
    first = _FIRST.get(page_type, "first-of-many")
    found = _in_blocks(page, places, language)
    found += _in_properties(page, places, language)
    alike = Counter(one.alike for one in found)
    seen: set[tuple[frozenset[str], str]] = set()
    for one in found:
        evidence = one.evidence
        if alike[one.alike] > 2:
            evidence += ("one-of-many", first) if one.alike not in seen else ("one-of-many",)
        seen.add(one.alike)
        field = "modified" if one.updated else "published"
        yield Candidate(field, one.value, one.where, one.raw, evidence=evidence)


def _in_blocks(page: Page, places: Places, language: str | None) -> list[Found]:
    month_first = is_month_first(language)
    found: list[Found] = []
    for index, (_, _, text, _, kind, spans, _, _, _) in enumerate(page.blocks):
        if not text or kind != "text":
            continue
        if any(span[2] == "time" for span in spans):
            found += _of_times(page, places, index, month_first, language)
            continue
        short = text.count(" ") < _SHORT
        if index == places.first_body or (short and not places.is_prose(index)):
            line = text if short else text[:_DATELINE]
            if _may_date(line) and _DATED.search(line) and not _COPYRIGHT.search(line):
                found += _of_line(page, places, index, line, month_first, language)
    return found


def _may_date(line: str) -> bool:
    """Whether a line may hold what `_DATED` finds, which has two digits side by side; of octets that is told fast."""
    octets = line.encode("utf-8", "surrogatepass")
    marked = octets.translate(_MARKED)
    if _ONE in marked and marked.find(b"11") >= 0:
        return True
    return len(octets) > len(line) and _DIGIT.search(line) is not None


def _of_times(page: Page, places: Places, index: int, month_first: bool, language: str | None) -> list[Found]:
    block = page.blocks[index]
    times: list[Found] = []
    end = 0
    for span in block.spans:
        if span.kind != "time":
            continue
        shown = block.text[span.start : span.end]
        value = parse_date(span.value or shown, month_first=month_first, language=language)
        if value is None and span.value:
            value = parse_date(shown, month_first=month_first, language=language)
        before = block.text[max(end, span.start - _REACH) : span.start]
        if value is not None and not _COPYRIGHT.search(before):
            evidence = ("time", *_of_words(page, places, block, before), *places.standing(index))
            updated = _says_updated(before + " " + shown) or bool(_UPDATED_NAMES & frozenset(span.words))
            alike = _likeness(page, places, block)
            times.append(Found(value, updated, evidence, "time", span.value or shown, alike))
        end = span.end
    return times


def _of_line(page: Page, places: Places, index: int, text: str, month_first: bool, language: str | None) -> list[Found]:
    block = page.blocks[index]
    days: list[Found] = []
    found = find_dates(text, month_first=month_first, language=language)
    if not found:
        return days
    rest = len(text) - sum(one.end - one.start for one in found)
    whole = ("alone",) if rest <= 12 else ("line",) if rest <= 80 and len(text) == len(block.text) else ("in-text",)
    end = 0
    for one in found:
        before = text[max(end, one.start - _REACH) : one.start]
        evidence = (*whole, *_of_words(page, places, block, before), *places.standing(index))
        if _OTHER.search(before):
            evidence += ("says-other",)
        if text[one.start : one.end].count("/") == 2 or not re.search(r"\d{4}", text[one.start : one.end]):
            evidence += ("doubtful",)
        updated, end = _says_updated(before), one.end
        if (said := _SAID_BEHIND.match(text, one.end)) and not _says(before):
            updated, end = bool(said["updated"]), said.end()
        where = "dateline" if places.place(index) == "front" else "line"
        alike = _likeness(page, places, block)
        days.append(Found(with_clock(text, one), updated, evidence, where, text, alike))
    return days


def _says_updated(before: str) -> bool:
    """Whether the words before a date, of several the last ones, tell of a change."""
    *others, last = _PARTING.split(before)
    if others and not any(char.isalnum() for char in last):
        last = others[-1].rstrip(" :") if _ends(_UPDATED, others[-1].rstrip(" :")) else ""
    return _place(_UPDATED, last) > _place(_PUBLISHED, last)


def _says(before: str) -> bool:
    return _place(_UPDATED, before) >= 0 or _place(_PUBLISHED, before) >= 0


def _place(words: re.Pattern[str], text: str) -> int:
    """Where the last of some words begins; -1 for none."""
    return max((found.start() for found in words.finditer(text)), default=-1)


def _ends(words: re.Pattern[str], text: str) -> bool:
    return any(" " not in text[found.end() :] for found in words.finditer(text))


def _of_words(page: Page, places: Places, block: PageBlock, before: str) -> tuple[str, ...]:
    """What the words around a date say: those of the text before it, and those of classes."""
    told: list[str] = []
    if _PUBLISHED.search(before):
        told.append("says-published")
    elif _ON.search(before):
        told.append("says-on")
    if re.search(r"(?i)\b(?:by|von|par|por|di|door|av)\b", before):
        told.append("behind-byline")
    words = places.words(block.region)
    if _NAMED & words:
        told.append("class-date")
    elif _META_NAMED & words:
        told.append("class-meta")
    return tuple(told)


def _likeness(page: Page, places: Places, block: PageBlock) -> tuple[frozenset[str], str]:
    return places.words(block.region), page.regions[block.region].tag


def _in_properties(page: Page, places: Places, language: str | None) -> list[Found]:
    month_first = is_month_first(language)
    dates: list[Found] = []
    for prop in page.properties:
        if prop.name in ("author", "creator"):
            continue
        named = prop.name or ("class" if _NAMED & frozenset(prop.words) else "")
        if not named:
            continue
        raw = prop.value or (prop.text if prop.name else "")  # lines without a name are read with what stands before
        if not any(c.isdigit() for c in raw):
            continue
        value = parse_date(raw, month_first=month_first, language=language)
        if value is None and prop.text:
            value, raw = parse_date(prop.text, month_first=month_first, language=language), prop.text
        if value is None or _COPYRIGHT.search(prop.text):
            continue
        updated = prop.name in ("datemodified", "modified") or (
            not prop.name and bool(_UPDATED_NAMES & frozenset(prop.words)) and "published" not in prop.words
        )
        kind = "property-class" if not prop.name else "property-created" if "created" in prop.name else "property"
        block = min(prop.block, len(page.blocks) - 1)
        evidence = (kind, *(places.standing(prop.block) if block >= 0 else ()))
        alike = (frozenset(prop.words), "property " + prop.name)
        dates.append(Found(value, updated, evidence, "property" if prop.name else "class", raw, alike))
    return dates


def address_dates(page: Page) -> Iterator[Candidate]:
    """The row for the day that the page's address names."""
    address = page.url or next((link.href for link in page.head.links if link.rel == "canonical"), "")
    path = address.partition("://")[2].partition("/")[2].partition("?")[0]
    for pattern in _URL_DAYS:
        if found := pattern.search(path):
            try:
                value = date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                continue
            if value.year in ADDRESS_YEARS:
                yield Candidate("published", value, "url", found[0], evidence=("url-day",))
            return
