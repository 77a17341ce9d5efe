"""The order of outcomes, and what is held on the way; the messages between a job and its workers."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator

import pytest

from articlekit.corpus import job
from articlekit.corpus.job import in_order
from articlekit.corpus.pool import Outcome
from articlekit.corpus.reading import Position
from articlekit.corpus.wire import Message, pack, receive, send, unpack
from articlekit.rows import RawPage


class LastFirst:
    """A pool that does the youngest page first, and page 0 last of all."""

    def __init__(self, size_of_rows: int = 1) -> None:
        self.workers = 2
        self.in_flight = 0
        self.most = 0
        self.read = self.taken = 0
        self._tasks: deque[tuple[int, RawPage]] = deque()
        self._size = size_of_rows

    def submit(self, number: int, raw: RawPage) -> None:
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        self.read += 1
        self._tasks.append((number, raw))

    def take(self) -> tuple[int, Outcome]:
        self.in_flight -= 1
        self.taken += 1
        number, raw = self._tasks.pop() if len(self._tasks) > 1 else self._tasks.popleft()
        return number, Outcome({"page_type": raw.id}, bytes(self._size))


def pages(count: int, size: int = 1) -> Iterator[tuple[Position, RawPage]]:
    return ((Position(0, number + 1), RawPage(str(number), None, bytes(size))) for number in range(count))


def test_outcomes_come_in_order() -> None:
    pool = LastFirst()
    found = [(held.position.pages, held.name, made.about["page_type"]) for held, made in in_order(pages(500), pool)]  # type: ignore[arg-type]
    assert found == [(number + 1, str(number), str(number)) for number in range(500)]
    assert pool.most == job.QUEUED * pool.workers


@pytest.mark.parametrize(("size", "of_rows", "held"), [(100, 1, 40 + 8), (1, 100, 40 + 8), (1, 1, 70)])
def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch, size: int, of_rows: int, held: int) -> None:
    """While a page takes long, reading stops when enough pages, rows or bytes wait behind it."""
    monkeypatch.setattr(job, "HELD_BYTES", 4000)
    monkeypatch.setattr(job, "HELD", 70)
    pool = LastFirst(of_rows)
    next(in_order(pages(500, size), pool))  # type: ignore[arg-type]
    assert (pool.read <= held) if size == 1 else (size * pool.in_flight <= 4000)
    assert pool.most <= job.QUEUED * pool.workers


@pytest.mark.parametrize(
    "raw",
    [
        RawPage("a", "https://a.example/", "Grüße\ud800\0", "utf-8", "html"),
        RawPage(None, None, b"\xff\0", None, "auto"),
        RawPage("\ud800", "\udfff", ""),
    ],
)
def test_pages_go_over_the_wire(raw: RawPage) -> None:
    stream = io.BytesIO()
    send(stream, pack(raw))
    send(stream, Message({"ready": True}))
    stream.seek(0)
    assert unpack(receive(stream)) == raw
    assert receive(stream) == Message({"ready": True}, b"")
    with pytest.raises(EOFError):
        receive(stream)


def test_a_message_that_breaks_off() -> None:
    stream = io.BytesIO()
    send(stream, pack(RawPage("a", None, "page")))
    for end in range(1, len(stream.getvalue())):
        with pytest.raises(EOFError):
            receive(io.BytesIO(stream.getvalue()[:end]))
