"""What a block's neighbours say after the network has spoken: lines that give themselves away, boxes, copies, rows.

Each function takes the sheet and mends its decisions. Wordings win where the network is not sure: that a line says
"Advertisement" is seen in no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articlekit.label.box_runs import remove_boxes
from articlekit.label.media_runs import keep_captions, place_beside
from articlekit.label.regions import RegionRule
from articlekit.label.sheet import DOUBTFUL, LINKED, NETWORK, OPEN, SURE, UNNAMED, VOTE, Sheet, drop, keep
from articlekit.label.slide_runs import remove_slides
from articlekit.label.source_runs import place_tag_lines
from articlekit.measures import fold, initials, may_fold_to
from articlekit.models import PageType, Reason
from articlekit.page import Decision

_CERTAIN: Final = frozenset(
    {
        "sponsor-call",
        "sponsored-notice",
        "advert-label",
        "affiliate-note",
        "main-article",
        "read-also",
        "permalink",
        "reading-time",
        "cookie-line",
        "newsletter-line",
        "share-line",
    }
)
"""Line rules that hold however sure the network is."""
_LAYER_ROLES: Final = frozenset({"dialog", "alertdialog"})
_PLAIN_WORDS: Final = frozenset({Reason.SHARE, Reason.NAVIGATION, Reason.METADATA, Reason.FOOTER, Reason.FORM})
"""Reasons of line rules whose wordings ("Home", "Print", "Twitter") are common words, too."""
_COMMON_WORDS: Final = _PLAIN_WORDS | {Reason.COOKIE, Reason.SPONSOR, Reason.NEWSLETTER, Reason.PAYWALL}
"""Reasons of line rules that the heading of a section may sound like."""
_LOUD: Final = 0.4  # a larger share of the page is no list of one kind
_CELL_WORDS: Final = 12  # a cell of a data table that is a label or a number
_TAIL: Final = 0.85  # a score from which a block behind the last sure paragraph stays
_TEXT: Final = 7  # deeper than any heading
_BOX: Final = 0.3  # share of the text up to which a part is a box or a tail and not the page
_ARTICLE_WORDS: Final = 100  # words outside the comments that make an article
_BESIDE_HEADING: Final = 3  # blocks beside a heading that may be links or buttons of its own
_LABEL_WORDS: Final = 3  # words on a button that says what a click does
_LINE: Final = 10  # words; a shorter text said twice is a label or a teaser
_REPEATED: Final = 12  # letters from which the same text twice is a repetition and no refrain


def veto_lines(sheet: Sheet) -> None:
    """A kept line whose wording gives it away goes; so does the label of a button that heads nothing."""
    for index, (rule, m) in enumerate(zip(sheet.lines, sheet.survey.measures, strict=True)):
        decision = sheet.decisions[index]
        if m.tag == "button" and m.words <= _LABEL_WORDS and not m.heading and decision.rule == NETWORK:
            sheet.decisions[index] = drop(Reason.FORM, "control", 0.05)
            continue
        if rule is None or rule.opens or not decision.keep or index in sheet.survey.front:
            continue
        if rule.reason in _COMMON_WORDS and _heads_prose(sheet, index):
            continue
        if rule.name in _CERTAIN or decision.score < SURE:
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)


def veto_regions(sheet: Sheet) -> None:
    """What lies in a consent layer or in the box of a paywall goes, even where the page shows nothing else."""
    told = _boxes_told(sheet)
    if not any(told):
        return
    for index, block in enumerate(sheet.page.blocks):
        rule, decision = told[block.region], sheet.decisions[index]
        undecided = decision.keep or decision.rule == UNNAMED
        if rule is not None and undecided and sheet.is_text(index) and index not in sheet.survey.front:
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)


def _boxes_told(sheet: Sheet) -> list[RegionRule | None]:
    """Per region the rule of the consent layer or the paywall's box that it lies in."""
    boxes, most = list[RegionRule | None](), _BOX * sheet.size(range(len(sheet.decisions)))
    for index, (region, rule) in enumerate(zip(sheet.page.regions, sheet.said.regions, strict=True)):
        own = None
        if rule is not None and rule.reason is Reason.COOKIE and region.attrs.get("role") in _LAYER_ROLES:
            own = rule
        elif rule is not None and rule.reason is Reason.PAYWALL and index not in sheet.around_headline:
            box = range(sheet.first[index], sheet.last[index] + 1)
            own = rule if sheet.size(box) <= most else None
        boxes.append(own)
    return sheet.inherited(boxes)


