"""Fits the network on examples, with PyTorch; what comes out is `articlekit.label.network.Network`.

Loss: cross-entropy per block, plus one minus the soft F1 of the page (what the benchmarks measure), plus a small share
for the page type. Weights are averaged over the steps, features dropped at random. What ships has learned from teachers
as well: networks fitted before on the same truth, whose mean word is less noisy than one truth, and who speak where it
is silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from articlekit.label.features import FEATURES, PAGE_FEATURES
from articlekit.label.network import CLIP, REACHES, TRAINED_TYPES, Network, judge
from examples import Example

WORDS: Final = FEATURES.index("words")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit."""

    hidden: int = 48
    epochs: int = 18
    batch: int = 16
    rate: float = 3e-3
    decay: float = 3e-2
    dropout: float = 0.2
    feature_dropout: float = 0.15
    averaging: float = 0.998
    f1_share: float = 1.0
    type_share: float = 0.1
    teachers: int = 2
    """Networks whose mean word the shipped one learns from, beside the truth."""
    teacher_epochs: int = 12
    taught: float = 0.4
    """Share of the teachers' word in the labels of pages with truth."""
    untold: float = 0.5
    """Weight of a page whose truth is silent: all that is learned from it is the teachers' word."""


class TorchNetwork(nn.Module):
    """The same network as `articlekit.label.network`, for fitting."""

    def __init__(self, hidden: int, dropout: float) -> None:
        super().__init__()
        self.into = nn.Linear(len(FEATURES), hidden)
        self.near = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=r, dilation=r) for r in REACHES)
        self.page = nn.Linear(2 * hidden + PAGE_FEATURES, hidden)
        self.kind = nn.Linear(hidden, len(TRAINED_TYPES))
        self.mix = nn.Linear(2 * hidden, hidden)
        self.out = nn.Linear(hidden, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, rows: Any, there: Any, words: Any) -> tuple[Any, Any]:
        """Log-odds of blocks, (pages, n), and of page types, (pages, 7). `there`: 1 for blocks, 0 for padding."""
        mask = there.unsqueeze(-1)
        layer = self.drop(functional.relu(self.into(rows))) * mask
        for near in self.near:
            layer = layer + functional.relu(near(layer.transpose(1, 2)).transpose(1, 2))
            layer = self.drop(layer) * mask
        mean = layer.sum(1) / there.sum(1, keepdim=True)
        weighted = (layer * words.unsqueeze(-1)).sum(1) / (words.sum(1, keepdim=True) + 1e-6)
        whole = torch.cat([mean, weighted, rows[:, 0, -PAGE_FEATURES:]], -1)
        page = functional.relu(self.page(whole))
        spread = page.unsqueeze(1).expand(-1, layer.shape[1], -1)
        mixed = functional.relu(self.mix(torch.cat([layer, spread], -1)))
        return self.out(self.drop(mixed)).squeeze(-1), self.kind(page)


def distil(examples: Sequence[Example], recipe: Recipe = Recipe(), seed: int = 0) -> Network:
    """The network that learns from the truth and from what some teachers, fitted on the same truth, say.

    One network then says about what several would; and pages teach whose truth is silent.
    """
    told = [example for example in examples if example.page_weight > 0]
    shorter = replace(recipe, epochs=recipe.teacher_epochs)
    teachers = [fit(told, shorter, seed + 1000 * (number + 1)) for number in range(recipe.teachers)]
    return fit([_taught(example, teachers, recipe) for example in examples], recipe, seed)


def _taught(example: Example, teachers: Sequence[Network], recipe: Recipe) -> Example:
    said = np.mean([judge(teacher, example.rows).scores for teacher in teachers], axis=0, dtype=np.float32)
    if example.words.any():
        if not example.page_weight:
            return example
        return replace(example, true=(1 - recipe.taught) * example.true + recipe.taught * said)
    known = example.weight > 0
    weight = np.sqrt(example.asked)
    weight = weight / max(float(weight.sum()), 1e-6) + example.weight
    true = np.where(known, example.true, said).astype(np.float32)
    return replace(example, true=true, words=example.asked, weight=weight, page_weight=recipe.untold)


