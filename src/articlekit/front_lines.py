"""The front lines: what stands around the headline and belongs to the article, but not to its body.

The headline, once more where the page shows it twice; the standfirst; the byline; the date line. This module judges
lines by their words, their markup and where they stand; it knows nothing of what stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from articlekit.dates import find_date
from articlekit.measures import CONTROLS, STOPS, Measures, ends_sentence
from articlekit.outline import Outline
from articlekit.page import Page, PageBlock

FrontKind = Literal["title", "subtitle", "byline", "dateline"]

_FRONT_REACH: Final = 12  # blocks below the headline among which its front lines stand
_NAME: Final = r"[^\W\d_a-z]"  # the first letter of a name: upper case, or of a script without case
_BYLINE: Final = re.compile(
    rf"""(?x) ^\s*(?:
      (?:(?i:written|posted|reported|words|text|story)\s+)?(?i:by)\s?:?\s+\S
    | (?:(?i:ein\s+beitrag|ein\s+artikel)\s+)?(?i:von)\s?:?\s+\S
    | (?i:par|por|di|door|av|af)\s?:?\s+{_NAME}
    | (?i:author|autor|autorin|auteur|autore|redaktion|redaction|автор)\s*: | كتب\b | بقلم | מאת
    | (?:文|執筆|取材・文|記者|作者)\s*[:：/／＝=] | .{{2,12}}(?:記者|記者）|기자)$
    )"""
)
_BYLINE_INSIDE: Final = re.compile(r"(?i:\bby|\bvon|\bpar|\bpor)\s+[^\W\d_a-z]")
_STOPPED: Final = re.compile(rf"[{STOPS}][\"'”’»」』)]*$")  # a byline is no sentence; "Jr." is rarer than one
_DATE_LABELS: Final = re.compile(
    r"""(?ix) \d{1,2}[:.]\d{2}(?:[:.]\d{2})? | [|·•,:()–—-] | \b(?:
      published | posted | updated | last | modified | created | on | at | date | time | first | original
    | veröffentlicht | aktualisiert | stand | vom | am | um | uhr | publié | mis | à | jour | le | publicado
    | actualizado | el
    | mon(?:day)? | tue(?:sday)? | wed(?:nesday)? | thu(?:rsday)? | fri(?:day)? | sat(?:urday)? | sun(?:day)?
    | a\.?m\.? | p\.?m\.? | gmt | utc | bst | e[sd]?t | p[sd]t | ce?st ) \b"""
)
_BYLINE_WORDS: Final = frozenset(
    "byline author authors authorline autor auteur writer contributor contributors vcard".split()
)
_DATE_WORDS: Final = frozenset("date published dateline timestamp posted pubdate datetime updated time".split())
_WORD: Final = re.compile(r"\w{3,}")
_LEAST_TITLE_WORDS, _MOST_TITLE_WORDS = 4, 30
_SAME_WORDS: Final = 0.6  # share of a heading's words that makes it the title once more
_STATEMENT_WORDS, _LONG_WORDS = 9, 14  # of a heading that heads no section
_NO_SUBTITLES: Final = frozenset({"figcaption", "li"})
_SUMMARY_WORDS: Final = frozenset("subheader excerpt epigraph summary intro introduction lede lead abstract".split())
"""Words of class and id that make a heading below the headline a standfirst."""
_TITLES: Final = frozenset({"title", "headline", "heading", "header"})
_SUBTITLE_WORDS: Final = frozenset("subtitle standfirst dek deck subhead subheadline subheading tagline chapo".split())


def find_front_lines(
    page: Page, measures: tuple[Measures, ...], outline: Outline, headline: int | None, titles: Sequence[str]
) -> dict[int, FrontKind]:
    """The front lines, the headline included: block index to kind. `titles`: what the page declares as its title."""
    if headline is None:
        return {}
    front: dict[int, FrontKind] = {headline: "title"}
    shown = _shown_beside(page, measures, outline, headline)
    place = shown.index(headline)
    for index in reversed(shown[max(0, place - 3) : place]):
        if (kind := line_kind(page, index, measures[index])) and measures[index].link_share < 1:
            front[index] = kind
    seen_body = False
    subtitle = -1
    below = shown[place + 1 :]
    for number, index in enumerate(below[:_FRONT_REACH]):
        m = measures[index]
        if kind := line_kind(page, index, m):
            if not seen_body or kind == "byline" or front.get(index - 1) == "byline" or _is_marked_date(page, index):
                front[index] = kind  # below text, a date alone may be the text's own
        elif seen_body and not (subtitle < 0 and m.heading):
            if m.body:
                break
        elif subtitle < 0 and not seen_body and _is_title_again(page, measures, below, number, titles):
            front[index] = "title"
        elif (
            _goes_on(page, subtitle, index) if subtitle >= 0 else _is_subtitle(page, measures, below, number, seen_body)
        ):
            front[index], subtitle = "subtitle", index
        else:
            seen_body = seen_body or m.body
    return dict(sorted(front.items()))


def _shown_beside(page: Page, measures: tuple[Measures, ...], outline: Outline, headline: int) -> list[int]:
    """The shown lines but for those in boxes that the headline is not in."""
    aside = outline.innermost("aside", "footer", "nav")
    home = aside[page.blocks[headline].region]
    shown: list[int] = []
    for index, block in enumerate(page.blocks):
        if block[2] and not measures[index][4] and ((around := aside[block[3]]) < 0 or around == home):
            shown.append(index)
    return shown


def line_kind(page: Page, index: int, m: Measures) -> FrontKind | None:
    """Byline or dateline, if the block is one."""
    block = page.blocks[index]
    if m.tag in CONTROLS or not 0 < m.words <= 16 or block.kind != "text" or block.lead >= 0:
        return None
    words = _near_words(page, block)
    if m.heading:
        return "byline" if _is_byline_heading(block, words) else None
    if _BYLINE.match(block.text) and (words & _BYLINE_WORDS or not _STOPPED.search(block.text)):
        return "byline"
    found = find_date(block.text)
    if found is not None:
        if _BYLINE_INSIDE.search(block.text):
            return "byline"
        rest = len(_DATE_LABELS.sub(" ", _without_dates(block.text)).split())
        if words & _BYLINE_WORDS and rest > 1:
            return "byline"
        if rest <= 3 or _is_marked_date(page, index):
            return "dateline"
    elif words & _BYLINE_WORDS and m.words <= 8 and not ends_sentence(block.text):
        return "byline"
    return None


def _is_byline_heading(block: PageBlock, words: set[str]) -> bool:
    """Whether a heading says no more than who wrote the page: "By" and a name, and what else bylines hold."""
    marked = not _BYLINE_WORDS.isdisjoint(words) or find_date(block.text) is not None
    return marked and _BYLINE.match(block.text) is not None and _STOPPED.search(block.text) is None


def _is_marked_date(page: Page, index: int) -> bool:
    """Whether the markup calls the line a date."""
    block = page.blocks[index]
    return not _DATE_WORDS.isdisjoint(_near_words(page, block)) or any(s.kind == "time" for s in block.spans)


def _without_dates(text: str) -> str:
    for _ in range(3):
        found = find_date(text)
        if found is None:
            break
        text = text[: found.start] + " " + text[found.end :]
    return text


def _near_words(page: Page, block: PageBlock) -> set[str]:
    """Words of the block's own region and the one around it, and of its links."""
    words = _markup_words(page, block)
    told = page.regions[block.region].attrs.get("itemprop")
    if told in ("author", "datePublished"):
        words.add("author" if told == "author" else "date")
    for span in block.spans:
        if "author" in span.words:
            words.add("author")
    return words


