"""What Markdown pages write that CommonMark does not know, as rules of a markdown-it-py parser.

Notes and math become the HTML that pages write them with. Every rule takes time linear in the text: a rule that looks
for an end looks no further than the next thing that may be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

MAX_DEPTH: Final = 36
"""Levels of quotations and lists (a list and its item are one each) to which Markdown is read as such."""
_PARSER_DEPTH: Final = MAX_DEPTH + 6  # beyond which the parser drops text; a rule opens at most three levels
_INLINE_DEPTH: Final = 16  # of brackets in brackets; costs time in proportion, and beyond it brackets are text

_NOTE: Final = re.compile(r"\[\^([^\s\[\]^\\]{1,100})\]")
_MATH: Final = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+)(?<!\s)\$(?![\d$])", re.DOTALL)
_DISPLAYED: Final = re.compile(r"\$\$((?:[^$\\]|\\.)+)\$\$", re.DOTALL)
_TEX: Final = re.compile(r"[\\^={]")
_WORD: Final = re.compile(r"[^\W\d_]{3}")
_BEFORE_ROW: Final = re.compile(r"[ \t>]*")


def _is_link(_: str) -> bool:
    """Every address makes a link, as in HTML; which are safe to follow is the renderers' business."""
    return True


class DeepNestingError(Exception):
    """The Markdown is nested deeper than `MAX_DEPTH`."""


