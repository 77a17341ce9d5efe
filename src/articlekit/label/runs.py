"""What a block's neighbours say after the network has spoken: lines that give themselves away, boxes, copies, rows.

Each function takes the sheet and mends its decisions. Wordings win where the network is not sure: that a line says
"Advertisement" is seen in no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from articlekit.label.lines import OPENING_WORDS
from articlekit.label.regions import RegionRule
from articlekit.label.sheet import LINKED, UNNAMED, VAGUE, Sheet, drop, keep
from articlekit.measures import fold
from articlekit.models import Reason
from articlekit.page import Decision, innermost

SURE: Final = 0.9
"""A score from which the network's word counts for more than a common wording."""
_CERTAIN: Final = frozenset(
    {
        "sponsor-call",
        "sponsored-notice",
        "advert-label",
        "affiliate-note",
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
_DOUBTFUL: Final = 0.1  # a score from which the network does not rule a block out
_PLAIN_WORDS: Final = frozenset({Reason.SHARE, Reason.NAVIGATION, Reason.METADATA, Reason.FOOTER, Reason.FORM})
"""Reasons of line rules whose wordings ("Home", "Print", "Twitter") are common words, too."""
_TEASER: Final = 40  # characters; what is shorter is a "see all" beside the heading of a box
_LOUD: Final = 0.4  # a run below a telling heading is no box if it holds a larger share of the article
_CELL_WORDS: Final = 12  # a cell of a data table that is a label or a number
_TEXT: Final = 7  # deeper than any heading
_LINE: Final = 10  # words; a shorter text said twice is a label or a teaser
_REPEATED: Final = 12  # letters from which the same text twice is a repetition and no refrain


def veto_lines(sheet: Sheet) -> None:
    """A kept line whose wording gives it away goes."""
    for index, rule in enumerate(sheet.lines):
        decision = sheet.decisions[index]
        if rule is None or rule.opens or not decision.keep or index in sheet.survey.front:
            continue
        if rule.reason in _PLAIN_WORDS and heads_prose(sheet, index):
            continue
        if rule.name in _CERTAIN or decision.score < SURE:
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)


def veto_regions(sheet: Sheet) -> None:
    """What lies in a consent layer or in the box of a paywall goes, even where the page shows nothing else."""
    layer = [False] * len(sheet.page.regions)  # whether a region lies in a dialogue
    walled: list[RegionRule | None] = []
    for index, region in enumerate(sheet.page.regions):
        above = region.parent
        layer[index] = region.attrs.get("role") in _LAYER_ROLES or (above >= 0 and layer[above])
        rule = sheet.said.regions[index]
        told = rule is not None and (rule.reason is Reason.PAYWALL or (rule.reason is Reason.COOKIE and layer[index]))
        walled.append(rule if told else walled[above] if above >= 0 else None)
    for index, block in enumerate(sheet.page.blocks):
        rule, decision = walled[block.region], sheet.decisions[index]
        if rule is not None and (decision.keep or decision.rule == UNNAMED) and sheet.is_text(index):
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)


def heads_prose(sheet: Sheet, index: int) -> bool:
    """A heading ("Home", "Print") with a kept paragraph right below is that of a section."""
    below = next((i for i in range(index + 1, len(sheet.lines)) if sheet.is_text(i)), None)
    worded = any(letter.isalpha() for letter in sheet.page.blocks[index].text)
    if below is None or not worded or not sheet.survey.measures[index].heading:
        return False
    m = sheet.survey.measures[below]
    return m.body and not m.link_share and sheet.decisions[below].keep


# ---------------------------------------------------------------- boxes


