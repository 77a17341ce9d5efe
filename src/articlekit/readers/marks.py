"""The marks of typed lists: bullets, and numbers in their styles. What a mark means, its neighbours say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

_BULLET: Final = re.compile(r"([•‣◦▪▫●○■□➤►✓✔·*+\-–o])(?:\s+|$)")
_NUMBER: Final = re.compile(
    r"(?:\((\d{1,3}|[a-z]|[ivxlc]{1,6})\)|(\d{1,3}|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)])\s+(?=\S)"
)
_ROMAN: Final[Mapping[str, int]] = MappingProxyType({"i": 1, "v": 5, "x": 10, "l": 50, "c": 100})


class Mark(NamedTuple):
    """A list mark: what it may mean, and the text behind it."""

    raw: str
    readings: tuple[tuple[str, int], ...]  # (style, number); the style is "bullet" or one of the ordered ones
    rest: str


def list_mark(text: str) -> Mark | None:
    """The mark that a line begins with, if text stands behind it."""
    if found := _BULLET.match(text):
        rest = text[found.end() :]
        return Mark(found[1], (("bullet", 0),), rest) if rest else None
    if found := _NUMBER.match(text):
        number = found[1] or found[2]
        return Mark(found[0].strip(), tuple(_readings(number)), text[found.end() :])
    return None


def _readings(number: str) -> Iterator[tuple[str, int]]:
    if number.isdigit():
        yield "decimal", int(number)
        return
    case = "lower" if number.islower() else "upper"
    if len(number) == 1:
        yield f"{case}-alpha", ord(number.lower()) - ord("a") + 1
    if all(c in _ROMAN for c in number.lower()):
        yield f"{case}-roman", _roman(number.lower())


def _roman(number: str) -> int:
    values = [_ROMAN[c] for c in number]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
