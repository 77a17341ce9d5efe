"""Characters: entities, controls, marks without letters, and letters that change their length when they are folded."""

from __future__ import annotations

from typing import Final

from hostile.families.making import LAST, PROSE, Families, among, inline, many


def _flood(name: str, piece: str) -> Families:
    """The piece in one paragraph, in many, and in plain text."""
    return {
        f"{name}, one paragraph": inline(piece),
        f"{name}, between words": among(f"<p>seen{{n}} {piece} seen{{n}}</p>"),
        f"{name}, as text": many(f"The council met seen{{n}} in {piece} the hall.\n\n", "The bridge\n\n{}The end."),
    }


FAMILIES: Final[Families] = (
    _flood("unknown entities", "&foo;")
    | _flood("entities beyond Unicode", "&#x110000;&#99999999999999999999;")
    | _flood("entities of NUL and surrogates", "&#0;&#xD800;&#xDFFF;")
    | _flood("entities of controls", "&#1;&#x1b;[2J&#x7f;&#x9b;")
    | _flood("entities without an end", "&amp &lt &copy &#65 &#x41 &notit; &ampamp;")
    | _flood("entities of tags", "&lt;b&gt;&lt;script&gt;")
    | _flood("entities twice", "&amp;amp;lt;")
    | _flood("ampersands", "&")
    | _flood("ampersands and signs", "&#&#x&;&#;&#x;")
    | _flood("NULs", "a\0b")
    | _flood("controls", "\x01\x02\x08\x0b\x0c\x0e\x1b[31m\x1f\x7f\x80\x85\x9b")
    | _flood("lone surrogates", "\ud800x\udc00")
    | _flood("surrogates in the wrong order", "\udc00\ud800")
    | _flood("halves of a pair", "\ud83d\ude00")
    | _flood("zero-width characters", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
    | _flood("marks of direction", "\u202e\u202d\u2066\u2067\u2069\u200f\u061c")
    | _flood("combining marks", "\u0301\u0316")
    | _flood("letters with many marks", "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307")
    | _flood("marks in the wrong order", "a\u0316\u0301\u0345\u0338")
    | _flood("letters that grow when lowered", "İİ")
    | _flood("letters that grow when folded", "ßŉΐﬃ")
    | _flood("ligatures and presentation forms", "ﷺﬁ㌔㎢")
    | _flood("noncharacters", "\ufffe\uffff\U0001fffe")
    | _flood("private use", "\ue000\ue200cite\ue202x\ue201\U000f0000")
    | _flood("tags of Unicode", "\U000e0041\U000e007f")
    | _flood("selectors", "x\ufe0f\ufe0e\U000e0100")
    | _flood("joined emoji", "👨\u200d👩\u200d👧\u200d👦🏽")
    | _flood("flags", "🇩🇪")
    | _flood("jamo", "\u1100\u1161\u11a8")
    | _flood("separators of lines", "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e")
    | _flood("spaces of all widths", "\u2000\u2003\u200a\u202f\u205f\u3000\u1680")
    | _flood("carriage returns", "\r")
    | _flood("carriage returns and tabs", "\r\r\n\t\v\f")
    | _flood("replacement characters", "\ufffd")
    | _flood("digits of all scripts", "٣²①½１２Ⅳ𝟏")
    | _flood("Chinese without stops", "港口桥梁会议")
    | _flood("Chinese with stops", "港口。桥梁！会议？")
    | _flood("Thai", "สภาเมืองท่าเรือ")
    | _flood("Arabic", "مجلس ميناء، جسر؟ ")
    | _flood("Hebrew and Latin", "מועצה bridge נמל 12 ")
    | _flood("dotted letters", "U.S.")
    | _flood("dots", ".")
    | _flood("dots and spaces", ". ")
    | _flood("stops of all kinds", "?!…。！？؟।")
    | _flood("abbreviations", "e.g. Dr. Mr. etc. vs. No. ")
    | _flood("initials", "J. R. R. ")
    | _flood("quotes that open", "“")
    | _flood("quotes that close", "”")
    | _flood("straight quotes", "\" '")
    | _flood("quotes in quotes", "«„“‘")
    | _flood("apostrophes", "'")
    | _flood("brackets that open", "[({<")
    | _flood("brackets that close", ")]}")
    | _flood("round brackets", "(")
    | _flood("curly brackets", "{")
    | _flood("Chinese brackets", "【（［")
    | _flood("bullets", "•")
    | _flood("bullets and words", "• word ")
    | _flood("dashes", " – ")
    | _flood("hyphens", "a-")
    | _flood("underscores", "_a")
    | _flood("slashes", "/")
    | _flood("backslashes", "\\")
    | _flood("pipes", "|")
    | _flood("pipes and spaces", " | ")
    | _flood("commas", ", ")
    | _flood("colons", ": ")
    | _flood("colons touching", ":")
    | _flood("semicolons", ";")
    | _flood("at signs", "a@")
    | _flood("number signs", "#")
    | _flood("dollar signs", "$")
    | _flood("tildes", "~")
    | _flood("backticks", "`")
    | _flood("carets", "^")
    | _flood("asterisks", "*")
    | _flood("asterisks and letters", "*a")
    | _flood("plus signs", "+1 ")
    | _flood("equals signs", "=")
    | _flood("exclamation marks and brackets", "![")
    | _flood("capitals", "A")
    | _flood("capital words", "AB ")
    | _flood("words in capitals and small letters", "aB")
    | _flood("digits", "1")
    | _flood("digits and spaces", "1 ")
    | _flood("digits and dots", "1.")
    | _flood("digits and commas", "1,")
    | _flood("digits and slashes", "1/")
    | _flood("digits and hyphens", "2024-")
    | _flood("times", "10:")
    | {
        "a word of any length": lambda n: f"<p>{'word' * n} seen1</p>" + PROSE + LAST,
        "words of any length, as text": lambda n: f"{'word' * n} seen1\n\nThe end.",
        "marks behind one letter": lambda n: f"{PROSE}<p>a{chr(0x301) * n} seen1</p>{LAST}",
        "marks before any letter": lambda n: f"<p>{chr(0x301) * n} seen1</p>{PROSE}",
        "nothing but zero width": lambda n: "<p>" + "\u200b" * n + "</p><p>seen1</p>",
        "nothing but spaces, then a word": lambda n: " " * n + "seen1",
        "nothing but line breaks, then a word": lambda n: "\n" * n + "seen1",
        "nothing but byte order marks": lambda n: "\ufeff" * n + "seen1",
        "NULs before the markup": lambda n: "\0" * n + PROSE,
        "NULs in tags": many("<p\0 cl\0ass='a\0'>seen{n}</\0p>", PROSE + "{}" + LAST),
        "surrogates in attributes": among("<a href='/\ud800{n}' title='\udfff'>seen{n}</a>"),
    }
)
