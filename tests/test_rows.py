"""Rows: what a page of many becomes, whoever asks."""

from __future__ import annotations

import json
from typing import Any

import pytest

import articlekit
from articlekit import Article, EmptyInputError
from articlekit.errors import MissingExtraError
from articlekit.rows import Columns, Fault, RawPage, Row, clean, make_row, raw_page, to_record

PAGE = (
    "<html><body><h1>Rain in May</h1><p>It rained on nineteen of the first twenty days of the month.</p></body></html>"
)


def failing(error: Exception) -> Any:
    """A parser that raises the error."""

    def parse(page: Any, **_: Any) -> Article:
        raise error

    return parse


def test_a_page_becomes_its_article() -> None:
    row = make_row(RawPage("a", "https://sky.example/rain", PAGE))
    assert row == Row("a", "https://sky.example/rain", articlekit.parse(PAGE, url="https://sky.example/rain"), None)
    assert row.status == "ok"


def test_charset_and_kind_are_handed_on() -> None:
    page = "Grüße aus dem Süden, wo es am Montag den ganzen Tag geregnet hat.".encode("iso-8859-5", "replace")
    expected = articlekit.parse(page, charset="iso-8859-5", kind="text")
    assert make_row(RawPage(None, None, page, charset="iso-8859-5", kind="text")).article == expected


def test_what_is_wrong_with_a_page_is_its_row() -> None:
    row = make_row(RawPage("a", None, " "))
    assert (row.status, row.article) == ("error", None)
    assert row.fault == Fault("empty-input", "the page is empty: it holds nothing but white space")
    told = Fault("truncated", "the crawler cut it")
    assert make_row(RawPage("a", "u", None, fault=told)) == Row("a", "u", None, told)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (EmptyInputError("it is empty"), Fault("empty-input", "it is empty")),
        (MissingExtraError("Markdown needs it"), Fault("missing-extra", "Markdown needs it")),
        (KeyError("place"), Fault("internal", "KeyError: 'place'")),
        (RecursionError("too deep"), Fault("internal", "RecursionError: too deep")),
        (ValueError("\ud800"), Fault("internal", "ValueError: ?")),
    ],
)
def test_faults_are_named_by_their_errors(error: Exception, fault: Fault) -> None:
    assert make_row(RawPage("a", None, PAGE), failing(error)).fault == fault


def test_no_memory_is_no_fault_of_the_page() -> None:
    with pytest.raises(MemoryError):
        make_row(RawPage("a", None, PAGE), failing(MemoryError()))


def test_a_record_is_one_line_of_json() -> None:
    article = articlekit.parse(PAGE.replace("days", "days\u2028or\nnights"))
    line = to_record(Row("a\nb", "ü", article, None))
    assert "\n" not in line
    record = json.loads(line)
    assert list(record) == ["id", "url", "status", "error", "error_message", "article"]
    assert (record["id"], record["url"], record["status"], record["error"]) == ("a\nb", "ü", "ok", None)
    assert Article.model_validate(record["article"]) == article
    record = json.loads(to_record(Row(None, None, None, Fault("timeout", "too slow"))))
    assert list(record.values()) == [None, None, "error", "timeout", "too slow", None]


def test_records_can_be_written_as_utf_8() -> None:
    row = make_row(RawPage("\ud800", "\udfff", "a \ud800 word in a page that holds enough of them to be read"))
    assert (row.id, row.url) == ("?", "?")
    to_record(row).encode("utf-8")
    assert clean("a\ud83d\ude00b\ud800") == "a??b?"
    assert clean(None) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("text", None),
        (b"octets", None),
        (None, Fault("no-page", "the row holds no page: its column is absent or null")),
        (["a"], Fault("input-type", "the page is a list; give a string or bytes")),
        (7, Fault("input-type", "the page is a int; give a string or bytes")),
    ],
)
def test_pages_of_rows(content: Any, fault: Fault | None) -> None:
    raw = raw_page(content, "u", 7, "utf-8", "html")
    assert raw == RawPage("7", "u", None if fault else content, "utf-8", "html", fault)


def test_addresses_and_charsets_of_rows_are_strings() -> None:
    assert raw_page("text", 7, None, ["utf-8"], "auto") == RawPage(None, None, "text")
    assert raw_page("text", b"u\xff", b"7", b"utf-8", "auto") == RawPage("7", "u\ufffd", "text", "utf-8")


def test_the_column_of_pages() -> None:
    assert Columns().find_page(["url", "text", "content"]) == "content"
    assert Columns().find_page({"html": 1, "text": 2}) == "html"
    assert Columns().find_page(["url"]) is None
    assert Columns(page="body").find_page(["html", "body"]) == "body"
    assert Columns(page="body").find_page(["html"]) is None
