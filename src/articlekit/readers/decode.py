"""From bytes to UTF-8: which encoding a page is in. Knows charsets and file signatures, nothing of markup.

The order is: byte order mark, the HTTP header's charset if the caller gives it, strict UTF-8, the charset that the page
declares, a detector on the stretches that are not ASCII. UTF-16 without a mark is told by its NULs. Only encodings of
the WHATWG standard are reached from a page: Python has codecs ("punycode", "utf-7", "rot13") that a page must never
choose.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.errors import BinaryInputError

# Python's names of the encodings of https://encoding.spec.whatwg.org/, without "replacement" and "x-user-defined".
_WEB_CODECS: Final = frozenset(
    """
    utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 cp1250 cp1251 cp1252 cp1253
    cp1254 cp1255 cp1256 cp1257 cp1258 mac-cyrillic gbk gb18030 big5 big5hkscs euc_jp iso2022_jp shift_jis cp932 euc_kr
    cp949
    """.split()
)

_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file; extract its text first"),
    (b"\x89PNG", "a PNG image; articlekit reads text and HTML"),
    (b"\xff\xd8\xff", "a JPEG image; articlekit reads text and HTML"),
    (b"GIF8", "a GIF image; articlekit reads text and HTML"),
    (b"\x1f\x8b", "gzip data; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstd data; decompress it first"),
    (b"BZh91AY", "bzip2 data; decompress it first"),
    (b"\xfd7zXZ\x00", "xz data; decompress it first"),
    (b"PK\x03\x04", "a zip archive (or an Office file, or an EPUB); unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; convert it to HTML or text first"),
    (b"\x7fELF", "a program; articlekit reads text and HTML"),
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # it begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SNIFFED = 4096  # bytes; the standard's prescan takes 1024, real pages declare their charset later than that
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_TEXT: Final = re.compile(rb"[\x80-\xff][^<>]*")  # from a first byte that is no ASCII, so never inside a letter
_DETECTED: Final = 30_000  # bytes of such text that the detector sees: enough for it, and bounded
_STRAY: Final = 0.01  # share of bytes without meaning that a page in its declared encoding may hold
_FEW_NULS: Final = 0.1  # of the octets of UTF-8: a page with some is broken, and no archive of texts
_FEWEST_NULS: Final = 6
_NUL_SHARE: Final = 0.05  # of the characters of UTF-16 that have one: in Chinese, only markup and line breaks do
_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dos-874": "cp874",
        "iso-8859-8-i": "iso8859-8",
        "koi8-ru": "koi8-u",
        "windows-949": "cp949",
        "x-cp1250": "cp1250",
        "x-cp1251": "cp1251",
        "x-cp1252": "cp1252",
        "x-euc-jp": "euc_jp",
        "x-gbk": "gbk",
        "x-mac-cyrillic": "mac-cyrillic",
        "x-x-big5": "big5",
    }
)
"""Labels of the standard that Python does not know."""


class Decoded(NamedTuple):
    """A page as UTF-8, and what it was."""

    utf8: bytes
    encoding: str
    cut: str | None = None
    """What decoding lost, in a sentence; None where it lost nothing."""


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """`data` as UTF-8; `charset` is what the HTTP header says, if known. Raises `BinaryInputError`."""
    _refuse_binary(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _as(data[len(mark) :], encoding)
    for guess in (_web_codec(charset), _utf16_without_mark(data)):
        if guess is not None and _fits(data[: len(data) // 2 * 2] if guess.startswith("utf-16-") else data, guess):
            return _as(data, guess)
    nuls = data.count(0, 0, _SNIFFED)
    if nuls and (nuls > _FEW_NULS * min(len(data), _SNIFFED) or not _fits(data, "utf-8")):
        raise BinaryInputError("the input is binary data, no text; articlekit reads text and HTML")
    if b"\x1b" in data and _declared(data) == "iso2022_jp":  # all of it is ASCII, and none of it is meant so
        return _as(data, "iso2022_jp")
    if _fits(data, "utf-8"):
        return Decoded(data, "utf-8")
    declared = _declared(data)
    if declared is not None and _nearly_fits(data, declared):
        return _as(data, declared)
    return _as(data, _mostly_utf8(data) or _detected(data) or declared or "cp1252")


def _refuse_binary(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise BinaryInputError(f"the input is {what}")


def _as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = 0 if _fits(data, encoding) else text.count("\ufffd")
    cut = f"{lost} characters could not be decoded as {encoding}" if lost else None
    return Decoded(text.encode("utf-8", "replace"), encoding, cut)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _nearly_fits(data: bytes, encoding: str) -> bool:
    """Pages hold strays, and bytes that the standard maps but Python refuses; a wrong label shows in more than that."""
    high = sum(map(len, _HIGH.findall(data)))
    return data.decode(encoding, "replace").count("\ufffd") <= max(1, _STRAY * high)


def _web_codec(label: str | None) -> str | None:
    """Python's name for a charset label, if the web knows it."""
    if not label:
        return None
    from w3lib.encoding import resolve_encoding

    try:
        name = _ALIASES.get(label.strip().lower()) or resolve_encoding(label.strip())
    except (LookupError, ValueError):
        return None
    return name if name in _WEB_CODECS else None


def _utf16_without_mark(data: bytes) -> str | None:
    """In UTF-16, Western letters and all markup have a NUL on one side; few letters have theirs on the other (一)."""
    head = data[:_SNIFFED]
    before, behind = head[::2].count(0), head[1::2].count(0)
    most, half = max(before, behind), len(head) // 2
    enough = most >= 0.6 * half or (most >= _FEWEST_NULS and most >= _NUL_SHARE * half)
    if half < 2 or not enough or 4 * min(before, behind) > most:
        return None
    return "utf-16-le" if behind > before else "utf-16-be"


def _declared(data: bytes) -> str | None:
    from w3lib.encoding import html_body_declared_encoding

    codec = _web_codec(html_body_declared_encoding(data[:_SNIFFED]))
    return None if codec in ("utf-8", "utf-16", "utf-16-le", "utf-16-be") else codec  # those were tried, or cannot be


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes: cut in the middle, or with an advert in another charset pasted in."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for run in _HIGH.findall(data) if _fits(run, "utf-8"))
    return "utf-8" if whole > 4 * broken else None


def _detected(data: bytes) -> str | None:
    import chardet

    texts, size = [], 0
    for found in _TEXT.finditer(data):
        texts.append(found[0])
        size += len(found[0])
        if size > _DETECTED:
            break
    guess = chardet.detect(b" ".join(texts))["encoding"]
    codec = _web_codec(guess)
    return codec if codec != "utf-8" else None
