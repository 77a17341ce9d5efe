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
    placed = _placed(rows)
    columns = {column: n for n, column in enumerate(sorted({column for row in placed for column, _ in row}))}
    widths = [columns[row[-1][0]] + 1 if row else 0 for row in placed]
    cells = sum(len(row) for row in placed)
    if sum(widths) > _EMPTY_PER_CELL * cells + _EMPTY_AT_LEAST:
        return [list(row.cells) for row in rows]
    result: list[list[Cell | None]] = [[None] * width for width in widths]
    for line, row in zip(result, placed, strict=True):
        for column, cell in row:
            line[columns[column]] = cell
    return result


def _placed(rows: Sequence[Row]) -> list[list[tuple[int, Cell]]]:
    """Each row's cells with the columns in which they begin."""
    result: list[list[tuple[int, Cell]]] = []
    covering: list[tuple[int, int, int]] = []  # (first column, column behind, rows still covered), from left to right
    for row in rows:
        line: list[tuple[int, Cell]] = []
        below: list[tuple[int, int, int]] = []
        waiting = iter(covering)
        blocked = next(waiting, None)
        column = 0
        for cell in row.cells:
            while blocked and blocked[0] <= column:
                column = max(column, blocked[1])
                blocked = next(waiting, None)
            line.append((column, cell))
            below.append((column, column + cell.colspan, cell.rowspan))
            column += cell.colspan
        result.append(line)
        covering = sorted((first, behind, rows - 1) for first, behind, rows in covering + below if rows > 1)
    return result
