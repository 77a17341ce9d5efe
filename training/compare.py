"""Compares models on the same features and folds, block by block: what each keeps, what it costs, how large it is.

    python training/compare.py                  a linear model, boosted trees over a window of blocks, the network
    python training/compare.py --ablations      the network with all features, then without each group

Figures are F1 by words over WCXB's pages, before rules and runs have their say: the whole library is measured by
`train.py`. Every figure is from blocks of sites that the model did not see.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import examples
import fit
import measure
from articlekit.label.choice import threshold
from articlekit.label.features import GROUPS
from articlekit.label.network import dump, judge
from examples import Example

FOLDS: Final = 4
WINDOW: Final = (-2, -1, 1, 2)
"""Neighbours whose features a model without memory is shown, too."""
Scorer = Callable[[Example], Any]
Fitter = Callable[[list[Example]], tuple[Scorer, int]]
"""Fits a model; gives the scores of an example's blocks, and the model's size in bytes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its table; exit code 2 where the corpora are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=measure.DATA)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--ablations", action="store_true")
    parser.add_argument("--epochs", type=int, default=14, help="of the network (default: %(default)s)")
    parser.add_argument("--models", type=lambda text: text.split(","), default=["linear", "trees", "network"])
    options = parser.parse_args(arguments)
    try:
        known = examples.load(options.data.resolve(), limit=options.limit)
    except measure.MissingCorporaError as error:
        print(error, file=sys.stderr)
        return 2
    known = [example for example in known if example.page_weight > 0]
    print("| model | F1 | F1 own | articles | articles own | bytes | ms per page |\n|---|---|---|---|---|---|---|")
    fitters = {"linear": _linear, "trees": _trees, "network": partial(_network, options.epochs)}
    for name in ["network"] if options.ablations else options.models:
        _report(name, known, fitters[name])
    for group in GROUPS if options.ablations else ():
        _report(f"without {group.name}", _without(known, group.name), fitters["network"])
    return 0


def _report(name: str, known: list[Example], fitter: Fitter) -> None:
    """One row: cross-validated by site."""
    found: list[tuple[Example, float]] = []
    size, spent, pages = 0, 0.0, 0
    for fold in range(FOLDS):
        scorer, size = fitter([e for e in known if examples.fold_of(e.site, FOLDS) != fold])
        for example in known:
            if examples.fold_of(example.site, FOLDS) == fold and example.corpus == "wcxb-dev" and not example.as_text:
                start = time.process_time()
                scores = scorer(example)
                spent, pages = spent + time.process_time() - start, pages + 1
                found.append((example, _f1(example, scores)))
    own = [(e, f1) for e, f1 in found if not e.drafted]
    cells = [_mean(found), _mean(own), _mean(_articles(found)), _mean(_articles(own))]
    print(
        f"| {name} | " + " | ".join(f"{c:.4f}" for c in cells) + f" | {size} | {spent / pages * 1000:.2f} |", flush=True
    )


def _f1(example: Example, scores: Any) -> float:
    kept = (scores >= threshold(scores, example.words)) * example.words
    return 2 * float((kept * example.true).sum()) / float(kept.sum() + (example.words * example.true).sum())


def _articles(found: list[tuple[Example, float]]) -> list[tuple[Example, float]]:
    return [(example, f1) for example, f1 in found if example.type == "article"]


def _mean(found: list[tuple[Example, float]]) -> float:
    return sum(f1 for _, f1 in found) / max(len(found), 1)


def _without(known: list[Example], name: str) -> list[Example]:
    """The examples with one group of features all zero."""
    at = 0
    for group in GROUPS:
        if group.name == name:
            break
        at += len(group.features)
    changed = []
    for example in known:
        rows = example.rows.copy()
        rows[:, at : at + len(group.features)] = 0
        changed.append(replace(example, rows=rows))
    return changed


# ---------------------------------------------------------------- the models


# the network as fitted once, without teachers: what is compared are models, not recipes
def _network(epochs: int, known: list[Example]) -> tuple[Scorer, int]:
    network = fit.fit(known, replace(fit.Recipe(), epochs=epochs))
    return lambda example: judge(network, example.rows).scores, len(dump(network, {}))


def _windowed(rows: Any) -> Any:
    """Each block's features, and those of its neighbours; zeros beyond the ends."""
    parts = [rows]
    for step in WINDOW:
        moved = np.zeros_like(rows)
        if step > 0:
            moved[:-step] = rows[step:]
        else:
            moved[-step:] = rows[:step]
        parts.append(moved)
    return np.concatenate(parts, axis=1)


def _stacked(known: list[Example], rows: Callable[[Any], Any]) -> tuple[Any, Any, Any]:
    """Features, labels and weights of all labelled blocks."""
    weights = np.concatenate([e.weight * e.page_weight for e in known])
    used = weights > 0
    stacked = np.concatenate([rows(e.rows)[(e.weight * e.page_weight) > 0] for e in known])
    return stacked, np.concatenate([e.true for e in known])[used], weights[used]


def _linear(known: list[Example]) -> tuple[Scorer, int]:
    """Logistic regression on the block and the features of two neighbours on either side."""
    import torch

    rows, true, weights = _stacked(known, _windowed)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    x, y, w = (torch.from_numpy(a.astype(np.float32)) for a in ((rows - mean) / scale, true, weights / weights.mean()))
    x = x.clip(-5, 5)
    model = torch.nn.Linear(x.shape[1], 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)
    for _ in range(6):
        for batch in torch.randperm(len(x)).split(4096):
            logits = model(x[batch]).squeeze(-1)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y[batch], weight=w[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    slope, bias = model.weight.detach().numpy()[0], float(model.bias.detach())

    def scorer(example: Example) -> Any:
        known_rows = np.clip((_windowed(example.rows) - mean) / scale, -5, 5)
        return (1 / (1 + np.exp(-np.clip(known_rows @ slope + bias, -30, 30)))).astype(np.float32)

    return scorer, 2 * slope.size


def _trees(known: list[Example]) -> tuple[Scorer, int]:
    """Boosted trees on the block and the features of two neighbours on either side."""
    import lightgbm

    rows, true, weights = _stacked(known, _windowed)
    data = lightgbm.Dataset(rows, true, weight=weights * 1000)
    settings = {
        "objective": "cross_entropy", "learning_rate": 0.06, "num_leaves": 31, "min_data_in_leaf": 60,
        "feature_fraction": 0.2, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5, "verbose": -1,
        "min_sum_hessian_in_leaf": 1e-2, "num_threads": 2, "seed": 0,
    }  # fmt: skip
    model = lightgbm.train(settings, data, 400)
    size = len(model.model_to_string())
    return lambda example: model.predict(_windowed(example.rows), num_threads=1).astype(np.float32), size


if __name__ == "__main__":
    sys.exit(main())