def add_rules(parser: MarkdownIt) -> None:
    """A plugin for `MarkdownIt.use`: addresses as written, depth, tables, notes, math, definition lists."""
    for name in ("normalizeLink", "normalizeLinkText"):
        setattr(parser, name, str)
    setattr(parser, "validateLink", _is_link)  # noqa: B010  # mypy: a method that is meant to be replaced
    parser.options["maxNesting"] = _PARSER_DEPTH
    parser.use(deflist_plugin)
    parser.block.ruler.before("table", "depth", _check_depth)
    parser.block.ruler.before("reference", "note", _note_block, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("fence", "math_block", _math_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.after("escape", "math_inline", _math_inline)
    parser.inline.ruler.after("image", "note_mark", _note_mark)
    parser.core.ruler.after("block", "row_ends", _complete_rows)
    parser.core.ruler.after("row_ends", "inline_depth", _limit_inline)
    parser.core.ruler.after("inline", "notes_last", _move_notes)
    parser.add_render_rule("note_mark", _render_note_mark)
    parser.add_render_rule("note_back", _render_note_back)
    parser.add_render_rule("math", _render_math)


# ---------------------------------------------------------------- depth


def _check_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule that never matches: where the parser would soon drop what it finds, it stops the work."""
    if state.level > MAX_DEPTH:
        raise DeepNestingError
    return False


def _limit_inline(state: StateCore) -> None:
    state.md.options["maxNesting"] = _INLINE_DEPTH


# ---------------------------------------------------------------- tables


def _complete_rows(state: StateCore) -> None:
    """Cells beyond the width of their table's header, which the parser leaves out, are cells, too."""
    lines: list[str] | None = None
    tokens: list[Token] = []
    width = 0
    for token in state.tokens:
        if token.type == "tr_open":
            width = 0
        elif token.type in ("th_open", "td_open"):
            width += 1
        elif token.type == "tr_close" and tokens[-1].type == "td_close":
            row = tokens[-2].map or [0, 0]
            lines = state.src.split("\n") if lines is None else lines
            tokens += _further_cells(lines[row[0]], width, row, token.level + 1)
        tokens.append(token)
    state.tokens = tokens


def _further_cells(line: str, width: int, row: list[int], level: int) -> list[Token]:
    cells = escapedSplit(line[_BEFORE_ROW.match(line).end() :].rstrip())  # type: ignore[union-attr]  # matches anything
    cells = cells[not cells[0] : len(cells) - (not cells[-1])]
    tokens = []
    for cell in cells[width:]:
        inline = Token("inline", "", 0, map=row, level=level + 1, content=cell.strip(), children=[], block=True)
        opening = Token("td_open", "td", 1, level=level, block=True)
        tokens += [opening, inline, Token("td_close", "td", -1, level=level, block=True)]
    return tokens


# ---------------------------------------------------------------- notes


def _note_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""`[^label]: text`, and the indented lines below. Unlike the plugin's, a label holds no "\]"."""
    found = _NOTE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    return found is not None and footnote_def(state, start, end, silent)


def _note_mark(state: StateInline, silent: bool) -> bool:
    """`[^label]` where a note of this label stands in the text: counted from 1 in the order of their marks."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    notes = state.env.get("footnotes", {}).get("refs", {})
    if found is None or f":{found[1]}" not in notes:
        return False
    if not silent:
        numbers = state.env.setdefault("numbers", {})
        token = state.push("note_mark", "", 0)
        token.meta = {"number": numbers.setdefault(found[1], len(numbers) + 1)}
    state.pos = found.end()
    return True


def _move_notes(state: StateCore) -> None:
    """Notes stand at the end, those that a mark refers to first; a viewer leaves the others out, a reader must not."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    around: list[list[Token]] = [body]
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            around.append(notes.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            around.pop()
        else:
            around[-1].append(token)
    marked = list(state.env.get("numbers", {}))
    if notes:
        body.append(_markup('<section class="footnotes"><ol>\n'))
        for number, label in enumerate([*marked, *(label for label in notes if label not in marked)], 1):
            body += _note(number, notes.get(label, []), marked=number <= len(marked))
        body.append(_markup("</ol></section>\n"))
    state.tokens = body


def _note(number: int, tokens: list[Token], *, marked: bool) -> list[Token]:
    back = Token("note_back", "", 0, meta={"number": number})
    inside = tokens[-1:] if tokens and tokens[-1].type == "paragraph_close" else []
    before = tokens[: len(tokens) - len(inside)]
    return [_markup(f'<li id="fn{number}">'), *before, *([back] if marked else []), *inside, _markup("</li>\n")]


def _markup(html: str) -> Token:
    return Token("html_block", "", 0, content=html, block=True)


def _render_note_mark(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    number = tokens[index].meta["number"]
    return f'<sup class="footnote-ref"><a href="#fn{number}" id="fnref{number}">{number}</a></sup>'


def _render_note_back(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f' <a href="#fnref{tokens[index].meta["number"]}" class="footnote-backref">↩</a>'


# ---------------------------------------------------------------- math


def _math_inline(state: StateInline, silent: bool) -> bool:
    r"""`$…$` and `$$…$$` inside a paragraph. Prices are no math, and neither are words: `$HOME/$USER`."""
    if state.src[state.pos] != "$":
        return False
    shown = _DISPLAYED.match(state.src, state.pos, state.posMax)
    found = shown or _MATH.match(state.src, state.pos, state.posMax)
    if found is None or (not shown and not _is_tex(state, found)):
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.meta = found[1].strip(), {"display": bool(shown)}
    state.pos = found.end()
    return True


def _is_tex(state: StateInline, found: re.Match[str]) -> bool:
    if state.src[max(found.start() - 1, 0)].isalnum():
        return False
    if _TEX.search(found[1]):
        return True
    after = state.src[found.end() : found.end() + 1]
    return not _WORD.search(found[1]) and (len(found[1]) == 1 or not after.isalnum())


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$`, lines of TeX, `$$`: the next such mark ends it, at the end of its line and before a blank one."""
    at = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", at) or state.is_code_block(start):
        return False
    close = state.src.find("$$", at + 2)
    last = -1 if close < 0 else _line_of(state, close, start, end)
    if last < 0 or not state.src[at + 2 : close].strip() or state.src[close + 2 : state.eMarks[last]].strip():
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content, token.meta = _inside(state, start, last), {"display": True}
        state.line = last + 1
    return True


def _line_of(state: StateBlock, offset: int, line: int, end: int) -> int:
    """The line, from `line` on, that holds `offset`; -1 if a blank line or the end of the list or quote comes first."""
    while offset >= state.eMarks[line]:
        line += 1
        if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            return -1
    return line


def _inside(state: StateBlock, start: int, last: int) -> str:
    return state.getLines(start, last + 1, state.blkIndent, False).strip().removeprefix("$$").removesuffix("$$").strip()


def _render_math(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    shown = ' display="block"' if token.meta["display"] else ""
    return f'<math{shown}><annotation encoding="application/x-tex">{escapeHtml(token.content)}</annotation></math>'
