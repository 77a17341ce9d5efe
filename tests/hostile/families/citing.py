"""Source tags, claims, references and notes: floods, circles, ranges without end, and words that only look like tags."""

from __future__ import annotations

from typing import Final

from hostile.families.making import LAST, PROSE, SENTENCE, Families, among, inline, many

PILL: Final = "<a href='https://nist{n}.test/?utm_source=chatgpt.com'>NIST</a>"


def _marks(name: str, piece: str) -> Families:
    """Marks in one sentence, in many sentences, behind one another, in items and in plain text."""
    around = PROSE + "<p>It sank in the bay{}.</p><h2>References</h2><ol><li id=r1>Mole, A. (2001). A book.</li></ol>"
    return {
        f"{name} in a row": many(piece, around),
        f"{name} in one sentence": many(f"word seen{{n}} {piece}, ", around),
        f"{name} in sentences": many(f"It sank seen{{n}} in the bay {piece}. ", PROSE + "<p>{}</p>"),
        f"{name} in items": many(f"<li>It sank seen{{n}} in the bay {piece}.</li>", PROSE + "<ul>{}</ul>"),
        f"{name} in text": many(f"It sank seen{{n}} in the bay {piece}.\n\n", "A title\n\n{}The end."),
        f"{name} in one line of text": many(f"It sank seen{{n}} in the bay {piece}. ", "A title\n\n{}\n\nThe end."),
    }


