"""The type of a line rule, and the word lists that several rules share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.models import Reason

_INSIDE: Final = " => "
_DIGITS: Final = frozenset("0")


class LineRule(NamedTuple):
    """A short block that gives itself away by its wording."""

    name: str
    reason: Reason
    wordings: str
    """One regular expression a line, in lower case, matched at the start of the block. In a line `word => expression`
    it is searched anywhere in a block that holds the word: most blocks pay for no more than the look for the word."""
    why: str
    opens: bool = False
    """True if it is the heading of a box: what stands below it goes, too."""


WORD_LISTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "NETWORK": "facebook twitter linkedin whatsapp pinterest reddit e-?mail telegram copy_link flipboard messenger",
        "SHARE": "share tweet pin print save e-?mail like teilen drucken merken kommentieren partager "
        "imprimer enregistrer compartir guardar imprimir",
        "SITE_PAGE": "about(?:_us)? contact(?:_us)? home careers advertise help faq terms(?:_of_use|_of_service)? "
        "privacy(?:_policy)? imprint impressum datenschutz agb kontakt sitemap legal press jobs",
        "TAGS": "tags? filed_(?:under|in) posted_in categor(?:y|ies) topics? keywords? labels? schlagwörter "
        "stichwörter kategorien? themen mots-clés étiquettes catégories? etiquetas categorías? temas",
        "TEASERS": "posts? articles? stor(?:y|ies) news content reading topics? links? coverage items? pages?",
        "COMMENT_LEAD": r"\d+\s+ no\s+ leave\s+(?:a|your)\s+ post\s+a\s+ add\s+(?:a|your)\s+ view\s+ show\s+ all\s+ "
        r"write\s+a\s+",
    }
)
"""Names that stand as `<NAME>` in wordings; a `_` stands for a space."""


def openings(rule: LineRule) -> list[str]:
    """The rule's wordings that begin the block, as regular expressions for lower-case text."""
    return [_expanded(line) for line in _lines(rule) if _INSIDE not in line]


def insides(rule: LineRule) -> list[tuple[str, str]]:
    """The rule's wordings that stand inside the block: the word that it must hold, and the expression to search."""
    parted = [line.split(_INSIDE, 1) for line in _lines(rule) if _INSIDE in line]
    return [(word, _expanded(inside)) for word, inside in parted]


def _lines(rule: LineRule) -> list[str]:
    return [line.strip() for line in rule.wordings.strip().splitlines()]


def _expanded(line: str) -> str:
    return re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{WORD_LISTS[name[1]].replace(' ', '|').replace('_', ' ')})", line)


def begins_with(expression: str) -> frozenset[str] | None:
    """The letters with which a text that the expression matches can begin; None where that is hard to say.

    Reads literals, digits (0 stands for any) and groups; whatever else an expression begins with is hard.
    """
    if len(parts := _alternatives(expression)) > 1:
        return _union([begins_with(part) for part in parts])
    found = frozenset[str]()
    while expression:
        if expression.startswith("(?:"):
            inner, expression = _group(expression)
            first = begins_with(inner)
        elif expression.startswith("\\d"):
            first, expression = _DIGITS, expression[2:]
        else:
            first = frozenset(expression[0]) if expression[0].isalnum() or expression[0] == "©" else None
            expression = expression[1:]
        if expression[:1] == "+":
            expression = expression[1:]
        if first is None or expression[:1] in ("*", "{"):
            return None
        found |= first
        if expression[:1] != "?":
            return found
        expression = expression[1:]
    return None


def goes_on_with(expression: str, first: str) -> frozenset[str] | None:
    """The letters that may follow where a text that the expression matches begins with `first`; None as above."""
    rests = _behind(expression, first)
    return None if rests is None else _union([begins_with(rest) for rest in rests])


def _behind(expression: str, first: str) -> list[str] | None:
    """What may follow a letter at the beginning of an expression, as expressions; None where that is hard to say."""
    if len(parts := _alternatives(expression)) > 1:
        return _all_of([_behind(part, first) for part in parts])
    if expression.startswith("(?:"):
        inner, rest = _group(expression)
        rests = _behind(inner, first)
    elif expression[:1].isalnum():
        rest = expression[1:]
        rests = [""] if expression[0] == first else []
    else:
        return None
    if rests is None or rest[:1] in ("*", "+", "{"):
        return None
    optional = rest[:1] == "?"
    rest = rest.removeprefix("?")
    going_on = [f"(?:{one}){rest}" if "|" in one else one + rest for one in rests]
    return _all_of([going_on, _behind(rest, first)]) if optional else going_on


def _all_of(lists: list[list[str] | None]) -> list[str] | None:
    known = [one for one in lists if one is not None]
    return [one for found in known for one in found] if len(known) == len(lists) else None


def _union(sets: list[frozenset[str] | None]) -> frozenset[str] | None:
    known = [one for one in sets if one is not None]
    return frozenset[str]().union(*known) if len(known) == len(sets) else None


def _group(expression: str) -> tuple[str, str]:
    """What the group at the beginning of an expression holds, and what stands behind it."""
    depth = 0
    for place, letter in _bare(expression):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return expression[3:place], expression[place + 1 :]
    raise ValueError(f"a group is not closed in {expression!r}")


def _alternatives(expression: str) -> list[str]:
    ends, depth = [-1], 0
    for place, letter in _bare(expression):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            ends.append(place)
    return [expression[one + 1 : two] for one, two in pairwise([*ends, len(expression)])]


def _bare(expression: str) -> Iterator[tuple[int, str]]:
    """The characters of an expression that are neither escaped nor in a class of characters, with their places."""
    inside, place = False, 0
    while place < len(expression):
        letter = expression[place]
        if letter == "\\":
            place += 1
        elif inside or letter == "[":
            inside = letter != "]"
        else:
            yield place, letter
        place += 1
