"""What a page declares of itself: titles, metas, links, bases and JSON-LD, by the thousand, deep, and broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hostile.families.making import LAST, PROSE, Families, head, many


def _script(json: Callable[[int], str]) -> Callable[[int], str]:
    """A page with one script of JSON-LD."""
    return lambda n: f'<head><script type="application/ld+json">{json(n)}</script></head>{PROSE}{LAST}'


def _field(piece: str, *names: str) -> Families:
    """The piece over and over as the value of a field: in JSON-LD, in a meta and in the title."""
    names = names or ("headline",)
    made: Families = {}
    for name in names:
        made[f"JSON-LD: {name} of {piece!r}"] = _script(many(piece, '{"@type": "NewsArticle", "' + name + '": "{}"}'))
    return made


def _meta(name: str, piece: str) -> Families:
    return {f"meta: {name} of {piece!r}": many(piece, f'<head><meta name="{name}" content="{{}}"></head>{PROSE}{LAST}')}


def _article(value: str) -> Callable[[int], str]:
    """An article in JSON-LD whose fields all hold the same odd value."""
    names = (
        "headline", "author", "datePublished", "dateModified", "publisher", "image", "description", "inLanguage",
        "license", "articleSection", "keywords", "url", "mainEntityOfPage", "name", "@id",
    )  # fmt: skip
    fields = ", ".join(f'"{name}": {value}' for name in names)
    return head('<script type="application/ld+json">{"@type": "NewsArticle", ' + fields + "}</script>")


FAMILIES: Final[Families] = (
    {
        "metas": head("<meta name=a{n} content=b>"),
        "metas alike": head("<meta property=og:title content='A title {n}'>"),
        "metas of authors": head("<meta name=author content='Ann Example{n}'>"),
        "metas of tags": head("<meta property=article:tag content='tag {n}'>"),
        "metas of dates": head("<meta name=date content='2024-01-{n}'>"),
        "metas of dates that are none": head("<meta name=date content='{n}-99-99T99:99:99+99:99'>"),
        "metas without content": head("<meta name=author content=''>"),
        "metas in the body": many("<meta itemprop=author content='Ann{n}'>", PROSE + "{}" + LAST),
        "links": head("<link rel=stylesheet href=/{n}.css>"),
        "links to itself": head("<link rel=canonical href=/{n}>"),
        "links to alternatives": head("<link rel=alternate hreflang=en href=/{n}>"),
        "bases": head("<base href=/{n}/>"),
        "titles": head("<title>Title {n}</title>"),
        "titles in drawings": many("<svg><title>x{n}</title></svg>", PROSE + "{}" + LAST),
        "titles that never end": many("<title>word{n} ", "{}"),
        "heads": many("<head><meta name=a content=b></head>", "{}" + PROSE + LAST),
        "languages": many("<html lang=en-{n}>", "{}" + PROSE + LAST),
        "scripts of JSON-LD": head('<script type="application/ld+json">{"a": {n}}</script>'),
        "articles in JSON-LD": head(
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Title {n}"}</script>'
        ),
        "broken JSON-LD": head('<script type="application/ld+json">{"a": {n}, "b": [}</script>'),
        "JSON-LD that never ends": many(
            '<script type="application/ld+json">{"a": "{n}', "<title>A title</title>{}<p>Words of a page.</p>"
        ),
        "JSON-LD in comments": head('<script type="application/ld+json"><!-- {"@type": "Article"} //--></script>'),
        "JSON-LD in the body": many('<script type="application/ld+json">{"a": {n}}</script>', PROSE + "{}" + LAST),
        "JSON-LD: lists in lists": _script(lambda n: "[" * n + "]" * n),
        "JSON-LD: lists without an end": _script(lambda n: "[" * n),
        "JSON-LD: objects in objects": _script(lambda n: '{"a":' * n + "1" + "}" * n),
        "JSON-LD: objects without an end": _script(lambda n: '{"a":' * n),
        "JSON-LD: objects in objects, below the limit": _script(
            lambda n: "[" + ",".join(['{"a":' * 400 + "1" + "}" * 400] * (n // 400 + 1)) + "]"
        ),
        "JSON-LD: a long list": _script(many('{"@type": "NewsArticle", "headline": "x{n}"},', '[{}{"a": 1}]')),
        "JSON-LD: a graph": _script(many('{"@id": "#{n}", "@type": "Article"},', '{"@graph": [{}{"a": 1}]}')),
        "JSON-LD: references in a circle": _script(
            many('{"@id": "#{n}", "@type": "Article", "author": {"@id": "#{n}"}},', '{"@graph": [{}{"a": 1}]}')
        ),
        "JSON-LD: one author, many articles": _script(
            many('{"@type": "Article", "author": {"@id": "#a"}},', '[{}{"@id": "#a", "name": "Ann Example"}]')
        ),
        "JSON-LD: authors": _script(
            many('{"name": "Ann Example{n}"},', '{"@type": "Article", "author": [{}{"name": "Bo"}]}')
        ),
        "JSON-LD: names of an author": _script(many('"Ann{n}",', '{"@type": "Article", "author": {"name": [{}"Bo"]}}')),
        "JSON-LD: keys": _script(many('"key{n}": 1,', '{"@type": "Article", {}"headline": "x"}')),
        "JSON-LD: keys alike": _script(many('"headline": "{n}",', '{"@type": "Article", {}"a": 1}')),
        "JSON-LD: types": _script(many('"Type{n}",', '{"@type": [{}"Article"], "headline": "x"}')),
        "JSON-LD: a long number": _script(lambda n: '{"@type": "Article", "headline": ' + "9" * n + "}"),
        "JSON-LD: long exponents": _script(lambda n: '{"@type": "Article", "headline": 1e' + "9" * n + "}"),
        "JSON-LD: spaces": _script(lambda n: " " * n + '{"@type": "Article"}'),
        "JSON-LD: semicolons": _script(lambda n: '{"@type": "Article"}' + ";" * n),
        "JSON-LD: commas": _script(lambda n: '{"@type": "Article"' + "," * n + "}"),
        "JSON-LD: openings of comments": _script(lambda n: "<!-- " * n + "{}"),
        "JSON-LD: not a number": _script(many("NaN, Infinity, -Infinity, ", '{"@type": "Article", "author": [{}1]}')),
        "JSON-LD: a string without an end": _script(many("word ", '{"headline": "{}')),
        "JSON-LD: controls in a string": _script(many("\\u0000\\u001b\n\t", '{"@type": "Article", "headline": "{}"}')),
        "odd values: numbers": _article("5"),
        "odd values: null": _article("null"),
        "odd values: true": _article("true"),
        "odd values: lists in lists": _article('[[["a"], [5]], [], {}]'),
        "odd values: objects": _article('{"@id": 5, "name": {"@value": "x"}, "url": ["a", 5]}'),
        "odd values: types that are numbers": head(
            '<script type="application/ld+json">{"@type": [5, null, {"a": "Article"}], "headline": "x"}</script>'
        ),
        "odd values: numbers without end": _article("1e999"),
        "odd values: surrogates": _article('"\\ud800 Ann \\udc00 Example"'),
        "odd values: dates": _article('"0000-00-00T00:00:00"'),
        "odd values: last dates": _article('"9999-12-31T23:59:59-23:59"'),
        "odd values: dates with zones": _article('"2024-02-30T25:61:61+99:99"'),
        "odd values: mail dates": _article('"Thu, 31 Dec 2099 23:59:59 -9999"'),
        "odd values: mail dates, far": _article('"Thu, 99 Dec 999999999999 10:59 +999999"'),
        "odd values: addresses": _article('"http://[::1"'),
        "odd values: scripts": _article('"javascript:alert(1)"'),
        "odd values: markup": _article('"<script>alert(1)<\\/script>"'),
        "data in a script, no text": lambda n: (
            '<p>seen1</p><script>window.x = {"body": "' + "A word of the page. \\n" * n + '"}</script>'
        ),
        "data in scripts, no text": many('<script>{"content": "x{n} \\\\" y"}</script>', "<p>seen1</p>{}"),
        "data without an end, no text": many('"body": "', "<p>seen1</p><script>{}</script>"),
        "backslashes in data, no text": many("\\", '<p>seen1</p><script>"body": "{}"</script>'),
        "keys of data, no text": many("bodycontenttext", '<p>seen1</p><script>"{}": "x"</script>'),
        "quotes in data, no text": many('"', "<p>seen1</p><script>{}</script>"),
    }
    | _field("Word ", "headline", "author", "datePublished", "articleSection", "description", "license", "keywords")
    | _field("Ann Example, ", "author")
    | _field("Ann Example and ", "author")
    | _field("By ", "author", "headline")
    | _field("(", "author", "headline")
    | _field("Ann (", "author")
    | _field("a@", "author")
    | _field("a ", "author")
    | _field(" | ", "headline", "author")
    | _field(" - ", "headline", "author")
    | _field("9", "datePublished", "headline")
    | _field("2024-", "datePublished")
    | _field("1/", "datePublished")
    | _field("10:", "datePublished")
    | _field("April ", "datePublished")
    | _field("Mon, ", "datePublished")
    | _field("\\u0301", "headline", "author")
    | _field("\\\\", "headline")
    | _meta("author", "Ann Example, ")
    | _meta("author", "Ann ")
    | _meta("author", " in A")
    | _meta("author", "(a)")
    | _meta("author", "(")
    | _meta("author", " ")
    | _meta("keywords", "word{n}, ")
    | _meta("keywords", ",")
    | _meta("date", "2024-04-01 ")
    | _meta("date", "9")
    | _meta("date", "(")
    | _meta("date", ":")
    | _meta("date", "10:00 ")
    | _meta("description", "word ")
    | _meta("og:title", " | word")
    | _meta("og:title", " ")
    | _meta("og:title", " - ")
    | _meta("og:title", "|")
    | _meta("og:site_name", "word ")
    | _meta("og:locale", "en_")
    | _meta("og:image", "../")
    | {
        f"title of {piece!r}": many(piece, f"<head><title>{{}}</title></head>{PROSE}{LAST}")
        for piece in ("word ", " | ", " | word", " - ", "-", "|", " :: ", "\u0301", "İ", ": ", " » a")
    }
    | {
        "title and site of the same words": lambda n: (
            f"<title>{'word ' * n}| {'word ' * n}</title><meta property=og:site_name content='{'word ' * n}'>" + PROSE
        ),
        "title and headline of the same words": lambda n: (
            f"<title>{'word ' * n}</title><h1>{'word ' * n}</h1>" + PROSE + LAST
        ),
        "title and many headlines": lambda n: (
            f"<title>{'word ' * 50}</title>" + f"<h1>{'word ' * 50}</h1>" * (n // 50 + 1) + PROSE + LAST
        ),
    }
)
