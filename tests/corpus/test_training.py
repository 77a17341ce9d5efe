"""Fitting the labeller, on a slice of the development corpora. Run with `pytest -m corpus`; needs PyTorch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import measure

pytestmark = pytest.mark.corpus

PAGES = 90


@pytest.fixture(scope="module")
def slices() -> tuple[list[Any], list[Any]]:
    """Examples to fit on and, from other sites, to judge by."""
    pytest.importorskip("torch", reason="fitting needs PyTorch: pip install --group training")
    import examples

    try:
        known = examples.load(measure.DATA, ("wcxb-dev",), PAGES)
    except measure.MissingCorporaError as error:
        pytest.skip(str(error))
    known = [example for example in known if example.page_weight > 0]
    assert len(known) > PAGES / 2
    sides = [[e for e in known if (examples.fold_of(e.site, 3) == 0) is held] for held in (False, True)]
    assert all(sides)
    assert not {e.site for e in sides[0]} & {e.site for e in sides[1]}
    return sides[0], sides[1]


def mean_f1(held: list[Any], network: Any = None) -> float:
    """Mean F1 of pages, by words, at the threshold that each page chooses; without a network, of keeping everything."""
    from articlekit.label.choice import threshold
    from articlekit.label.network import judge

    found = []
    for example in held:
        scores = judge(network, example.rows).scores if network else np.ones(len(example.rows), dtype=np.float32)
        kept = (scores >= threshold(scores, example.words)) * example.words
        found.append(2 * float((kept * example.true).sum()) / float(kept.sum() + (example.words * example.true).sum()))
    return float(np.mean(found))


def shuffled(known: list[Any]) -> list[Any]:
    """The same pages, each with its labels in another order."""
    chance = np.random.default_rng(0)
    return [replace(example, true=chance.permutation(example.true)) for example in known]


def test_shuffled_labels_teach_nothing(slices: tuple[list[Any], list[Any]]) -> None:
    """The same fit on the same pages, once with the true labels and once with shuffled ones."""
    import fit

    known, held = slices
    recipe = fit.Recipe(epochs=8, averaging=0.9)
    true, false = (mean_f1(held, fit.fit(pages, recipe)) for pages in (known, shuffled(known)))
    nothing = mean_f1(held)
    assert true > nothing + 0.1
    assert false - nothing < (true - nothing) / 3


def test_the_exported_network_says_what_the_fitted_one_says(slices: tuple[list[Any], list[Any]]) -> None:
    """Padding, averaging and export change nothing: the same seed gives the same scores, twice."""
    import fit
    from articlekit.label.network import judge

    known, held = slices
    first, second = (fit.fit(known[:12], fit.Recipe(epochs=1), seed=4) for _ in range(2))
    assert np.array_equal(judge(first, held[0].rows).scores, judge(second, held[0].rows).scores)
