"""Fits the labeller's network and measures it: the figures are cross-validated by site, through the whole library.

    python training/train.py                        fits, cross-validates, prints the figures, writes the weights
    python training/train.py --dry                  the same, but writes nothing
    python training/train.py --no-validation        fits and writes only
    python training/train.py --without containers   leaves a group of features out: an ablation; never writes

Each page is parsed with a network that saw no page of its site; the scorers that come with the corpora then score the
articles. Fitting takes one core and about a minute a fold.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import articlekit
import examples
import fit
import measure
from articlekit.label import label
from articlekit.label.choice import PUBLIC_TYPES
from articlekit.label.features import GROUPS
from articlekit.label.network import WEIGHTS, Network, dump, load
from articlekit.pipeline import complete
from articlekit.readers import read
from articlekit.survey import survey

FOLDS: Final = 5
TARGET: Final = Path(articlekit.__file__).parent / "label" / WEIGHTS
_HEADLINES: Final = {"wcxb-dev": ("P", "R", "F1", "F1own", "article", "artOwn"), "trafilatura": ("P", "R", "F1"),
                     "fundus": ("wP", "wR", "wF1", "hF1", "pF1"), "mozilla": ("wF1", "hF1", "pF1"),
                     "defuddle": ("wF1", "hF1", "pF1")}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; exit code 2 where the corpora are missing."""
    options = _options(arguments)
    data = options.data.resolve()
    try:
        measure.load_scorers(data)
    except measure.MissingCorporaError as error:
        print(error, file=sys.stderr)
        return 2
    recipe = fit.Recipe(hidden=options.hidden, epochs=options.epochs)
    if options.rescore:
        networks = [file.read_bytes() for file in sorted(options.keep.glob("fold-*.npz"))]
        figures = cross_validate(data, networks, tuple(options.datasets), options.limit)
        _show(figures, options.json)
        return 0
    start = time.monotonic()
    known = _without(examples.load(data, limit=options.limit), options.without)
    print(
        f"{len(known)} examples, {sum(len(e.rows) for e in known)} blocks, {time.monotonic() - start:.0f} s", flush=True
    )
    figures: dict[str, Any] = {}
    if not options.no_validation:
        networks = _by_fold(known, recipe, options.folds, options.seed)
        for number, octets in enumerate(networks if options.keep else ()):
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"fold-{number}.npz").write_bytes(octets)
        figures = cross_validate(data, networks, tuple(options.datasets), options.limit)
        _show(figures, options.json)
    if not (options.dry or options.without):
        network = fit.fit(_usable(known), recipe, options.seed)
        TARGET.write_bytes(dump(network, _about(data, recipe, figures)))
        print(f"wrote {TARGET.name}, {TARGET.stat().st_size} bytes")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", type=Path, default=measure.DATA, help="folder of the corpora (default: %(default)s)")
    add("--folds", type=int, default=FOLDS, help="default: %(default)s")
    add("--hidden", type=int, default=fit.Recipe().hidden, help="units per block (default: %(default)s)")
    add("--epochs", type=int, default=fit.Recipe().epochs, help="default: %(default)s")
    add("--seed", type=int, default=0)
    add("--limit", type=int, help="only the first LIMIT pages of each corpus")
    add("--datasets", type=lambda text: text.split(","), default=list(_HEADLINES), help="to score (default: all)")
    add("--without", choices=[group.name for group in GROUPS], action="append", default=[], metavar="GROUP")
    add("--dry", action="store_true", help="write no weights")
    add("--no-validation", action="store_true", help="only fit and write")
    add("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    add("--keep", type=Path, metavar="FOLDER", help="keep the folds' networks in FOLDER")
    add(
        "--rescore",
        action="store_true",
        help="score the networks kept in FOLDER anew: after a change to rules and runs",
    )
    options = parser.parse_args(arguments)
    if options.rescore and not options.keep:
        parser.error("--rescore reads the networks of --keep FOLDER")
    return options


def _show(figures: dict[str, Any], file: Path | None) -> None:
    for name, row in figures.items():
        print(name, _line(row), flush=True)
    if file:
        file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _line(row: dict[str, Any]) -> str:
    return " ".join(f"{key} {v:.4f}" if isinstance(v, float) else f"{key} {v}" for key, v in row.items())


def _usable(known: Sequence[examples.Example]) -> list[examples.Example]:
    """What teaches something. A page without truth still weighs in by its type."""
    return [example for example in known if example.page_weight > 0]


def _without(known: Sequence[examples.Example], groups: Sequence[str]) -> list[examples.Example]:
    """The examples with the features of some groups all zero."""
    at, gone = 0, []
    for group in GROUPS:
        if group.name in groups:
            gone += range(at, at + len(group.features))
        at += len(group.features)
    for example in known if gone else ():
        example.rows[:, gone] = 0
    return list(known)


# ---------------------------------------------------------------- cross-validation


def _by_fold(known: Sequence[examples.Example], recipe: fit.Recipe, folds: int, seed: int) -> list[bytes]:
    """For each fold the weights of a network that saw none of its sites."""
    shared = (_usable(known), recipe, folds, seed)  # handed to the forked processes as it is, without a copy
    with ProcessPoolExecutor(2, mp_context=get_context("fork"), initializer=_share, initargs=shared) as pool:
        return list(pool.map(_fitted, range(folds)))


def _share(*shared: Any) -> None:
    globals()["_shared"] = shared


def _fitted(fold: int) -> bytes:
    known, recipe, folds, seed = globals()["_shared"]
    others = [example for example in known if examples.fold_of(example.site, folds) != fold]
    network: Network = fit.fit(others, recipe, seed + fold)
    return dump(network, {})


def cross_validate(
    data: Path, networks: Sequence[bytes], datasets: Sequence[str], limit: int | None = None
) -> dict[str, dict[str, Any]]:
    """The scorers' figures of each data set, each page parsed with the network that saw nothing of its site.

    By the convention, the captions of figures are left out where the truth leaves them out; "NAME, as shipped" has the
    figures with them. "verdicts": how often the page type is right, and how confidence and F1 agree.
    """
    found: dict[str, dict[str, Any]] = {}
    for bare in (True, False):
        with _pool(data, networks, bare) as pool:
            for name in datasets:
                if bare is (name not in examples.WITH_CAPTIONS):
                    found[name] = measure.measure(pool, data, name, limit).figures
                elif not bare:
                    found[f"{name}, as shipped"] = measure.measure(pool, data, name, limit).figures
            if not bare and "wcxb-dev" in datasets:
                found["verdicts"] = _verdicts(pool, data, limit)
    return found


def _pool(data: Path, networks: Sequence[bytes], bare: bool) -> ProcessPoolExecutor:
    start = (data, tuple(networks), bare)
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start_worker, initargs=start)


