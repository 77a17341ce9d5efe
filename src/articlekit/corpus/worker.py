"""A worker: a process that parses one page after the other, as its job sends them.

It is a program of its own rather than a child of `multiprocessing`: that would run the user's main module again in each
worker. It must not outlive its job: it ends when its input does, and, stuck in a page, by an alarm.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import IO, Any, Final

from articlekit.corpus.wire import Message, receive, send, unpack
from articlekit.errors import JobError

_OF_THE_JOB: Final = frozenset(("invalid-option", "missing-extra", "weights"))
"""Faults that every page would have."""
GRACE: Final = 5.0
"""Seconds behind a page's deadline after which a worker ends itself: its job, which should have ended it, is gone."""


def main() -> None:
    """Answer every page with its row, until there are no more."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    with suppress(EOFError, BrokenPipeError):  # the job is gone
        setup = receive(requests).head
        try:
            answer = _prepared(setup)
        except Exception as error:  # noqa: BLE001  (whatever it is, the job must hear of it)
            why = str(error) if isinstance(error, JobError) else f"{type(error).__name__}: {error}"
            send(answers, Message({"failed": why}))
            return
        send(answers, Message({"ready": True}))
        _work(requests, answers, answer, setup["timeout"])


def _prepared(setup: dict[str, Any]) -> Callable[[Message], Message]:
    """What answers a request. All that is slow to load is loaded here, before the time of the first page runs."""
    _limit_memory(setup["memory"])
    module, _, name = setup["parser"].partition(":")
    parse = getattr(importlib.import_module(module), name)
    if setup["extras"]:
        parse = partial(parse, extras=setup["extras"])
    from articlekit.corpus.encoding import check_extras, encode
    from articlekit.corpus.summary import about
    from articlekit.rows import WARM_UP, make_row

    check_extras(setup["format"])
    fault = make_row(WARM_UP._replace(kind=setup["kind"]), parse).fault
    if fault is not None and fault.kind in _OF_THE_JOB:
        raise JobError(fault.message)

    def answer(request: Message) -> Message:
        row = make_row(unpack(request), parse)
        return Message(about(row), encode(row, setup["format"]))

    return answer


def _work(requests: IO[bytes], answers: IO[bytes], answer: Callable[[Message], Message], timeout: float | None) -> None:
    while True:
        try:
            request = receive(requests)
            _set_alarm(timeout)
            reply = answer(request)
        except MemoryError:
            _set_alarm(None)
            send(answers, Message({"exhausted": True}))
            return  # what is left of this process is not to be relied on
        _set_alarm(None)
        send(answers, reply)


def _limit_memory(mebibytes: int | None) -> None:
    if mebibytes is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


def _set_alarm(timeout: float | None) -> None:
    """The alarm ends the process even where no Python code runs; None takes it back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0 if timeout is None else timeout + GRACE)
