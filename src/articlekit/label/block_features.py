"""Features of the block itself: its text, what is set in it, what kind it is, what it is like, what it says."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from articlekit.label.arrays import CHARACTERS, Floats, fill, floats, ints
from articlekit.label.lines import LINE_RULES, OPENING_WORDS
from articlekit.label.scene import Group, Scene
from articlekit.page import Hidden

_TAGS: Final = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div", "section", "blockquote", "pre", "figcaption",
    "dd", "dt", "button", "label", "article", "summary", "header", "footer", "nav", "main", "aside",
)  # fmt: skip
_TAG_NUMBER: Final = {tag: number for number, tag in enumerate(_TAGS)}
_KINDS: Final = ("pre", "image", "embed", "rule", "cell")
_HIDDEN: Final = tuple(Hidden)[1:]
_STOP: Final = 1 + CHARACTERS.index("stop")  # this and the following: as `PageArrays.first` and `last` give them
_QUESTION: Final = 1 + CHARACTERS.index("question")
_ELLIPSIS: Final = 1 + CHARACTERS.index("ellipsis")
_COLON: Final = 1 + CHARACTERS.index("colon")
_UPPER: Final = 1 + CHARACTERS.index("upper")
_LONG: Final = 4  # characters of a word that is compared with titles
_WORD: Final = re.compile(rf"\w{{{_LONG},}}")
_WORDS_ALONE: Final = bytes([code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(256)]).lower()
_TITLES: Final = frozenset({"og:title", "description", "og:description"})
_BODY: Final = 50_000  # characters of a declared body that are looked at
_TITLE_WORDS: Final = 1000  # long words of titles and descriptions that are sought
_LIKE_WORDS: Final = 40  # a block with more words is a paragraph, whatever the title says
_REPEATED: Final = 12  # characters from which the same text twice is no accident


def _text(scene: Scene, out: Floats) -> None:
    a = scene.arrays
    chars, words = np.maximum(a.chars, 1), np.maximum(a.words, 1)
    count = dict(zip(CHARACTERS, a.counts.T, strict=True))
    stops = count["stop"] + count["question"] + count["ellipsis"]
    last = a.last
    columns = (
        np.log1p(a.words),
        np.log1p(a.chars),
        np.minimum(a.chars / words, 20) / 10,
        a.link_share,
        a.body,
        np.minimum(stops / words, 1),
        np.log1p(stops),
        np.log1p(count["comma"]),
        count["digit"] / chars,
        count["upper"] / chars,
        np.minimum(count["separator"] / words, 1),
        np.minimum(count["quote"] / words, 1),
        np.minimum(count["money"], 3) / 3,
        np.minimum(count["question"], 3) / 3,
        np.log1p(count["line-break"]),
        (last == _STOP) | (last == _QUESTION) | (last == _ELLIPSIS),
        last == _COLON,
        last == _ELLIPSIS,
        a.first == _UPPER,
        a.chars > 0,
    )
    fill(out, columns)


def _inline(scene: Scene, out: Floats) -> None:
    """What lies in the block, and how the page set it."""
    at, links, emphasised, timed = list[int](), list[int](), list[float](), list[int]()
    leads = list[int]()
    for index, (_, _, text, _, _, spans, lead, _, _) in enumerate(scene.page.blocks):
        if lead >= 0:
            leads.append(index)
        if not spans:
            continue
        linked = strong = time = 0
        for start, end, kind, _, _ in spans:
            if kind == "link":
                linked += 1
            elif kind == "strong" or kind == "emphasis":
                strong += end - start
            elif kind == "time":
                time = 1
        at.append(index)
        links.append(linked)
        emphasised.append(min(1.0, strong / len(text)) if strong else 0.0)
        timed.append(time)
    set_in = ints(at)
    out[:] = 0
    out[:, 1] = 1
    out[set_in, :4] = np.array((np.log1p(floats(links)), np.zeros(len(at)), floats(emphasised), floats(timed))).T
    out[ints(leads), 4] = 1
    out[:, 5] = scene.arrays.heading / 6


def _kind(scene: Scene, out: Floats) -> None:
    """One column of each of three kinds of columns, at the most."""
    regions = scene.page.regions
    rows, columns = list[int](), list[int]()
    for index, (block, m) in enumerate(zip(scene.page.blocks, scene.survey.measures, strict=True)):
        number = _TAG_NUMBER.get(m[0])
        if number is not None:
            rows.append(index)
            columns.append(number)
        kind = block[4]
        if kind != "text":
            rows.append(index)
            columns.append(len(_TAGS) + _KINDS.index(kind))
        hidden = regions[block[3]][4]
        if hidden:
            rows.append(index)
            columns.append(len(_TAGS) + len(_KINDS) + hidden - 1)
    out[:] = 0
    out[ints(rows), ints(columns)] = 1


def _likeness(scene: Scene, out: Floats) -> None:
    """Likeness to what the page declares, and to other blocks."""
    head = scene.page.head
    declared = " ".join([head.title or "", *(content for name, content in head.metas if name in _TITLES)])
    titles = list(dict.fromkeys(_WORD.findall(declared.lower())))[:_TITLE_WORDS]
    bodies = [text[:_BODY] for text in head.json_ld if '"articleBody"' in text]
    out[:] = 0
    if titles:
        _fill_likeness(scene, titles, out[:, 0])
    seen, again, repeated = set[str](), list[int](), set[str]()
    for index, (block, m) in enumerate(zip(scene.page.blocks, scene.survey.measures, strict=True)):
        _, _, words, _, hidden, body = m
        if hidden or not words:
            continue
        text = block[2]
        if body and bodies and _is_told(text, bodies):
            out[index, 1] = 1
        if len(text) >= _REPEATED:
            if text in seen:
                again.append(index)
                repeated.add(text)
            else:
                seen.add(text)
    if repeated:
        out[ints([index for index, block in enumerate(scene.page.blocks) if block[2] in repeated]), 2] = 0.5
        out[ints(again), 2] = 1


def _fill_likeness(scene: Scene, titles: list[str], out: Floats) -> None:
    """For each block that is short and shown, the share of its long words that stand in titles."""
    known, plain = frozenset(titles), frozenset([title.encode() for title in titles if title.isascii()])
    for index, (block, m) in enumerate(zip(scene.page.blocks, scene.survey.measures, strict=True)):
        _, _, words, _, hidden, _ = m
        if hidden or not 0 < words <= _LIKE_WORDS:
            continue
        text = block[2]
        if text.isascii():  # of bytes it is told faster
            parts = text.encode().translate(_WORDS_ALONE).split()
            if not plain.isdisjoint(parts):
                long = [part for part in parts if len(part) >= _LONG]
                out[index] = len([part for part in long if part in plain]) / len(long)
        else:
            said = _WORD.findall(text.lower())
            if not known.isdisjoint(said):
                out[index] = len([word for word in said if word in known]) / len(said)


def _is_told(text: str, bodies: list[str]) -> bool:
    """Whether the JSON-LD `articleBody` holds the longest run of plain words at the block's beginning."""
    opening = re.split(r'["\\\n/<&]', text[:60])[0]
    return len(opening) > 20 and any(opening in body for body in bodies)