def _start_worker(data: Path, weights: tuple[bytes, ...], bare: bool) -> None:
    """In this process `articlekit.parse` takes the network of the page's fold; `bare`: and leaves captions out."""
    measure.start_worker(data)
    networks = [load(octets) for octets in weights]

    def parse(html: Any, *, url: str | None = None) -> articlekit.Article:
        network = networks[examples.fold_of(examples.site_of(url, html), len(networks))]
        page = read(html, url=url)
        surveyed = survey(page)
        article = complete(page, surveyed, label(page, surveyed, network)).article
        return examples.without_captions(article) if bare else article

    articlekit.parse = parse  # type: ignore[assignment]  # what the scorers' adapter calls


def _verdicts(pool: ProcessPoolExecutor, data: Path, limit: int | None) -> dict[str, Any]:
    """Accuracy of the page type; for four ranges of confidence, pages, mean confidence and mean F1 in each."""
    docs = list(measure.load_scorers(data).corpora.load("wcxb-dev", limit))
    rows = list(pool.map(_verdict, docs, chunksize=8))
    right = [known_type == found_type for known_type, found_type, _, _ in rows]
    article = [(known_type == "article") == (found_type == "article") for known_type, found_type, _, _ in rows]
    figures: dict[str, Any] = {"type": float(np.mean(right)), "article": float(np.mean(article))}
    for low, high in pairwise((0.0, 0.7, 0.85, 0.95, 1.01)):
        part = [(confidence, f1) for _, _, confidence, f1 in rows if low <= confidence < high]
        if part:
            confidence, f1 = np.mean(part, axis=0).tolist()
            figures[f"confidence from {low}"] = f"{len(part)} pages, mean {confidence:.3f}, F1 {f1:.3f}"
    return figures


def _verdict(doc: Any) -> tuple[str, str, float, float]:
    try:
        article = articlekit.parse(doc.html, url=doc.url)
    except articlekit.ArticleKitError:
        return PUBLIC_TYPES[doc.truth["type"]], "none", 0.0, 0.0
    f1 = sys.modules["score"].word_prf(article.text, doc.truth["text"])[2]
    return PUBLIC_TYPES[doc.truth["type"]], article.page_type, article.confidence, f1


def _about(data: Path, recipe: fit.Recipe, figures: dict[str, Any]) -> dict[str, str]:
    scores = {f"{name} {key}": round(row[key], 4) for name, row in figures.items() for key in _HEADLINES.get(name, ())}
    return {
        "corpora": ", ".join(examples.CORPORA),
        "digest": examples.digest(data),
        "recipe": json.dumps(dataclasses.asdict(recipe)),
        "cross-validated": json.dumps(scores),
        "numpy": np.__version__,
    }


if __name__ == "__main__":
    sys.exit(main())
