"""Bytes: in a charset that is not declared, in one that is declared and wrong, in none at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hostile.families.making import LAST, PROSE, Families, many

_BODY: Final = many(
    "<p>The council met in hall seen{n}: Größe, straße, déjà vu. It took long.</p>", PROSE + "{}" + LAST
)
_CHINESE: Final = many("<p>seen{n} 港口桥梁会议。教师报告冬季市场。</p>", PROSE + "{}" + LAST)
_RUSSIAN: Final = many("<p>seen{n} совет гавань мост учителя. Отчёт зима рынок.</p>", PROSE + "{}" + LAST)


def _as(
    charset: str, *, declared: str | None = None, make: Callable[[int], str] = _BODY, mark: bytes = b""
) -> Families:
    """A page in a charset, with the name of another one in its head."""
    meta = f'<meta charset="{declared}">' if declared is not None else ""
    name = f"{charset}, declared as {declared!r:.40}" + (", with a mark" if mark else "")

    def page(n: int) -> bytes:
        return mark + f"<html><head>{meta}</head><body>{make(n)}</body></html>".encode(charset, "xmlcharrefreplace")

    return {name: page}


def _raw(piece: bytes, around: bytes = b"<p>seen1 {} seen2</p>") -> Callable[[int], bytes]:
    return lambda n: PROSE.encode() + around.replace(b"{}", piece * n) + LAST.encode()


def _noise(n: int) -> bytes:
    """Bytes without any order, from a generator that gives the same ones each time."""
    state, made = 7, bytearray()
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        made.append(state >> 16 & 255)
    return bytes(made)


FAMILIES: Final[Families] = (
    _as("utf-8")
    | _as("utf-8", declared="utf-16")
    | _as("utf-8", declared="windows-1252")
    | _as("utf-8", declared="utf-7")
    | _as("utf-8", declared="punycode")
    | _as("utf-8", declared="rot13")
    | _as("utf-8", declared="unicode_escape")
    | _as("utf-8", declared="x" * 5000)
    | _as("utf-8", declared="../../etc/passwd")
    | _as("utf-8", declared="replacement")
    | _as("utf-8", declared="x-user-defined")
    | _as("utf-8", declared="\u202eutf-8")
    | _as("windows-1252")
    | _as("windows-1252", declared="utf-8")
    | _as("windows-1252", declared="shift_jis")
    | _as("windows-1252", declared="iso-2022-jp")
    | _as("windows-1252", declared="hz-gb-2312")
    | _as("windows-1252", declared="base64")
    | _as("windows-1252", declared="idna")
    | _as("utf-16-le")
    | _as("utf-16-be")
    | _as("utf-16-le", declared="utf-8")
    | _as("utf-16-le", mark=b"\xff\xfe")
    | _as("utf-16-be", mark=b"\xfe\xff")
    | _as("utf-16-le", mark=b"\xfe\xff", make=many("<p>The council met in the hall.</p>"))
    | _as("utf-16-le", make=_CHINESE)
    | _as("utf-32-le", mark=b"\xff\xfe\0\0")
    | _as("utf-32-be", mark=b"\0\0\xfe\xff")
    | _as("utf-8", mark=b"\xef\xbb\xbf")
    | _as("utf-8", mark=b"\xef\xbb\xbf" * 3)
    | _as("windows-1252", mark=b"\xef\xbb\xbf")
    | _as("shift_jis", declared="shift_jis", make=_CHINESE)
    | _as("gb18030", declared="utf-8", make=_CHINESE)
    | _as("gb18030", declared="big5", make=_CHINESE)
    | _as("big5", make=_CHINESE)
    | _as("euc_jp", make=_CHINESE)
    | _as("iso2022_jp", declared="iso-2022-jp", make=_CHINESE)
    | _as("koi8-r", make=_RUSSIAN)
    | _as("windows-1251", declared="koi8-r", make=_RUSSIAN)
    | _as("cp866", make=_RUSSIAN)
    | {
        "UTF-8 twice": lambda n: _BODY(n).encode().decode("latin-1").encode(),
        "UTF-8 thrice": lambda n: _BODY(n).encode().decode("latin-1").encode().decode("latin-1").encode(),
        "UTF-8 and Windows-1252 by turns": lambda n: b"".join(
            (PROSE + f"<p>seen{number} Größe über</p>").encode("utf-8" if number % 2 else "cp1252")
            for number in range(n)
        ),
        "UTF-8 cut in a letter": lambda n: _BODY(n).encode() + "ö".encode()[:1],
        "UTF-16 cut in a letter": lambda n: b"\xff\xfe" + _BODY(n).encode("utf-16-le")[:-1],
        "UTF-16 without a mark, cut": lambda n: _BODY(n).encode("utf-16-le")[:-1],
        "overlong UTF-8": _raw(b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf"),
        "surrogates in UTF-8": _raw(b"\xed\xa0\xbd\xed\xb8\x80"),
        "continuations": _raw(b"\x80\xbf"),
        "beginnings of letters": _raw(b"\xc3\xe2\xf0"),
        "beyond UTF-8": _raw(b"\xf8\x88\x80\x80\x80\xfe\xff"),
        "high bytes": _raw(b"\xff"),
        "high bytes and tags": _raw(b"\xe4<b>\xf6</b>"),
        "high bytes alone between letters": _raw(b"a\xe4"),
        "escapes of ISO-2022": _raw(b"\x1b$B\x1b(B\x1b$@\x1b(J"),
        "escapes of ISO-2022, declared": lambda n: b'<meta charset="iso-2022-jp">' + _raw(b"\x1b$B$3\x1b(B")(n),
        "HZ": _raw(b"~{VPND~}"),
        "UTF-7": _raw(b"+ADw-script+AD4-"),
        "NULs behind the first bytes": lambda n: PROSE.encode() * 40 + b"\0" * n + LAST.encode(),
        "declarations": lambda n: b'<meta charset="koi8-r">' * n + PROSE.encode() + b"\xe4" + LAST.encode(),
        "declarations that never end": lambda n: b'<meta charset="' * n + PROSE.encode(),
        "a declaration behind a long comment": lambda n: (
            b"<!--" + b"-" * n + b'--><meta charset="windows-1251">' + PROSE.encode() + "совет".encode("cp1251")
        ),
        "noise": lambda n: b"<p>" + _noise(n).replace(b"\0", b"") + b"</p>",
        "noise behind a page": lambda n: PROSE.encode() * 40 + _noise(n),
        "noise with NULs": _noise,
        "byte order marks in the middle": _raw(b"\xef\xbb\xbf\xff\xfe\xfe\xff"),
        "a PDF in a page": lambda n: PROSE.encode() * 2 + b"%PDF-1.4 \xe2\xe3\xcf\xd3" + b"\x80" * n,
    }
)
