"""Pages of the development corpora as examples: features of each block, how much of it is true, how much it counts.

The convention, where the corpora disagree: an article's body is what stands below its headline, without the headline,
standfirst, byline and date lines (the survey finds those, and no weights decide on them), without text that a browser
hides, and without captions where a corpus leaves them out. Blocks that a truth is silent on weigh nothing.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

import align
import measure
from articlekit import Article, ArticleKitError
from articlekit.label.features import featurize
from articlekit.label.said import listen
from articlekit.models import Figure
from articlekit.page import Page
from articlekit.readers import read
from articlekit.survey import Survey, survey

CORPORA: Final = ("wcxb-dev", "trafilatura", "fundus", "mozilla", "defuddle", "htmldate")
"""The corpora that are learned from; `htmldate` has no truth for text: what the teachers say of it is learned."""
WITH_CAPTIONS: Final = frozenset({"mozilla", "defuddle"})
"""Corpora whose truth holds the captions of figures."""
DRAFTED: Final = 0.6
"""Weight of a page whose truth was drafted from another extractor's output."""
_LEAST_TRUTH: Final = 20  # words; a page with less is wrong or empty, and teaches nothing
_SNIPPETS: Final = 8  # labelled blocks that make a page of snippets count in full
_TEXT_SHARE: Final = 3  # every so many pages, its plain text is an example, too

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A page with its labels; `n` blocks."""

    corpus: str
    page_id: str
    site: str
    type: str | None
    """Page type, where the corpus tells it."""
    drafted: bool
    as_text: bool
    """Whether it is the plain text of a page."""
    rows: Floats
    """The features, (n, f)."""
    true: Floats
    """Per block: the share of its words that belong to the article."""
    words: Floats
    """Per block: words that count for the page's F1; 0 where the truth does not decide."""
    asked: Floats
    """Per block: its words, if the network decides on it, whatever the truth says; else 0."""
    weight: Floats
    """Per block: weight in the loss; from the truth they sum to at most 1, from teachers to 1 more."""
    page_weight: float


def load(data: Path, corpora: Sequence[str] = CORPORA, limit: int | None = None, workers: int = 2) -> list[Example]:
    """The examples of some corpora, in their order."""
    scorers = measure.load_scorers(data)
    found: list[Example] = []
    with ProcessPoolExecutor(workers) as pool:
        for corpus in corpora:
            docs = [(corpus, *doc) for doc in scorers.corpora.load(corpus, limit)]
            for made in pool.map(_examples, docs, chunksize=8):
                found += made
    return found


def digest(data: Path, corpora: Sequence[str] = CORPORA) -> str:
    """A short digest of the corpora's files, to tell what weights were fitted on."""
    total = hashlib.sha256()
    for corpus in corpora:
        total.update((data / "corpora" / f"{corpus}.jsonl.xz").read_bytes())
    return total.hexdigest()[:16]


def fold_of(site: str, folds: int) -> int:
    """The fold of a site: all its pages are in the same one, whatever their corpus."""
    return zlib.crc32(site.encode()) % folds


def site_of(url: str | None, html: str | bytes) -> str:
    """The registrable part of the page's host, roughly; a digest of the page itself where it has no address."""
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    parts = host.split(".")
    if not host:
        return f"{zlib.crc32(html.encode('utf-8', 'replace') if isinstance(html, str) else html):x}"
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def _examples(task: tuple[str, str, Any, str | None, dict[str, Any]]) -> list[Example]:
    corpus, page_id, html, url, truth = task
    try:
        page = read(html, url=url)
    except ArticleKitError:
        return []
    site = site_of(url, html)
    found = [_example(corpus, page_id, site, page, truth)]
    if corpus not in ("trafilatura", "htmldate") and zlib.crc32(page_id.encode()) % _TEXT_SHARE == 0 and page.text:
        found.append(_example(corpus, page_id, site, read(as_text(page), url=url, kind="text"), truth))
    return [example for example in found if example is not None]


def as_text(page: Page) -> str:
    """The page as the plain text that a browser copies: blank lines between blocks, list marks."""
    lines = []
    for block in page.blocks:
        region = page.regions[block.region]
        if block.text and not region.hidden:
            lines.append(f"• {block.text}" if region.tag == "li" else block.text)
    return "\n\n".join(lines) or page.text


