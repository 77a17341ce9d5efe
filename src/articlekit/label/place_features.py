"""Features of what is around the block: its regions, the page's best containers, what repeats, the page as a whole."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from articlekit.label.arrays import OWN_BITS, REGION_BITS, Floats, Ints, fill, write_bits
from articlekit.label.scene import BODY, SHOWN, TEXT, Group, Scene

_FAR: Final = 200  # blocks; farther is all the same
_LD_TYPES: Final = (
    "Article", "NewsArticle", "BlogPosting", "Product", "ItemList", "CollectionPage", "FAQPage",
    "DiscussionForumPosting", "QAPage", "Recipe", "BreadcrumbList", "Organization", "LocalBusiness", "WebSite",
    "TechArticle",
)  # fmt: skip


def _around(scene: Scene, out: Floats) -> None:
    a = scene.arrays
    write_bits(a.bits[a.region], out)


_RUNGS: Final = ("text", "share", "link-share", "blocks", "paragraphs", "density", "headings")


def _containers(scene: Scene, out: Floats) -> None:
    """Of five containers around the block, from the nearest out: what they hold."""
    a = scene.arrays
    ladder = a.ladder(scene.sums[:, SHOWN])
    text, linked, shown, paragraphs, headings, _ = scene.sums.T
    text_at_least = np.maximum(text, 0)
    columns = (
        np.log1p(text_at_least),
        text / scene.total,
        linked / np.maximum(text + linked, 1),
        np.log1p(shown),
        np.log1p(paragraphs),
        np.log1p(text_at_least / np.maximum(shown, 1)),
        np.log1p(headings),
    )
    per_region = np.empty((len(a.end), len(_RUNGS)), dtype=np.float32)
    fill(per_region, columns)
    for level, rung in enumerate(ladder):
        out[:, level * len(_RUNGS) : (level + 1) * len(_RUNGS)] = per_region.take(rung, axis=0)


def _main(scene: Scene, out: Floats) -> None:
    """Where the block lies, seen from the page's best containers and its headline."""
    a, text = scene.arrays, scene.sums[:, TEXT]
    chain = np.array(a.chain(scene.best))
    meeting = a.meeting(chain.tolist())
    shared = text[chain[meeting]]
    best = max(float(scene.scores[scene.best]), 1e-6)
    head = scene.survey.headline
    top = np.array(a.chain(int(a.outer[head])) if head is not None else [0])
    met = a.meeting(top.tolist())
    inside = [(a.region >= region) & (a.region <= a.end[region]) for region in (scene.best, scene.main)]
    columns = (
        inside[0],
        inside[1],
        scene.scores[a.parent[a.outer]] / best,
        np.minimum(meeting, 10) / 5,
        shared / scene.total,
        np.log1p(np.maximum(shared - text[scene.best], 0) / max(float(text[scene.best]), 1)),
        text[top[met]] / scene.total,
        np.minimum(met, 10) / 5,
        a.depth[a.region] / 20,
    )
    fill(out, columns)


_ALIKE: Final = ("blocks", "text", "share", "link-share", "paragraph-share", "words")


def _repeats(scene: Scene, out: Floats) -> None:
    """Blocks in regions that look alike, as cards, rows and comments do: what they hold together."""
    a, size = scene.arrays, len(_ALIKE)
    for at, group in ((0, a.path[a.region]), (size, a.pair[a.outer])):
        out[:, at : at + size] = _alike(scene, group).take(group, axis=0)
    copies = np.log1p(np.bincount(a.path)).astype(np.float32)[a.path]
    rung = a.outer
    for level in range(2 * size, 2 * size + 5):
        out[:, level] = copies[rung]
        rung = a.parent[rung]


def _alike(scene: Scene, group: Ints) -> Floats:
    """`_ALIKE` of each group."""
    a = scene.arrays
    size = int(group.max()) + 1
    sums = (a.shown, scene.text, scene.linked, a.body * a.shown, a.words * a.shown)
    shown, held, links, paragraphs, words = (np.bincount(group, weights=c, minlength=size) for c in sums)
    some = np.maximum(shown, 1)
    columns = (
        np.log1p(shown),
        np.log1p(held),
        held / scene.total,
        links / np.maximum(held + links, 1),
        paragraphs / some,
        np.log1p(words / some),
    )
    alike = np.empty((size, len(columns)), dtype=np.float32)
    fill(alike, columns)
    return alike


