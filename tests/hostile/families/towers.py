"""Elements in elements: as deep as a page likes, closed, unclosed and wrongly closed."""

from __future__ import annotations

from typing import Final

from hostile.families.making import LAST, PROSE, Families, deep, many


def _paired(*tags: str) -> str:
    return "".join(f"<{tag}>" for tag in tags)


def _tower(*tags: str, text: str = "") -> Families:
    """Two towers of the same elements: one that is closed, one that is not."""
    opening, closing = _paired(*tags) + text, "".join(f"</{tag}>" for tag in reversed(tags))
    name = " ".join(tags)
    return {f"{name}, nested": deep(opening, closing), f"{name}, never closed": many(opening, PROSE + "{}seen1")}


FAMILIES: Final[Families] = (
    _tower("div")
    | _tower("div", text="seen{n} ")
    | _tower("span", text="seen{n} ")
    | _tower("b", "p", text="seen{n} ")
    | _tower("p", "font", text="seen{n} ")
    | _tower("font")
    | _tower("b", "i", "u", "s", text="x ")
    | _tower("ul", "li", text="item seen{n} ")
    | _tower("ol", "li", text="item seen{n} ")
    | _tower("li", text="item seen{n} ")
    | _tower("dl", "dd", text="seen{n} ")
    | _tower("dl", "dt", text="seen{n} ")
    | _tower("blockquote", text="seen{n} words ")
    | _tower("table", "tr", "td", text="seen{n} ")
    | _tower("table", text="seen{n} ")
    | _tower("table", "caption", text="seen{n} ")
    | _tower("td", text="seen{n} ")
    | _tower("a", text="seen{n} ")
    | _tower("a", "div", text="seen{n} ")
    | _tower("section", "h2", text="seen{n} ")
    | _tower("h1", text="seen{n} ")
    | _tower("article", "header", "footer", text="seen{n} ")
    | _tower("main", text="seen{n} ")
    | _tower("nav", text="seen{n} ")
    | _tower("aside", text="seen{n} ")
    | _tower("details", "summary", text="seen{n} ")
    | _tower("form", "fieldset", "legend", text="seen{n} ")
    | _tower("figure", "figcaption", text="seen{n} ")
    | _tower("pre", text="seen{n} ")
    | _tower("pre", "code", text="seen{n}\n")
    | _tower("code", text="seen{n} ")
    | _tower("sup", text="seen{n} ")
    | _tower("sub", "sup", text="seen{n} ")
    | _tower("del", "ins", text="seen{n} ")
    | _tower("ruby", "rt", text="seen{n} ")
    | _tower("center", text="seen{n} ")
    | _tower("nobr", text="seen{n} ")
    | _tower("label", text="seen{n} ")
    | _tower("q", text="seen{n} ")
    | _tower("cite", text="seen{n} ")
    | _tower("time", text="seen{n} ")
    | _tower("address", text="seen{n} ")
    | _tower("menu", "dir", text="seen{n} ")
    | _tower("x-card", text="seen{n} ")
    | _tower("svg:g", text="seen{n} ")
    | _tower("button", text="seen{n} ")
    | _tower("select", "optgroup", "option", text="x ")
    | _tower("svg", "g", "text", text="x ")
    | _tower("math", "mrow", "msqrt")
    | _tower("math", "mi", text="x")
    | _tower("noscript", text="x ")
    | _tower("template", text="x ")
    | _tower("object", text="x ")
    | _tower("video", "audio", text="x ")
    | _tower("canvas", text="x ")
    | _tower("iframe", text="x ")
    | _tower("html", "body", text="seen{n} ")
    | _tower("head", text="seen{n} ")
    | _tower("summary", text="seen{n} ")
    | {
        "classed divs, nested": deep('<div class="content main post-body c{n}" id="i{n}">seen{n} words ', "</div>"),
        "hidden, nested": deep("<div hidden>words ", "</div>", "<p>dark</p>"),
        "hidden spans, nested": deep("words <span hidden>dark ", "</span>", "dark"),
        "hidden and shown by turns, nested": deep('<div style="display:none">x</div><div>seen{n} ', "</div>"),
        "aria-hidden, nested": deep('<div aria-hidden="true">x', "</div>", "dark"),
        "items of roles, nested": deep('<div role="list"><div role="listitem">seen{n} ', "</div></div>"),
        "headings of roles, nested": deep('<div role="heading" aria-level="{n}">seen{n} ', "</div>"),
        "glyphs, nested": deep('<span class="MathJax">x', "</span>", "y"),
        "bylines, nested": deep('<div class="byline author">By Ann seen{n} ', "</div>"),
        "captions, nested": deep('<div class="wp-caption"><img src=a.png>seen{n} ', "</div>"),
        "asides by class, nested": deep('<span class="sidenote">seen{n} ', "</span>"),
        "styles, nested": deep('<span style="font-weight:bold">seen{n} ', "</span>"),
        "code boxes, nested": deep('<div class="highlight code"><pre>seen{n}\n', "</pre></div>"),
        "lines of code, nested": deep('<pre><span class="line">seen{n}\n', "</span></pre>"),
        "main deep in divs": lambda n: "<div>seen1 " * n + f"<main>{PROSE * 3}</main>" + "</div>seen2 " * n,
        "formatting closed in the wrong order": many("<b><i>seen{n} </b></i>", PROSE + "<p>{}</p>" + LAST),
        "formatting that each paragraph opens again": lambda n: "".join(
            f"<p><b><i><u><font size={number}>seen{number} " for number in range(n)
        ),
        "ends without starts": many("</div></p></b></li></td></table>seen{n} ", PROSE + "{}" + LAST),
        "ends of paragraphs": many("</p>", PROSE + "{}" + LAST),
        "a tower, then a flood": lambda n: "<div>" * n + "<p>seen1</p>" * n + "</div>" * n + LAST,
        "towers side by side": lambda n: "".join(
            "<div>" * 300 + f"<p>seen{number}</p>" + "</div>" * 300 for number in range(n // 300 + 1)
        ),
        "towers of spans side by side": lambda n: "".join(
            "<p>" + "<span class=a>" * 300 + f"seen{number}" + "</span>" * 300 + "</p>"
            for number in range(n // 300 + 1)
        ),
        "links closed by links": many("<a href=/{n}>seen{n} ", PROSE + "<p>{}</p>" + LAST),
        "a page in a page": many("<html><head><title>x</title></head><body><p>seen{n}</p>", "{}" + LAST),
    }
)
