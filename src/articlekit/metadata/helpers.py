"""What optional packages add to the metadata: `articlekit[dates]` reads dates in further languages,
`articlekit[language]` tells the language of a text. They are asked only where the caller names them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from articlekit.errors import InvalidOptionError, MissingExtraError

Extra = Literal["dates", "language"]

EXTRAS: Final[dict[str, tuple[str, str]]] = {
    "dates": ("dateparser", "dateparser"),
    "language": ("py3langid", "py3langid"),
}
_SURE: Final = 0.9  # probability from which the detector's word is taken
_LEAST: Final = 60  # characters of a text that tell a language
_READ: Final = 2000
_SETTINGS: Final[dict[str, Any]] = {
    "PARSERS": ["absolute-time"],  # no "3 hours ago": it would ask the clock
    "REQUIRE_PARTS": ["day", "month", "year"],
}
_DIGITS: Final = re.compile(r"\d")


def checked(extras: Collection[Extra]) -> frozenset[str]:
    """The extras, once it is known that they exist and are installed.

    Raises `InvalidOptionError` for an unknown name, `MissingExtraError` for one that is not installed.
    """
    try:
        names = frozenset(extras)
    except TypeError:
        raise InvalidOptionError(f"extras is {extras!r}; it must be a collection of: {', '.join(EXTRAS)}") from None
    if isinstance(extras, str) or not names <= set(EXTRAS):
        raise InvalidOptionError(f"extras is {extras!r}; it must be a collection of: {', '.join(EXTRAS)}")
    for name in sorted(names):
        module, package = EXTRAS[name]
        try:
            __import__(module)
        except ImportError:
            raise MissingExtraError(f'"{name}" needs {package}; pip install "articlekit[{name}]"') from None
    return names


def detected_language(text: str) -> str | None:
    """The language of a text as a two-letter code, where the detector is sure; None for short texts."""
    text = text[:_READ]
    if len(text) < _LEAST:
        return None
    code, probability = _identifier().classify(text)
    return str(code) if probability >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def further_date(text: str, language: str | None) -> date | None:
    """The day that a short text names and the core cannot read; None for none, or for one that is told by the clock."""
    import dateparser

    if len(text) > 80 or not _DIGITS.search(text):
        return None
    code = (language or "").partition("-")[0].lower()
    try:
        found = dateparser.parse(text, languages=[code] if code else None, settings=_SETTINGS)
    except ValueError:  # a language that it does not know
        found = dateparser.parse(text, settings=_SETTINGS)
    return found.date() if found is not None and 1990 <= found.year < 2100 else None