def _heads_prose(sheet: Sheet, index: int) -> bool:
    """A heading ("Home", "Print") with a kept paragraph right below is that of a section."""
    below = sheet.text_below[index]
    worded = any(letter.isalpha() for letter in sheet.page.blocks[index].text)
    if below < 0 or not worded or not sheet.survey.measures[index].heading:
        return False
    m = sheet.survey.measures[below]
    return m.body and not m.link_share and sheet.decisions[below].keep


def remove_comments(sheet: Sheet) -> None:
    """Readers' comments go where there is an article to read: their text is as good as any, and no part of it."""
    if sheet.page_type is PageType.FORUM:
        return
    inside = sheet.inherited(
        [
            rule if rule is not None and rule.reason is Reason.COMMENTS and index not in sheet.around_headline else None
            for index, rule in enumerate(sheet.said.regions)
        ]
    )
    kept = [i for i, d in enumerate(sheet.decisions) if d.keep and i not in sheet.survey.front]
    comments = [i for i in kept if inside[sheet.region(i)]]
    read = sum(sheet.survey.measures[i].words for i in kept) - sum(sheet.survey.measures[i].words for i in comments)
    for index in comments if read >= _ARTICLE_WORDS else ():
        sheet.decisions[index] = drop(Reason.COMMENTS, "comments-region", 0.1)


def cut_tail(sheet: Sheet) -> None:
    """Behind the last text of an article that the network is sure of, what it is less sure of goes.

    Most of what a reader minds in an article stands there (bios, promotions, further articles). Lists, headings and
    source tags are made whole by the runs that follow.
    """
    if sheet.page_type is not PageType.ARTICLE:
        return
    asked = [i for i, decision in enumerate(sheet.decisions) if decision.rule == NETWORK and sheet.is_text(i)]
    sure = max((i for i in asked if sheet.scores[i] > SURE), default=len(sheet.decisions))
    tail = [i for i in asked if i > sure and sheet.scores[i] < _TAIL]
    words = [m.words for m in sheet.survey.measures]
    if sum(words[i] for i in tail) > _BOX * sum(words[i] for i in asked if sheet.decisions[i].keep):
        return  # so much is no tail: the network is unsure of the page
    for index in tail:
        sheet.decisions[index] = drop(Reason.OTHER, UNNAMED, sheet.scores[index])


# ---------------------------------------------------------------- rows, lists, tables


def vote_together(sheet: Sheet) -> None:
    """The cells of a data table, the items of a list and the lines of a quotation stay or go together.

    Most of their words decide. A table that lays out the page and a list of cards have no vote: their parts differ.
    """
    whole = sheet.size(range(len(sheet.decisions)))
    for tags in (("table",), ("ul", "ol"), ("dl",), ("blockquote",)):
        if sheet.tags.keys().isdisjoint(tags):
            continue
        owner = sheet.innermost(*tags)
        members: dict[int, list[int]] = {}
        for index, block in enumerate(sheet.page.blocks):
            if owner[block.region] >= 0 and sheet.is_text(index) and sheet.decisions[index].rule in OPEN:
                members.setdefault(owner[block.region], []).append(index)
        for voters in members.values():
            part = tags[0] in ("table", "ul") or sheet.size(range(voters[0], voters[-1] + 1)) <= _LOUD * whole
            if len(voters) > 1 and part and _is_of_one_kind(sheet, tags[0], voters):
                _vote(sheet, voters)


def _is_of_one_kind(sheet: Sheet, tag: str, voters: list[int]) -> bool:
    measures = [sheet.survey.measures[i] for i in voters]
    if tag == "table":
        return len(voters) > 3 and all(m.words <= 4 * _CELL_WORDS for m in measures)
    if tag == "ul":
        items = sheet.innermost("li")
        places = {items[sheet.region(i)] for i in voters}
        links = sum(m.link_share > LINKED for m in measures) * 2 >= len(voters)
        told = _most_stay(sheet, voters) or _is_introduced(sheet, voters[0])
        return len(places) == len(voters) and (not links or told)
    return True


