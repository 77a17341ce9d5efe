"""What must hold of a page, however hostile: asked of one page, answered with the faults found, a sentence each.

Each check is one law, or one promise of a writer, and its docstring says which. They ask `lawful` what the laws ask.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

import articlekit
from articlekit import Article, ArticleKitError, Trace
from articlekit.errors import LostTextError
from articlekit.formats import FORMATS, explained
from articlekit.render.terminal import terminal_safe
from lawful import MARKDOWN, Inspector, captions, leaves, shown, tiles, words

_SEEN: Final = re.compile(r"seen\d+")
_DEAD: Final = re.compile(r"dead\d+")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TASK: Final = frozenset({"<input>", "<input type>", "<input disabled>", "<input checked>"})
"""What `Inspector` says of the box of a task, the one control that `to_html` writes."""

Check = Callable[[Trace], Iterator[str]]


def faults(page: Any, *, marked: bool = True, written: bool = True, **options: Any) -> list[str]:
    """What goes wrong with a page, a sentence each.

    `marked`: the page says by its words what must become of them, as `families.making` has it. `written`: the writers
    are asked, too. `options` are those of `parse`.
    """
    try:
        trace = articlekit.trace(page, **options)
    except LostTextError as error:
        return [f"lost text: {error}"]
    except ArticleKitError as error:
        said = str(error)
        return [f"refused: {said}"] if marked and _SEEN.search(_source(page)) else [] if said else ["a silent error"]
    except Exception as error:  # noqa: BLE001  (that it is no ArticleKitError is the fault)
        return [_told(error)]
    found = [f"words: {fault}" for fault in _marked_words(trace, _source(page))] if marked else []
    for check in (*READING, *(WRITING if written else ())):
        try:
            found += [f"{check.__name__}: {fault}" for fault in check(trace)]
        except Exception as error:  # noqa: BLE001  (nothing that an article offers may raise)
            found.append(f"{check.__name__}: {_told(error)}")
    return found


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}: {str(error)[:200]} ({frames[-1].name}, line {frames[-1].lineno})"


def _source(page: Any) -> str:
    text = bytes(page).replace(b"\0", b"").decode("utf-8", "replace") if isinstance(page, bytes) else str(page)
    return text.replace("\0", "")


def _marked_words(trace: Trace, source: str) -> Iterator[str]:
    """Conservation, without the library's help: what a browser shows is there, each once; what it does not show is not.

    Bytes in an encoding that hides ASCII tell nothing of their words: nothing is asked of them.
    """
    article = trace.article
    places = [article.text, *captions(article), *(line.text for line in article.front)]
    text = "\n".join([*places, *(part.text for part in article.removed), *tiles(trace, "list-marker")])
    told, found = Counter(_SEEN.findall(source)), Counter(_SEEN.findall(text))
    if not told:
        return
    if lost := told - found:
        yield f"{sum(lost.values())} of {sum(told.values())} are lost: {list(lost)[:3]}"
    if more := found - told:
        yield f"{sum(more.values())} too many: {list(more)[:3]}"
    if dead := _DEAD.findall(text):
        yield f"no text, and taken for it: {dead[:3]}"


# ---------------------------------------------------------------- reading


def tiling(trace: Trace) -> Iterator[str]:
    """Conservation: kept and removed spans tile the page text."""
    end, text = 0, trace.page.text
    for tile in trace.tiles:
        if not end <= tile.start < tile.end <= len(text) or text[end : tile.start].strip():
            yield f"the tile {tile.start}..{tile.end} does not follow on {end}"
            return
        end = tile.end
    if text[end:].strip():
        yield "there is text behind the last tile"


def accounting(trace: Trace) -> Iterator[str]:
    """Conservation: each word of the page text stands in one place. A note's mark may touch its text ("1Note"): where
    two places meet, words end."""
    article = trace.article
    there = (trace.page.text[tile.start : tile.end] for tile in trace.tiles)
    kept = [article.text, *captions(article), *(line.text for line in article.front), *tiles(trace, "list-marker")]
    if words(*kept) + words(*(removed.text for removed in article.removed)) != words(*there):
        yield "the words of the article and of what was removed are not those of the page"


def spans(trace: Trace) -> Iterator[str]:
    """Spans: what claims a text gives it back."""
    article = trace.article
    if any(article.text[piece.start : piece.end] != piece.text for piece in leaves(article)):
        yield "a block does not give back its text"
    if any(not claim.text.strip() for claim in article.claims):
        yield "a claim is empty"
    parts = (*article.front, *article.removed)
    if any(trace.page.text[part.page_start : part.page_end] != part.text for part in parts):
        yield "a front line or a removed part does not give back its text"


READING: Final[tuple[Check, ...]] = (tiling, accounting, spans)


# ---------------------------------------------------------------- writing


def round_trip(trace: Trace) -> Iterator[str]:
    """Round trip: read back from its JSON, an article is the same."""
    if Article.model_validate_json(trace.article.model_dump_json()) != trace.article:
        yield "the article read back from JSON is another one"


def replay(trace: Trace) -> Iterator[str]:
    """Truth of explanations: the decisions make the same article again."""
    if trace.replay() != trace.article:
        yield "the decisions make another article"


def formats(trace: Trace) -> Iterator[str]:
    """Totality: every view and every format of the command line is written, in Unicode that files can hold."""
    article = trace.article
    for view in (article.to_annotations(), article.to_csl_json(), article.uncited_claims(), article.sections):
        str(view)
    for name, write in {**FORMATS, "explain": explained}.items():
        for many in (False, True):
            text = "".join(write([("a <name>", trace)], many, True))
            text.encode("utf-8")
            if _CONTROLS.search(terminal_safe(text)):
                yield f"{name} lets a control character through to a terminal"


def html(trace: Trace) -> Iterator[str]:
    """Safety: `to_html` holds nothing live, and all text of the article."""
    inspector = Inspector(trace.article.to_html())
    yield from [fault for fault in inspector.faults if fault not in _TASK][:3]
    if lost := shown(trace.article) - words("".join(inspector.pieces)):
        yield f"words are lost: {list(lost)[:3]}"


def _letters(*texts: str) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalpha())


def markdown(trace: Trace) -> Iterator[str]:
    """Safety: `to_markdown` lets nothing of the page become live, and holds all text of the article."""
    inspector = Inspector(MARKDOWN.render(trace.article.to_markdown()))
    yield from inspector.faults[:3]
    # By letters: "word[^1]" is two words where the article has "word2", the mark of a note with that label.
    if lost := _letters(*shown(trace.article).elements()) - _letters(*inspector.pieces):
        yield f"letters are lost: {list(lost)[:3]}"
    yield from Inspector(MARKDOWN.render(trace.article.to_markdown(citations="footnotes"))).faults[:3]


WRITING: Final[tuple[Check, ...]] = (round_trip, replay, formats, html, markdown)
