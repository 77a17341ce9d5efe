"""Every line rule and region rule, against its cases in `fixtures/rules.toml`: where it fires and where it must not.

The label step asks more than these rules (is the line short, is it the headline, does the region hold the article);
here each rule stands alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.label.line_rule import beginnings, by_beginning, insides, openings
from articlekit.label.lines import LINE_RULES, LINE_WORDS, match_line
from articlekit.label.regions import REGION_RULES, match_region
from articlekit.measures import count_words
from articlekit.page import words_of
from articlekit.readers import read

RULES: Final = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "rules.toml").read_text(encoding="utf-8"))
NAMES: Final = {"line": {r.name for r in LINE_RULES}, "region": {r.name for r in REGION_RULES}}
KEYS: Final = {"fires", "must_not", "known_misfires", "known_misses"}


def line_rule(text: str) -> str | None:
    """Name of the line rule that fires on a text."""
    found = match_line(text)
    return found.name if found else None


def region_rule(opening: str) -> str | None:
    """Name of the region rule that fires on an element, given by its opening tag."""
    tag = opening[1:-1].split()[0]
    page = read(f"<div>{opening}Words</{tag}></div>", kind="html")
    region = page.regions[page.blocks[0].region]
    assert region.tag == tag, f"{opening} is no region"
    found = match_region(region.tag, region.words, region.attrs.get("role"))
    return found.name if found else None


FIRED: Final[dict[str, Callable[[str], str | None]]] = {"line": line_rule, "region": region_rule}


def cases(key: str) -> list[Any]:
    """(kind, rule, case) for each case under a key of the fixture."""
    return [
        pytest.param(kind, rule, case, id=f"{rule}: {case}")
        for kind, rules in RULES.items()
        for rule, rows in rules.items()
        for case in rows.get(key, ())
    ]


def test_every_rule_has_its_cases() -> None:
    """A rule without both kinds of case, and a case under no rule's name, fail here."""
    assert {kind: set(rules) for kind, rules in RULES.items()} == NAMES
    for rules in RULES.values():
        for rule, rows in rules.items():
            assert set(rows) <= KEYS, rule
            assert rows.get("fires"), f"{rule} has no case where it fires"
            assert rows.get("must_not"), f"{rule} has no case where it must not fire"


def test_line_cases_are_short_enough_to_be_looked_at() -> None:
    lines = [case for rows in RULES["line"].values() for texts in rows.values() for case in texts]
    assert [line for line in lines if count_words(line) > LINE_WORDS] == []


@pytest.mark.parametrize(("kind", "rule", "case"), cases("fires"))
def test_fires(kind: str, rule: str, case: str) -> None:
    assert FIRED[kind](case) == rule


@pytest.mark.parametrize(("kind", "rule", "case"), cases("must_not"))
def test_must_not_fire(kind: str, rule: str, case: str) -> None:
    assert FIRED[kind](case) is None


@pytest.mark.parametrize(("kind", "rule", "case"), cases("known_misfires"))
def test_known_misfire_still_is_one(kind: str, rule: str, case: str) -> None:
    assert FIRED[kind](case) == rule, "mended: move it to must_not"


@pytest.mark.parametrize(("kind", "rule", "case"), cases("known_misses"))
def test_known_miss_still_is_one(kind: str, rule: str, case: str) -> None:
    assert FIRED[kind](case) != rule, "mended: move it to fires"


def test_every_word_of_a_region_rule_can_be_met() -> None:
    """Readers split class and id at punctuation: a word with a hyphen in it never comes."""
    words = {word for rule in REGION_RULES for word in [*rule.words, *(w for pair in rule.pairs for w in pair)]}
    assert {word for word in words if words_of(word) != (word,)} == set()


# ---------------------------------------------------------------- how line rules are looked up


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("share", "sha"),
        ("ad$", "ad"),
        ("e-?mail", "e-m ema"),
        ("(?:read|see) more", "rea see"),
        ("(?:the )?author", "the aut"),
        ("s?print", "spr pri"),
        ("ad|(?:b|c(?:d|e))f", "ad bf cdf cef"),
        ("(?:s|p)+are", "s p"),
        ("sh*are", "s"),
        ("sh{0,2}are", "s"),
        ("(?:share|pin){1,5}", "sha pin"),
        ("[#§]+ x", "# §"),
        (r"[\d.]+ x", "0 ."),
        (r"\d+ min", "0"),
        (r"s\d", "s"),
        (r"(?:\d+ )?comments?", "0 com"),
        (r"\(c\) by", "(c)"),
        (r"s\b", "s"),
        (r"s(?<!x)y", "s"),
        (r"s[()|]x", "s(x s)x s|x"),
        (r"s[a-z]", "s"),
        (r"a*b", ""),
        (r".{1,3}x", ""),
        (r"(?:a|.)b", "ab "),
    ],
)
def test_how_texts_begin_that_an_expression_matches(expression: str, told: str) -> None:
    """One beginning too many costs time, one too few makes a rule deaf: behind what is hard to say, all are open."""
    assert beginnings(expression, 3) == frozenset(told.split(" "))


@pytest.mark.parametrize("case", [line for rows in RULES["line"].values() for texts in rows.values() for line in texts])
def test_no_rule_is_deaf(case: str) -> None:
    """Rules that are looked up by how a line begins fire as if all were tried, one after the other."""
    line = case.strip(" →›-").lower()
    fired = [
        rule.name
        for rule in LINE_RULES
        if any(re.match(opening, line) for opening in openings(rule))
        or any(word in line and re.search(inside, line) for word, inside in insides(rule))
    ]
    assert line_rule(case) == next(iter(fired), None)


def test_no_opening_is_tried_on_every_line() -> None:
    """One that can begin with anything would be; where it must hold a word, it is better written `word => …`."""
    assert "" not in by_beginning(LINE_RULES)
