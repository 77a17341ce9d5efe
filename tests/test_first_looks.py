"""Cheap questions that are asked before a costly one: each lets through whatever the costly one would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articlekit.label.arrays import PageArrays
from articlekit.label.block_features import _LONG, _WORD, _WORDS_ALONE
from articlekit.label.lines import SPONSOR_PARTS, SPONSOR_WORDS
from articlekit.label.said import listen
from articlekit.label.scene import set_scene
from articlekit.metadata.languages import script_of
from articlekit.metadata.when import _DATED, _may_date
from articlekit.metadata.who import _AUTHOR_PAGE, _LABEL, _SAYS_BY, _is_author_page, _may_say
from articlekit.readers import read
from articlekit.sources import lines as source_lines
from articlekit.sources import links, reference_lists, residue
from articlekit.survey import survey

WORDS = sorted(set(re.findall(r"[^\W\d_]+", _SAYS_BY.pattern + _LABEL.pattern)))
PATHS = sorted(set(re.findall(r"[^\W\d_]+", _AUTHOR_PAGE.pattern)))


def test_lines_that_name_an_author_may_say_so() -> None:
    """Whatever word of the wordings a line begins with, alone or with the word behind it, in either case."""
    lines = [
        spelt
        for word in WORDS
        for line in (word, f"{word} by", f"{word}: Ann Lee", f"{word} Ann Lee", f"{word} by Ann Lee", f"ein {word} von")
        for spelt in (line, line.upper(), f"– {line}")
    ]
    found = [line for line in lines if _SAYS_BY.match(line) or _LABEL.match(line)]
    assert len(found) > 200
    assert [line for line in found if not _may_say(line)] == []
    assert not _may_say("Need a sponsor?")


def test_addresses_of_authors_pass() -> None:
    """Whatever word of the pattern stands in the address."""
    addresses = [f"https://example.org/{path}/ann-lee" for path in PATHS] + ["https://example.org/?author=3"]
    found = [address for address in addresses if _AUTHOR_PAGE.search(address)]
    assert len(found) > 8
    assert all(map(_is_author_page, found))


@given(st.text(alphabet="ab 0123456789./'’年٣½é", max_size=30))
def test_dated_lines_hold_a_digit(text: str) -> None:
    """What names a day is never passed over, and a year has four digits."""
    assert _may_date(text) or not _DATED.search(text)
    year = re.search(r"(?<!\d)(?:1[89]|2[05])\d\d(?!\d)", text)
    assert not year or _DATED.search(text)


ATTRIBUTIONS = sorted(set(re.findall(r"[^\W\d_]+", links._ATTRIBUTION.pattern)))


def test_words_that_attribute_pass() -> None:
    """Whatever two words of the pattern stand side by side."""
    texts = [f"{one} {other} {third} " for one in ATTRIBUTIONS for other in ATTRIBUTIONS for third in ("", "the", "by")]
    texts += ["d'après ", "d’après ", ", per ", "根据", "据", "根據", "據", "بحسب", "وفقا ل", "وفقًا ل", "حسب"]
    found = [text for text in texts if links._ATTRIBUTION.search(text)]
    assert len(found) > 200
    assert all(map(links._attributes, found))


def test_lines_that_send_on_pass() -> None:
    """Whatever word of the pattern a line begins with."""
    words = sorted(set(re.findall(r"[^\W\d_]+", source_lines._SENDS_ON.pattern)))
    texts = [
        spelt
        for word in words
        for text in (f"{word} more about tides", f"{word} savoir plus", f"{word} información", f"{word} on tides")
        for spelt in (text, text.upper(), f"→ {text}")
    ]
    found = [text for text in texts if source_lines._SENDS_ON.match(text)]
    assert len(found) > 20
    assert all(map(source_lines.sends_on, found))


@pytest.mark.parametrize(
    "text",
    [
        "\ue200cite\ue202turn0search1\ue201",
        "filecite turn0file1",
        "turn12view3",
        ":contentReference[oaicite:0]{index=0}",
        "[oaicite:3]",
        "【8†source】",
        "【8:1‡L1】",
        *(f"[{word}: 3]" for word in "web file search source memory image chart cite".split()),
        "[cite: 3, 4]",
        "[^3]",
        "[^3_1]",
        "[8†L1-L2]",
    ],
)
def test_residue_passes(text: str) -> None:
    """Every kind of mark that assistants leave."""
    assert residue.RESIDUE.search(text)
    assert residue._may_hold(text)


def test_headings_of_lists_of_sources_pass() -> None:
    """Every heading, in any case, with a number or without."""
    for name in reference_lists.HEADINGS:
        for text in (name, name.capitalize(), name.upper(), f"3. {name}", f"IV. {name}", f" {name}"):
            assert reference_lists._may_head(text) or reference_lists._key(text) not in reference_lists.HEADINGS


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_long_words_of_bytes_are_those_of_the_text(text: str) -> None:
    """Either way to part a text of ASCII gives the same words that can stand in a title."""
    parts = [part.decode() for part in text.encode().translate(_WORDS_ALONE).split()]
    assert [part for part in parts if len(part) >= _LONG] == _WORD.findall(text.lower())


@given(
    st.text(alphabet="sſponrSPONRtedhihİıvrdw us", max_size=24), st.sampled_from(["", "ſponsor", "ADVERTİSE with us"])
)
def test_calls_for_sponsors_hold_a_part(text: str, more: str) -> None:
    """Letters that are the same but for case in an unusual way are in none of the parts."""
    said = f"{text} {more}"
    assert any(part in said.lower() for part in SPONSOR_PARTS) or not SPONSOR_WORDS.search(said)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The tide came in at noon, “as always”, said Zoë; the café was full of people.", "Latin"),
        ("Too short.", None),
        ("2024, 3.141592653589793238462643383279502884197, 10:30 – 11:45 … (100 %)", None),
        ("Прилив пришёл в полдень, как всегда; кафе было полно людей, сказала Зоя.", "Cyrillic"),
        ("The tide 潮が満ちた " + "of the sea came in at noon and left again before the evening", "Latin"),
    ],
)
def test_script(text: str, script: str | None) -> None:
    """The script of most letters, whichever way it is found."""
    assert script_of(text) == script


def arrays() -> PageArrays:
    html = (
        "<main><div><div><p>One.<p>Two.</div><div><span>Three.</span></div></div><ul><li>Four<li>Five</ul></main><p>Six"
    )
    page = read(html)
    surveyed = survey(page)
    return set_scene(page, surveyed, listen(page, surveyed)).arrays


@pytest.mark.parametrize("block", range(6))
def test_meeting_is_the_first_region_of_the_chain_that_holds_the_block(block: int) -> None:
    """`PageArrays.meeting` against the definition of it."""
    a = arrays()
    chain = a.chain(int(a.outer[block]))
    expected = [next(n for n, r in enumerate(chain) if r <= own <= a.end[r]) for own in a.region]
    assert a.meeting(chain).tolist() == expected
