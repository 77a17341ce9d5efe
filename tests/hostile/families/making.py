"""How families of hostile pages are written. A family gives a page of any size: `make(n)` holds about `n` pieces.

Words say what must become of them: every "seen" with a number ("seen12") is text that a browser shows, and every "dead"
is none at all: a script, a comment, an attribute. So the run can tell, without the library's help, whether text was lost
or invented. Pages are made in memory, and the same each time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Make = Callable[[int], str | bytes]
Families = dict[str, Make]

SENTENCE: Final = "The council of the harbour met in hall seen{n} to talk about bridges. "
PROSE: Final = (
    "<p>The council met on Monday seen0 and spoke about the bridge. It took until the evening, and nobody left.</p>"
)
LAST: Final = "<p>At last, seen999999999 closed the meeting of the council.</p>"


def many(piece: str, around: str = "{}") -> Callable[[int], str]:
    """`piece` over and over in `around`; "{n}" in it is the number of the piece."""

    def make(n: int) -> str:
        pieces = "".join([piece.replace("{n}", str(number)) for number in range(n)]) if "{n}" in piece else piece * n
        return around.replace("{}", pieces)

    return make


def deep(
    opening: str, closing: str, inside: str = "<p>Some words of text stand here, seen1.</p>"
) -> Callable[[int], str]:
    """`inside` in `n` elements, with text before and behind the tower."""

    def make(n: int) -> str:
        openings = (
            "".join(opening.replace("{n}", str(number)) for number in range(n)) if "{n}" in opening else opening * n
        )
        return PROSE + openings + inside + closing * n + LAST

    return make


def among(piece: str) -> Callable[[int], str]:
    """`piece` over and over between two paragraphs."""
    return many(piece, PROSE + "{}" + LAST)


def inline(piece: str) -> Callable[[int], str]:
    """`piece` over and over in one paragraph."""
    return many(piece, PROSE + "<p>It began so: {} and so on.</p>" + LAST)


def head(piece: str) -> Callable[[int], str]:
    """`piece` over and over in the head of a page."""
    return many(
        piece, "<html><head><title>A title of some words</title>{}</head><body>" + PROSE + LAST + "</body></html>"
    )
