"""From bytes to text: `fixtures/decoding.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.errors import BinaryInputError
from articlekit.readers.decode import decode

ROWS: Final = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "decoding.toml").read_text(encoding="utf-8"))[
    "case"
]
CASES: Final = [pytest.param(row, id=row["name"]) for row in ROWS]
KEYS: Final = {
    *("name", "text", "pad", "written_as", "bytes", "charset"),
    *("encoding", "reads", "lost", "error", "known_failure"),
}


def test_cases_are_well_formed() -> None:
    assert len(ROWS) >= 60
    assert len({row["name"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) <= KEYS
        assert ("bytes" in row) != ("written_as" in row), row["name"]
        assert ("error" in row) != ("encoding" in row), row["name"]


@pytest.mark.parametrize("case", CASES)
def test_decode(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """The encoding, the text and what was lost; or the error, word for word."""
    if "known_failure" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known_failure"], strict=True))
    text = case.get("text", "").replace("PAD", "x" * case.get("pad", 0))
    data = case["bytes"].encode("latin-1") if "bytes" in case else text.encode(case["written_as"])
    if "error" in case:
        with pytest.raises(BinaryInputError) as raised:
            decode(data, case.get("charset"))
        assert str(raised.value) == case["error"]
        return
    found = decode(data, case.get("charset"))
    names = [case["encoding"]] if isinstance(case["encoding"], str) else case["encoding"]
    lost = case.get("lost", 0)
    assert found.utf8.decode("utf-8") == case.get("reads", text)
    assert found.encoding in names
    assert found.cut == (f"{lost} characters could not be decoded as {found.encoding}" if lost else None)