def remove_boxes(sheet: Sheet) -> None:
    """What stands below the heading of a box goes with it."""
    covered = 0  # blocks before this one lie in a box that is done
    headline, whole = sheet.around_headline(), sheet.kept_size(range(len(sheet.decisions)))
    for index, rule in enumerate(sheet.lines):
        if index < covered or rule is None or not rule.opens or index in sheet.survey.front:
            continue
        m, decided = sheet.survey.measures[index], sheet.decisions[index]
        if m.words > OPENING_WORDS or (rule.reason is Reason.COMMENTS and m.link_share > LINKED):
            continue
        if decided.keep and decided.score >= SURE and _is_prose(sheet, _section(sheet, index, _region(sheet, index))):
            continue
        box = _box(sheet, index, headline, whole)
        if decided.keep and not box and _is_prose(sheet, _section(sheet, index, _region(sheet, index))):
            continue
        if decided.keep or decided.rule == UNNAMED:
            sheet.decisions[index] = drop(rule.reason, rule.name, 0.05)
        covered = max(covered, box.stop)
        for i in box:
            inner = sheet.lines[i]
            rule = inner if inner is not None and inner.opens else rule  # a box may hold another one
            decision = sheet.decisions[i]
            vague = inner is None and (decision.rule == UNNAMED or decision.reason in VAGUE)
            if (decision.keep or vague) and i not in sheet.survey.front:
                sheet.decisions[i] = drop(rule.reason, rule.name, 0.1)


def _region(sheet: Sheet, index: int) -> int:
    return sheet.page.blocks[index].region


def _box(sheet: Sheet, index: int, headline: frozenset[int], whole: int) -> range:
    """The blocks of the box that block `index` heads; `whole`: characters kept on the page."""
    regions = sheet.page.regions
    box = _region(sheet, index)
    while (parent := regions[box].parent) >= 0 and sheet.first[parent] == index:
        if parent in headline or _holds_more(sheet, index, box):
            break
        box = parent
    if box and sheet.first[box] == index and sheet.last[box] > index:
        run = range(index + 1, sheet.last[box] + 1)
    else:
        run = _section(sheet, index, box)
        if _is_prose(sheet, run):
            return range(0)
    return range(0) if sheet.kept_size(run) > _LOUD * whole else run


def _holds_more(sheet: Sheet, index: int, box: int) -> bool:
    """Whether a region holds text below the line that heads it."""
    size = 0
    for i in range(index + 1, sheet.last[box] + 1):
        size += len(sheet.page.blocks[i].text)
        if size > _TEASER:
            return True
    return False


def _is_prose(sheet: Sheet, run: range) -> bool:
    """Paragraphs without a link, and no teasers: a section of the article that is called like a box."""
    rule = sheet.lines[run.start - 1] if run else None
    if rule is None or rule.reason is Reason.COMMENTS or sheet.page.kind == "text":
        return False
    measures = [sheet.survey.measures[i] for i in run if sheet.page.blocks[i].text]
    return sum(m.body and not m.link_share for m in measures) > sum(m.link_share > 0.5 for m in measures)


def _section(sheet: Sheet, index: int, box: int) -> range:
    """What stands below a line: up to the next heading, or to the end of the region around the line's own `box`."""
    around = sheet.page.regions[box].parent if sheet.first[box] == index else box
    end = sheet.last[around] + 1 if around >= 0 else len(sheet.page.blocks)
    level = sheet.survey.measures[index].heading or 6
    for i in range(index + 1, end):
        rule = sheet.lines[i]
        if rule.opens if rule else 0 < sheet.survey.measures[i].heading <= level:
            return range(index + 1, i)
    return range(index + 1, max(end, index + 1))


# ---------------------------------------------------------------- rows, lists, tables


def vote_together(sheet: Sheet) -> None:
    """The cells of a data table, the items of a list and the lines of a quotation stay or go together.

    Most of their words decide. A table that lays out the page and a list of cards have no vote: their parts differ.
    """
    for tags in (("table",), ("ul", "ol"), ("dl",), ("blockquote",)):
        owner = innermost(sheet.page, tags)
        if max(owner, default=-1) < 0:
            continue
        members: dict[int, list[int]] = {}
        for index, block in enumerate(sheet.page.blocks):
            if owner[block.region] >= 0 and sheet.is_text(index) and index not in sheet.survey.front:
                members.setdefault(owner[block.region], []).append(index)
        for voters in members.values():
            if len(voters) > 1 and _is_of_one_kind(sheet, tags[0], voters):
                _vote(sheet, voters)


def _is_of_one_kind(sheet: Sheet, tag: str, voters: list[int]) -> bool:
    measures = [sheet.survey.measures[i] for i in voters]
    if tag == "table":
        return len(voters) > 3 and all(m.words <= 4 * _CELL_WORDS for m in measures)
    if tag == "ul":
        items = innermost(sheet.page, ("li",))
        places = {items[_region(sheet, i)] for i in voters}
        return len(places) == len(voters) and sum(m.link_share > LINKED for m in measures) * 2 < len(voters)
    return True


