"""The labeller's network: its weights file, what it says of a page, and what it gives as evidence."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import pytest

import articlekit
from articlekit.errors import WeightsError
from articlekit.label.choice import LEAST, MOST, promise, threshold
from articlekit.label.features import FEATURES, GROUPS, PAGE_FEATURES, featurize
from articlekit.label.network import TRAINED_TYPES, WEIGHTS, Network, dump, judge, load, shipped
from articlekit.label.said import listen
from articlekit.readers import read
from articlekit.survey import survey

HIDDEN = 4


def random_network(seed: int = 0, **changed: Any) -> Network:
    """A network of chance, with some arrays changed."""
    chance = np.random.default_rng(seed)
    h, f = HIDDEN, len(FEATURES)
    shapes = {
        "mean": (f,), "scale": (f,), "into": (f, h), "into_bias": (h,), "near": (3, 3 * h, h), "near_bias": (3, h),
        "page": (2 * h + PAGE_FEATURES, h), "page_bias": (h,), "type": (h, len(TRAINED_TYPES)),
        "type_bias": (len(TRAINED_TYPES),), "mix": (2 * h, h), "mix_bias": (h,), "out": (h,), "out_bias": (1,),
    }  # fmt: skip
    assert set(shapes) == {field.name for field in fields(Network)}
    arrays = {name: (chance.normal(size=shape) * 0.2).astype(np.float32) for name, shape in shapes.items()}
    arrays["scale"] = np.abs(arrays["scale"]) + 1
    return Network(**(arrays | changed))


def rewritten(octets: bytes, **changed: Any) -> bytes:
    """A weights file with some arrays changed; None takes one out."""
    with np.load(BytesIO(octets), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    written = BytesIO()
    np.savez(written, **{name: array for name, array in (arrays | changed).items() if array is not None})
    return written.getvalue()


def test_feature_names_are_distinct_and_as_many_as_their_columns() -> None:
    page = read("<h1>Rain in May</h1><p>It rained on nineteen of the first twenty days.</p><img src=/a.png>")
    surveyed = survey(page)
    rows = featurize(page, surveyed, listen(page, surveyed))
    assert len(set(FEATURES)) == len(FEATURES) == sum(len(group.features) for group in GROUPS)
    assert rows.shape == (len(page.blocks), len(FEATURES))
    assert np.isfinite(rows).all()


def test_shipped_weights_fit() -> None:
    network = shipped()
    assert network.mean.shape == (len(FEATURES),)
    assert all(np.isfinite(getattr(network, field.name)).all() for field in fields(Network))


def test_shipped_weights_tell_what_they_were_made_of() -> None:
    with np.load(BytesIO(files("articlekit.label").joinpath(WEIGHTS).read_bytes()), allow_pickle=False) as archive:
        about = dict(line.split(": ", 1) for line in archive["about"].tolist())
    assert set(about) >= {"corpora", "digest", "recipe", "cross-validated"}
    assert "wcxb-dev F1own" in about["cross-validated"]


def test_weights_survive_the_file() -> None:
    network = random_network()
    again = load(dump(network, {"corpora": "none"}))
    for field in fields(Network):
        assert np.allclose(getattr(network, field.name), getattr(again, field.name), atol=0.01), field.name


def test_weights_for_other_features_are_refused() -> None:
    names = ["fog", *FEATURES[1:]]
    with pytest.raises(WeightsError, match=rf"not in the weights: {FEATURES[0]}; unknown here: fog\. Fit them anew"):
        load(rewritten(dump(random_network(), {}), features=np.array(names)))


def test_weights_in_another_order_are_refused() -> None:
    with pytest.raises(WeightsError):
        load(rewritten(dump(random_network(), {}), features=np.array(FEATURES[::-1])))


@pytest.mark.parametrize("octets", [b"", b"no weights", b"PK\x03\x04 cut off"])
def test_a_damaged_weights_file_is_refused(octets: bytes) -> None:
    with pytest.raises(WeightsError, match="cannot be read"):
        load(octets)


def test_weights_without_a_layer_are_refused() -> None:
    with pytest.raises(WeightsError, match="lacks near"):
        load(rewritten(dump(random_network(), {}), near=None))


def test_evidence_is_the_slope_of_the_score() -> None:
    """With a page of one block and no way over the page as a whole, the evidence is the whole derivative."""
    network = random_network(3, page=np.zeros((2 * HIDDEN + PAGE_FEATURES, HIDDEN), dtype=np.float32))
    row = network.mean + network.scale * np.random.default_rng(5).normal(size=len(FEATURES)).astype(np.float32) * 0.5
    told = judge(network, row[None])
    known = ((row - network.mean) / network.scale).astype(np.float64)
    for feature in range(0, len(FEATURES), 17):
        step = np.zeros_like(row)
        step[feature] = 0.002 * network.scale[feature]
        above, below = (judge(network, (row + sign * step)[None]).scores.astype(np.float64) for sign in (1, -1))
        slope = ((np.log(above) - np.log1p(-above)) - (np.log(below) - np.log1p(-below)))[0] / 0.004
        assert told.evidence([0])[0, feature] == pytest.approx(slope * known[feature], abs=0.05, rel=0.05)


def test_the_removed_tell_what_the_network_saw() -> None:
    words = "<p>It rained all day in the old town, and nobody who had come for the market had an umbrella at hand.</p>"
    tail = "<div><span>Ida Berg</span><span>Lots of rain</span></div>"
    page = f"<html><body><main><h1>Rain in May</h1>{words * 12}</main>{tail}</body></html>"
    removed = [part for part in articlekit.parse(page).removed if part.rule == "network"]
    assert removed
    assert all(part.evidence and set(part.evidence) <= set(FEATURES) for part in removed)


def test_the_threshold_is_the_one_that_promises_most() -> None:
    scores = np.array([0.95, 0.9, 0.5, 0.1], dtype=np.float32)
    words = np.array([100, 100, 20, 100], dtype=np.float32)
    promised = {least: promise(scores, words, scores >= least) for least in scores}
    assert threshold(scores, words) == pytest.approx(max(promised, key=promised.__getitem__))


@pytest.mark.parametrize(
    ("scores", "words", "least"),
    [([], [], MOST), ([0.9], [0], MOST), ([0.01, 0.02], [5, 5], LEAST), ([0.99, 0.98], [5, 5], MOST)],
)
def test_the_threshold_stays_within_its_bounds(scores: list[float], words: list[float], least: float) -> None:
    assert threshold(np.array(scores, dtype=np.float32), np.array(words, dtype=np.float32)) == pytest.approx(least)