def _vote(sheet: Sheet, voters: list[int]) -> None:
    weights = [max(sheet.survey.measures[i].words, 1) for i in voters]
    mean = sum(sheet.scores[i] * weight for i, weight in zip(voters, weights, strict=True)) / sum(weights)
    stays = _most_stay(sheet, voters) or _is_introduced(sheet, voters[0])
    for i in voters:
        if stays != sheet.decisions[i].keep:
            sheet.decisions[i] = keep(VOTE, mean) if stays else drop(Reason.OTHER, VOTE, mean)


def _most_stay(sheet: Sheet, voters: list[int]) -> bool:
    """Whether most of the words of some blocks are kept."""
    words = [(max(sheet.survey.measures[i].words, 1), sheet.decisions[i].keep) for i in voters]
    return 2 * sum(count for count, kept in words if kept) > sum(count for count, _ in words)


def _is_introduced(sheet: Sheet, index: int) -> bool:
    """Whether the line above is kept and announces what follows."""
    above = sheet.text_above[index]
    return above >= 0 and sheet.decisions[above].keep and sheet.page.blocks[above].text.endswith((":", "："))


def keep_set_off(sheet: Sheet) -> None:
    """A quotation, a listing of code or a formula that stands alone in the text stays with the text on either side."""
    quotes = sheet.innermost("blockquote")
    told = [i for i in range(len(sheet.decisions)) if sheet.is_text(i)]
    for before, index, after in zip(told, told[1:], told[2:], strict=False):
        decision = sheet.decisions[index]
        around = sheet.decisions[before].keep and sheet.decisions[after].keep
        block = sheet.page.blocks[index]
        formula = any(span.kind == "math" and span.start == 0 and span.end >= len(block.text) for span in block.spans)
        name = "code" if block.kind == "pre" else "formula" if formula else "quotation"
        set_off = name != "quotation" or quotes[sheet.region(index)] >= 0
        if set_off and around and decision.rule == UNNAMED and decision.score > DOUBTFUL:
            sheet.decisions[index] = keep(name, decision.score)


def keep_headings(sheet: Sheet) -> None:
    """A heading that only the network told against stays where the text right below it and some above it stay.

    But no link or button in a heading: that is a teaser, or opens something. Nor the heading of a box that holds
    more than it, and not the text below: that box is another matter.
    """
    below = _text_below(sheet)
    above = False
    for index, decision in enumerate(sheet.decisions):
        if not sheet.is_text(index) or sheet.lines[index] is not None:
            continue
        m = sheet.survey.measures[index]
        heads = m.heading > 1 and m.link_share <= LINKED and m.tag != "button" and above
        doubted = decision.rule == UNNAMED and not decision.keep and decision.score > DOUBTFUL
        if heads and doubted and below[index] >= 0 and _box_end(sheet, index) >= below[index]:
            sheet.decisions[index] = keep("heads-kept", decision.score)
        above = above or decision.keep


def _text_below(sheet: Sheet) -> list[int]:
    """For each block the next one with text, if it is kept and no front line; else -1.

    What a line rule names is passed over, and a link or button of few words that does not stay.
    """
    found = [-1] * len(sheet.decisions)
    below = -1
    for index in range(len(sheet.decisions) - 1, -1, -1):
        if not sheet.is_text(index) or sheet.lines[index] is not None:
            continue
        decision, m = sheet.decisions[index], sheet.survey.measures[index]
        found[index] = below
        control = m.tag == "button" or m.link_share > LINKED
        if decision.keep or not control or m.words > _LABEL_WORDS:
            below = index if decision.keep and index not in sheet.survey.front else -1
    return found


def _box_end(sheet: Sheet, index: int) -> int:
    """The last block of the innermost region that holds more than the block, and links or buttons beside it."""
    region = sheet.region(index)
    while region > 0 and _holds_only(sheet, region, index):
        region = sheet.page.regions[region].parent
    return sheet.last[region]


