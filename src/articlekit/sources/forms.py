"""The forms of source tags: one table, one row a form, for HTML and plain text alike.

`TAG_FORMS` says how likely a form is before any evidence, how far its claims reach, and what it looks like; `FINDERS`
are asked in that order, and where two find the same text, the earlier one has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from articlekit.models import CitationForm
from articlekit.sources.candidates import Candidate, Scene
from articlekit.sources.lines import find_learn_more, find_publications, find_source_lines
from articlekit.sources.links import find_attributions
from articlekit.sources.marks import (
    find_brackets,
    find_glued,
    find_linked_marks,
    find_numbered_links,
    find_superscripts,
    find_word_marks,
)
from articlekit.sources.parentheses import find_bracketed_links, find_parentheses
from articlekit.sources.passages import Passage
from articlekit.sources.pills import find_line_pill, find_pills
from articlekit.sources.residue import find_residue

Reach = Literal["back", "above", "mark", "sentence", "delimited", "article"]
"""What a tag supports.

"back": the block, back to the tag before it; "above": the paragraph, list or table above; "mark": the sentence, or in
mid-sentence the clause since the tag before; "sentence": the whole sentence that it stands in, or the one before;
"delimited": the text between two marks; "article": the article as a whole.
"""


class TagForm(NamedTuple):
    """A row of the table."""

    form: CitationForm
    prior: float
    """Log odds before any evidence."""
    reach: Reach
    html: str
    """What it looks like in HTML; "" where it has no such form."""
    text: str
    """What it looks like in plain text."""


_F: Final = CitationForm
TAG_FORMS: Final = (
    TagForm(_F.PILL, -2.0, "back", '…risks. <span><a href="…">Commerce</a></span>', "…risks. Commerce"),
    TagForm(_F.PILL_LINE, -2.8, "above", '<p><a href="…">GOV.UK</a></p>', "GOV.UK"),
    TagForm(_F.LEARN_MORE, -0.8, "above", '<p>Learn more from <a href="…">Overjet</a>.</p>', ""),
    TagForm(_F.NUMERIC, -0.5, "mark", '…text [<a href="#r1">1</a>].', "…text [1]."),
    TagForm(_F.NUMERIC_LINK, -0.5, "mark", '…text (<a href="https://…">1</a>).', ""),
    TagForm(_F.SUPERSCRIPT, -0.5, "mark", '…text.<sup><a href="#cite_note-1">[1]</a></sup>', "…text.1"),
    TagForm(_F.NOTE, -0.5, "mark", '…text.<sup><a href="#fn1">1</a></sup>', "…text.[1]"),
    TagForm(_F.PARENTHESIS, -1.8, "sentence", '…text (<a href="…">Reuters</a>).', "…text (Reuters)."),
    TagForm(_F.VIA, -1.0, "sentence", '…text (via <a href="…">X</a>).', "…text (via X)."),
    TagForm(_F.AUTHOR_YEAR, -1.0, "sentence", "…text (IRENA 2019).", "…text (IRENA 2019)."),
    TagForm(_F.SOURCE_LINE, -1.5, "above", '<p>Sources: <a href="…">A</a> | <a href="…">B</a></p>', "Source: A"),
    TagForm(_F.CAPTION_SOURCE, -1.5, "above", "<figcaption>Ships. Source: World Bank</figcaption>", ""),
    TagForm(_F.ATTRIBUTION, -4.2, "sentence", '…according to <a href="…">MySA</a>.', ""),
    TagForm(_F.RESIDUE, -0.5, "mark", "…text :contentReference[oaicite:0]{index=0}.", "…text 【8†source】."),
    TagForm(_F.DELIMITED_RESIDUE, -0.5, "delimited", "[cite_start]…text.[cite: 3]", "[cite_start]…text.[cite: 3]"),
    TagForm(_F.END_SECTION, 2.0, "article", "<h2>Sources</h2><ul><li>A</li></ul>", "Sources:\n- A"),
)

ROWS: Final[Mapping[CitationForm, TagForm]] = MappingProxyType({row.form: row for row in TAG_FORMS})

FINDERS: Final[tuple[Callable[[Passage, Scene], list[Candidate]], ...]] = (
    find_residue,
    find_line_pill,
    find_linked_marks,
    find_bracketed_links,
    find_brackets,
    find_word_marks,
    find_numbered_links,
    find_superscripts,
    find_glued,
    find_source_lines,
    find_learn_more,
    find_publications,
    find_parentheses,
    find_pills,
    find_attributions,
)

LINE_FINDERS: Final = (find_residue, find_line_pill, find_source_lines)
"""The finders that are asked where a tag stands alone on its line."""
