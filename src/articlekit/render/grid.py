"""Lays a table's cells out in columns, for formats whose cells cover one column and one row each.

A cell that covers several columns or rows stands in the first of them; the others are empty. Columns in which no cell
begins are left out, so a `colspan` of a billion costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articlekit.models import Cell, Row

_EMPTY_PER_CELL: Final = 8
_EMPTY_AT_LEAST: Final = 1000


def grid(rows: Sequence[Row]) -> list[list[Cell | None]]:
    """The rows as lists of cells, None where a cell is covered by another one; each row ends with its last cell.

    A table whose spans would fill the page with empty cells gets its cells in plain order.
    """
    budget = _EMPTY_PER_CELL * sum(len(row.cells) for row in rows) + _EMPTY_AT_LEAST
    placed = _placed(rows, budget)
    columns = {column: n for n, column in enumerate(sorted({column for row in placed for column, _ in row}))}
    widths = [columns[row[-1][0]] + 1 if row else 0 for row in placed]
    if len(placed) < len(rows) or sum(widths) > budget:
        return [list(row.cells) for row in rows]
    result: list[list[Cell | None]] = [[None] * width for width in widths]
    for line, row in zip(result, placed, strict=True):
        for column, cell in row:
            line[columns[column]] = cell
    return result


def _placed(rows: Sequence[Row], budget: int) -> list[list[tuple[int, Cell]]]:
    """Each row's cells with the columns in which they begin; ends early when covered places use up the budget."""
    result: list[list[tuple[int, Cell]]] = []
    covering: list[tuple[int, int, int]] = []  # (first column, column behind, rows still covered), from left to right
    for row in rows:
        budget -= len(covering)
        if budget < 0:
            break
        line = _placed_row(row, covering)
        below = [(column, column + cell.colspan, cell.rowspan) for column, cell in line]
        covering = sorted((first, behind, left - 1) for first, behind, left in covering + below if left > 1)
        result.append(line)
    return result


def _placed_row(row: Row, covering: Sequence[tuple[int, int, int]]) -> list[tuple[int, Cell]]:
    line: list[tuple[int, Cell]] = []
    column = at = 0
    for cell in row.cells:
        while at < len(covering) and covering[at][0] <= column:
            column = max(column, covering[at][1])
            at += 1
        line.append((column, cell))
        column += cell.colspan
    return line
