"""Dates as pages write them: ISO 8601, RFC 2822, and day, month, year in words or numbers.

Knows calendars and month names, nothing of pages. Refuses what cannot be: the 31st of February, a year before the
web's grandparents or far ahead. Relative dates ("3 hours ago") are refused, too: the library has no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Final, NamedTuple

_MONTHS_BY_LANGUAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "january february march april may june july august september october november december",
        "en short": "jan feb mar apr may jun jul aug sep oct nov dec",
        "en longer": "jan feb mar apr may june july aug sept oct nov dec",
        "de": "januar februar märz april mai juni juli august september oktober november dezember",
        "de short": "jän feb mär apr mai juni juli aug sept okt nov dez",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "fr short": "janv févr mars avr mai juin juil août sept oct nov déc",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "es short": "ene feb mar abr may jun jul ago sept oct nov dic",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "pt short": "jan fev mar abr mai jun jul ago set out nov dez",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "sv": "januari februari mars april maj juni juli augusti september oktober november december",
        "da": "januar februar marts april maj juni juli august september oktober november december",
        "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    }
)
MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {name: i for names in _MONTHS_BY_LANGUAGE.values() for i, name in enumerate(names.split(), start=1)}
)
"""Names of months in many languages, lower case, and their numbers."""
_MONTH: Final = r"[^\W\d_]{3,12}"
_YEARS: Final = range(1990, 2100)

_ISO: Final = re.compile(
    r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"
    r"(?P<time>(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?|T\d{4,6})\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?P<half>[aApP])\.?[mM]\b)?")
_PATTERNS: Final = (
    re.compile(
        rf"(?<!\w)(?P<month>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+|ב)?(?P<month>{_MONTH})\.?,?\s+(?:de\s+|del\s+)?"
        r"(?P<y>\d{4})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"),
    re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?![\d/])"),
)
_LONGEST: Final = 400  # characters of a text that are searched; a date line is shorter


class FoundDate(NamedTuple):
    """A date in a text."""

    value: date | datetime
    start: int
    end: int


def find_date(text: str, *, month_first: bool = False) -> FoundDate | None:
    """The first date in the first 400 characters of `text`; `month_first` says how to read 3/4/2024."""
    text = text[:_LONGEST]
    if not any(c.isdigit() for c in text):
        return None
    best = next(filter(None, map(_iso, _ISO.finditer(text))), None)
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            day = _day(found.groupdict(), month_first)
            if day is not None and (best is None or found.start() < best.start):
                best = FoundDate(day, found.start(), found.end())
                break
    return best


def parse_date(text: str, *, month_first: bool = False) -> date | datetime | None:
    """The date that a `datetime` attribute, a meta tag or a JSON-LD field holds; None if it holds none."""
    text = text.strip()[:_LONGEST]
    found = find_date(text, month_first=month_first)
    clock = _CLOCK.search(text)
    if clock is None or (found is not None and isinstance(found.value, datetime)):
        return found.value if found else None
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return found.value if found else None
    if clock["half"] and value.hour <= 12:  # the mail format has no halves of the day
        value = value.replace(hour=value.hour % 12 + (12 if clock["half"] in "pP" else 0))
    return value if value.year in _YEARS else None


def _iso(found: re.Match[str]) -> FoundDate | None:
    day = _valid(found["y"], found["m"], found["d"])
    if day is None:
        return None
    clock = (found["time"] or "").strip(" T").replace(",", ".").replace(" ", "")
    try:
        instant = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    except ValueError:
        return FoundDate(day, found.start(), found.end("d"))
    return FoundDate(instant, found.start(), found.start("time") + len(found["time"].rstrip()))


def _day(parts: Mapping[str, str | None], month_first: bool) -> date | None:
    if name := parts.get("month"):
        name = name.lower()
        month = MONTHS.get(name) or MONTHS.get(name.removeprefix("ב"))
        return _valid(parts["y"], month, parts["d"]) if month else None
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if first > 12 or (second <= 12 and not month_first):
            first, second = second, first
        return _valid(parts["y"], first, second)
    return _valid(parts["y"], parts["m"], parts["d"])


def _valid(year: str | int | None, month: str | int | None, day: str | int | None) -> date | None:
    try:
        value = date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        return None
    return value if value.year in _YEARS else None
