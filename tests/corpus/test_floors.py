"""Quality on fixed slices of the development corpora, against `benchmarks/floors.toml`. Run with `pytest -m corpus`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Final

import pytest

import floors
import measure

pytestmark = pytest.mark.corpus

SLICES: Final = {part.name: part for part in floors.read_floors()}


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Two processes that send pages through the library; skips where there are no corpora to read them from."""
    try:
        measure.load_scorers(measure.DATA)
    except measure.MissingCorporaError as error:
        pytest.skip(str(error))
    with measure.pool_of(2, measure.DATA) as pool:
        yield pool


@pytest.mark.parametrize("name", [name for name in SLICES if name != floors.CITATIONS])
def test_articles_keep_their_quality(name: str, pool: ProcessPoolExecutor) -> None:
    """No figure of a data set's slice is worse than its bound."""
    part = SLICES[name]
    measured = measure.measure(pool, measure.DATA, name, part.pages)
    assert measured.docs
    assert len(measured.docs) == (part.pages or len(measured.docs))
    assert list(floors.broken_floors(part, measured.figures)) == []


def test_citations_keep_their_quality(pool: ProcessPoolExecutor) -> None:
    """No figure of the hand-labelled citations is worse than its bound."""
    measured = measure.measure_citations(pool, measure.DATA)
    assert measured.pages
    assert list(floors.broken_floors(SLICES[floors.CITATIONS], measured.figures["all"])) == []
