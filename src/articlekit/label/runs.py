"""What a block's neighbours say after the network has spoken: lines that give themselves away, boxes, copies, rows.

Each function takes the sheet and mends its decisions. Wordings win where the network is not sure: that a line says
"Advertisement" is seen in no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articlekit.label.box_runs import remove_boxes
from articlekit.label.line_rule import LineRule
from articlekit.label.media_runs import keep_captions, place_beside
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
    decisions, front = sheet.decisions, sheet.survey.front
    for index, (tag, heading, words, _, _, _) in enumerate(sheet.survey.measures):
        if tag == "button" and words <= _LABEL_WORDS and not heading and decisions[index][3] == NETWORK:
            decisions[index] = drop(Reason.FORM, "control", 0.05)
            continue
        rule = sheet.lines[index]
        if rule is None or rule.opens or not decisions[index][0] or index in front:
            continue
        if rule.reason in _COMMON_WORDS and _heads_prose(sheet, index):
            continue
        if rule.name in _CERTAIN or decisions[index].score < SURE:
            decisions[index] = drop(rule.reason, rule.name, 0.05)


def veto_regions(sheet: Sheet) -> None:
    """What lies in a consent layer or in the box of a paywall goes, even where the page shows nothing else."""
    boxes = _boxes_told(sheet)
    if not boxes:
        return
    box = sheet.outline.inside(boxes)
    for index, (kept, _, _, rule, _) in enumerate(sheet.decisions):
        own = box[sheet.region[index]]
        if own >= 0 and (kept or rule == UNNAMED) and sheet.is_text[index] and index not in sheet.survey.front:
            told = sheet.said.regions[own]
            if told is not None:
                sheet.decisions[index] = drop(told.reason, told.name, 0.05)


def _boxes_told(sheet: Sheet) -> list[int]:
    """The regions that are consent layers or a paywall's box."""
    boxes, most = list[int](), _BOX * sheet.size(range(len(sheet.decisions)))
    for region in sheet.calling.get(Reason.COOKIE, ()):
        if sheet.page.regions[region].attrs.get("role") in _LAYER_ROLES:
            boxes.append(region)
    for region in sheet.calling.get(Reason.PAYWALL, ()):
        box = range(sheet.first[region], sheet.last[region] + 1)
        if region not in sheet.around_headline and sheet.size(box) <= most:
            boxes.append(region)
    return sorted(boxes)


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
    calling = [i for i in sheet.calling.get(Reason.COMMENTS, ()) if i not in sheet.around_headline]
    if not calling:
        return
    inside = sheet.outline.inside(calling)
    read, comments = 0, list[int]()
    for index, (kept, _, _, _, _) in enumerate(sheet.decisions):
        if not kept or index in sheet.survey.front:
            continue
        if inside[sheet.region[index]] >= 0:
            comments.append(index)
        else:
            read += sheet.survey.measures[index][2]
    for index in comments if read >= _ARTICLE_WORDS else ():
        sheet.decisions[index] = drop(Reason.COMMENTS, "comments-region", 0.1)


def cut_tail(sheet: Sheet) -> None:
    """Behind the last text of an article that the network is sure of, what it is less sure of goes.

    Most of what a reader minds in an article stands there (bios, promotions, further articles). Lists, headings and
    source tags are made whole by the runs that follow.
    """
    if sheet.page_type is not PageType.ARTICLE:
        return
    asked = [i for i, decision in enumerate(sheet.decisions) if decision[3] == NETWORK and sheet.is_text[i]]
    sure = max([i for i in asked if sheet.scores[i] > SURE], default=len(sheet.decisions))
    tail = [i for i in asked if i > sure and sheet.scores[i] < _TAIL]
    measures = sheet.survey.measures
    if sum([measures[i][2] for i in tail]) > _BOX * sum([measures[i][2] for i in asked if sheet.decisions[i][0]]):
        return  # so much is no tail: the network is unsure of the page
    for index in tail:
        sheet.decisions[index] = drop(Reason.OTHER, UNNAMED, sheet.scores[index])


# ---------------------------------------------------------------- rows, lists, tables


def vote_together(sheet: Sheet) -> None:
    """The cells of a data table, the items of a list and the lines of a quotation stay or go together.

    Most of their words decide. A table that lays out the page and a list of cards have no vote: their parts differ.
    """
    whole = sheet.size(range(len(sheet.decisions)))
    asked = [i for i, decision in enumerate(sheet.decisions) if decision[3] in OPEN and sheet.is_text[i]]
    for tags in (("table",), ("ul", "ol"), ("dl",), ("blockquote",)):
        if sheet.outline.tags.keys().isdisjoint(tags):
            continue
        owner = sheet.innermost(*tags)
        members: dict[int, list[int]] = {}
        for index in asked:
            if (place := owner[sheet.region[index]]) >= 0:
                members.setdefault(place, []).append(index)
        for voters in members.values():
            part = tags[0] in ("table", "ul") or sheet.size(range(voters[0], voters[-1] + 1)) <= _LOUD * whole
            if len(voters) > 1 and part and _is_of_one_kind(sheet, tags[0], voters):
                _vote(sheet, voters)


