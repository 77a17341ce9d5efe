"""Addresses of sources: what of a URL names the page, and what only tracks who came from where."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

_TRACKING: Final = re.compile(
    r"(?:utm_\w+|gclid|fbclid|msclkid|dclid|mc_[ce]id|igshid|yclid|_hsenc|_hsmi|ref_src)(?:=|$)", re.I
)
_TEXT_FRAGMENT: Final = ":~:text="
_BARE: Final = re.compile(r"https?://[^\s<>\"“”„«»]{3,2000}")


def canonical_url(url: str) -> str:
    """`url` without tracking parameters and text fragment; unchanged if it is malformed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(piece for piece in parts.query.split("&") if not _TRACKING.match(piece))
    return urlunsplit(parts._replace(query=query, fragment=parts.fragment.split(_TEXT_FRAGMENT)[0]))


def bare_url(text: str) -> str | None:
    """The first web address that a text spells out, without the punctuation behind it; None if it spells none."""
    found = _BARE.search(text)
    if found is None:
        return None
    url = found[0].rstrip(".,;:!?'*_")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:!?")
    return url.rstrip("]}>")