_LINE_REASONS: Final = tuple(dict.fromkeys(rule.reason for rule in LINE_RULES))


def _wording(scene: Scene, out: Floats) -> None:
    """What the line rules say of the block, and whether it stands below a line that heads a box."""
    out[:] = 0
    boxes, opened, level = list[tuple[int, int]](), -1, 0  # the heading of the box that is open, and its level
    for index, (rule, m) in enumerate(zip(scene.lines, scene.survey.measures, strict=True)):
        _, heading, words, _, _, _ = m
        if opened >= 0 and 0 < heading <= level:
            boxes.append((opened, index))
            opened = -1
        if rule is None:
            continue
        out[index, _LINE_REASONS.index(rule.reason)] = 1
        if rule.opens and words <= OPENING_WORDS:
            out[index, -3] = 1
            if opened >= 0:
                boxes.append((opened, index))
            opened, level = index, heading or 9
    if opened >= 0:
        boxes.append((opened, len(scene.lines)))
    for start, end in boxes:
        out[start:end, -2] = 1
        out[start:end, -1] = np.log1p(np.arange(end - start))


BLOCK_GROUPS: Final = (
    Group(
        "text",
        (
            "words", "characters", "word-length", "link-share", "paragraph", "stops-per-word", "stops", "commas",
            "digits", "capitals", "separators", "quotes", "money", "questions", "lines", "ends-sentence", "ends-colon",
            "ends-ellipsis", "begins-capital", "has-text",
        ),
        _text,
    ),
    Group("inline", ("links", "plain", "emphasis", "time", "list-mark", "heading-level"), _inline),
    Group(
        "kind",
        (
            *(f"tag-{tag}" for tag in _TAGS),
            *(f"kind-{kind}" for kind in _KINDS),
            *(f"hidden-{hidden.name.lower()}" for hidden in _HIDDEN),
        ),
        _kind,
    ),
    Group("likeness", ("like-title", "in-declared-body", "repeated"), _likeness),
    Group(
        "wording",
        (*(f"says-{reason}" for reason in _LINE_REASONS), "heads-box", "below-box-heading", "box-heading-distance"),
        _wording,
    ),
)  # fmt: skip
"""The groups of features of the block itself."""
