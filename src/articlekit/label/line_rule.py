"""The type of a line rule, and the word lists that several rules share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.models import Reason

_INSIDE: Final = " => "
_HARD: Final = frozenset(".^$|()*+?{")
TOLD: Final = 4
"""Letters by which openings are looked up."""
DIGIT: Final = "0"
"""What stands for any digit that a text begins with."""


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
        "EDIT": "edit(?:_source)? bearbeiten modifier editar modifica wijzig править 編集",
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


class Opening:
    """A wording that begins the block."""

    def __init__(self, rule: int, wording: str) -> None:
        self.rule = rule
        """Index of its rule."""
        self.wording = wording
        self._made: re.Pattern[str] | None = None  # most are never asked for, and to make all takes a while

    def expression(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self.wording)
        return self._made


def by_beginning(rules: Sequence[LineRule]) -> dict[str, tuple[Opening, ...]]:
    """The openings that a block can match, by how it begins, in the order of the rules.

    The keys have up to `TOLD` letters; the longest one that a text begins with tells of all.
    """
    known = [Opening(number, line) for number, rule in enumerate(rules) for line in openings(rule)]
    able = dict[str, list[int]]()
    for place, opening in enumerate(known):
        for beginning in beginnings(opening.wording, TOLD):
            able.setdefault(beginning, []).append(place)
    whole = {key: {place for n in range(len(key) + 1) for place in able.get(key[:n], ())} for key in able}
    return {key: tuple([known[place] for place in sorted(places)]) for key, places in whole.items()}


def _lines(rule: LineRule) -> list[str]:
    return [line.strip() for line in rule.wordings.strip().splitlines()]


def _expanded(line: str) -> str:
    return re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{WORD_LISTS[name[1]].replace(' ', '|').replace('_', ' ')})", line)


def beginnings(expression: str, size: int) -> frozenset[str]:
    """How texts that the expression matches can begin: with `size` letters, or with fewer and whatever follows.

    Reads literals, groups, classes that list their characters, and digits at the very beginning, where "0" stands for
    any; what follows upon anything else is left open. One beginning too many costs time, one too few makes a rule deaf.
    """
    told, growing = _grown(expression, frozenset({""}), size)
    return told | growing


def _grown(expression: str, begun: frozenset[str], size: int) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings of texts that have begun so and go on as the expression says.

    Those that can be told no further, and those that what stands behind the expression makes longer.
    """
    told, none = frozenset[str](), frozenset[str]()
    if "|" in expression and len(parts := _alternatives(expression)) > 1:
        ways = [_grown(part, begun, size) for part in parts]
        return none.union(*[shut for shut, _ in ways]), none.union(*[longer for _, longer in ways])
    while expression and begun:
        if expression.startswith("(?:"):
            inner, expression = _group(expression)
            shut, longer = _grown(inner, begun, size)
        else:
            letters, expression = _letters(expression)
            if not letters:
                return told | begun, none
            shut, longer = _lengthened(begun, letters, size)
        if expression.startswith(("*", "{0")):
            return told | begun, none
        told |= shut
        if expression.startswith(("+", "{")):
            return told | longer, none
        begun = begun | longer if expression.startswith("?") else longer
        expression = expression.removeprefix("?")
    return told, begun


def _letters(expression: str) -> tuple[str, str]:
    """The letters that the expression begins with, "" where that is hard to say; and what stands behind them."""
    letter = expression[0]
    if letter == "\\":
        escaped = expression[1]
        return "0" if escaped == "d" else "" if escaped.isalnum() else escaped, expression[2:]
    if letter == "[":
        listed, _, rest = expression[1:].partition("]")
        listed = listed.replace("\\d", "0")
        return listed if set(listed).isdisjoint("^-\\") else "", rest
    return "" if letter in _HARD else letter, expression[1:]


def _lengthened(begun: frozenset[str], letters: str, size: int) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings, each with each letter behind it: those that end there, and those that what follows makes longer.

    Nothing is told beyond a digit: there may be many.
    """
    told, longer = set[str](), set[str]()
    for start in begun:
        for letter in letters:
            if letter.isdecimal():
                told.add(start or DIGIT)
            else:
                (told if len(start) + 1 == size else longer).add(start + letter)
    return frozenset(told), frozenset(longer)


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