def _example(corpus: str, page_id: str, site: str, page: Page, truth: dict[str, Any]) -> Example | None:
    if not page.blocks:
        return None
    surveyed = survey(page)
    decides = _decided(page, surveyed, corpus)
    if corpus == "trafilatura":
        true, words, weight = _from_snippets(page, truth, decides)
        told = 1.0 if weight.sum() else 0.0
    elif corpus == "htmldate":
        true, words, weight = (np.zeros(len(page.blocks), dtype=np.float32) for _ in range(3))
        told = 0.0
    else:
        true, words, weight = _from_text(page, _body(truth), decides)
        told = 1.0 if (true * words).sum() >= _LEAST_TRUTH else 0.0
    drafted = bool(truth.get("draft"))
    return Example(
        corpus,
        page_id,
        site,
        truth.get("type"),
        drafted,
        page.kind == "text",
        featurize(page, surveyed, listen(page, surveyed)),
        true,
        words,
        np.array([len(align.words_of(block.text)) for block in page.blocks], dtype=np.float32) * decides,
        weight,
        told * (DRAFTED if drafted else 1.0),
    )


def without_captions(article: Article) -> Article:
    """The article without the captions of its figures, as most corpora's truths have it; its text has none anyway."""
    return article.model_copy(update={"blocks": tuple(map(_bare, article.blocks))})


def _bare(block: Any) -> Any:
    if isinstance(block, Figure):
        return block.model_copy(update={"caption": None})
    if getattr(block, "items", None):
        items = [item.model_copy(update={"blocks": tuple(map(_bare, item.blocks))}) for item in block.items]
        return block.model_copy(update={"items": tuple(items)})
    if getattr(block, "blocks", None):
        return block.model_copy(update={"blocks": tuple(map(_bare, block.blocks))})
    return block


def _decided(page: Page, surveyed: Survey, corpus: str) -> Floats:
    """1 for blocks that the network decides on and the truth speaks of."""
    kept = np.ones(len(page.blocks), dtype=np.float32)
    for index, m in enumerate(surveyed.measures):
        silent = m.tag == "figcaption" and corpus not in WITH_CAPTIONS
        if m.hidden or index in surveyed.front or silent:
            kept[index] = 0
    return kept


def _body(truth: dict[str, Any]) -> str:
    if truth.get("text") is not None:
        return str(truth["text"])
    return "\n".join(block[1] for block in truth.get("blocks") or ())


def _from_text(page: Page, text: str, decides: Floats) -> tuple[Floats, Floats, Floats]:
    blocks = [align.words_of(block.text) for block in page.blocks]
    covered = np.array(align.coverage(blocks, align.words_of(text)), dtype=np.float32)
    sizes = np.array([len(block) for block in blocks], dtype=np.float32)
    words = sizes * decides
    weight = np.sqrt(words)  # short blocks count for more than their words: structure hangs on them
    return covered / np.maximum(sizes, 1), words, weight / max(float(weight.sum()), 1e-6)


def _from_snippets(page: Page, truth: dict[str, Any], decides: Floats) -> tuple[Floats, Floats, Floats]:
    """A block that holds a required snippet is true, one that holds a forbidden one is not; the rest is unknown."""
    texts = [_flat(block.text) for block in page.blocks]
    sign = np.zeros(len(texts), dtype=np.float32)
    for snippet in truth["without"]:
        sign[[i for i, text in enumerate(texts) if _flat(snippet) in text]] = -1
    for snippet in truth["with"]:
        if holders := list(_holders(texts, _flat(snippet))):
            sign[holders] = 1
    weight = (sign != 0) * decides
    total = float(weight.sum())
    weight = weight / max(total, 1) * min(1.0, total / _SNIPPETS)
    return (sign > 0).astype(np.float32), np.zeros_like(sign), weight.astype(np.float32)


def _holders(texts: Sequence[str], snippet: str) -> Iterator[int]:
    """The longest block that holds a snippet, or the blocks in a row that hold it together."""
    whole = [i for i, text in enumerate(texts) if snippet in text]
    if whole:
        yield max(whole, key=lambda i: len(texts[i]))
        return
    begin, at = " ".join(texts).find(snippet), 0
    for i, text in enumerate(texts):
        if begin >= 0 and at < begin + len(snippet) and at + len(text) > begin:
            yield i
        at += len(text) + 1


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
