"""The language of the page: what it declares, held against the script that its text is written in.

A declared language that the text cannot be written in is refused. Where none is left, a script that one language alone
uses tells it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_BEYOND_LATIN: Final = "\u0250"
_NOT_LATIN: Final = re.compile("[\u0250-\U0010ffff]")
_SAMPLE: Final = 4000  # letters of the text that are looked at
_LEAST: Final = 40  # letters that tell a script
_SHARE: Final = 0.6  # of the letters in one script, from which the text is written in it
_RANGES: Final = (  # (script, first and last code point), by code point
    ("Latin", 0x41, 0x24F),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x77F),
    ("Devanagari", 0x900, 0x97F),
    ("Bengali", 0x980, 0x9FF),
    ("Gurmukhi", 0xA00, 0xA7F),
    ("Gujarati", 0xA80, 0xAFF),
    ("Tamil", 0xB80, 0xBFF),
    ("Telugu", 0xC00, 0xC7F),
    ("Kannada", 0xC80, 0xCFF),
    ("Malayalam", 0xD00, 0xD7F),
    ("Sinhala", 0xD80, 0xDFF),
    ("Thai", 0xE00, 0xE7F),
    ("Lao", 0xE80, 0xEFF),
    ("Myanmar", 0x1000, 0x109F),
    ("Georgian", 0x10A0, 0x10FF),
    ("Hangul", 0x1100, 0x11FF),
    ("Ethiopic", 0x1200, 0x137F),
    ("Khmer", 0x1780, 0x17FF),
    ("Latin", 0x1E00, 0x1EFF),
    ("Kana", 0x3040, 0x30FF),
    ("Han", 0x3400, 0x9FFF),
    ("Hangul", 0xAC00, 0xD7AF),
)
_LANGUAGES: Final = {
    # script: the languages that are written in it
    "Greek": "el",
    "Cyrillic": "ru uk bg sr mk be kk ky mn tg tt ba cv os ce sah av ab tk uz az bs sh",
    "Armenian": "hy",
    "Hebrew": "he yi iw lad",
    "Arabic": "ar fa ur ps sd ckb ug ku az pa ks arz fas",
    "Devanagari": "hi mr ne sa mai bho kok sd",
    "Bengali": "bn as",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Myanmar": "my",
    "Georgian": "ka",
    "Hangul": "ko",
    "Ethiopic": "am ti",
    "Khmer": "km",
    "Kana": "ja",
    "Han": "zh ja yue",
}
_SOLE: Final = {
    "Greek": "el",
    "Armenian": "hy",
    "Hebrew": "he",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Gujarati": "gu",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Myanmar": "my",
    "Georgian": "ka",
    "Hangul": "ko",
    "Khmer": "km",
    "Kana": "ja",
    "Han": "zh",
    "Bengali": "bn",
}
_OTHER_SCRIPTS: Final = frozenset(code for codes in _LANGUAGES.values() for code in codes.split())
_BOTH: Final = frozenset("sr az uz ku kk tg tk bs sh pa sd mn yue".split())  # written in Latin letters as well
_RIGHT_TO_LEFT: Final = frozenset("ar he fa ur yi ps sd ckb ug iw arz dv".split())


def tag_of(declared: str) -> str | None:
    """A declaration as a BCP 47 tag ("en_US.UTF-8" is en-US); None if it is none."""
    tag = declared.strip().partition(".")[0].partition(",")[0].replace("_", "-").strip()
    return tag if _TAG.match(tag) and tag.lower() not in ("und", "mul", "zxx", "xx", "html") else None


def script_of(text: str) -> str | None:
    """The script of most letters ("Latin", "Han", …; "Kana" for Japanese); None where too few tell."""
    sample = text[: 2 * _SAMPLE]
    if not _has_letters(sample):
        return None
    if sample.isascii() or not any(c.isalpha() for c in _NOT_LATIN.findall(sample)):
        return "Latin"
    letters = [c for c in sample if c.isalpha()][:_SAMPLE]
    if all(c < _BEYOND_LATIN for c in letters):
        return "Latin"
    found = Counter(_script(ord(c)) for c in letters)
    if found["Kana"] > 0.05 * len(letters) and found["Kana"] + found["Han"] > 0.5 * len(letters):
        return "Kana"
    script, count = found.most_common(1)[0]
    return script if script and count >= _SHARE * len(letters) else None


def _has_letters(text: str) -> bool:
    """Whether there are enough letters to tell a script."""
    count = 0
    for c in text:
        if c.isalpha():
            count += 1
            if count == _LEAST:
                return True
    return False


def _script(point: int) -> str:
    return next((name for name, first, last in _RANGES if first <= point <= last), "")


def fits(tag: str, script: str | None) -> bool:
    """Whether a text in the script can be in the language."""
    if script is None:
        return True
    code = tag.partition("-")[0].lower()
    if script == "Latin":
        return code not in _OTHER_SCRIPTS or code in _BOTH or "-latn" in tag.lower()
    return code in _LANGUAGES.get(script, "").split()


def sole_language(script: str | None) -> str | None:
    """The language that a script alone tells; None for the scripts of many languages."""
    return _SOLE.get(script or "")


def direction_of(tag: str) -> str:
    """The writing direction of a language: "rtl" or "ltr"."""
    return "rtl" if tag.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