def _holds_only(sheet: Sheet, region: int, index: int) -> bool:
    """Whether a region holds a block, and but a few words beside it that lead somewhere: "Edit", "Copy link"."""
    first, last = sheet.first[region], sheet.last[region]
    if last - first > _BESIDE_HEADING:
        return False
    beside = [i for i in range(first, last + 1) if i != index and sheet.is_text(i)]
    return all(sheet.survey.measures[i].words <= _LABEL_WORDS for i in beside)


def keep_members(sheet: Sheet) -> None:
    """An item or cell that reads like a button stays where others of its list or row stay."""
    owner = sheet.innermost("ul", "ol", "dl", "tr")
    kept: dict[int, int] = {}
    for decision, block, m in zip(sheet.decisions, sheet.page.blocks, sheet.survey.measures, strict=True):
        place = owner[block.region]
        if decision.keep and block.text and place >= 0:
            long = m.words > _CELL_WORDS and sheet.page.regions[place].tag == "tr"  # a row that lays out the page
            kept[place] = max(kept.get(place, 0), 2 if long else 1)
    for index, decision in enumerate(sheet.decisions):
        rule = sheet.lines[index]
        plain = rule is not None and decision.rule == rule.name and rule.reason in _PLAIN_WORDS
        if plain and kept.get(owner[sheet.region(index)]) == 1:
            sheet.decisions[index] = keep("list-member", 0.6)


# ---------------------------------------------------------------- copies


def remove_repeated(sheet: Sheet) -> None:
    """Text that stands twice, letter for letter, in different places, such as a copy for small screens; side by side it
    is meant.

    One paragraph said twice is meant, too: only copies in a row go, and copies of a front line.
    """
    page, survey = sheet.page, sheet.survey
    front = {fold(page.blocks[index].text) for index in survey.front}
    bylines = [fold(page.blocks[i].text) for i, kind in survey.front.items() if kind == "byline"]
    letters = initials([*front, *bylines])
    most = 2 * max((survey.measures[index].words for index in survey.front), default=0)
    seen: dict[str, int] = {}
    copies: list[tuple[int, bool]] = []  # per kept text: its index, and whether it is a copy of one before
    for index, decision in enumerate(sheet.decisions):
        block = page.blocks[index]
        if not decision.keep or index in survey.front or index in survey.tag_lines or not block.text:
            continue
        m = survey.measures[index]
        if m.tag in ("td", "th", "pre"):
            continue
        near = m.words <= most and may_fold_to(block.text, letters)
        if near and _repeats_front(fold(block.text), front, bylines):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)
            continue
        place = page.regions[block.region].parent
        elsewhere = seen.setdefault(block.text.casefold(), place) != place
        copies.append((index, elsewhere and len(fold(block.text)) >= _REPEATED))
    beside = [False, *(copied for _, copied in copies), False]
    for number, (index, copied) in enumerate(copies):
        if copied and (beside[number] or beside[number + 2] or survey.measures[index].words < _LINE):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)


def _repeats_front(key: str, front: set[str], bylines: list[str]) -> bool:
    return len(key) >= _REPEATED and (key in front or any(line.startswith(key) for line in bylines))


def remove_empty_sections(sheet: Sheet) -> None:
    """A heading that nothing kept stands below goes where the text below it went, if a wording or a box took that."""
    decisions = sheet.decisions
    below = -1  # what stands below: the level of a kept heading, _TEXT for text, -1 for nothing
    after: Decision | None = None
    for index in range(len(decisions) - 1, -1, -1):
        decision, level = decisions[index], sheet.survey.measures[index].heading
        if index in sheet.survey.front:
            break
        if not decision.keep:
            after = decision if decision.reason is not Reason.HIDDEN else after
        elif not level:
            below = _TEXT if sheet.page.blocks[index].kind != "rule" else below
        elif below > level:
            below = level
        elif decision.score < SURE and after is not None and after.rule != UNNAMED:
            decisions[index] = drop(after.reason or Reason.OTHER, "empty-section", 0.2)


RUNS: Final[tuple[Callable[[Sheet], None], ...]] = (
    cut_tail,
    remove_comments,
    vote_together,
    keep_headings,
    keep_set_off,
    veto_regions,
    veto_lines,
    remove_boxes,
    remove_slides,
    keep_members,
    place_tag_lines,
    remove_repeated,
    place_beside,
    keep_captions,
    remove_empty_sections,
)
"""In the order in which they mend the decisions."""
