"""The network that judges blocks: its weights, and what it says of a page's features. Inference only, numpy only.

    features ─▶ 48 per block ─▶ three convolutions over the block sequence (reach 1, 2, 4; each adds to what it got)
                                  │                                                      │
                                  └─▶ mean over the page, plain and by words ─▶ page ────┤─▶ page type
                                                                                         └─▶ belongs to the article?

`training/` fits the weights and writes the file; the file says which features it was fitted on; no others are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from articlekit.errors import WeightsError
from articlekit.label.arrays import Floats
from articlekit.label.features import FEATURES, PAGE_FEATURES

WEIGHTS: Final = "weights.npz"
"""The file beside this module: numpy arrays, read without pickle."""
REACHES: Final = (1, 2, 4)
"""How far the neighbours stand that each convolution looks at, in blocks."""
TRAINED_TYPES: Final = ("article", "documentation", "service", "forum", "collection", "listing", "product")
"""The page types that the training corpus tells apart."""
CLIP: Final = 5.0
"""Standardised features are cut at so many standard deviations: no page may be stranger than that."""
_ONE_THREAD: Final = 250_000  # multiplications; OpenBLAS starts threads from 262,144
_PIECE: Final = 4096  # blocks whose standardised features are held at once
_WORDS: Final = FEATURES.index("words")
_ARRAYS: Final = (
    "mean", "scale", "into", "into_bias", "near", "near_bias", "page", "page_bias", "type", "type_bias", "mix",
    "mix_bias", "out", "out_bias",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The weights, by layer. `f` features, `h` hidden units, `p` page features."""

    mean: Floats
    scale: Floats
    """Shape (f,): a feature is judged by how many `scale` it lies from the `mean` of the training pages."""
    into: Floats
    into_bias: Floats
    """(f, h) and (h,)."""
    near: Floats
    near_bias: Floats
    """(3, 3h, h) and (3, h): the convolutions, over the block before, the block, the block behind."""
    page: Floats
    page_bias: Floats
    """(2h + p, h) and (h,)."""
    type: Floats
    type_bias: Floats
    """(h, 7) and (7,)."""
    mix: Floats
    mix_bias: Floats
    """(2h, h) and (h,)."""
    out: Floats
    out_bias: Floats
    """(h,) and (1,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the network says of a page."""

    scores: Floats
    """Per block: the probability that it belongs to the article."""
    types: Floats
    """The probability of each of `TRAINED_TYPES`."""
    network: Network
    rows: Floats
    """The features that it judged."""
    gates: tuple[NDArray[np.bool_], ...]
    """Per layer: which units are at work, (n, h)."""

    def evidence(self, blocks: Sequence[int]) -> Floats:
        """For some blocks: how much each feature of the block itself pushed its score up (positive) or down.

        To first order, in log-odds; shape (len(blocks), f). Neighbours and the page as a whole push, too.
        """
        chosen = list(blocks)
        entered, *changed, mixed = (gate[chosen] for gate in self.gates)
        size = self.network.out.shape[0]
        pull = _product(mixed * self.network.out, self.network.mix[:size].T)
        for weights, gate in zip(self.network.near[::-1], changed[::-1], strict=True):
            pull = pull + _product(pull * gate, weights[size : 2 * size].T)
        pushed: Floats = _known(self.network, self.rows[chosen]) * _product(pull * entered, self.network.into.T)
        return pushed


@cache
def shipped() -> Network:
    """The network that comes with the library."""
    return load(files(__package__).joinpath(WEIGHTS).read_bytes())


def load(octets: bytes) -> Network:
    """The network in a weights file. Raises `WeightsError` if it was fitted on other features than `FEATURES`."""
    try:
        with np.load(BytesIO(octets), allow_pickle=False) as archive:
            stored: dict[str, Any] = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise WeightsError(f"the weights file cannot be read: {error}") from error
    names = tuple(stored.get("features", np.array([])).tolist())
    if names != FEATURES:
        lacking = ", ".join(sorted(set(FEATURES) - set(names))[:3]) or "none"
        unknown = ", ".join(sorted(set(names) - set(FEATURES))[:3]) or "none"
        raise WeightsError(
            f"the weights were fitted on {len(names)} features, this version counts {len(FEATURES)}; "
            f"not in the weights: {lacking}; unknown here: {unknown}. Fit them anew: python training/train.py"
        )
    if missing := [name for name in _ARRAYS if name not in stored]:
        raise WeightsError(f"the weights file lacks {', '.join(missing)}")
    return Network(*(np.ascontiguousarray(stored[name], dtype=np.float32) for name in _ARRAYS))


