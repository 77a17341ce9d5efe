"""Features of the block itself: its text, what is set in it, what kind it is, what it is like, what it says."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

import numpy as np

from articlekit.label.arrays import CHARACTERS, Floats, side_by_side
from articlekit.label.lines import LINE_RULES, OPENING_WORDS
from articlekit.label.scene import Group, Scene
from articlekit.page import Hidden, PageBlock

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
_WORD: Final = re.compile(r"\w{4,}")
_TITLES: Final = frozenset({"og:title", "description", "og:description"})
_BODY: Final = 50_000  # characters of a declared body that are looked at
_TITLE_WORDS: Final = 1000  # long words of titles and descriptions that are sought
_LIKE_WORDS: Final = 40  # a block with more words is a paragraph, whatever the title says
_REPEATED: Final = 12  # characters from which the same text twice is no accident


def _text(scene: Scene) -> Floats:
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
    return side_by_side(columns)


def _inline(scene: Scene) -> Floats:
    """What lies in the block, and how the page set it."""
    values = list[float]()
    for block, m in zip(scene.page.blocks, scene.survey.measures, strict=True):
        links = strong = 0
        timed = False
        for span in block.spans:
            if span.kind == "link":
                links += 1
            elif span.kind in ("strong", "emphasis"):
                strong += span.end - span.start
            elif span.kind == "time":
                timed = True
        emphasised = min(1.0, strong / len(block.text)) if strong else 0.0
        values += (links, not block.spans, emphasised, timed, block.lead >= 0, m.heading / 6)
    columns = np.array(values, dtype=np.float32).reshape(-1, 6)
    columns[:, 0] = np.log1p(columns[:, 0])
    return columns


def _kind(scene: Scene) -> Floats:
    n = len(scene.page.blocks)
    columns = np.zeros((n, len(_TAGS) + len(_KINDS) + len(_HIDDEN)), dtype=np.float32)
    hidden = [region.hidden for region in scene.page.regions]
    for index, (block, m) in enumerate(zip(scene.page.blocks, scene.survey.measures, strict=True)):
        number = _TAG_NUMBER.get(m.tag)
        if number is not None:
            columns[index, number] = 1
        if block.kind != "text":
            columns[index, len(_TAGS) + _KINDS.index(block.kind)] = 1
        if hidden[block.region]:
            columns[index, len(_TAGS) + len(_KINDS) + hidden[block.region] - 1] = 1
    return columns


def _likeness(scene: Scene) -> Floats:
    """Likeness to what the page declares, and to other blocks."""
    head = scene.page.head
    declared = " ".join([head.title or "", *(content for name, content in head.metas if name in _TITLES)])
    titles = frozenset(list(dict.fromkeys(_WORD.findall(declared.lower())))[:_TITLE_WORDS])
    bodies = [text[:_BODY] for text in head.json_ld if '"articleBody"' in text]
    likes = _likeness_to(titles, scene) if titles else [0.0] * len(scene.page.blocks)
    copies: dict[str, int] = {}
    values = list[float]()
    for block, m, like in zip(scene.page.blocks, scene.survey.measures, likes, strict=True):
        told = repeated = 0.0
        if not m.hidden and m.words:
            told = float(bool(bodies) and m.body and _is_told(block, bodies))
            if len(block.text) >= _REPEATED:
                copies[block.text] = copies.get(block.text, 0) + 1
                repeated = float(copies[block.text] > 1)
        values += (like, told, repeated)
    columns = np.array(values, dtype=np.float32).reshape(-1, 3)
    for index, block in enumerate(scene.page.blocks):
        if copies.get(block.text, 0) > 1 and not columns[index, 2]:
            columns[index, 2] = 0.5
    return columns


def _likeness_to(titles: frozenset[str], scene: Scene) -> list[float]:
    """For each block that is short and shown, the share of its long words that stand in titles."""
    likes = [0.0] * len(scene.page.blocks)
    asked, texts, ends, end = list[int](), list[str](), list[int](), 0
    for index, (block, m) in enumerate(zip(scene.page.blocks, scene.survey.measures, strict=True)):
        if not m.hidden and 0 < m.words <= _LIKE_WORDS:
            text = block.text.lower()
            end += len(text) + 1
            asked.append(index)
            texts.append(text)
            ends.append(end)
    for number in _holding(titles, "\n".join(texts), ends):
        words = _WORD.findall(texts[number])
        likes[asked[number]] = len([word for word in words if word in titles]) / len(words) if words else 0.0
    return likes


def _holding(titles: frozenset[str], text: str, ends: list[int]) -> set[int]:
    """Which pieces of a text hold one of the titles' words: most hold none, and the search through all is one."""
    found = set[int]()
    for title in titles:
        at = text.find(title)
        while at >= 0:
            number = bisect_right(ends, at)
            found.add(number)
            at = text.find(title, ends[number])
    return found


def _is_told(block: PageBlock, bodies: list[str]) -> bool:
    """Whether the JSON-LD `articleBody` holds the longest run of plain words at the block's beginning."""
    opening = re.split(r'["\\\n/<&]', block.text[:60])[0]
    return len(opening) > 20 and any(opening in body for body in bodies)


_LINE_REASONS: Final = tuple(dict.fromkeys(rule.reason for rule in LINE_RULES))


def _wording(scene: Scene) -> Floats:
    """What the line rules say of the block, and whether it stands below a line that heads a box."""
    columns = np.zeros((len(scene.lines), len(_LINE_REASONS) + 3), dtype=np.float32)
    opened, level = -1, 0  # the heading of the box that is open, and its level
    for index, (rule, m) in enumerate(zip(scene.lines, scene.survey.measures, strict=True)):
        if opened >= 0 and 0 < m.heading <= level:
            opened = -1
        if rule is not None:
            columns[index, _LINE_REASONS.index(rule.reason)] = 1
            if rule.opens and m.words <= OPENING_WORDS:
                columns[index, -3] = 1
                opened, level = index, m.heading or 9
        if opened >= 0:
            columns[index, -2:] = 1, np.log1p(index - opened)
    return columns


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
