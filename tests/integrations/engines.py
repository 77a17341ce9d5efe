"""What the tests of engines share: the pages, the rows that every engine must give, and how an engine is asked for."""

from __future__ import annotations

import importlib
import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest

from articlekit.arrow import SCHEMA, parse_batch

REAL: Final = [pytest.mark.integrations, pytest.mark.filterwarnings("default")]
"""Marks of the tests that need a package of others: its own warnings are no errors of ours."""

ROOT: Final = Path(__file__).parent.parent.parent


def need(module: str) -> Any:
    """A module of an engine. Where it is not installed the test skips; in .ci/run, which installs all, it fails."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        _miss(f"{module} is not installed ({error})")


def need_program(name: str) -> str:
    """The path of a program, likewise."""
    return shutil.which(name) or _miss(f"there is no {name} on the path")


def _miss(what: str) -> Any:
    if os.environ.get("CI"):
        pytest.fail(f"{what}: under CI nothing may be skipped")
    pytest.skip(what)


@cache
def pages() -> pa.Table:
    """The pages of the fixtures, and some without an article."""
    files = sorted((ROOT / "fixtures" / "pages").glob("*/page.*"))
    assert len(files) > 30
    rows = [(file.parent.name, file.read_bytes()) for file in files]
    rows += [
        ("~empty", b" "),
        ("~pdf", b"%PDF-1.7 ..."),
        ("~null", None),
        ("~surrogate", b"<p>half: &#xD800; \xed\xa0\x80</p>"),
    ]
    names = [name for name, _ in rows]
    return pa.table({
        "id": names,
        "url": [f"https://pages.example/{name}" for name in names],
        "html": pa.array([page for _, page in rows], pa.binary()),
    })  # fmt: skip


@cache
def expected() -> pa.Table:
    """Their rows, by `parse_batch` alone, sorted by id."""
    (batch,) = pages().combine_chunks().to_batches()
    found = pa.Table.from_batches([parse_batch(batch)], SCHEMA).sort_by("id")
    assert set(found["status"].to_pylist()) == {"ok", "error"}
    return found


def assert_same_rows(found: pa.Table) -> None:
    """All rows of an engine, in any order, are the expected ones: each column, and the article byte for byte."""
    found = found.select(SCHEMA.names).cast(SCHEMA).sort_by("id")
    assert found["id"].to_pylist() == expected()["id"].to_pylist()
    assert found["article"].to_pylist() == expected()["article"].to_pylist()
    for name in SCHEMA.names:
        assert found[name].to_pylist() == expected()[name].to_pylist(), name
    assert found.schema == SCHEMA
