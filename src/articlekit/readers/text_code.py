"""Code in plain text: fenced listings, and indented ones that look like code.

A fence is a line of three or more backticks or tildes, behind it no more than the name of a language, with a fence of
the same kind below; without one it is text. Scrapers leave indentation of all kinds, so an indented block is a listing
only between blank lines, and if most of its lines have the shape of code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from articlekit.readers.languages import settled

_FENCE: Final = re.compile(r"([ \t]*)(`{3,10}|~{3,10})[ \t]*([\w+#.-]{0,24})[ \t]*$")
_INDENT: Final = 4  # columns
_PROMPT: Final = re.compile(r"\s*(?:\$|>>>|PS>|C:\\>)\s+\S")
_CODE_LINE: Final = re.compile(
    r"""(?x) \s*(?:
      [{}]$ | [)\]}]+[,;]?$                                              # what closes a call
    | (?:\$|>>>|\.\.\.)\s+\S                                     # what is typed at a prompt
    | (?:\#!|//|/\*|<!--|\#\s?include\b)                         # comments, directives
    | import\s+[\w{*"'][\w.,{}*"'/@ ]*$ | from\s+[\w.]+\s+import\b
    | (?:async\s+)?(?:def|class|fn|func|function)\s+\w+.*[({:]    # definitions
    | (?:if|elif|for|while|with|switch|case|except|catch)\b.*[:{)]$
    | (?:return\b.*[\w)\]"']|end|try:|else:|fi|done|pass|break|continue)$
    | (?:sudo|apt-get|npm|npx|pip|pip3|git|docker|curl|wget|cargo|brew|yarn)\s+[\w./@-].*
    | (?:let|const|var|export|set)?\s*@?[A-Za-z_][\w.\[\]"']*\s?(?:=|\+=|:=|==|->|=>|::)\s?\S.*      # an assignment
    | @?[A-Za-z_][\w.:]*\(.*\)[,;:]?$                            # a call
    | </?[A-Za-z][^<>]*>.*                                       # markup
    | ["'][\w-]+["']\s*:\s\S.*                                   # a pair in an object
    )"""
)
_MARKED: Final = re.compile(r"\s*(?:[-*•·–]|\(?\w{1,4}[.)])\s")  # items of a list, which end in ";" in contracts
_C_LINE: Final = re.compile(r"[=(){}\[\]<>.$\"']")  # in a line that ends in ";", "{" or "}": C and its children
_CODE_LENGTH: Final = 400  # characters; a longer line is a paragraph
_SENTENCE: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?: [^\W\d_]{2,},?){5,}")  # six plain words in a row
_CODE_SHARE: Final = 0.6  # of the lines of a listing that must look like code


class TextListing(NamedTuple):
    """A listing in plain text."""

    end: int
    """Number of the line behind it, fences included."""
    text: str
    """The code, without the indentation of the listing."""
    language: str
    """The language behind the fence; "" for none."""


def find_listings(lines: Sequence[str]) -> Mapping[int, TextListing]:
    """The listings among the lines of a text, by the number of the line that each begins at."""
    found: dict[int, TextListing] = {}
    filled = [line for line in lines if line.strip()]
    deep = sum(indent_of(line) >= _INDENT and not _looks_like_code(line) for line in filled)
    laid_out = 2 * deep > len(filled)  # indentation that a scraper left
    hopeless: dict[str, int] = {}  # kind of fence: length from which no fence below closes one
    at, spaced = 0, True
    while at < len(lines):
        line = lines[at]
        listing = None
        if line.lstrip()[:3] in ("```", "~~~"):
            listing = _fenced(lines, at, hopeless)
        elif spaced and not laid_out and line.startswith((" ", "\t")) and line.strip():
            listing = _indented(lines, at)
        if listing is not None:
            found[at] = listing
        end = listing.end if listing is not None else at + 1
        spaced = not lines[end - 1].strip()
        at = end
    return found


def _fenced(lines: Sequence[str], start: int, hopeless: dict[str, int]) -> TextListing | None:
    opening = _FENCE.match(lines[start])
    if opening is None:
        return None
    indent, fence, name = opening[1], opening[2], opening[3]
    if len(fence) >= hopeless.get(fence[0], 11):
        return None
    for at in range(start + 1, len(lines)):
        closing = lines[at].strip()
        if closing[:3] == fence[:3] and len(closing) >= len(fence) and not closing.strip(fence[0]):
            inside = [_outdented(line, len(indent)) for line in lines[start + 1 : at]]
            text = "\n".join(inside).strip("\n").rstrip()
            close = all(line.strip() for line in inside)  # "~~~" parts scenes, too, with blank lines around it
            told = fence[0] == "`" or name or close or any(_looks_like_code(line) for line in inside)
            return TextListing(at + 1, text, settled(name) or "") if told and text else None
    hopeless[fence[0]] = len(fence)
    return None


def _outdented(line: str, columns: int) -> str:
    """The line without as much of its indentation."""
    return line[min(columns, len(line) - len(line.lstrip())) :]


def _indented(lines: Sequence[str], start: int) -> TextListing | None:
    """The indented block that begins at a line, if it looks like code, with further ones below blank lines."""
    end, after = start, start
    while after < len(lines) and (piece := _end_of_code(lines, after)):
        end = after = piece
        while after < len(lines) and not lines[after].strip():
            after += 1
    if end == start:
        return None
    block = [line.expandtabs(_INDENT) if line[:1] in (" ", "\t") else line for line in lines[start:end]]
    least = min(indent_of(line) for line in block if line.strip())
    return TextListing(end, "\n".join(line[least:].rstrip() for line in block), "")


def _end_of_code(lines: Sequence[str], start: int) -> int:
    """The number of the blank line behind the indented code that begins at a line; 0 if there is none."""
    end, coded = 0, 0
    typed = _PROMPT.match(lines[start]) is not None  # with what was answered
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.strip():
            break
        if indent_of(line) < _INDENT:
            return 0  # it goes on as text
        end = at + 1
        coded += _looks_like_code(line)
    return end if typed or coded >= _CODE_SHARE * (end - start) else 0


def _looks_like_code(line: str) -> bool:
    if len(line) > _CODE_LENGTH or _MARKED.match(line) is not None or _SENTENCE.search(line) is not None:
        return False
    ends_so = line.rstrip()[-1:] in (";", "{", "}") and _C_LINE.search(line) is not None
    return ends_so or _CODE_LINE.match(line) is not None


def indent_of(line: str) -> int:
    """Columns of white space at the beginning of a line."""
    lead = line[: len(line) - len(line.lstrip())]
    return len(lead.expandtabs(_INDENT)) if "\t" in lead else len(lead)