def _is_title_again(
    page: Page, measures: tuple[Measures, ...], below: Sequence[int], number: int, titles: Sequence[str]
) -> bool:
    """Whether a heading says the declared title once more, in other words: most of its words are the title's, and it is
    not the first of several sections."""
    index = below[number]
    m = measures[index]
    if not m.heading or not _LEAST_TITLE_WORDS <= m.words <= _MOST_TITLE_WORDS or m.link_share > 0.5:
        return False
    if not _is_only_one(page, measures, below, number):
        return False
    words = _WORD.findall(page.blocks[index].text.casefold())
    known = {word for title in titles for word in _WORD.findall(title.casefold())}
    return len(words) >= _LEAST_TITLE_WORDS and sum(word in known for word in words) >= _SAME_WORDS * len(words)


def _is_subtitle(
    page: Page, measures: tuple[Measures, ...], below: Sequence[int], number: int, seen_body: bool
) -> bool:
    """A standfirst: the markup says so, the next paragraph begins again with the same words, or it is a heading that no
    section has. `below`: the lines below the headline; `number`: which of them."""
    index = below[number]
    block, m = page.blocks[index], measures[index]
    words = _markup_words(page, block)
    if not 4 <= m.words <= 80 or m.link_share > 0.5 or block.lead >= 0 or m.tag in _NO_SUBTITLES or "image" in words:
        return False
    if m.heading:
        marked = not (_SUBTITLE_WORDS | _SUMMARY_WORDS).isdisjoint(words)
        marked = marked or ("sub" in words and not _TITLES.isdisjoint(words))
        if marked and _is_only_one(page, measures, below, number):
            return True
        return not seen_body and _heads_no_section(page, measures, below, number)
    if not _SUBTITLE_WORDS.isdisjoint(words):
        return True
    if not m.body:
        return False
    after = next((i for i in below[number + 1 :] if measures[i].body), None)
    text = page.blocks[after].text if after is not None else ""
    return text != block.text and _restates(block.text, text)


