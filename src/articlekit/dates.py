"""Dates as pages write them: ISO 8601, RFC 2822, and day, month, year in words or numbers, in some fifty languages.

Knows calendars, month names and clocks, nothing of pages. Refuses what cannot be: the 31st of February, a year before
the web's grandparents or far ahead. Relative dates ("3 hours ago") are refused, too: the library has no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from articlekit.months import MONTHS, MONTHS_OF

__all__ = ["MONTHS", "FoundDate", "find_date", "find_dates", "is_month_first", "parse_date", "with_clock"]

_YEARS: Final = range(1990, 2100)
_DECLARED_YEARS: Final = range(1800, 2100)  # archives declare when a page of theirs was printed
_EMPTY: Final = frozenset({date(1970, 1, 1), date(1900, 1, 1)})  # what programs write for "unknown"
_THAI_YEARS: Final = range(2533, 2643)  # of the Buddhist calendar: 543 ahead
_LONGEST: Final = 400  # characters of a text that are searched; a date line is shorter

_WORD: Final = r"[^\W\d_][^\s\d,./()|:]{1,13}"
_OF: Final = r"(?:\s?-\s?|\s{1,3}|\.\s?)(?:de\s|d’|d'|of\s|ב)?"
_ISO: Final = re.compile(
    r"(?<![\d.])(?P<y>\d{4})(?P<by>[-/.])\s?(?P<m>\d{1,2})(?P=by)\s?(?P<d>\d{1,2})(?![\d/])"
    r"(?P<time>(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?|T\d{4,6})\s?(?:Z|[+-]\d{2}(?::?\d{2})?(?!\d))?)?"
)
_BASIC: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_UNIX: Final = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?$")  # seconds or milliseconds
_PATTERNS: Final = (
    re.compile(
        rf"(?<!\w)(?P<month>{_WORD})(?:\.?\s{{1,3}}|\.|-)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s{{1,3}}|-"
        rf"|\.\s?)(?:of\s)?(?P<y>\d{{4}})(?!\d)"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|da)?{_OF}(?P<month>{_WORD})\.?(?:,\s?"
        rf"|\s?-\s?|\s{{1,3}})(?:del?\s)?(?P<y>\d{{4}})(?!\d)"
    ),
    re.compile(rf"(?<![\w-])(?P<y>\d{{4}})(?:\.|\sm\.|,)?\s(?P<month>{_WORD})\.?\s(?P<d>\d{{1,2}})(?!\d|:)"),
    re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    re.compile(r"(?i)(?<!\d)(?P<d>\d{1,2})\stháng\s(?P<m>\d{1,2}),?\s(?:năm\s)?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<![\d./-])(?P<a>\d{1,2})(?P<by>[./-])\s?(?P<b>\d{1,2})(?P=by)\s?(?P<y>\d{4})(?![\d/])"),
)
_WESTERN: Final = (*_PATTERNS[:3], _PATTERNS[5])
"""Those that a text of ASCII can fit."""
_SHORT: Final = (
    re.compile(r"(?<![\d./:-])(?P<a>\d{1,2})(?P<by>[./-])(?P<b>\d{1,2})(?P=by)(?P<yy>\d\d)(?![\d./:%-]|\s?(?:€|EUR))"),
    re.compile(
        rf"(?<!\w)(?P<month>{_WORD})\.?\s{{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}['’](?P<yy>\d\d)(?!\d)"
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-.\s]\s?(?P<month>{_WORD})\.?[-\s]\s?['’]?(?P<yy>\d\d)(?![\d:])"
    ),
)
_TWO_DIGITS: Final = re.compile(r"\d\d")
_FOUR_DIGITS: Final = re.compile(r"\d\d\d\d")
_CLOCK: Final = re.compile(
    r"(?i)(?P<part>오전|오후|上午|下午|午前|午後)?\s?"
    r"(?<!\d)(?P<h>\d{1,2})(?:[:h]|\sh\s|\.(?=\d\d\s?Uhr)|(?<=klo \d\d)\.)"
    r"(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?:Uhr|h)\b)?(?:\s?\(?(?P<zone>UTC|GMT|Z|[A-Z]{2,4}T|C?E?MES?Z|MESZ|MEZ)?\s?(?P<off>[+-]\d{2}:?\d{2})?)?"
)
_AFTERNOON: Final = frozenset({"p", "P", "오후", "下午", "午後"})
_CLOCK_REACH: Final = 24  # characters behind a date among which its clock begins
_ZONES: Final = {"UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6} | {
    "PST": -8, "PDT": -7, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "BST": 1, "MSK": 3, "JST": 9,
}  # fmt: skip
_MONTH_FIRST: Final = frozenset({"", "en", "en-us", "en-ph", "en-ca"})


class FoundDate(NamedTuple):
    """A date in a text."""

    value: date | datetime
    start: int
    end: int


def is_month_first(language: str | None) -> bool:
    """Whether 3/4/2024 is the 4th of March: in American English, and where nothing closer than English is known."""
    return (language or "").lower().replace("_", "-") in _MONTH_FIRST


def find_date(text: str, *, month_first: bool = False, language: str | None = None) -> FoundDate | None:
    """The first date in the first 400 characters of `text`.

    `month_first` says how to read 3/4/2024; `language`, a BCP 47 tag, settles names that two languages use for
    different months.
    """
    return min(_found(text[:_LONGEST], month_first, language, every=False), key=_start, default=None)


def find_dates(text: str, *, month_first: bool = False, language: str | None = None) -> list[FoundDate]:
    """The dates in the first 400 characters of `text`, in order; years of two digits are read, too."""
    found = sorted(_found(text[:_LONGEST], month_first, language, every=True), key=_start)
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def with_clock(text: str, found: FoundDate) -> date | datetime:
    """The day or instant that was found in `text`, with the time of day that stands behind it."""
    if isinstance(found.value, datetime) and found.value.tzinfo:
        return found.value
    day = found.value.date() if isinstance(found.value, datetime) else found.value
    begin = found.end if not isinstance(found.value, datetime) else found.start + len("2024-03-05")
    match = _CLOCK.search(text, begin, begin + _CLOCK_REACH + 20)
    if match is None or match.start() > begin + _CLOCK_REACH:
        return found.value
    hour = int(match["h"])
    half = match["half"] or match["part"]
    if half:
        if not 1 <= hour <= 12:
            return found.value
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    try:
        clock = time(hour, int(match["min"]), int(match["s"] or 0), tzinfo=_zone(match))
    except ValueError:
        return found.value
    told = isinstance(found.value, datetime) and clock.tzinfo is None and not half
    return found.value if told else datetime.combine(day, clock)


def parse_date(text: str, *, month_first: bool = False, language: str | None = None) -> date | datetime | None:
    """The date that a `datetime` attribute, a meta tag or a JSON-LD field holds; None if it holds none.

    An instant where it tells the time, aware where it tells the zone, else a day.
    """
    text = " ".join(text[: 2 * _LONGEST].split())[:_LONGEST]
    if basic := _BASIC.match(text):
        return _basic(basic)
    if unix := _UNIX.match(text):
        return _of_unix(int(unix[1]))
    dates = find_dates(text, month_first=month_first, language=language)
    found = dates[0] if dates else _long_ago(text)
    if found is None:
        return _of_mail(text)
    value = with_clock(text, found)
    day = value.date() if isinstance(value, datetime) else value
    return None if day in _EMPTY else value


def _start(found: FoundDate) -> int:
    return found.start


def _found(text: str, month_first: bool, language: str | None, *, every: bool) -> list[FoundDate]:
    """The first date of each form with a year of four digits; with `every`, all dates of all forms."""
    found: list[FoundDate] = []
    year = _FOUR_DIGITS.search(text)
    if year is None and not (every and _TWO_DIGITS.search(text)):
        return found
    for iso in _ISO.finditer(text, year.start()) if year else ():
        if one := _iso(iso, _YEARS):
            found.append(one)
            if not every:
                break
    names = MONTHS_OF.get((language or "")[:2].lower(), MONTHS)
    patterns = (_WESTERN if text.isascii() else _PATTERNS) if year else ()
    for pattern in (*patterns, *_SHORT) if every else patterns:
        for match in pattern.finditer(text):
            day = _day(match, month_first, names)
            if day is not None:
                found.append(FoundDate(day, match.start(), match.end()))
                if not every:
                    break
    return found


def _iso(match: re.Match[str], years: range) -> FoundDate | None:
    day = _valid(match["y"], match["m"], match["d"], years)
    if day is None:
        return None
    clock = (match["time"] or "").strip(" T").replace(",", ".").replace(" ", "")
    try:
        instant = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    except ValueError:
        return FoundDate(day, match.start(), match.end("d"))
    return FoundDate(instant, match.start(), match.start("time") + len(match["time"].rstrip()))


def _long_ago(text: str) -> FoundDate | None:
    """A date that a page of an archive declares."""
    match = _ISO.match(text)
    return _iso(match, _DECLARED_YEARS) if match else None


def _of_mail(text: str) -> datetime | None:
    """The date of a mail's head, or what C's `ctime` gives: "Tue Mar 5 06:30:00 2024"."""
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value if value.year in _YEARS else None


def _basic(match: re.Match[str]) -> date | datetime | None:
    """The basic form of ISO 8601: 20240305T063000Z."""
    day = _valid(match[1], match[2], match[3], _YEARS)
    if day is None or not match[4]:
        return day
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{match[4]}:{match[5]}:{match[6] or '00'}{match[7] or ''}")
    except ValueError:
        return day


def _of_unix(seconds: int) -> datetime | None:
    """The instant that is so many seconds behind the beginning of 1970."""
    value = datetime.fromtimestamp(seconds, UTC)
    return value if value.year in _YEARS else None


def _zone(clock: re.Match[str]) -> timezone | None:
    if offset := clock["off"]:
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    hours = _ZONES.get((clock["zone"] or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))


def _day(match: re.Match[str], month_first: bool, names: Mapping[str, int]) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"]) if "y" in parts else 2000 + int(parts["yy"])
    if name := parts.get("month"):
        month = _month(name, names)
        if month and year in _THAI_YEARS and name[0] > "\u0e00":
            year -= 543
        return _valid(year, month, parts["d"], _YEARS) if month else None
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        dotted = parts["by"] == "."
        if first > 12 or (second <= 12 and (dotted or not month_first)):
            first, second = second, first
        return _valid(year, first, second, _YEARS)
    return _valid(year, parts["m"], parts["d"], _YEARS)


def _month(name: str, names: Mapping[str, int]) -> int | None:
    name = name.lower().rstrip("-'’")
    return names.get(name) or names.get(name.removeprefix("ב"))


def _valid(year: str | int | None, month: str | int | None, day: str | int | None, years: range) -> date | None:
    try:
        value = date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None
    return value if value.year in years else None