def _place(scene: Scene, out: Floats) -> None:
    """Where the block stands on the page, and how far the next paragraphs are."""
    a = scene.arrays
    n = len(a.region)
    index = np.arange(n)
    text, body = np.cumsum(a.chars * a.shown), np.cumsum(a.chars * a.body * a.shown)
    head = scene.survey.headline
    ahead = index - (head or 0)
    before = np.maximum.accumulate(np.where(a.body > 0, index, -_FAR))
    after = np.minimum.accumulate(np.where(a.body > 0, index, n + _FAR)[::-1])[::-1]
    front = np.zeros(n)
    front[list(scene.survey.front)] = 1
    columns = (
        text / max(float(text[-1]), 1),
        index / n,
        body / max(float(body[-1]), 1),
        np.log1p(index),
        np.log1p(index[::-1]),
        ahead >= 0,
        np.sign(ahead) * np.log1p(np.abs(ahead)),
        np.full(n, head is not None),
        front,
        np.log1p(np.minimum(index - before, _FAR)),
        np.log1p(np.minimum(after - index, _FAR)),
    )
    fill(out, columns)


def _page(scene: Scene, out: Floats) -> None:
    a, page = scene.arrays, scene.page
    metas = dict(page.head.metas)
    kind = metas.get("og:type", "").lower()
    declared = " ".join(page.head.json_ld)
    words = a.words * a.shown
    address = (page.url or "").rstrip("/")
    values = (
        kind == "article",
        kind == "website",
        "product" in kind,
        "article:published_time" in metas,
        *(f'"{name}"' in declared for name in _LD_TYPES),
        page.kind != "html",  # no names of regions to go by
        np.log1p(len(a.region)),
        np.log1p(words.sum()),
        (words * a.link_share).sum() / max(float(words.sum()), 1),
        np.log1p(a.body.sum()),
        scene.sums[0, BODY] / max(float((a.chars * a.shown).sum()), 1),
        scene.sums[scene.best, TEXT] / scene.total,
        scene.sums[scene.main, TEXT] / scene.total,
        np.log1p(max(float(scene.scores[scene.best]), 0)),
        address.count("/") / 5,
        len(address) / 100,
        address.rpartition("/")[2].count("-") / 5,
        re.search(r"\d{4}", address) is not None,
    )
    out[:] = np.array(values, dtype=np.float32)


PLACE_GROUPS: Final = (
    Group("around", (*REGION_BITS, *OWN_BITS), _around),
    Group("containers", tuple(f"container-{level}-{name}" for level in range(5) for name in _RUNGS), _containers),
    Group(
        "main",
        (
            "in-best-container", "in-main-container", "parent-score", "steps-to-best", "best-meeting-share",
            "best-meeting-gain", "headline-meeting-share", "steps-to-headline", "depth",
        ),
        _main,
    ),
    Group(
        "repeats",
        (
            *(f"alike-{name}" for name in _ALIKE),
            *(f"alike-pair-{name}" for name in _ALIKE),
            *(f"copies-{level}" for level in range(5)),
        ),
        _repeats,
    ),
    Group(
        "place",
        (
            "text-before", "place", "paragraphs-before", "from-start", "from-end", "below-headline",
            "headline-distance", "has-headline", "front-line", "paragraph-above", "paragraph-below",
        ),
        _place,
    ),
    Group(
        "page",
        (
            "page-og-article", "page-og-website", "page-og-product", "page-published",
            *(f"page-declares-{name}" for name in _LD_TYPES),
            "page-plain-text", "page-blocks", "page-words", "page-link-share", "page-paragraphs",
            "page-paragraph-share", "page-best-share", "page-main-share", "page-best-score", "address-depth",
            "address-length", "address-hyphens", "address-year",
        ),
        _page,
    ),
)  # fmt: skip
"""The groups of features of what is around the block; the page as a whole comes last."""
