"""Fits the weights of the metadata's evidence, and measures dates and authors cross-validated by site.

    python training/metadata.py                 both fields: figures as shipped and cross-validated, fitted weights
    python training/metadata.py --field authors

Of each page, the values that its rows offer are choices, and "none" is one: a softmax over the sums of their evidence,
fitted by L-BFGS, says how likely the truth makes each. The weights in `metadata/resolve.py` are these, rounded; where
chance had the better of reason (a declared article's date below a list's), a hand has raised them. Figures are exact
matches by the scorers of the corpora: of pages whose truth has a value, the share that is right ("equal"), and of
pages whose truth says none, the share that gets one all the same ("spurious").
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import articlekit
import measure
from articlekit.draft import Candidate
from articlekit.metadata import resolve

FIELDS: Final = {"date": ("published", resolve.day_of), "authors": ("authors", resolve.names_of)}
WEIGHTS: Final = {"date": resolve.DATE_WEIGHTS, "authors": resolve.AUTHOR_WEIGHTS}
DATASETS: Final = ("wcxb-dev", "trafilatura", "fundus", "htmldate", "defuddle")
FOLDS: Final = 4
LENIENT: Final = 1.0  # what "none" loses behind the fit: a missing value costs users more than the likelihood knows
_PULL: Final = 0.01  # of weights towards 0


class Offered(NamedTuple):
    """A page: what it offers for a field."""

    dataset: str
    site: str
    page_type: str
    has_truth: bool
    choices: list[tuple[frozenset[str], bool]]
    """Evidence of each value, and whether it is right."""
    shipped: bool | None
    """Whether the library's own choice is right; None where it chooses nothing."""


@dataclass
class Fit:
    """Weights by name; "none" and "none TYPE" are those of choosing nothing."""

    weights: dict[str, float]

    def choice(self, page: Offered) -> bool | None:
        """Whether the chosen value is right; None where nothing is chosen."""
        none = self.weights["none"] + self.weights.get(f"none {page.page_type}", 0.0) - LENIENT
        best, right = none, None
        for evidence, is_right in page.choices:
            if (score := sum(self.weights.get(name, 0.0) for name in evidence)) > best:
                best, right = score, is_right
        return right


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; exit code 2 where the corpora are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=measure.DATA, help="folder of the corpora")
    parser.add_argument("--field", choices=tuple(FIELDS), action="append", help="default: both")
    parser.add_argument("--limit", type=int, help="only the first LIMIT pages of each data set")
    options = parser.parse_args(arguments)
    data = options.data.resolve()
    try:
        scorers = measure.load_scorers(data)
    except measure.MissingCorporaError as error:
        print(error, file=sys.stderr)
        return 2
    with ProcessPoolExecutor(
        2, mp_context=get_context("spawn"), initializer=measure.start_worker, initargs=(data,)
    ) as pool:
        docs = [(dataset, doc) for dataset in DATASETS for doc in scorers.corpora.load(dataset, options.limit)]
        read = list(pool.map(offers, docs, chunksize=8))
    for field in options.field or FIELDS:
        report(field, [page[field] for page in read if field in page])
    return 0


def offers(named: tuple[str, Any]) -> dict[str, Offered]:
    """What a page offers for each field that its truth tells of."""
    dataset, doc = named
    try:
        trace = articlekit.trace(doc.html, url=doc.url)
    except articlekit.ArticleKitError:
        return {}
    score = sys.modules["score"]
    site = urlsplit(doc.url or "").netloc.removeprefix("www.") or doc.id
    found = {}
    for field, (public, key) in FIELDS.items():
        if field not in doc.truth:
            continue
        rows = [row for row in trace.metadata.candidates if row.field == public]
        truth = doc.truth[field]
        groups: dict[Any, list[Candidate]] = {}
        for row in rows:
            groups.setdefault(key(row.value), []).append(row)
        choices = [
            (
                resolve.counted(group, WEIGHTS[field]),
                bool(truth) and _is_right(score, field, group[0].value, truth),
            )
            for group in groups.values()
        ]
        chosen = trace.metadata.values.get(public)
        shipped = _is_right(score, field, chosen, truth) if chosen else None
        found[field] = Offered(dataset, site, str(trace.verdict.page_type), bool(truth), choices, shipped)
    return found


