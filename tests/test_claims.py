"""What can be done with claims and sources: rows, CSV, Web Annotation, CSL-JSON, Markdown footnotes; and the parts that
they rest on: sentences, entries of reference lists, addresses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Final

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

import articlekit
from articlekit import Article
from articlekit.cli import main
from articlekit.render.claims import harmless
from articlekit.sentences import sentences
from articlekit.sources.address import bare_url, canonical_url
from articlekit.sources.entries import EntryLink, parse_reference

PAGE: Final = """<!doctype html><html lang="en"><head><title>How the mole was built</title></head><body><article>
<h1>How the mole was built</h1>
<p>The mole was begun in a dry summer by people who had never built anything but walls for sheep.<sup><a
href="#n1">[1]</a></sup> It took them eleven years. Half of the stones came from the old fort, the other half from
the vicar's garden.
<a href="https://stones.test/fort?utm_source=chatgpt.com">Stone Board</a></p>
<h2>What it cost</h2>
<p>=SUM(A1) was the first line of the account book, according to <a
href="https://ledger.test/2019/mole.html">Ledger Weekly</a>. The second line has been torn out by
somebody who was in a great hurry to leave the room [7].</p>
<figure><img src="/mole.png" alt="The mole"><figcaption>The mole at low water. Source: Tide Office</figcaption></figure>
<p>Nobody has asked for the money back, and nobody knows whom one would have to ask for it today.</p>
<h2>References</h2>
<ol><li id="n1">Marsh, Ada (2009). "Walls for Sheep and Ships". Wet Press. doi:10.1234/wet.5678</li></ol>
</article></body></html>"""


@pytest.fixture(scope="module")
def article() -> Article:
    return articlekit.parse(PAGE, url="https://harbour.example/mole")


def test_table_has_a_row_for_each_source(article: Article) -> None:
    rows = article.claims_table()
    assert [(row.form, row.marker, row.source[:12], row.url, row.section) for row in rows] == [
        ("superscript", "[1]", "Marsh, Ada (", "https://doi.org/10.1234/wet.5678", None),
        ("pill", "Stone Board", "Stone Board", "https://stones.test/fort", None),
        ("attribution", "Ledger Weekly", "Ledger Weekl", "https://ledger.test/2019/mole.html", "What it cost"),
        ("numeric", "[7]", "", None, "What it cost"),
        ("caption-source", "Source: Tide Office", "Tide Office", None, "What it cost"),
    ]
    assert all(0.5 <= row.confidence <= 1 for row in rows)
    assert rows[0].claim == (
        "The mole was begun in a dry summer by people who had never built anything but walls for sheep."
    )
    assert rows[4].claim == "The mole at low water."


def test_claims_without_a_source_are_told(article: Article) -> None:
    found = article.uncited_claims()
    assert [claim.text[:22] for claim in found] == ["Nobody has asked for t"]
    for claim in found:
        assert article.text[claim.start : claim.end] == claim.text


def test_sources_without_an_address_are_told(article: Article) -> None:
    assert [source.name[:11] for source in article.sources_without_url] == ["Marsh, Ada ", "Tide Office"]


def test_csv_is_harmless_and_complete(article: Article) -> None:
    rows = list(csv.reader(io.StringIO(article.to_claims_csv())))
    assert rows[0] == ["claim", "source", "url", "section", "confidence", "form", "marker", "citation_id"]
    assert len(rows) == 1 + len(article.claims_table())
    assert rows[3][0].startswith("'=SUM(A1) was")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1"])
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    assert harmless("a" + cell) == "a" + cell


def test_annotations_select_their_claims(article: Article) -> None:
    page = article.to_annotations()
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert [item["id"] for item in page["items"]] == [f"#{claim.id}" for claim in article.claims]
    for item in page["items"]:
        for target in item["target"]:
            assert target["source"] == "https://harbour.example/mole"
            quote, *position = target["selector"]
            if position:
                start, end = position[0]["start"], position[0]["end"]
                assert article.text[start:end] == quote["exact"]
                assert article.text[:start].endswith(quote["prefix"])
                assert article.text[end:].startswith(quote["suffix"])
    bodies = [item.get("body") for item in page["items"]]
    assert bodies[1] == [{"type": "SpecificResource", "source": "https://stones.test/fort", "purpose": "linking"}]
    assert bodies[3] is None
    assert bodies[4][0]["value"] == "Tide Office"  # type: ignore[index]
    json.dumps(page)


def test_csl_tells_what_the_entry_tells(article: Article) -> None:
    items = article.to_csl_json()
    assert items[0] == {
        "id": "s1",
        "type": "document",
        "title": "Walls for Sheep and Ships",
        "author": [{"family": "Marsh", "given": "Ada"}],
        "issued": {"date-parts": [[2009]]},
        "DOI": "10.1234/wet.5678",
        "note": 'Marsh, Ada (2009). "Walls for Sheep and Ships". Wet Press. doi:10.1234/wet.5678',
    }
    assert items[1] == {"id": "s2", "type": "webpage", "title": "Stone Board", "URL": "https://stones.test/fort"}


def test_footnotes_name_the_sources(article: Article) -> None:
    text = article.to_markdown(citations="footnotes")
    assert "walls for sheep.[^1]" in text  # a footnote of the page
    assert "vicar's garden. [^s2]" in text
    assert "[^s2]: Stone Board <https://stones.test/fort>" in text
    assert "\\[7\\]" in text  # points to nothing, and stays
    html = MarkdownIt().use(footnote_plugin).render(text)
    assert html.count('class="footnote-item"') == 2


def test_markdown_stays_as_it_was_without_the_option(article: Article) -> None:
    assert "[Stone Board](https://stones.test/fort?utm_source=chatgpt.com)" in article.to_markdown()


def test_warning_tells_of_residue(article: Article) -> None:
    (warning,) = [warning for warning in article.warnings if warning.code == "assistant-residue"]
    assert "1 addresses" in warning.message
    assert "does not tell who wrote the page" in warning.message


@pytest.mark.parametrize("name", ["claims", "annotations", "csl"])
def test_command_writes_claims(
    article: Article, name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.html").write_text(PAGE, encoding="utf-8")
    first, second = str(tmp_path / "1.html"), str(tmp_path / "2.html")
    assert main(["parse", "--format", name, "--url", "https://harbour.example/mole", first]) == 0
    one = capsysbinary.readouterr().out.decode()
    assert main(["parse", "--format", name, first, second]) == 0
    two = capsysbinary.readouterr().out.decode()
    if name == "claims":
        assert one == article.to_claims_csv()
        rows = list(csv.reader(io.StringIO(two)))
        assert rows[0][0] == "input"
        assert {row[0] for row in rows[1:]} == {first, second}
    else:
        value = article.to_annotations() if name == "annotations" else article.to_csl_json()
        assert json.loads(one) == value
        assert [json.loads(line)["input"] for line in two.splitlines()] == [first, second]


# ---------------------------------------------------------------- what they rest on


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["The U.S.-U.K. talks ended.", "Mr. Smith left at 5 p.m. and ate approx. 3 apples."]),
        ("en", ["“It is fine.” he said.", "Was it?", "See fig. 3 and no. 5."]),
        ("en", ["It cost 3.50 (or less. Or more.) in all.", "J. R. Marsh paid."]),
        ("de", ["Am 3. Mai kam u. a. die UNESCO.", "Siehe S. 147; 149.", "Es waren ca. 74 Boote."]),
        (None, ["Am 3. Mai kam z. B. der Bürgermeister.", "Er ging."]),
        ("fr", ["M. Duval est là.", "« Oui. »", "Il part à 10 h. env. avec elle."]),
        ("es", ["¿Quién?", "La Dra. Ríos.", "El Sr. López vino de EE. UU. ayer."]),
        ("zh", ["今天天气很好。", "我们去公园！", "Dr. Lin 也来了。"]),
        ("ar", ["هل هذا صحيح؟", "نعم، هذا صحيح.", "قاس د. سالم الرصيف."]),
    ],
)
def test_sentences_end_where_readers_end_them(language: str | None, expected: list[str]) -> None:
    gap = "" if language == "zh" else " "
    text = gap.join(expected)
    assert [text[start:end] for start, end in sentences(text, language)] == expected


def test_offsets_of_sentences_count_code_points() -> None:
    text = "Ünï 𝒞ode. \ud800 Ends.\nA line break ends one, too"
    found = [text[start:end] for start, end in sentences(text, "en")]
    assert "".join(found).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert found[-1] == "A line break ends one, too"


@pytest.mark.parametrize(
    ("raw", "links", "title", "authors", "issued", "doi", "url"),
    [
        (
            'van der Mole, L.J.P.; Pike, G.E. (Nov 2008). "Seeing Tides Twice" (PDF). Tide Letters. 9: 25.',
            [("https://tides.test/9.pdf", '"Seeing Tides Twice"'), ("https://en.wikipedia.org/wiki/Tide", "Tide")],
            "Seeing Tides Twice", ("van der Mole, L.J.P.", "Pike, G.E."), "2008", None, "https://tides.test/9.pdf",
        ),
        (
            "Fjord, Martin. 2016. The rise of the buoys: chains and the threat of drifting. Quaywick: Wet Press.",
            [], "The rise of the buoys: chains and the threat of drifting", ("Fjord, Martin",), "2016", None, None,
        ),
        ("Lutz Kiel / W. Sand, Bojen von A bis Z, Band 44, Moorhafen, 2011, S. 13", [], None, (), "2011", None, None),
        ("https://science.test/341/833", [], None, (), None, None, "https://science.test/341/833"),
        (
            "Smith J, Doe A. The effect of tea on tides. Tidal Med. 2019;393:12-20. doi:10.1016/S0140-6736(19)30001-2",
            [("https://doi.org/10.1016/S0140-6736(19)30001-2", "10.1016/S0140-6736(19)30001-2")],
            None, (), "2019", "10.1016/S0140-6736(19)30001-2", None,
        ),
        (
            '"The Leaning Index". The Quay. 4 March 2016. Retrieved 30 November 2018.',
            [("https://quay.test/index", "The Leaning Index")],
            "The Leaning Index", (), "2016-03-04", None, "https://quay.test/index",
        ),
    ],
)  # fmt: skip
def test_entries_tell_what_their_shape_tells(
    raw: str,
    links: list[tuple[str, str]],
    title: str | None,
    authors: tuple[str, ...],
    issued: str | None,
    doi: str | None,
    url: str | None,
) -> None:
    found = parse_reference(raw, [EntryLink(*link) for link in links])
    assert (found.title, found.authors, found.issued, found.doi, found.url) == (title, authors, issued, doi, url)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://a.test/x.", "https://a.test/x"),
        ("(https://a.test/b_(c))", "https://a.test/b_(c)"),
        ("<https://a.test/x>, and", "https://a.test/x"),
        ("no address", None),
    ],
)
def test_spelled_out_addresses(text: str, url: str | None) -> None:
    assert bare_url(text) == url


def test_tracking_goes_and_the_page_stays() -> None:
    url = "https://a.test/x?id=7&utm_source=chatgpt.com&gclid=1#part:~:text=moss"
    assert canonical_url(url) == "https://a.test/x?id=7#part"
    assert canonical_url("http://[::1") == "http://[::1"
