"""Arrow batches: a row for each page, in order, always with the same schema."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

import articlekit
from articlekit import Article
from articlekit.errors import InvalidOptionError
from articlekit.rows import Columns, Fault, RawPage, Row, make_row

pa = pytest.importorskip("pyarrow")

from articlekit.arrow import MOST_ROWS, SCHEMA, parse_batch, parse_batches, parse_table, to_batch  # noqa: E402

PAGE = """<html><head><title>Rain in May</title><meta property="article:published_time" content="2024-05-12"></head>
<body><nav><a href="/">Home</a></nav><h1>Rain in May</h1><p class="byline">By Ida Berg</p>
<p>It rained on nineteen of the first twenty days of the month, more than in any May since records began. [1]</p>
<ul><li>Take an umbrella, for it will rain on.<ul><li>Take another one, for a friend of yours.</li></ul></li></ul>
<table><tr><th>Day</th><th>Rain</th></tr><tr><td>1 May</td><td>12 mm</td></tr></table>
<h2>References</h2><ol><li>Weather Office. <a href="https://weather.example/may">The month of May</a>.</li></ol>
</body></html>"""


def batch(**columns: list[Any]) -> Any:
    return pa.record_batch(columns)


def test_rows_are_those_of_make_row() -> None:
    found = parse_batch(batch(html=[PAGE, "", None], url=["https://sky.example/a", None, None], id=["a", "b", "c"]))
    rows = [
        make_row(RawPage("a", "https://sky.example/a", PAGE)),
        make_row(RawPage("b", None, "")),
        Row("c", None, None, Fault("no-page", "the row holds no page: its column is absent or null")),
    ]
    assert found.equals(to_batch(rows))
    assert found.column("status").to_pylist() == ["ok", "error", "error"]
    assert found.column("error").to_pylist() == [None, "empty-input", "no-page"]


def test_every_field_of_an_article_is_a_column() -> None:
    """Each holds what the article's JSON holds; the blocks stand in the outline and in the JSON."""
    article = articlekit.parse(PAGE, url="https://sky.example/a")
    found = parse_batch(batch(html=[PAGE], url=["https://sky.example/a"])).to_pylist()[0]
    assert Article.model_validate_json(found["article"]) == article
    assert set(Article.model_fields) - {"blocks"} <= set(found)
    for name, value in json.loads(article.model_dump_json(exclude={"blocks"})).items():
        column = dict(found[name]) if name == "provenance" else found[name]
        assert column == value, name
    assert found["claims"], "a page with a claim"


def test_the_outline_holds_every_block() -> None:
    article = articlekit.parse(PAGE)
    outline = parse_batch(batch(html=[PAGE])).to_pylist()[0]["outline"]
    assert [(one["id"], one["kind"], one["start"], one["end"]) for one in outline] == [
        (block.id, block.kind, block.start, block.end) for block in article.walk()
    ]
    levels = {one["id"]: one["level"] for one in outline if one["kind"] == "heading"}
    assert levels == {block.id: block.level for block in article.walk() if block.kind == "heading"}
    lists = [one for one in outline if one["kind"] == "list"]
    assert [one["parent"] for one in lists[:2]] == [None, lists[0]["id"]]


def test_all_batches_have_the_schema() -> None:
    for made in (parse_batch(batch(html=[PAGE])), parse_batch(batch(html=pa.array([], pa.string()))), to_batch([])):
        assert made.schema.equals(SCHEMA)
    made = parse_batch(batch(html=[None, ""])).to_pylist()
    assert all(
        value is None for row in made for name, value in row.items() if name not in ("status", "error", "error_message")
    )


def test_the_columns_can_be_named() -> None:
    columns = Columns(page="body", url="address", id="key", charset="encoding")
    octets = "Grüße aus dem Süden, wo es am Montag den ganzen Tag geregnet hat.".encode("latin-1")
    found = parse_batch(
        batch(
            body=pa.array([octets], pa.binary()),
            address=["https://a.example/"],
            key=[7],
            encoding=["latin1"],
            html=["x"],
        ),
        columns=columns,
        kind="text",
    )
    row = make_row(RawPage("7", "https://a.example/", octets, "latin1", "text"))
    assert found.equals(to_batch([row]))


def test_a_batch_without_pages() -> None:
    with pytest.raises(InvalidOptionError, match=r"no column html or content or text .* there are url: name one"):
        parse_batch(batch(url=["https://a.example/"]))
    with pytest.raises(InvalidOptionError, match="no column body with pages"):
        parse_batch(batch(html=[PAGE]), columns=Columns(page="body"))


@pytest.mark.parametrize("kind", ["string", "large_string"])
def test_strings_that_are_no_utf_8(kind: str) -> None:
    """Other writers put them into columns of strings; they are pages in bytes, and do no harm to the others."""
    page = "<h1>Grüße aus dem Süden</h1><p>Dort hat es am Montag den ganzen Tag geregnet, und am Dienstag wieder.</p>"
    octets = [page.encode(), page.encode("latin-1"), None]
    column = pa.array(octets, pa.binary() if kind == "string" else pa.large_binary()).view(getattr(pa, kind)())
    found = parse_batch(batch(html=column, id=column)).to_pylist()
    assert [row["title"] for row in found] == ["Grüße aus dem Süden", "Grüße aus dem Süden", None]
    assert [row["id"] for row in found] == [page, page.replace("ü", "\ufffd").replace("ß", "\ufffd"), None]


def test_large_batches_come_out_in_small_ones() -> None:
    pages = [""] * (MOST_ROWS + 1)
    found = list(parse_batches([batch(text=pages), batch(text=["", ""])]))
    assert [one.num_rows for one in found] == [MOST_ROWS, 1, 2]
    table = parse_table(pa.table({"text": pages}))
    assert (table.num_rows, table.schema.equals(SCHEMA)) == (MOST_ROWS + 1, True)


def test_surrogates_do_not_stop_a_batch() -> None:
    row = make_row(RawPage("\ud800", "\ud800", PAGE.replace("Rain", "Rain \ud800")))
    assert to_batch([row]).num_rows == 1


def test_without_pyarrow_the_extra_is_named() -> None:
    program = "import sys; sys.modules['pyarrow'] = None\nimport articlekit.arrow"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith('Arrow and Parquet need pyarrow; pip install "articlekit[arrow]"')