FAMILIES: Final[Families] = (
    _marks("numbers", "[{n}]")
    | _marks("the number one", "[1]")
    | _marks("lists of numbers", "[1, 2, {n}]")
    | _marks("ranges", "[1-{n}]")
    | _marks("endless ranges", "[1–99999999999999999999]")
    | _marks("wide ranges", "[1-9999]")
    | _marks("ranges of years", "[1900-2000]")
    | _marks("endless numbers", "[" + "9" * 400 + "]")
    | _marks("letters", "[a]")
    | _marks("notes", "[^{n}]")
    | _marks("raised numbers", "<sup>{n}</sup>")
    | _marks("raised links", "<sup><a href='#r{n}'>{n}</a></sup>")
    | _marks("raised digits", "²³")
    | _marks("signs", "*†‡§")
    | _marks("authors and years", "(Mole, 19{n}; Pike et al., 2001a)")
    | _marks("years", "(2001)")
    | _marks("endless years", "(Mole, " + "2001, " * 40 + ")")
    | _marks("names", "(Reuters)")
    | _marks("lists of names", "(Reuters, AP, AFP, dpa)")
    | _marks("brackets that never end", "(Mole, 2001")
    | _marks("nested brackets", "(see (also (Mole (2001))))")
    | _marks("sources", "Source: Paper {n}")
    | _marks("sources of sources", "Source: Source: ")
    | _marks("empty sources", "Source:")
    | _marks("according to", "according to Paper{n}")
    | _marks("according to itself", "according to according to ")
    | _marks("pills", PILL)
    | _marks("empty pills", "<a href='https://a{n}.test/?utm_source=chatgpt.com'> </a>")
    | _marks("pills of one address", "<a href='https://a.test/?utm_source=chatgpt.com'>Paper</a>")
    | _marks("links", "<a href='https://a{n}.test/2020/x'>Paper {n}</a>")
    | _marks("residue", "\ue200cite\ue202turn0search{n}\ue201")
    | _marks("residue without an end", "\ue200cite\ue202turn0search{n}")
    | _marks("residue as words", ":contentReference[oaicite:{n}]{index={n}}")
    | _marks("residue in brackets", "【{n}†source】")
    | _marks("residue in open brackets", "【{n}†")
    | _marks("counters", "NIST+{n}")
    | _marks("citation needed", "[citation needed]")
    | _marks("digital identifiers", "doi:10.1000/x{n}")
    | _marks("open identifiers", "doi:10.")
    | _marks("book numbers", "ISBN 978-3-16-148410-0")
    | _marks("cross references", "(see Figure {n}, Table {n}, and Eq. {n})")
    | _marks("ibidem", "ibid., pp. {n}-{n}")
    | {
        "references and their marks": lambda n: (
            "<p>"
            + "".join(f"It sank seen{number} <a href='#r{number}'>[{number}]</a>. " for number in range(n))
            + "</p><h2>References</h2><ol>"
            + "".join(f"<li id='r{number}'>Mole, A. (2001). Book seen{number}.</li>" for number in range(n))
            + "</ol>"
        ),
        "references alone": many("<li>Mole, A. (2001). A book seen{n}.</li>", PROSE + "<h2>References</h2><ol>{}</ol>"),
        "references alike": many("<li id=same>Mole (2001).</li>", "<p>It sank <a href='#same'>[1]</a></p><ol>{}</ol>"),
        "many marks, one reference": many(
            "It sank seen{n} <a href='#r'>[1]</a>. ", "<p>{}</p><li id=r>Mole (2001). A book.</li>"
        ),
        "one mark, many references": many(
            "<li id='r{n}'>Mole (2001). Book seen{n}.</li>",
            "<p>It sank <a href='#r1'>[1]</a>.</p><h2>References</h2><ol>{}</ol>",
        ),
        "lists of references": among("<h2>References</h2><ol><li>Mole, A. (2001). A book seen{n}.</li></ol>"),
        "references of a text": many(
            "[{n}] Mole, A. (2001). A book seen{n}.\n", "It sank [1] in the bay.\n\nReferences\n\n{}"
        ),
        "marks and references of a text": lambda n: (
            "".join(f"It sank seen{number} in the bay [{number}].\n" for number in range(n))
            + "\n\nReferences\n\n"
            + "".join(f"{number}. Mole, A. (2001). Book seen{number}.\n" for number in range(n))
        ),
        "authors and years, with references": lambda n: (
            "<p>"
            + "".join(f"It sank seen{number} (Mole{number}, {1900 + number % 99}). " for number in range(n))
            + "</p><h2>References</h2>"
            + "".join(f"<p>Mole{number}, A. ({1900 + number % 99}). Book seen{number}.</p>" for number in range(n))
        ),
        "authors alike, with references": lambda n: (
            "<p>" + "It sank (Mole, 2001). " * n + "</p><h2>References</h2>" + "<p>Mole, A. (2001). A book.</p>" * n
        ),
        "marks in one long heading": many("[{n}]seen{n} ", PROSE + "<h2>It sank: {}</h2>" + LAST),
        "notes whose mark touches their text": among(
            '<p>x<sup><a href="#fn{n}">{n}</a></sup></p><ol><li id="fn{n}"><sup>{n}</sup>Note seen{n}</li></ol>'
        ),
        "notes that refer to themselves": among('<p id="fn{n}">seen{n}<sup><a href="#fn{n}">{n}</a></sup></p>'),
        "notes that refer in a circle": lambda n: "".join(
            f'<p id="fn{number}">seen{number}<sup><a href="#fn{(number + 1) % n}">{number}</a></sup></p>'
            for number in range(n)
        ),
        "notes with links back": lambda n: (
            "".join(f'<p>seen{i}<sup id="ref{i}"><a href="#fn{i}">{i}</a></sup></p>' for i in range(n))
            + "<hr><ol>"
            + "".join(f'<li id="fn{i}">Note seen{i} <a href="#ref{i}">↩</a></li>' for i in range(n))
            + "</ol>"
        ),
        "links back from one note": many(
            '<a href="#ref{n}">↩</a>', '<p>x<a id=ref1 href="#fn1">1</a></p><p id=fn1>Note seen1 {}</p>'
        ),
        "notes in cells": among("<table><tr><td>seen{n}<sup>[{n}]</sup></td></tr></table>"),
        "sources in cells": many(
            "<tr><td>Cell seen{n}</td><td>Source: Paper {n}</td></tr>", PROSE + "<table>{}</table>"
        ),
        "sources in captions": among("<figure><img src=a><figcaption>seen{n}. Source: Paper {n}</figcaption></figure>"),
        "sources in one caption": many(
            "The mole seen{n}. Source: Paper {n}<br>", "<figure><img src=a><figcaption>{}</figcaption></figure>"
        ),
        "source lines": inline("Source: <a href='https://a{n}.test/'>Paper</a><br>"),
        "pill lines": among(f"<p>{SENTENCE}</p><p>{PILL}</p>"),
        "pill lines in a row": many(f"<p>{PILL}</p>", PROSE + "{}"),
        "pill lines below one list": lambda n: f"<ul>{f'<li>{SENTENCE}{PILL}</li>' * n}</ul>" + f"<p>{PILL}</p>" * n,
        "text pill lines": many("It sank seen{n} in the bay.\n\nGOV.UK\n\n"),
        "text pills in a row": many("GOV.UK\n\n", "It sank in the bay.\n\n{}"),
        "a sentence without an end": many("the council seen{n} of the harbour and ", PROSE + "<p>{}</p>"),
        "a sentence without an end, as text": many("the council seen{n} of the harbour and ", "A title\n\n{}"),
        "sentences of a word": many("Seen. No. seen{n}. ", PROSE + "<p>{}</p>"),
        "sentences in Chinese": many("seen{n}港口桥梁。", PROSE + "<p>{}[1]</p>"),
        "sentences and one mark": many(SENTENCE, PROSE + "<p>{} [1]</p>"),
        "a sentence broken by a list": many(
            "<li>there seen{n}</li>", "<p>It sank</p><ul>{}</ul><p>and here [1][2].</p>"
        ),
        "lead-ins": among("<p>The council said seen{n}:</p><blockquote><p>It sank [1].</p></blockquote>"),
        "quotes open over paragraphs": among("<p>“It sank seen{n}, he said [{n}]</p>"),
    }
)
