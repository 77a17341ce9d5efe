"""Tables and lists: wide, tall, ragged, with spans beyond all size; lists typed as text."""

from __future__ import annotations

from typing import Final

from hostile.families.making import LAST, PROSE, Families, among, many

BIG: Final = "9007199254740991"


def _table(row: str, around: str = PROSE + "<table>{}</table>" + LAST) -> Families:
    return {f"rows of {row[:60]}": many(row, around)}


def _typed(piece: str) -> Families:
    """A list typed as text: in paragraphs, with breaks, and in plain text."""
    return {
        f"typed {piece!r} in paragraphs": many(f"<p>{piece} item seen{{n}}</p>", PROSE + "{}" + LAST),
        f"typed {piece!r} with breaks": many(f"{piece} item seen{{n}}<br>", PROSE + "<p>{}</p>" + LAST),
        f"typed {piece!r} in text": many(f"{piece} item seen{{n}}\n", "A title\n\n{}\nThe end."),
        f"typed {piece!r} in loose text": many(f"{piece} item seen{{n}}\n\n", "A title\n\n{}\nThe end."),
        f"typed {piece!r} in one line": many(f"{piece} ", "A title\n\n{}seen1\n\nThe end."),
    }


FAMILIES: Final[Families] = (
    _table("<tr><td>seen{n}</td><td>2</td></tr>")
    | _table("<tr></tr>")
    | _table("<tr><td></td></tr>")
    | _table("<td>seen{n}")
    | _table("<td>seen{n}</td>", PROSE + "<table><tr>{}</tr></table>" + LAST)
    | _table("<th>seen{n}</th>", PROSE + "<table><tr>{}</tr><tr><td>x</td></tr></table>" + LAST)
    | _table("<td></td>", PROSE + "<table><tr>{}</tr></table>" + LAST)
    | _table(f'<tr><td colspan="{BIG}">seen{{n}}</td></tr>')
    | _table(f'<tr><td rowspan="{BIG}">seen{{n}}</td></tr>')
    | _table(f'<tr><td rowspan="{BIG}" colspan="{BIG}">seen{{n}}</td></tr>')
    | _table('<tr><td rowspan="65534" colspan="1000">seen{n}</td></tr>')
    | _table('<tr><td rowspan="999">seen{n}</td></tr>')
    | _table('<tr><td colspan="999">seen{n}</td></tr>')
    | _table('<td colspan="1000">seen{n}</td>', PROSE + "<table><tr>{}</tr></table>" + LAST)
    | _table('<td rowspan="1000">seen{n}</td>', PROSE + "<table><tr>{}</tr><tr><td>x</td></tr></table>" + LAST)
    | _table('<tr><th colspan="{n}">seen{n}</th></tr>')
    | _table("<caption>seen{n}</caption>")
    | _table("<thead><tr><th>seen{n}</th></tr></thead>")
    | _table("<tfoot><tr><td>seen{n}</td></tr></tfoot>")
    | _table("<tbody></tbody>")
    | _table("<colgroup><col span=9999></colgroup>")
    | _table("seen{n} ")
    | _table("<p>seen{n}</p>")
    | _table("<tr><p>seen{n}</p></tr>")
    | _table("<tr><td><p>seen{n}</p><ul><li>a</li></ul></td></tr>")
    | _table("<tr><td><table><tr><td>seen{n}</td></tr></table></td></tr>")
    | _table("<tr><td>seen{n}<br>a<br>b</td></tr>")
    | _table("<tr><td>seen{n} | a \\| b ` c</td></tr>")
    | _table("<tr><td>{n}</td><td><pre>seen{n}\n</pre></td></tr>")
    | _typed("1.")
    | _typed("{n}.")
    | _typed("{n})")
    | _typed("({n})")
    | _typed("1.1.1.{n}")
    | _typed("i.")
    | _typed("MMMM.")
    | _typed("iiiiiiiiiiii.")
    | _typed("a)")
    | _typed("zzz)")
    | _typed("•")
    | _typed("-")
    | _typed("*")
    | _typed("[ ]")
    | _typed("①")
    | _typed("²")
    | _typed("１．")
    | _typed("٣.")
    | _typed("一、")
    | _typed("99999999999999999999.")
    | _typed("9" * 5000 + ".")
    | _typed("Step {n}:")
    | _typed("Heading {n}:")
    | {
        "tables": among("<table><tr><td>seen{n}</td></tr></table>"),
        "ragged rows": lambda n: (
            "<table>"
            + "".join(f"<tr>{'<td colspan=99>x</td>' * (i % 9)}<td>seen{i}</td></tr>" for i in range(n))
            + "</table>"
        ),
        "a triangle": lambda n: (
            "<table>"
            + "".join("<tr>" + f"<td>seen{i}</td>" * (i + 1) + "</tr>" for i in range(int(n**0.5)))
            + "</table>"
        ),
        "one wide row, many short ones": lambda n: (
            f"<table><tr>{'<td>x</td>' * n}</tr>"
            + "".join(f"<tr><td>seen{i}</td></tr>" for i in range(n))
            + "</table>"
            + LAST
        ),
        "one wide span, many short rows": lambda n: (
            f"<table><tr><td colspan={n}>x</td></tr>"
            + "".join(f"<tr><td>seen{i}</td></tr>" for i in range(n))
            + "</table>"
            + LAST
        ),
        "one tall span, many cells": lambda n: (
            f"<table><tr><td rowspan={n}>x</td><td>y</td></tr>"
            + "".join(f"<tr><td>seen{i}</td></tr>" for i in range(n))
            + "</table>"
        ),
        "tall spans side by side": lambda n: (
            "<table><tr>"
            + f"<td rowspan={n}>x</td>" * n
            + "</tr>"
            + "".join(f"<tr><td>seen{i}</td></tr>" for i in range(n))
            + "</table>"
        ),
        "spans in a staircase": lambda n: (
            "<table>"
            + "".join(f"<tr><td rowspan={n - i} colspan={i + 1}>seen{i}</td></tr>" for i in range(n))
            + "</table>"
        ),
        "layout tables": lambda n: "<table><tr><td>" + PROSE * n + "</td></tr></table>",
        "lists that start anywhere": among('<ol start="{n}"><li>seen{n}</li></ol>'),
        "values that jump": many('<li value="{n}{n}">seen{n}</li>', PROSE + "<ol>{}</ol>" + LAST),
        "one list, counted down": many("<li>seen{n}</li>", PROSE + "<ol reversed>{}</ol>" + LAST),
        "tasks": many("<li><input type=checkbox checked> seen{n}</li>", PROSE + "<ul>{}</ul>" + LAST),
        "labels": many("<li><b>Label seen{n}:</b> The text of it stands here.</li>", "<ul>{}</ul>"),
        "items of paragraphs": many("<li><p>seen{n}</p><p>b</p></li>", PROSE + "<ul>{}</ul>"),
        "paragraphs of one item": many("<p>seen{n}</p>", PROSE + "<ul><li>{}</li></ul>"),
        "lists in one item": many("<ul><li>seen{n}</li></ul>", PROSE + "<ul><li>a{}</li></ul>"),
        "lists up and down": lambda n: "".join(
            "<ul>" * (i % 40) + f"<li>seen{i}</li>" + "</ul>" * (i % 40) for i in range(n // 10)
        ),
        "words right in lists": many("seen{n}<li>a</li>", PROSE + "<ul>{}</ul>"),
        "terms up and down": many("<dd>seen{n}<dt>a", PROSE + "<dl>{}</dl>"),
        "one term, many meanings": many("<dd>seen{n}</dd>", PROSE + "<dl><dt>a</dt>{}</dl>"),
    }
)
