"""How good the articles are: scores the library on the development corpora.

    python benchmarks/quality.py                                  every data set, and the citations
    python benchmarks/quality.py --datasets fundus --worst 10     one data set, and its worst pages
    python benchmarks/quality.py --floors                         the slices of floors.toml; exit code 1 below a floor

Figures are fractions of 1, but for counts of pages (n, err, empty); what each means, the corpora's own README says.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import articlekit
import floors
import measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit code: 0, 1 for a figure below its floor, 2 where the corpora are missing."""
    options = _options(arguments)
    data = options.data.resolve()
    try:
        measure.load_scorers(data)
    except measure.MissingCorporaError as error:
        print(error, file=sys.stderr)
        return 2
    bounds = {part.name: part for part in floors.read_floors()} if options.floors or options.set_floors else {}
    figures: dict[str, Mapping[str, Any]] = {}
    with measure.pool_of(options.workers, data) as pool:
        for name in options.datasets or bounds or (*measure.DATASETS, floors.CITATIONS):
            if name == floors.CITATIONS:
                citations = measure.measure_citations(pool, data)
                print(_citations_table(citations), flush=True)
                figures[name] = citations.figures["all"]
                continue
            limit = bounds[name].pages if name in bounds else options.limit
            measured = measure.measure(pool, data, name, limit)
            print(_table(measured), flush=True)
            if options.worst:
                print(_worst_table(data, measured, options.worst), flush=True)
            figures[name] = measured.figures
    if options.json:
        report = {"articlekit": articlekit.__version__, "figures": figures}
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return _compare(options, bounds, figures)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = (*measure.DATASETS, floors.CITATIONS)
    add = parser.add_argument
    add("--data", type=Path, default=measure.DATA, help="folder of the corpora (default: %(default)s)")
    add("--datasets", type=lambda text: text.split(","), help="comma list of " + ", ".join(names))
    add("--limit", type=int, help="only the first LIMIT pages of each data set")
    add("--workers", type=int, default=2, help="processes (default: %(default)s); they change no figure")
    add("--worst", type=int, metavar="N", help="list the N worst pages of each data set")
    add("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    add("--floors", action="store_true", help="measure the slices of floors.toml and compare")
    add("--set-floors", action="store_true", help="measure them and write floors.toml anew")
    add("--margin", type=float, default=floors.MARGIN, help="for --set-floors (default: %(default)s)")
    options = parser.parse_args(arguments)
    for name in options.datasets or ():
        if name not in names:
            parser.error(f"there is no data set {name!r}; there are {', '.join(names)}")
    if options.limit and (options.floors or options.set_floors):
        parser.error("floors.toml says how many pages its slices have: leave out --limit")
    if options.datasets and options.set_floors:
        parser.error("floors are set for all slices together: leave out --datasets")
    return options


def _compare(options: argparse.Namespace, bounds: Mapping[str, floors.Slice], figures: Mapping[str, Any]) -> int:
    if options.set_floors:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        print(floors.write_floors(figures, today, options.margin))
        return 0
    broken = [line for name in figures if name in bounds for line in floors.broken_floors(bounds[name], figures[name])]
    for line in broken:
        print(line)
    if bounds and not broken:
        print("no figure is below its floor")
    return 1 if broken else 0


# ---------------------------------------------------------------- tables


def _markdown(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [f"### {title}", "", "| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(measured: measure.Measured) -> str:
    head = ["system", *measured.figures]
    return _markdown(
        f"{measured.name} ({len(measured.docs)} pages)", head, [[measure.SYSTEM, *measured.figures.values()]]
    )


def _citations_table(citations: measure.Citations) -> str:
    rows = [(name, figures) for name, figures in citations.figures.items() if not name.startswith("scope:")]
    head = list(dict.fromkeys(key for _, figures in rows for key in figures if key != "fp_forms"))
    table = _markdown(
        f"citations ({citations.pages} pages)",
        ["tags", *head],
        [[name, *(figures.get(key) for key in head)] for name, figures in rows],
    )
    if citations.missing:
        table += f"\nnot in the corpora, their labels count as not found: {', '.join(citations.missing)}\n"
    return table


# ---------------------------------------------------------------- the worst pages


def _worst_table(data: Path, measured: measure.Measured, count: int) -> str:
    """The pages with the lowest score: how many words are missing and too many, and where the missing ones went."""
    scored = sorted((measure.page_score(data, measured, doc), doc.id, doc) for doc in measured.docs)
    rows = [[page, score, *_faults(doc, measured.outputs[page])] for score, page, doc in scored[:count]]
    return _markdown(f"{measured.name}, worst pages", ["page", "score", "missing", "extra", "what went wrong"], rows)


def _faults(doc: Any, output: measure.Output) -> list[Any]:
    if output.get("err"):
        return [None, None, output["err"]]
    text, truth = output.get("text") or "", doc.truth
    snippets = "text" not in truth and "blocks" not in truth
    if snippets:
        missing = _words(*(snippet for snippet in truth.get("with") or () if _flat(snippet) not in _flat(text)))
        extra = _words(*(snippet for snippet in truth.get("without") or () if _flat(snippet) in _flat(text)))
    else:
        wanted = _words(truth.get("text") or " ".join(block[1] for block in truth.get("blocks") or ()))
        missing, extra = wanted - _words(text), _words(text) - wanted
    return [missing.total(), extra.total(), "; ".join(_removals(doc, missing))]


def _removals(doc: Any, missing: Counter[str]) -> Iterator[str]:
    """Where most of the missing words went, with how many of them: rules that removed them, kinds of front lines."""
    if not missing:
        return
    article = articlekit.parse(doc.html, url=doc.url)
    by_rule: Counter[str] = Counter()
    for removed in article.removed:
        by_rule[f"{removed.reason}/{removed.rule}"] += (_words(removed.text) & missing).total()
    for line in article.front:
        by_rule[f"front/{line.kind}"] += (_words(line.text) & missing).total()
    for rule, words in by_rule.most_common(3):
        if words:
            yield f"{rule} holds {words}"


def _words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text.lower()))


def _flat(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
