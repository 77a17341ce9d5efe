"""The families of hostile pages, by theme. A theme is a module; `making` says how a family is written."""

from __future__ import annotations

from typing import Final

from hostile.families import (
    addresses,
    attributes,
    characters,
    citing,
    encodings,
    floods,
    heads,
    plain,
    soup,
    tables,
    towers,
)
from hostile.families.making import Families

THEMES: Final[dict[str, Families]] = {
    theme.__name__.rpartition(".")[2]: theme.FAMILIES
    for theme in (towers, floods, attributes, characters, encodings, heads, addresses, citing, tables, plain, soup)
}
"""Every family, under its theme and its name."""
KINDS: Final = {"plain": "text"}
"""What `parse` is told of the pages of a theme; where nothing stands, it must find out."""
