"""The body's text while it is laid out: where each piece starts, and which leaf of the body it is.

Blocks without text (an image, an empty cell) stand where the next text of their container starts, or where the
container ends: so every block lies inside its parent and behind its elder siblings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from articlekit.draft import DraftBlock, Leaf, LeafRole


def new_leaf(
    block: int,
    start: int,
    end: int,
    role: LeafRole,
    block_id: str,
    label_end: int,
    item_extent: tuple[int, int] | None = None,
    list_extent: tuple[int, int] | None = None,
    cut: int = 0,
) -> Leaf:
    """The leaf of these values; the class's own constructor is a Python function."""
    return tuple.__new__(Leaf, (block, start, end, role, block_id, label_end, item_extent, list_extent, cut))


class BodyText:
    """Text, block ids and leaves so far."""

    def __init__(self) -> None:
        self.at = 0
        self.leaves: list[Leaf] = []
        self.captions: list[Leaf] = []
        self._pieces: list[str] = []
        self._ids = 0
        self._empty: list[DraftBlock] = []  # blocks without text since the last text, in the open container

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def pieces(self) -> int:
        """A mark of this place, for `since`."""
        return len(self._pieces)

    def since(self, pieces: int) -> str:
        """The text that was written since a mark was taken, with the gap before it."""
        return "".join(self._pieces[pieces:])

    def write(self, text: str, gap: str) -> int:
        """Append text behind a gap; the offset where it starts."""
        if self.at and text:
            self._pieces.append(gap)
            self.at += len(gap)
        start = self.at
        self._pieces.append(text)
        self.at += len(text)
        if text:
            for block in self._empty:
                block["start"] = block["end"] = start
            self._empty.clear()
        return start

    def new_id(self) -> str:
        """The next block id."""
        self._ids += 1
        return f"b{self._ids}"

    def empty(self, **fields: Any) -> DraftBlock:
        """A block (or cell) without text."""
        block = {"start": self.at, "end": self.at, **fields}
        self._empty.append(block)
        return block

    def settle(self) -> None:
        """The open container ends: what stands empty in it stays here."""
        self._empty.clear()

    def add_leaf(
        self, index: int, start: int, role: LeafRole, block_id: str, label_end: int | None = None, cut: int = 0
    ) -> None:
        """The page block `index`, without the first `cut` characters, went to the text from `start` to here."""
        label_end = start if label_end is None else label_end
        self.leaves.append(new_leaf(index, start, self.at, role, block_id, label_end, cut=cut))

    def start_since(self, first_leaf: int, otherwise: int, blocks: Sequence[DraftBlock] = ()) -> int:
        """Where a container starts: at its first leaf or at its first block; `otherwise` if it holds neither."""
        starts = [block["start"] for block in blocks[:1]]
        if first_leaf < len(self.leaves):
            starts.append(self.leaves[first_leaf].start)
        return min(starts, default=otherwise)

    def tell_item(self, first_leaf: int, extent: tuple[int, int]) -> None:
        """Tell the leaves since `first_leaf` which item they lie in; those of an inner item know theirs."""
        for i in range(first_leaf, len(self.leaves)):
            block, start, end, role, block_id, label_end, item, around, cut = self.leaves[i]
            if item is None:
                self.leaves[i] = new_leaf(block, start, end, role, block_id, label_end, extent, around, cut)

    def tell_list(self, first_leaf: int, extent: tuple[int, int]) -> None:
        """Tell the leaves since `first_leaf` which outermost list they lie in."""
        for i in range(first_leaf, len(self.leaves)):
            block, start, end, role, block_id, label_end, item, _, cut = self.leaves[i]
            self.leaves[i] = new_leaf(block, start, end, role, block_id, label_end, item, extent, cut)

    def rename(self, names: Mapping[str, str]) -> None:
        """Give the blocks of the leaves other ids."""
        for leaves in (self.leaves, self.captions):
            for i, (block, start, end, role, block_id, label_end, item, around, cut) in enumerate(leaves):
                name = names.get(block_id, "")
                if name != block_id:
                    leaves[i] = new_leaf(block, start, end, role, name, label_end, item, around, cut)
