"""Which addresses of a page may become links. It knows nothing of Markdown or HTML.

An address is tested in the form in which a browser would act on it: without the white space and the invisible
characters that can hide a scheme ("java\\nscript:"), and with character references resolved ("javascript&colon;").
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Final

SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto"})

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.\-]*(?=:)", re.IGNORECASE)
_HOST: Final = re.compile(r"\s*(?:https?:)?//([^/?#\s]+)", re.IGNORECASE)
# Separators, controls and format characters (zero-width, bidi): none of them belongs in an address.
_INVISIBLE: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def safe_url(url: str | None) -> str | None:
    """`url`, fit to stand in an attribute or a link; None where it is empty or its scheme is not a safe one.

    Relative addresses are safe. White space around the address goes; what is invisible inside it is percent-encoded.
    """
    address = (url or "").strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not address or not (_has_safe_scheme(address) and _has_safe_scheme(unescape(address))):
        return None
    if _is_visible(address):
        return address
    return "".join(_encoded(char) if unicodedata.category(char) in _INVISIBLE else char for char in address)


def host(url: str) -> str:
    """The host of an absolute address, else the address itself: a short name for it."""
    found = _HOST.match(url)
    return found[1] if found else url


def _has_safe_scheme(address: str) -> bool:
    if not _is_visible(address):
        address = "".join(char for char in address if unicodedata.category(char) not in _INVISIBLE)
    scheme = _SCHEME.match(address)
    return scheme is None or scheme.group().lower() in SAFE_SCHEMES


def _is_visible(address: str) -> bool:
    """Whether the address holds no invisible character: quick to tell, and true of nearly all."""
    return address.isprintable() and " " not in address


def _encoded(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8"))