def _vote(sheet: Sheet, voters: list[int]) -> None:
    weights = [max(sheet.survey.measures[i].words, 1) for i in voters]
    kept = sum(weight for i, weight in zip(voters, weights, strict=True) if sheet.decisions[i].keep)
    mean = sum(sheet.scores[i] * weight for i, weight in zip(voters, weights, strict=True)) / sum(weights)
    stays = 2 * kept > sum(weights) or _is_introduced(sheet, voters[0])
    for i in voters:
        if stays != sheet.decisions[i].keep:
            sheet.decisions[i] = keep("vote", mean) if stays else drop(Reason.OTHER, UNNAMED, mean)


def _is_introduced(sheet: Sheet, index: int) -> bool:
    """Whether the line above is kept and announces what follows."""
    above = next((i for i in range(index - 1, -1, -1) if sheet.is_text(i)), None)
    return above is not None and sheet.decisions[above].keep and sheet.page.blocks[above].text.endswith((":", "："))


def keep_quotations(sheet: Sheet) -> None:
    """A quotation that stands alone in the text stays with the text on either side."""
    quotes = innermost(sheet.page, ("blockquote",))
    if max(quotes, default=-1) < 0:
        return
    told = [i for i in range(len(sheet.decisions)) if sheet.is_text(i)]
    for before, index, after in zip(told, told[1:], told[2:], strict=False):
        decision = sheet.decisions[index]
        around = sheet.decisions[before].keep and sheet.decisions[after].keep
        if quotes[_region(sheet, index)] >= 0 and around and decision.rule == UNNAMED and decision.score > _DOUBTFUL:
            sheet.decisions[index] = keep("quotation", decision.score)


def keep_headings(sheet: Sheet) -> None:
    """A heading that only the network told against stays where the text right below it and some above it stay."""
    above = below = False
    follows = [False] * len(sheet.decisions)
    for index in range(len(sheet.decisions) - 1, -1, -1):
        if sheet.is_text(index) and sheet.lines[index] is None:
            follows[index] = below
            below = sheet.decisions[index].keep
    for index, decision in enumerate(sheet.decisions):
        if not sheet.is_text(index) or sheet.lines[index] is not None:
            continue
        heads = sheet.survey.measures[index].heading > 1
        if heads and above and follows[index] and decision.rule == UNNAMED and not decision.keep:
            sheet.decisions[index] = keep("heads-kept", decision.score)
        above = above or decision.keep


def keep_members(sheet: Sheet) -> None:
    """An item or cell that reads like a button stays where others of its list or row stay."""
    owner = innermost(sheet.page, ("ul", "ol", "dl", "tr"))
    kept: dict[int, int] = {}
    for decision, block, m in zip(sheet.decisions, sheet.page.blocks, sheet.survey.measures, strict=True):
        place = owner[block.region]
        if decision.keep and block.text and place >= 0:
            long = m.words > _CELL_WORDS and sheet.page.regions[place].tag == "tr"  # a row that lays out the page
            kept[place] = max(kept.get(place, 0), 2 if long else 1)
    for index, decision in enumerate(sheet.decisions):
        rule = sheet.lines[index]
        plain = rule is not None and decision.rule == rule.name and rule.reason in _PLAIN_WORDS
        if plain and kept.get(owner[_region(sheet, index)]) == 1:
            sheet.decisions[index] = keep("list-member", 0.6)


# ---------------------------------------------------------------- copies, tags, blocks without text


