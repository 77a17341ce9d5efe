"""Fits the labeller's network and measures it: the figures are cross-validated by site, through the whole library.

    python training/train.py                        fits, cross-validates, prints the figures, writes the weights
    python training/train.py --dry                  the same, but writes nothing
    python training/train.py --no-validation        fits and writes only
    python training/train.py --without containers   leaves a group of features out: an ablation; never writes

Each page is parsed with a network that saw no page of its site; the scorers that come with the corpora then score the
articles. A fold takes a core for some eight minutes: two teachers and the network that learns from them.
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
from articlekit.label.choice import CALIBRATION, PUBLIC_TYPES
from articlekit.label.features import GROUPS
from articlekit.label.network import WEIGHTS, dump, load
from articlekit.pipeline import complete
from articlekit.readers import read
from articlekit.survey import survey

FOLDS: Final = 4
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
        files = [options.keep / f"fold-{number}-of-{options.folds}.npz" for number in range(options.folds)]
        networks = [file.read_bytes() for file in files]
        figures = cross_validate(data, networks, tuple(options.datasets), options.limit)
        _show(figures, options.json)
        return 0
    start = time.monotonic()
    known = examples.load(data, limit=options.limit)
    print(
        f"{len(known)} examples, {sum(len(e.rows) for e in known)} blocks, {time.monotonic() - start:.0f} s", flush=True
    )
    figures: dict[str, Any] = {}
    if not options.no_validation:
        networks = _by_fold(known, recipe, options.folds, options.seed, _columns(options.without))
        for number, octets in enumerate(networks if options.keep else ()):
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"fold-{number}-of-{len(networks)}.npz").write_bytes(octets)
        figures = cross_validate(data, networks, tuple(options.datasets), options.limit)
        _show(figures, options.json)
    if not (options.dry or options.without or options.limit):
        network = fit.distil(known, recipe, options.seed)
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
    add("--dry", action="store_true", help="write no weights; so with --limit and --without")
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


def _columns(groups: Sequence[str]) -> list[int]:
    """The places of the features of some groups."""
    at, found = 0, list[int]()
    for group in GROUPS:
        if group.name in groups:
            found += range(at, at + len(group.features))
        at += len(group.features)
    return found


# ---------------------------------------------------------------- cross-validation


def _by_fold(
    known: Sequence[examples.Example], recipe: fit.Recipe, folds: int, seed: int, gone: Sequence[int]
) -> list[bytes]:
    """For each fold the weights of a network that saw none of its sites; `gone`: features that it does without."""
    shared = (known, recipe, folds, seed, gone)  # handed to the forked processes as it is, without a copy
    with ProcessPoolExecutor(2, mp_context=get_context("fork"), initializer=_share, initargs=shared) as pool:
        return list(pool.map(_fitted, range(folds)))


def _share(*shared: Any) -> None:
    globals()["_shared"] = shared


def _fitted(fold: int) -> bytes:
    known, recipe, folds, seed, gone = globals()["_shared"]
    others = [example for example in known if examples.fold_of(example.site, folds) != fold]
    for example in others if gone else ():
        example.rows[:, gone] = 0
    network = fit.distil(others, recipe, seed + fold)
    into = network.into.copy()
    into[gone] = 0  # what was never learned must not weigh in
    return dump(dataclasses.replace(network, into=into), {})


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
    """Accuracy of the page type; for four ranges of the promise, pages, mean promise and mean F1: `CALIBRATION`."""
    docs = list(measure.load_scorers(data).corpora.load("wcxb-dev", limit))
    rows = list(pool.map(_verdict, docs, chunksize=8))
    right = [known_type == found_type for known_type, found_type, _, _ in rows]
    article = [(known_type == "article") == (found_type == "article") for known_type, found_type, _, _ in rows]
    figures: dict[str, Any] = {"type": float(np.mean(right)), "article": float(np.mean(article))}
    for low, high in pairwise((0.0, 0.7, 0.85, 0.95, 1.01)):
        part = [(promised, f1) for _, _, promised, f1 in rows if low <= promised < high]
        if part:
            promised, f1 = np.mean(part, axis=0).tolist()
            figures[f"promise from {low}"] = f"{len(part)} pages, mean {promised:.3f}, F1 {f1:.3f}"
    return figures


def _verdict(doc: Any) -> tuple[str, str, float, float]:
    try:
        article = articlekit.parse(doc.html, url=doc.url)
    except articlekit.ArticleKitError:
        return PUBLIC_TYPES[doc.truth["type"]], "none", 0.0, 0.0
    promised = np.interp(article.confidence, [f1 for _, f1 in CALIBRATION], [p for p, _ in CALIBRATION])
    f1 = sys.modules["score"].word_prf(article.text, doc.truth["text"])[2]
    return PUBLIC_TYPES[doc.truth["type"]], article.page_type, float(promised), f1


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
