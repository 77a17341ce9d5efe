"""The published JSON Schema is the code's, says what every field means, and fits what the library writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

import articlekit
from articlekit import Article, models
from articlekit.cli import main

PUBLISHED: Final = Path(__file__).parent.parent / "docs" / "article.schema.json"

PAGE: Final = """<html lang="en"><head><title>Tide tables</title><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2024-04-01T09:30:00+02:00"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Tide tables</h1><p>The water comes in twice a day, and <b>the second tide</b> is the higher one here by a
hand, as the pilots say. <a href="https://example.org/tides?utm_source=chatgpt.com">Harbour Office</a></p><ul><li>First
tide at six in the morning, with the fishing boats.</li><li>Second tide after supper.</li></ul><table><tr><th>Day</th>
<th>Height</th></tr><tr><td>Monday</td><td>2.1 m</td></tr></table><figure><img src="/tide.png" alt="The quay">
<figcaption>The quay at high water.</figcaption></figure><blockquote><p>It never waits for us, whatever we
do about it.</p></blockquote><pre><code>tide(6)</code></pre></article></body></html>"""


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return loaded


def test_the_published_schema_is_the_codes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Run `articlekit schema > docs/article.schema.json` after a change of the models, and read the difference."""
    assert main(["schema"]) == 0
    assert capsysbinary.readouterr().out == PUBLISHED.read_bytes()


def test_the_published_schema_is_valid(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == "Article"


@pytest.mark.parametrize("url", [None, "https://example.org/tides"])
def test_articles_fit_the_schema(schema: dict[str, Any], url: str | None) -> None:
    article = articlekit.parse(PAGE, url=url)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    kinds = {block.kind for block in article.walk()}
    assert {"paragraph", "list", "table", "figure", "quote", "code"} <= kinds
    assert [error.message for error in validator.iter_errors(json.loads(article.model_dump_json()))] == []
    assert [error.message for error in validator.iter_errors(json.loads(Article().model_dump_json()))] == []


@pytest.mark.parametrize(
    "wrong", [{"title": 1}, {"schema_name": "other"}, {"unknown": 1}, {"blocks": [{"kind": "heading", "level": 7}]}]
)
def test_the_schema_refuses_what_is_no_article(schema: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema).is_valid(wrong)


def public_models() -> Iterator[type[BaseModel]]:
    for name, value in vars(models).items():
        if (
            isinstance(value, type)
            and issubclass(value, BaseModel)
            and not name.startswith("_")
            and value is not BaseModel
        ):
            yield value


def test_every_model_and_field_says_what_it_means() -> None:
    """But `kind` where it is a constant: it names its model."""
    found = list(public_models())
    assert Article in found
    for model in found:
        assert model.__doc__, model.__name__
        for name, field in model.model_fields.items():
            is_constant = name == "kind" and isinstance(field.default, str) and model is not models.Person
            assert field.description or is_constant, f"{model.__name__}.{name}"