def _is_right(score: Any, field: str, value: Any, truth: Any) -> bool:
    if not truth:
        return False
    if field == "date":
        return bool(score.day(value) in score._days(truth))
    return bool(score.names([person["name"] for person in value]) == score.names(truth))


def fit(pages: Sequence[Offered]) -> Fit:
    """The weights under which the truth is likeliest."""
    names = sorted({name for page in pages for evidence, _ in page.choices for name in evidence})
    names += ["none", *sorted({f"none {page.page_type}" for page in pages})]
    column = {name: number for number, name in enumerate(names)}
    rows, segments, right = [], [], []
    told = [page for page in pages if not page.has_truth or any(is_right for _, is_right in page.choices)]
    for number, page in enumerate(told):
        nothing = (frozenset({"none", f"none {page.page_type}"}), not page.has_truth)
        for evidence, is_right in [*page.choices, nothing]:
            row = torch.zeros(len(names))
            row[[column[name] for name in evidence]] = 1.0
            rows.append(row)
            segments.append(number)
            right.append(float(is_right))
    table, segment, target = torch.stack(rows), torch.tensor(segments), torch.tensor(right)
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = table @ weights
        top = torch.full((len(told),), -1e9).scatter_reduce(0, segment, scores, "amax")
        power = torch.exp(scores - top[segment])
        whole = torch.zeros(len(told)).index_add(0, segment, power)
        good = torch.zeros(len(told)).index_add(0, segment, power * target)
        value = -torch.log((good + 1e-12) / whole).mean() + _PULL * (weights**2).mean()
        value.backward()
        return value

    optimizer.step(loss)
    return Fit(dict(zip(names, weights.tolist(), strict=True)))


def report(field: str, pages: Sequence[Offered]) -> None:
    """Prints the figures and the weights."""
    sites = sorted({page.site for page in pages})
    fold = {
        site: number % FOLDS for number, site in enumerate(sorted(sites, key=lambda site: zlib.crc32(site.encode())))
    }
    validated: list[tuple[Offered, bool | None]] = []
    for number in range(FOLDS):
        fitted = fit([page for page in pages if fold[page.site] != number])
        validated += [(page, fitted.choice(page)) for page in pages if fold[page.site] == number]
    print(f"## {field}\n\n| | equal, as shipped | cross-validated | best possible | spurious | cross-validated |")
    print("|---|---|---|---|---|---|")
    for dataset in dict.fromkeys(page.dataset for page in pages):
        mine = [(page, chosen) for page, chosen in validated if page.dataset == dataset]
        have = [(page, chosen) for page, chosen in mine if page.has_truth]
        none = [(page, chosen) for page, chosen in mine if not page.has_truth]
        figures = [
            _share(page.shipped is True for page, _ in have),
            _share(chosen is True for _, chosen in have),
            _share(any(is_right for _, is_right in page.choices) for page, _ in have),
            _share(page.shipped is not None for page, _ in none),
            _share(chosen is not None for _, chosen in none),
        ]
        print(f"| {dataset} | {' | '.join(figures)} |")
    print("\nfitted on all:")
    for name, weight in sorted(fit(pages).weights.items(), key=lambda pair: -pair[1]):
        print(f"  {name:24} {weight:5.1f}")


def _share(values: Iterable[bool]) -> str:
    counted = list(values)
    return f"{sum(counted) / len(counted):.3f}" if len(counted) >= 20 else "–"


if __name__ == "__main__":
    sys.exit(main())