def _is_only_one(page: Page, measures: tuple[Measures, ...], below: Sequence[int], number: int) -> bool:
    """Whether no heading further below is of the same tag and class, but those that only go on with this one."""
    index = below[number]
    at = number + 1
    while at < len(below) and measures[below[at]].heading and _goes_on(page, index, below[at], linked=True):
        at += 1
    return not any(measures[i].heading and _is_marked_alike(page, index, i) for i in below[at:])


def _is_marked_alike(page: Page, first: int, second: int) -> bool:
    """Whether two lines lie in elements of the same tag and class."""
    one, other = (page.regions[page.blocks[i].region] for i in (first, second))
    return one.tag == other.tag and one.words == other.words


def _markup_words(page: Page, block: PageBlock) -> set[str]:
    """Words of class and id of the block's own region and the one around it."""
    region = page.regions[block.region]
    return {*region.words, *(page.regions[region.parent].words if region.parent > 0 else ())}


def _heads_no_section(page: Page, measures: tuple[Measures, ...], below: Sequence[int], number: int) -> bool:
    """Whether a heading stands among the front lines: above the byline or date, or long and closed as a statement."""
    block, m = page.blocks[below[number]], measures[below[number]]
    if number > 1 or block.text.endswith(("?", ":")) or block.text[0].isdigit():
        return False
    if not _is_only_one(page, measures, below, number):
        return False  # the first of several sections
    if m.words >= _STATEMENT_WORDS and (ends_sentence(block.text) or m.words >= _LONG_WORDS):
        return True
    return any(line_kind(page, index, measures[index]) for index in below[number + 1 : number + 3])


def _goes_on(page: Page, above: int, index: int, *, linked: bool = False) -> bool:
    """Whether a line below a standfirst is a further one: marked alike, right beside it, no link unless `linked`."""
    first, second = (page.regions[page.blocks[i].region] for i in (above, index))
    alike = _is_marked_alike(page, above, index) and first.parent == second.parent and bool(first.words)
    return alike and (linked or not any(span.kind == "link" for span in page.blocks[index].spans))


def _restates(standfirst: str, text: str) -> bool:
    """The opening of the text is the opening of the standfirst: its first four words, and more than an article's."""
    opening = standfirst.split()[:4]
    return len(opening) == 4 and text.split()[:4] == opening and sum(len(w) for w in opening) > 15
