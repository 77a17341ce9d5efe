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
    """The same pages with all labels dealt out anew, over all blocks of all pages.

    Within a page it would not do: pages full of menus have few true blocks, so that menus would still look false.
    """
    ends = np.cumsum([len(example.rows) for example in known])[:-1]
    dealt = np.random.default_rng(0).permutation(np.concatenate([example.true for example in known]))
    return [replace(example, true=true) for example, true in zip(known, np.split(dealt, ends), strict=True)]


def test_shuffled_labels_teach_nothing(slices: tuple[list[Any], list[Any]]) -> None:
    """The same fit on the same pages, once with the true labels and once with shuffled ones."""
    import fit

    known, held = slices
    recipe = fit.Recipe(epochs=8, averaging=0.9)
    true, false = (mean_f1(held, fit.fit(pages, recipe)) for pages in (known, shuffled(known)))
    nothing = mean_f1(held)
    assert true > nothing + 0.1
    assert false - nothing < (true - nothing) / 3


def test_the_same_seed_gives_the_same_network(slices: tuple[list[Any], list[Any]]) -> None:
    """What ships can be fitted again: teachers, student and all."""
    import fit
    from articlekit.label.network import judge

    known, held = slices
    recipe = fit.Recipe(epochs=1, teacher_epochs=1)
    first, second = (fit.distil(known[:12], recipe, seed=4) for _ in range(2))
    assert np.array_equal(judge(first, held[0].rows).scores, judge(second, held[0].rows).scores)


def test_the_exported_network_says_what_the_fitted_one_says(slices: tuple[list[Any], list[Any]]) -> None:
    """The network in numpy, page by page, and the one in PyTorch, on a padded batch, give the same scores."""
    import torch

    import fit
    from articlekit.label.network import judge

    _, held = slices
    pages = held[:4]
    module = fit.TorchNetwork(16, 0.2).eval()
    width = pages[0].rows.shape[1]
    network = fit.exported(module, np.zeros(width), np.full(width, 4.0))
    there = fit.padded([np.ones(len(page.rows), dtype=np.float32) for page in pages])
    words = fit.padded([page.rows[:, fit.WORDS] for page in pages])
    logits, _ = module(fit.padded([np.clip(page.rows / 4, -5, 5) for page in pages]), there, words)
    for page, row in zip(pages, torch.sigmoid(logits).detach().numpy(), strict=True):
        assert judge(network, page.rows).scores == pytest.approx(row[: len(page.rows)], abs=1e-4)