def remove_repeated(sheet: Sheet) -> None:
    """Text that stands twice in different places, such as a copy for small screens; side by side it is meant.

    One paragraph said twice is meant, too: only copies in a row go, and copies of a front line.
    """
    page, survey = sheet.page, sheet.survey
    front = {fold(page.blocks[index].text) for index in survey.front}
    bylines = [fold(page.blocks[i].text) for i, kind in survey.front.items() if kind == "byline"]
    seen: dict[str, int] = {}
    copies: list[tuple[int, bool]] = []  # per kept text: its index, and whether it is a copy of one before
    for index, decision in enumerate(sheet.decisions):
        block = page.blocks[index]
        if not decision.keep or index in survey.front or index in survey.tag_lines or not block.text:
            continue
        if survey.measures[index].tag in ("td", "th", "pre"):
            continue
        key, place = fold(block.text), page.regions[block.region].parent
        if len(key) >= _REPEATED and (key in front or any(line.startswith(key) for line in bylines)):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)
            continue
        copies.append((index, len(key) >= _REPEATED and seen.setdefault(key, place) != place))
    beside = [False, *(copied for _, copied in copies), False]
    for number, (index, copied) in enumerate(copies):
        if copied and (beside[number] or beside[number + 2] or survey.measures[index].words < _LINE):
            sheet.decisions[index] = drop(Reason.DUPLICATE, "repeated", 0.2)


def place_tag_lines(sheet: Sheet) -> None:
    """A source tag alone on its line stays where the statement above it stays."""
    above: Decision | None = None
    for index, decision in enumerate(sheet.decisions):
        if not sheet.is_text(index):
            continue
        if index in sheet.survey.tag_lines and above is not None:
            if above.keep and not decision.keep:
                sheet.decisions[index] = keep("source-tag", 0.8)
            continue
        above = decision


def place_beside(sheet: Sheet) -> None:
    """Images, embeds, rules, empty cells and captions stay between kept blocks, and in the box of the nearest one."""
    decisions, blocks, regions = sheet.decisions, sheet.page.blocks, sheet.page.regions
    rows = innermost(sheet.page, ("tr", "figure"))
    kept_rows = {rows[_region(sheet, i)] for i, d in enumerate(decisions) if d.keep and sheet.is_text(i)} - {-1}
    lead, around = _lead(sheet)
    above, below = _homes(sheet, range(len(blocks))), _homes(sheet, range(len(blocks) - 1, -1, -1))
    for index, block in enumerate(blocks):
        decision = decisions[index]
        if _is_told(sheet, index) or not sheet.shown[index] or decision.keep or decision.rule != UNNAMED:
            continue
        own = {block.region, regions[block.region].parent}
        homes = {above[index], below[index]}
        leads = index in lead and rows[block.region] >= 0 and regions[rows[block.region]].parent in around
        if leads or rows[block.region] in kept_rows or -1 not in homes or not homes.isdisjoint(own):
            decisions[index] = keep("beside-kept", 0.7)


def _lead(sheet: Sheet) -> tuple[range, frozenset[int]]:
    """The blocks between the headline and the first kept text below, and the regions that hold that text."""
    head = sheet.survey.headline
    for index in range(head + 1 if head is not None else len(sheet.decisions), len(sheet.decisions)):
        if sheet.decisions[index].keep and _is_told(sheet, index) and index not in sheet.survey.front:
            return range(head or 0, index), sheet.around(_region(sheet, index))
    return range(0), frozenset()


def _is_told(sheet: Sheet, index: int) -> bool:
    """Whether the network decides on the block alone: text, but no caption."""
    return sheet.is_text(index) and sheet.survey.measures[index].tag != "figcaption"


def _homes(sheet: Sheet, order: range) -> list[int]:
    """For each block the box of the last text before it in some order, if that text is kept; else -1."""
    homes, home = [-1] * len(order), -1
    for index in order:
        homes[index] = home
        if _is_told(sheet, index):
            kept = sheet.decisions[index].keep
            home = max(sheet.page.regions[_region(sheet, index)].parent, 0) if kept else -1
    return homes


def remove_empty_sections(sheet: Sheet) -> None:
    """A heading that nothing kept stands below goes where the text below it went."""
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
        elif decision.score < SURE:
            reason = after.reason if after and after.reason else Reason.OTHER
            decisions[index] = drop(reason, "empty-section", 0.2)


RUNS: Final[tuple[Callable[[Sheet], None], ...]] = (
    vote_together,
    keep_headings,
    keep_quotations,
    veto_regions,
    veto_lines,
    remove_boxes,
    keep_members,
    place_tag_lines,
    remove_repeated,
    place_beside,
    remove_empty_sections,
)
"""In the order in which they mend the decisions."""
