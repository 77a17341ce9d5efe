"""The floors that quality may not fall through: reading `floors.toml`, comparing figures with it, writing it anew.

A slice is a data set, or its first pages. `at_least` bounds figures that should be high, `at_most` those that should
be low.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("floors.toml")
CITATIONS: Final = "citations"
"""The slice of the hand-labelled citations; every other one is named after its data set."""
MARGIN: Final = 0.005
"""How far a new floor lies from the figure measured, unless the file says otherwise."""

HEADER: Final = """\
# Quality may not fall through these floors: `python benchmarks/quality.py --floors`, and tests/corpus, compare.
# A slice is a data set's first `pages` pages. Beside each floor: what was measured, when, and the margin.
# A floor that goes down is a decision: say why in the commit. Measure all anew with
#   python benchmarks/quality.py --set-floors
"""


@dataclass(frozen=True)
class Slice:
    """The floors of one data set."""

    name: str
    pages: int | None
    """How many of its first pages are measured; None for all."""
    at_least: Mapping[str, float]
    at_most: Mapping[str, float]


def read_floors(file: Path = FILE) -> tuple[Slice, ...]:
    """The slices of a floors file, in its order."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        Slice(name, table.get("pages"), table.get("at_least", {}), table.get("at_most", {}))
        for name, table in tables.items()
    )


def broken_floors(part: Slice, figures: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each figure that is worse than its bound, or that the scorer no longer gives."""
    for name, bound in (*part.at_least.items(), *part.at_most.items()):
        figure = figures.get(name)
        if figure is None:
            yield f"{part.name}: {name} was not measured; its bound is {bound}"
        elif name in part.at_least and figure < bound:
            yield f"{part.name}: {name} is {figure:.4f}, below its floor {bound}"
        elif name in part.at_most and figure > bound:
            yield f"{part.name}: {name} is {figure:.4f}, above its ceiling {bound}"


def write_floors(measured: Mapping[str, Mapping[str, Any]], day: str, margin: float = MARGIN, file: Path = FILE) -> str:
    """Sets every bound of the file anew, `margin` away from the figure measured, and returns the text written.

    Which slices and figures have bounds, the file says; `measured` gives the figures of each slice. Bounds of counts
    (a page that fails is a fault, however many there are) stay as they are.
    """
    parts = [HEADER.rstrip()]
    for part in read_floors(file):
        if part.pages is not None:
            parts.append(f"\n[{part.name}]\npages = {part.pages}")
        for side, bounds, signed in (("at_least", part.at_least, -margin), ("at_most", part.at_most, margin)):
            if bounds:
                parts.append(f"\n[{part.name}.{side}]")
                parts += [_line(name, old, measured[part.name][name], signed, day) for name, old in bounds.items()]
    text = "\n".join(parts) + "\n"
    file.write_text(text, encoding="utf-8")
    return text


def _line(name: str, old: float, figure: float, margin: float, day: str) -> str:
    if isinstance(figure, int):
        return f"{name} = {old}  # a count; measured {figure} on {day}"
    bound = (floor if margin < 0 else ceil)(round((figure + margin) * 1000, 6)) / 1000
    return f"{name} = {min(max(bound, 0.0), 1.0):.3f}  # measured {figure:.4f} on {day}, margin {abs(margin):.3f}"
