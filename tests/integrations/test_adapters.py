"""Documents of LangChain and LlamaIndex: what they hold, and that the frameworks can use them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import articlekit
from articlekit import EmptyInputError
from articlekit.integrations.documents import NESTED, metadata_of
from integrations.engines import REAL, ROOT, need

MODEL_PAGE = ROOT / "fixtures/pages/assistant-pills/page.html"


def real(test: Any) -> Any:
    """Mark a test that needs a framework."""
    for mark in REAL:
        test = mark(test)
    return test


def test_metadata_are_plain_json() -> None:
    article = articlekit.parse(MODEL_PAGE.read_bytes(), url="https://ocean.example/buoys")
    metadata = metadata_of(article)
    assert json.loads(json.dumps(metadata)) == metadata
    assert metadata["url"] == "https://ocean.example/buoys"
    assert metadata["title"] == article.title
    assert metadata["authors"] == [person.name for person in article.authors]
    assert metadata["published"] == article.model_dump(mode="json")["published"]
    assert [claim["claim"] for claim in metadata["claims"]] == [row.claim for row in article.claims_table()]
    assert {source["name"] for source in metadata["sources"]} == {source.name for source in article.sources}
    assert {name for name, value in metadata.items() if not isinstance(value, str | float)} == set(NESTED)


def test_what_a_page_does_not_tell_is_absent() -> None:
    metadata = metadata_of(articlekit.parse("<p>It rained on nineteen of the first twenty days of the month.</p>"))
    assert set(metadata) <= {"title", "page_type", "confidence", "language"}


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("spark", "pyspark", "spark"),
        ("dask", "dask", "dask"),
        ("datatrove", "datatrove", "datatrove"),
        ("langchain", "langchain_core", "langchain"),
        ("llamaindex", "llama_index", "llamaindex"),
        ("ray", "pyarrow", "arrow"),
    ],
)
def test_what_is_missing_is_named(module: str, package: str, extra: str) -> None:
    """In a process where the package cannot be imported."""
    program = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from articlekit import MissingExtraError\n"
        f"try: import articlekit.integrations.{module}\n"
        "except MissingExtraError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert f'pip install "articlekit[{extra}]"' in done.stdout


# ---------------------------------------------------------------- LangChain


@real
def test_langchain_loads_files(page_folder: Path) -> None:
    need("langchain_core")
    from articlekit.integrations.langchain import ArticleLoader

    paths = sorted(page_folder.glob("*.html"))
    told: list[str] = []
    documents = ArticleLoader(paths, on_error=lambda path, _: told.append(path)).load()
    assert [document.metadata["source"] for document in documents] == [str(paths[0]), str(paths[2])]
    assert told == [str(paths[1])]
    assert documents[0].page_content == articlekit.parse(paths[0].read_bytes()).to_markdown()
    (text,) = ArticleLoader(paths[2], content="text").load()
    assert text.page_content == "It rained on nineteen of the first twenty days of May."
    with pytest.raises(EmptyInputError):
        ArticleLoader(paths).load()


@real
def test_langchain_transforms_documents() -> None:
    need("langchain_core")
    from langchain_core.documents import Document
    from langchain_core.load import dumps, loads

    from articlekit.integrations.langchain import ArticleTransformer

    page = MODEL_PAGE.read_text(encoding="utf-8")
    metadata = {"source": "https://ocean.example/buoys", "title": "what the browser's tab says", "score": 3}
    fetched = [Document(id="7", page_content=page, metadata=metadata), Document(page_content=" ")]
    told: list[Any] = []
    (document,) = ArticleTransformer(on_error=lambda *what: told.append(what)).transform_documents(fetched)
    article = articlekit.parse(page, url="https://ocean.example/buoys")
    assert document.id == "7"
    assert document.page_content == article.to_markdown()
    assert document.metadata == {"score": 3, "source": "https://ocean.example/buoys", **metadata_of(article)}
    assert loads(dumps(document), allowed_objects=[Document]) == document
    assert len(told) == 1
    assert fetched[0].metadata == metadata


# ---------------------------------------------------------------- LlamaIndex


@real
def test_llamaindex_reads_files(page_folder: Path) -> None:
    need("llama_index.core")
    from llama_index.core.schema import Document, MetadataMode

    from articlekit.integrations.llamaindex import ArticleReader

    path = page_folder / "buoys.html"
    (document,) = ArticleReader().load_data(path, extra_info={"url": "https://ocean.example/buoys", "shelf": "b"})
    article = articlekit.parse(path.read_bytes(), url="https://ocean.example/buoys")
    assert document.text == article.to_markdown()
    assert document.metadata == {"shelf": "b", **metadata_of(article)}
    assert Document.from_json(document.to_json()).metadata == document.metadata
    for mode in (MetadataMode.EMBED, MetadataMode.LLM):
        shown = document.get_metadata_str(mode)
        assert "title" in shown
        assert "claims" not in shown
    with pytest.raises(EmptyInputError):
        ArticleReader().load_data(page_folder / "nothing.html")


@real
def test_llamaindex_reads_from_other_file_systems(page_folder: Path) -> None:
    need("llama_index.core")
    fsspec = need("fsspec")
    from articlekit.integrations.llamaindex import ArticleReader

    memory = fsspec.filesystem("memory")
    memory.pipe("/shelf/rain.html", (page_folder / "rain.html").read_bytes())
    (document,) = ArticleReader(content="text").load_data("/shelf/rain.html", fs=memory)
    assert document.text == "It rained on nineteen of the first twenty days of May."