def dump(network: Network, about: dict[str, str]) -> bytes:
    """The weights file of a network, as half-precision arrays; `about` is kept in it for the reader of the file."""
    arrays: dict[str, Any] = {name: getattr(network, name).astype(np.float16) for name in _ARRAYS[2:]}
    arrays |= {name: getattr(network, name).astype(np.float32) for name in _ARRAYS[:2]}
    arrays |= {"features": np.array(FEATURES), "about": np.array([f"{key}: {value}" for key, value in about.items()])}
    octets = BytesIO()
    np.savez_compressed(octets, **arrays)
    return octets.getvalue()


def judge(network: Network, rows: Floats) -> Judgement:
    """What the network says of a page's features; `rows`: shape (n, len(FEATURES)), n at least 1."""
    pieces = [_product(_known(network, rows[at : at + _PIECE]), network.into) for at in range(0, len(rows), _PIECE)]
    last = np.maximum(np.concatenate(pieces) + network.into_bias, 0)
    gates = [last > 0]
    for weights, bias, reach in zip(network.near, network.near_bias, REACHES, strict=True):
        change = _product(_neighbours(last, reach), weights) + bias
        gates.append(change > 0)
        last = last + np.maximum(change, 0)
    words = rows[:, _WORDS : _WORDS + 1]
    mean, weighted = last.mean(axis=0), (last * words).sum(axis=0) / (words.sum() + 1e-6)
    whole = np.concatenate((mean, weighted, _known(network, rows[:1])[0, -PAGE_FEATURES:]))
    page = np.maximum(whole @ network.page + network.page_bias, 0)
    size = last.shape[1]
    mixed = _product(last, network.mix[:size]) + (page @ network.mix[size:] + network.mix_bias)
    score = np.maximum(mixed, 0) @ network.out + network.out_bias[0]
    types = _softmax(page @ network.type + network.type_bias)
    return Judgement(_sigmoid(score), types, network, rows, (*gates, mixed > 0))


def _known(network: Network, rows: Floats) -> Floats:
    """The features, standardised."""
    known: Floats = rows - network.mean
    known /= network.scale
    np.maximum(known, -CLIP, out=known)
    np.minimum(known, CLIP, out=known)
    return known


def _product(rows: Floats, weights: Floats) -> Floats:
    """`rows @ weights`, in pieces so small that no BLAS starts threads for them.

    A page is not worth threads, and workers that fill all cores with pages would fight over them.
    """
    known, size = weights.shape
    step = max(1, _ONE_THREAD // (known * size))
    pieces = len(rows) // step
    whole = pieces * step
    product = np.empty((len(rows), size), dtype=np.float32)
    if pieces:
        out = product[:whole].reshape(pieces, step, size)
        np.matmul(rows[:whole].reshape(pieces, step, known), weights, out=out)  # piece by piece
    if whole < len(rows):
        np.matmul(rows[whole:], weights, out=product[whole:])
    return product


def _neighbours(rows: Floats, reach: int) -> Floats:
    """Each row between the one `reach` before and the one `reach` behind it; zeros beyond the ends."""
    n, size = rows.shape
    around = np.empty((n, 3, size), dtype=np.float32)
    around[:reach, 0] = 0
    around[reach:, 0] = rows[: max(n - reach, 0)]
    around[:, 1] = rows
    around[: max(n - reach, 0), 2] = rows[reach:]
    around[max(n - reach, 0) :, 2] = 0
    return around.reshape(n, 3 * size)


def _sigmoid(values: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(values, -30, 30)))).astype(np.float32)


def _softmax(values: Floats) -> NDArray[np.float32]:
    shifted = np.exp(values - values.max())
    return (shifted / shifted.sum()).astype(np.float32)  # type: ignore[no-any-return]
