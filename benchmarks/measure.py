"""The development corpora and the scorers that lie beside them: where they are, and how pages are sent through them.

The corpora are no part of the repository. Their folder holds `corpora/`, `citations-dev.jsonl` and `measure/`, whose
modules are loaded from there and called: this code owns no metric, so figures are the same as theirs by construction.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
"""The repository."""
DATA: Final = ROOT.parent / "shared"
"""Where the corpora are looked for, unless a command says otherwise."""
SYSTEM: Final = "articlekit"
"""The name under which the scorers' adapters know this library."""
DATASETS: Final = ("wcxb-dev", "trafilatura", "fundus", "mozilla", "defuddle", "htmldate")
MAIN_FIGURES: Final = ("F1", "wF1", "date", "title")
"""The figure that ranks pages: the first of these that a data set has."""

Output = dict[str, Any]
"""What the adapter gives for a page: text, title, authors, date, blocks, or err."""


class MissingCorporaError(Exception):
    """The corpora, or something that their scorers need, are not there."""


@dataclass(frozen=True)
class Scorers:
    """The modules of the corpora's `measure` folder."""

    corpora: Any
    score: Any
    systems: Any
    citations: Any


class Measured(NamedTuple):
    """A data set, sent through the library."""

    name: str
    docs: tuple[Any, ...]
    """The pages with their truth; a page is (id, html, url, truth)."""
    outputs: dict[str, Output]
    """What the library made of each page, by page id."""
    figures: dict[str, Any]
    """The scorer's figures, in its order."""


@cache
def load_scorers(data: Path) -> Scorers:
    """The scorers beside the corpora in `data`; raises `MissingCorporaError` where there are none."""
    folder = data / "measure"
    if not (folder / "score.py").is_file() or not (data / "corpora").is_dir():
        raise MissingCorporaError(f"no development corpora in {data}: give their folder with --data")
    if find_spec("dateutil") is None:
        raise MissingCorporaError("the scorers read dates with python-dateutil: pip install python-dateutil")
    with _importing_from(folder):
        names = ("corpora", "score", "systems", "score_citations")
        return Scorers(*(importlib.import_module(name) for name in names))


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    # The folder stays on the path (its modules import each other late), but gets no byte code: it may be read-only.
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


@contextmanager
def pool_of(workers: int, data: Path) -> Iterator[ProcessPoolExecutor]:
    """Processes that send pages through the library. They are fresh ones: what a page gives depends on nothing else."""
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=start_worker, initargs=(data,)) as pool:
        yield pool


def start_worker(data: Path) -> None:
    """Makes a fresh process ready to send pages through the library."""
    load_scorers(data)
    with _importing_from(data / "measure"):
        importlib.import_module("run")


def measure(pool: ProcessPoolExecutor, data: Path, dataset: str, limit: int | None = None) -> Measured:
    """The figures of a data set, or of its first `limit` pages."""
    scorers = load_scorers(data)
    docs = tuple(scorers.corpora.load(dataset, limit))
    outputs = {output["id"]: output for output in pool.map(_output, docs, chunksize=4)}
    return Measured(dataset, docs, outputs, _figures(scorers, dataset, docs, outputs))


def _output(doc: Any) -> Output:
    output: Output = sys.modules["run"].one(SYSTEM, doc)
    output.pop("ms", None)  # processes that share a machine measure no time; `speed.py` does
    return output


def _figures(scorers: Scorers, dataset: str, docs: Sequence[Any], outputs: dict[str, Output]) -> dict[str, Any]:
    figures: dict[str, Any] = scorers.score.score(dataset, docs, outputs, scorers.systems.SYSTEMS[SYSTEM].caps)
    if dataset == "htmldate":
        del figures["empty"]  # this set has no text to score
    return figures


def page_score(data: Path, measured: Measured, doc: Any) -> float:
    """The data set's main figure, for one page alone."""
    figures = _figures(load_scorers(data), measured.name, [doc], measured.outputs)
    return float(next((figures[name] for name in MAIN_FIGURES if figures.get(name) is not None), 1.0))


# ---------------------------------------------------------------- citations

LABELLED_IN: Final = {
    "trafilatura-eval": "trafilatura",
    "trafilatura-cache": "trafilatura",
    "readability": "mozilla",
    "wcxb-dev": "wcxb-dev",
}
"""The corpus that holds the pages of each group of citation labels."""


class Citations(NamedTuple):
    """The figures of linking source tags to claims."""

    pages: int
    """Labelled pages that the corpora hold."""
    missing: tuple[str, ...]
    """Labelled pages that they do not hold; their labels count as not found."""
    figures: dict[str, dict[str, Any]]
    """The scorer's figures: over "all", then for groups of forms, forms and scopes."""


def measure_citations(pool: ProcessPoolExecutor, data: Path) -> Citations:
    """The figures of the citations on the hand-labelled pages."""
    scorers = load_scorers(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the scorer leaves its file to the garbage collector
        gold = scorers.citations.load_gold(str(data / "citations-dev.jsonl"))
    docs = _labelled_docs(scorers, list(gold))
    found = pool.map(_predictions, docs.values(), chunksize=2)
    predictions = dict(zip(docs, found, strict=True))
    missing = tuple(name for name in gold if name not in docs)
    return Citations(len(docs), missing, scorers.citations.score(predictions, gold))


def _labelled_docs(scorers: Scorers, names: Sequence[str]) -> dict[str, Any]:
    """The page for each "group/page" that has one: the page whose id ends so, the closest id first."""
    found: dict[str, Any] = {}
    for dataset in dict.fromkeys(LABELLED_IN[name.split("/", 1)[0]] for name in names):
        wanted = {name: name.split("/", 1)[1] for name in names if LABELLED_IN[name.split("/", 1)[0]] == dataset}
        for doc in scorers.corpora.load(dataset):
            for name, end in wanted.items():
                if doc.id.endswith(end) and (name not in found or len(doc.id) < len(found[name].id)):
                    found[name] = doc
    return found


def _predictions(doc: Any) -> list[dict[str, str]]:
    """One prediction for each source of each citation, in the scorer's terms."""
    import articlekit

    try:
        article = articlekit.parse(doc.html, url=doc.url)
    except articlekit.ArticleKitError:
        return []
    claims = {claim.id: claim.text for claim in article.claims}
    sources = {source.id: source for source in article.sources}
    predictions = []
    for citation in article.citations:
        tag = {"marker": citation.marker, "claim_text": claims.get(citation.claim_id or "", "")}
        told = [{"href": sources[name].url or "", "source_name": sources[name].name} for name in citation.source_ids]
        predictions += [tag | source for source in told or [{"href": "", "source_name": ""}]]
    return predictions