def fit(examples: Sequence[Example], recipe: Recipe = Recipe(), seed: int = 0) -> Network:
    """The network that a recipe makes of some examples; the same for the same seed."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    chance = np.random.default_rng(seed)
    mean, scale = _standard(examples)
    known = [np.clip((example.rows - mean) / scale, -CLIP, CLIP) for example in examples]
    module = TorchNetwork(recipe.hidden, recipe.dropout)
    averaged = torch.optim.swa_utils.AveragedModel(
        module, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(recipe.averaging)
    )
    optimizer = torch.optim.AdamW(module.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(examples) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for batch in _batches(examples, recipe.batch, chance):
            loss = _loss(module, [examples[i] for i in batch], [known[i] for i in batch], recipe)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(module.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(module)
    return exported(averaged.module, mean, scale)


def _standard(examples: Sequence[Example]) -> tuple[Any, Any]:
    rows = np.concatenate([example.rows for example in examples])
    return rows.mean(axis=0), rows.std(axis=0) + 1e-3


def _batches(examples: Sequence[Example], size: int, chance: np.random.Generator) -> Iterator[list[int]]:
    """Batches of pages of about the same length, in any order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].rows) * (1 + 0.3 * chance.random()))
    batches = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(batches)
    yield from batches


def padded(parts: Sequence[Any]) -> Any:
    return nn.utils.rnn.pad_sequence([torch.from_numpy(np.ascontiguousarray(part)) for part in parts], batch_first=True)


def _loss(module: TorchNetwork, batch: Sequence[Example], known: Sequence[Any], recipe: Recipe) -> Any:
    rows = padded(known)
    there = padded([np.ones(len(example.rows), dtype=np.float32) for example in batch])
    words = padded([example.rows[:, WORDS] for example in batch])
    true, counted, weight = (padded([getattr(e, name) for e in batch]) for name in ("true", "words", "weight"))
    pages = torch.tensor([example.page_weight for example in batch])
    types = torch.tensor([TRAINED_TYPES.index(e.type) if e.type in TRAINED_TYPES else -1 for e in batch])
    if recipe.feature_dropout:
        rows = rows * (torch.rand(rows.shape[0], 1, rows.shape[2]) > recipe.feature_dropout)
    logits, type_logits = module(rows, there, words)
    entropy = functional.binary_cross_entropy_with_logits(logits, true, reduction="none")
    per_page = (entropy * weight).sum(1)
    chosen = torch.sigmoid(logits) * counted
    overlap = 2 * (chosen * true).sum(1) / (chosen.sum(1) + (true * counted).sum(1) + 1e-3)
    per_page = per_page + recipe.f1_share * (1 - overlap) * (counted.sum(1) > 0)
    by_type = functional.cross_entropy(type_logits, types, ignore_index=-1, reduction="sum")
    return ((per_page * pages).sum() + recipe.type_share * by_type) / len(batch)


@torch.no_grad()
def exported(module: Any, mean: Any, scale: Any) -> Network:
    def array(parameter: Any) -> Any:
        return np.ascontiguousarray(parameter.detach().numpy(), dtype=np.float32)

    near = [array(layer.weight.permute(2, 1, 0).reshape(-1, layer.weight.shape[0])) for layer in module.near]
    return Network(
        np.asarray(mean, dtype=np.float32),
        np.asarray(scale, dtype=np.float32),
        array(module.into.weight.T),
        array(module.into.bias),
        np.stack(near),
        np.stack([array(layer.bias) for layer in module.near]),
        array(module.page.weight.T),
        array(module.page.bias),
        array(module.kind.weight.T),
        array(module.kind.bias),
        array(module.mix.weight.T),
        array(module.mix.bias),
        array(module.out.weight[0]),
        array(module.out.bias),
    )