def _is_of_one_kind(sheet: Sheet, tag: str, voters: list[int]) -> bool:
    measures = sheet.survey.measures
    if tag == "table":
        return len(voters) > 3 and all(measures[i][2] <= 4 * _CELL_WORDS for i in voters)
    if tag == "ul":
        items = sheet.innermost("li")
        if len({items[sheet.region[i]] for i in voters}) < len(voters):
            return False
        links = len([i for i in voters if measures[i][3] > LINKED]) * 2 >= len(voters)
        return not links or _most_stay(sheet, voters) or _is_introduced(sheet, voters[0])
    return True


def _vote(sheet: Sheet, voters: list[int]) -> None:
    stays = _most_stay(sheet, voters) or _is_introduced(sheet, voters[0])
    if all(sheet.decisions[i][0] == stays for i in voters):
        return
    weights = [max(sheet.survey.measures[i].words, 1) for i in voters]
    mean = sum(sheet.scores[i] * weight for i, weight in zip(voters, weights, strict=True)) / sum(weights)
    for i in voters:
        if stays != sheet.decisions[i].keep:
            sheet.decisions[i] = keep(VOTE, mean) if stays else drop(Reason.OTHER, VOTE, mean)


def _most_stay(sheet: Sheet, voters: list[int]) -> bool:
    """Whether most of the words of some blocks are kept."""
    surplus = 0
    for i in voters:
        words = max(sheet.survey.measures[i][2], 1)
        surplus += words if sheet.decisions[i][0] else -words
    return surplus > 0


def _is_introduced(sheet: Sheet, index: int) -> bool:
    """Whether the line above is kept and announces what follows."""
    above = sheet.text_above[index]
    return above >= 0 and sheet.decisions[above].keep and sheet.page.blocks[above].text.endswith((":", "："))


def keep_set_off(sheet: Sheet) -> None:
    """A quotation, a listing of code or a formula that stands alone in the text stays with the text on either side."""
    quotes, decisions = sheet.innermost("blockquote"), sheet.decisions
    told = [i for i, is_text in enumerate(sheet.is_text) if is_text]
    for at in range(1, len(told) - 1):
        index = told[at]
        _, score, _, rule, _ = decisions[index]
        if rule != UNNAMED or score <= DOUBTFUL or not (decisions[told[at - 1]][0] and decisions[told[at + 1]][0]):
            continue
        block = sheet.page.blocks[index]
        formula = any(span.kind == "math" and span.start == 0 and span.end >= len(block.text) for span in block.spans)
        name = "code" if block.kind == "pre" else "formula" if formula else "quotation"
        if name != "quotation" or quotes[sheet.region[index]] >= 0:
            decisions[index] = keep(name, score)


def keep_headings(sheet: Sheet) -> None:
    """A heading that only the network told against stays where the text right below it and some above it stay.

    But no link or button in a heading: that is a teaser, or opens something. Nor the heading of a box that holds
    more than it, and not the text below: that box is another matter.
    """
    below = _text_below(sheet)
    above = False
    for index, (kept, score, _, rule, _) in enumerate(sheet.decisions):
        if not sheet.is_text[index] or sheet.lines[index] is not None:
            continue
        if above and not kept and rule == UNNAMED and score > DOUBTFUL and below[index] >= 0:
            tag, heading, _, linked, _, _ = sheet.survey.measures[index]
            heads = heading > 1 and linked <= LINKED and tag != "button"
            if heads and _box_end(sheet, index) >= below[index]:
                sheet.decisions[index] = keep("heads-kept", score)
        above = above or kept


def _text_below(sheet: Sheet) -> list[int]:
    """For each block the next one with text, if it is kept and no front line; else -1.

    What a line rule names is passed over, and a link or button of few words that does not stay.
    """
    found = [-1] * len(sheet.decisions)
    below = -1
    for index in range(len(sheet.decisions) - 1, -1, -1):
        if not sheet.is_text[index] or sheet.lines[index] is not None:
            continue
        found[index] = below
        kept = sheet.decisions[index][0]
        tag, _, words, linked, _, _ = sheet.survey.measures[index]
        if kept or words > _LABEL_WORDS or not (tag == "button" or linked > LINKED):
            below = index if kept and index not in sheet.survey.front else -1
    return found


def _box_end(sheet: Sheet, index: int) -> int:
    """The last block of the innermost region that holds more than the block, and links or buttons beside it."""
    region = sheet.region[index]
    while region > 0 and _holds_only(sheet, region, index):
        region = sheet.outline.parents[region]
    return sheet.last[region]


