"""The text of pages that show none: it sits as a JSON string in a script, and a browser's script would show it.

Asked only where a page is bare. Knows JSON strings; which of them is the body, their key and their length tell.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Final

from articlekit.page import SHOWN, Page

BARE: Final = 200
"""Characters of shown text outside links up to which a page is bare."""
_LEAST: Final = 400  # characters of a string that can be a body
_LOOKED_AT: Final = 8_000_000  # octets of a page in which it is looked for
_STRING: Final = re.compile(
    rb'"([\w-]{0,24}(?:body|content|text|html|article|description|story)[\w-]{0,24})"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)"',
    re.IGNORECASE | re.DOTALL,
)
_LEAD_KEYS: Final = re.compile(r"(?i)body|content|html|article|story")
_MARKUP: Final = re.compile(
    r"<(?:p|div|br|h[1-6]|ul|ol|span|section|article|blockquote|figure)\b[^<>]*>", re.IGNORECASE
)
_HEX: Final = re.compile(rb"\\x([\da-fA-F]{2})")
_TAGS: Final = re.compile(r"<[^<>]*>")


def is_bare(page: Page) -> bool:
    """Whether a page shows next to no text."""
    shown = 0
    for block in page.blocks:
        if page.regions[block.region].hidden in SHOWN:
            linked = sum(span.end - span.start for span in block.spans if span.kind == "link")
            shown += max(len(block.text) - linked, 0)
            if shown > BARE:
                return False
    return True


def embedded_body(utf8: bytes) -> bytes | None:
    """The longest body-like JSON string of a page, as HTML in UTF-8; None if there is none."""
    best, best_size = "", 0
    for found in _STRING.finditer(utf8, 0, _LOOKED_AT):
        if len(found[2]) < _LEAST:
            continue
        text = _decoded(found[2])
        size = len(_TAGS.sub("", text)) * (2 if _LEAD_KEYS.search(found[1].decode("utf-8", "replace")) else 1)
        if size > max(best_size, _LEAST) and _is_prose(text):
            best, best_size = text, size
    return _as_html(best).encode("utf-8") if best else None


def _is_prose(text: str) -> bool:
    """Words with spaces between, or a script that needs none."""
    return text.count(" ") > _LEAST // 20 or sum(letter > "\u2e80" for letter in text[:_LEAST]) > _LEAST // 4


def _decoded(literal: bytes) -> str:
    literal = _HEX.sub(rb"\\u00\1", literal).replace(b"\\'", b"'")  # escapes that scripts know and JSON does not
    try:
        text = json.loads(b'"' + literal + b'"', strict=False)
    except ValueError:
        return ""
    # a string inside a string, as scripts that carry JSON as text have it
    text = str(text).replace('\\"', '"').replace("\\n", "\n") if '\\"' in str(text) else str(text)
    return text.encode("utf-8", "replace").decode("utf-8")


def _as_html(text: str) -> str:
    if _MARKUP.search(text):
        return text
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
