"""How the regions of a page lie in each other. Knows tags and places; it judges nothing.

Regions are listed parents first, and on nearly all pages those inside a region stand right behind it.
"""

from __future__ import annotations

from typing import Any

from articlekit.page import Page


class Outline:
    """How the regions of a page lie in each other: what several steps ask, answered once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.parents = [region[2] for region in page.regions]
        """For each region the one around it; -1 for the root."""
        self.ends = self._ends()
        """For each region the last one in it; those inside region `r` are `r` to `ends[r]`, as text begins in them."""
        self.tags: dict[str, list[int]] = {}
        """The regions of each tag, in order."""
        for index, region in enumerate(page.regions):
            having = self.tags.get(region[0])
            if having is None:
                self.tags[region[0]] = [index]
            else:
                having.append(index)
        self._innermost: dict[tuple[str, ...], list[int]] = {}

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return Outline, (self._page,)

    def _ends(self) -> list[int]:
        parents = self.parents
        ends = list(range(len(parents)))
        for index in range(len(parents) - 1, 0, -1):
            above = parents[index]
            if ends[index] > ends[above]:
                ends[above] = ends[index]
        return ends

    def innermost(self, *tags: str) -> list[int]:
        """For each region the innermost one around it, itself included, that has one of the tags; -1 for none."""
        found = self._innermost.get(tags)
        if found is None:
            having = self.tags.get(tags[0], [])
            if len(tags) > 1:
                having = sorted([index for tag in tags for index in self.tags.get(tag, ())])
            found = self._innermost[tags] = self.inside(having)
        return found

    def inside(self, having: list[int]) -> list[int]:
        """For each region the innermost one around it, itself included, of some regions, in order; -1 for none."""
        parents = self.parents
        found = [-1] * len(parents)
        for index in having:
            found[index] = index
        done = 0
        for outer in having:
            end = self.ends[outer] + 1
            for index in range(max(outer + 1, done), end):  # parents come first
                if found[index] < 0:
                    found[index] = found[parents[index]]
            done = max(done, end)
        return found