def _holds_only(sheet: Sheet, region: int, index: int) -> bool:
    """Whether a region holds a block, and but a few words beside it that lead somewhere: "Edit", "Copy link"."""
    first, last = sheet.first[region], sheet.last[region]
    if last - first > _BESIDE_HEADING:
        return False
    beside = [i for i in range(first, last + 1) if i != index and sheet.is_text[i]]
    return all(sheet.survey.measures[i].words <= _LABEL_WORDS for i in beside)


def keep_members(sheet: Sheet) -> None:
    """An item or cell that reads like a button stays where others of its list or row stay."""
    plain = [i for i, rule in enumerate(sheet.lines) if rule is not None and _is_called_plain(sheet, i, rule)]
    if not plain:
        return
    owner = sheet.innermost("ul", "ol", "dl", "tr")
    kept: dict[int, int] = {}
    for index, decision in enumerate(sheet.decisions):
        place = owner[sheet.region[index]]
        if place >= 0 and decision[0] and sheet.page.blocks[index][2]:
            words = sheet.survey.measures[index][2]
            long = words > _CELL_WORDS and sheet.page.regions[place].tag == "tr"  # a row that lays out the page
            kept[place] = max(kept.get(place, 0), 2 if long else 1)
    for index in plain:
        if kept.get(owner[sheet.region[index]]) == 1:
            sheet.decisions[index] = keep("list-member", 0.6)


def _is_called_plain(sheet: Sheet, index: int, rule: LineRule) -> bool:
    """Whether a line rule of common words decided on a block."""
    return rule.reason in _PLAIN_WORDS and sheet.decisions[index].rule == rule.name


# ---------------------------------------------------------------- copies


def remove_repeated(sheet: Sheet) -> None:
    """Text that stands twice, letter for letter, in different places, such as a copy for small screens; side by side it
    is meant.

    One paragraph said twice is meant, too: only copies in a row go, and copies of a front line.
    """
    told = _without_repeated_front(sheet)
    openings = [sheet.page.blocks[index][2][:_REPEATED].casefold()[:_REPEATED] for index in told]
    met, alike = set[str](), set[str]()
    for opening in openings:
        (alike if opening in met else met).add(opening)
    seen: dict[str, int] = {}
    copied = [False]  # per text whether it is a copy of one before, with one more at either end
    for number, index in enumerate(told):
        copy = False
        if openings[number] in alike:  # most texts begin otherwise than all others
            text, place = sheet.page.blocks[index].text, sheet.outline.parents[sheet.region[index]]
            copy = seen.setdefault(text.casefold(), place) != place and len(fold(text)) >= _REPEATED
        copied.append(copy)
    copied.append(False)
    for number, index in enumerate(told, 1):
        beside = copied[number - 1] or copied[number + 1]
        if copied[number] and (beside or sheet.survey.measures[index].words < _LINE):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)


def _without_repeated_front(sheet: Sheet) -> list[int]:
    """The kept texts below and beside the front lines, once those that only repeat one are gone."""
    page, survey = sheet.page, sheet.survey
    front = {fold(page.blocks[index].text) for index in survey.front}
    bylines = [fold(page.blocks[i].text) for i, kind in survey.front.items() if kind == "byline"]
    letters = initials([*front, *bylines])
    most = 2 * max((survey.measures[index].words for index in survey.front), default=0)
    told: list[int] = []
    for index, decision in enumerate(sheet.decisions):
        text = page.blocks[index][2]
        if not decision[0] or not text or index in survey.front or index in survey.tag_lines:
            continue
        tag, _, words, _, _, _ = survey.measures[index]
        if tag in ("td", "th", "pre"):
            continue
        if words <= most and may_fold_to(text, letters) and _repeats_front(fold(text), front, bylines):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)
        else:
            told.append(index)
    return told


def _repeats_front(key: str, front: set[str], bylines: list[str]) -> bool:
    return len(key) >= _REPEATED and (key in front or any(line.startswith(key) for line in bylines))


def remove_empty_sections(sheet: Sheet) -> None:
    """A heading that nothing kept stands below goes where the text below it went, if a wording or a box took that."""
    decisions, hidden = sheet.decisions, Reason.HIDDEN
    below = -1  # what stands below: the level of a kept heading, _TEXT for text, -1 for nothing
    after: Decision | None = None
    for index in range(len(decisions) - 1, -1, -1):
        if index in sheet.survey.front:
            break
        kept, score, reason, _, _ = decision = decisions[index]
        if not kept:
            after = decision if reason is not hidden else after
        elif not (level := sheet.survey.measures[index][1]):
            below = _TEXT if sheet.page.blocks[index][4] != "rule" else below
        elif below > level:
            below = level
        elif score < SURE and after is not None and after.rule != UNNAMED:
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
