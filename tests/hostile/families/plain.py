"""Plain text: lines without end, lines without number, marks of lists and quotations, and what is no prose at all."""

from __future__ import annotations

from typing import Final

from hostile.families.making import Families, many

KIND: Final = "text"


def _lines(name: str, line: str, around: str = "A title of words\n\n{}\nThe end, seen999999.") -> Families:
    """The line over and over; with blank lines between; and behind one another, in one line."""
    return {
        f"lines: {name}": many(line + "\n", around),
        f"loose lines: {name}": many(line + "\n\n", around),
        f"one line: {name}": many(line + " ", around),
        f"touching: {name}": many(line, around),
    }


FAMILIES: Final[Families] = (
    _lines("prose", "The council of the harbour met in hall seen{n} to talk about bridges.")
    | _lines("words", "seen{n}")
    | _lines("a letter", "a")
    | _lines("headings in capitals", "HEADING seen{n}")
    | _lines("colons", "Heading seen{n}:")
    | _lines("quotes", "> seen{n}")
    | _lines("deep quotes", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> seen{n}")
    | _lines("number signs", "# seen{n}")
    | _lines("number signs alone", "######")
    | _lines("rules", "----------")
    | _lines("underlined", "Heading seen{n}\n=====")
    | _lines("rows", "| a | seen{n} | c |")
    | _lines("rules of rows", "|---|---|")
    | _lines("cells", "a\tseen{n}\tc")
    | _lines("commas", 'a,seen{n},"c"')
    | _lines("fences", "```\nseen{n}\n```")
    | _lines("open fences", "```python")
    | _lines("tildes", "~~~~")
    | _lines("indented code", "    if seen{n}:\n        return {}")
    | _lines("brackets of code", "        }")
    | _lines("tags", "<b>seen{n}</b>")
    | _lines("less-than signs", "<")
    | _lines("entities", "&amp; seen{n} &lt;")
    | _lines("addresses", "https://a{n}.test/seen{n}")
    | _lines("mail heads", "Subject: seen{n}")
    | _lines("log lines", "2024-04-01T10:00:00.{n}Z INFO [main] seen{n}: done")
    | _lines("traces", '  File "a.py", line {n}, in seen{n}')
    | _lines("base64", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=")
    | _lines("numbers", "3.14159 2.71828 1.41421")
    | _lines("related", "Related Posts")
    | _lines("adverts", "Advertisement")
    | _lines("share", "Share on Facebook")
    | _lines("read more", "Read more: A title of words seen{n}")
    | _lines("copyright", "© 2024 The Courier. All rights reserved.")
    | _lines("bylines", "By Ann Example seen{n}")
    | _lines("dates", "1 April 2024")
    | _lines("menus", "Home | News | Sport | seen{n}")
    | _lines("spaces", " ")
    | _lines("tabs", "\t\t")
    | _lines("form feeds", "\f\v\x1c\x1d\x1e\x85\u2028\u2029")
    | _lines("carriage returns", "seen{n}\r")
    | _lines("backspaces", "a\b")
    | _lines("emphasis", "**seen{n}** _a_")
    | _lines("reference definitions", "[a{n}]: https://a.test/{n}")
    | _lines("definitions", "Term seen{n}\n: Meaning")
    | _lines("front matter", "key{n}: value")
    | _lines("questions", "Q: seen{n}?\nA: Yes.")
    | _lines("speakers", "ANN: seen{n} is a bridge.")
    | _lines("drawings", "+-----+\n| seen{n} |\n+-----+")
    | _lines("formulas", "$$\nx_{n} = \\frac{a}{b}\n$$")
    | _lines("JSON", '{"key{n}": ["seen{n}", 1.5, null]},')
    | {
        "ever deeper": lambda n: "".join(f"{' ' * (i % 2000)}seen{i}\n" for i in range(n // 500 + 2)),
        "ever deeper bullets": lambda n: "".join(f"{' ' * (i % 2000)}- seen{i}\n" for i in range(n // 500 + 2)),
        "ever deeper numbers": lambda n: "".join(f"{' ' * (i % 2000)}1. seen{i}\n" for i in range(n // 500 + 2)),
        "in and out": lambda n: "".join(f"{' ' * (i * 7 % 40)}• seen{i}\n" for i in range(n)),
        "quotes in and out": lambda n: "".join(f"{'>' * (i * 7 % 40)} seen{i}\n" for i in range(n)),
        "numbers at odds": lambda n: "".join(f"{i * 7 % 99}. seen{i}\n" for i in range(n)),
        "numbers that fall": lambda n: "".join(f"{n - i}. seen{i}\n" for i in range(n)),
        "numbers far apart": lambda n: "".join(f"{i}. seen{i}\n" + "word\n" * 40 for i in range(n // 40 + 1)),
        "the same numbers, deeper": lambda n: "".join(f"{' ' * (i % 300)}{i}. seen{i}\n" for i in range(n)),
        "number signs in one line": lambda n: "#" * n + " seen1",
        "quotes in one line": lambda n: ">" * n + " seen1",
        "quotes and spaces in one line": lambda n: "> " * n + "seen1",
        "dashes in one line": lambda n: "-" * n + "\n\nseen1",
        "dashes and spaces in one line": lambda n: "- " * n + "seen1",
        "rules and a letter": lambda n: "-_" * n + "a\n\nseen1",
        "numbers in one line": lambda n: "1." * n + " seen1",
        "numbers and spaces in one line": lambda n: "1. " * n + "seen1",
        "spaces, then a word": lambda n: "seen1\n\n" + " " * n + "seen2",
        "a word, then spaces": lambda n: "seen1" + " " * n + "\n\nseen2",
        "tabs, then a word": lambda n: "seen1\n\n" + "\t" * n + "seen2",
        "blank lines": lambda n: "seen1\n" + "\n" * n + "seen2",
        "blank lines of spaces": lambda n: "seen1\n" + " \t\n" * n + "seen2",
        "one fence around all": many("seen{n} = 1\n", "seen0\n\n```\n{}```\n\nThe end."),
        "a fence that never closes": many("seen{n} = 1\n", "seen0\n\n```\n{}"),
        "pipes in one line": lambda n: "|" * n + "\n" + "|-" * n + "\n\nseen1",
        "a wide table": lambda n: "| a " * n + "|\n" + "|---" * n + "|\n" + "| seen1 " * n + "|",
        "one list, long items": lambda n: "".join(f"- seen{i} {'word ' * 50}\n" for i in range(n // 50 + 1)),
        "wrapped lines": many("The council of the harbour met in the hall to talk about seen{n} and\n"),
        "wrapped items": many("- The council of the harbour met in the hall to talk about\n  the seen{n} and then\n"),
        "paragraphs alike": many("The same line again\n\n", "seen0\n\n{}"),
        "opening brackets": lambda n: "seen1 " + "[" * n + "(" * n,
        "two texts": lambda n: many("seen{n} met in the hall.\n\n")(n // 2) * 2,
        "Windows line breaks": many("seen{n} met in the hall.\r\n\r\n"),
        "old Mac line breaks": many("seen{n} met in the hall.\r\r"),
    }
)
