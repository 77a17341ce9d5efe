"""Processes that parse pages, and a thread for each that looks after it. Knows no files.

A page is with one worker alone, so it is known which page a worker died of. A page that outlives its deadline has its
worker killed; a page whose worker died, or had no memory left, is tried once more, in a new one. Each costs its own
row.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Final, NamedTuple

from articlekit.corpus.encoding import Format, encode
from articlekit.corpus.summary import about
from articlekit.corpus.wire import Message, pack, receive, send
from articlekit.errors import JobError
from articlekit.readers import Kind
from articlekit.rows import Fault, RawPage, make_row

PARSER: Final = "articlekit.pipeline:parse"
"""What parses where nothing else is named."""
START: Final = 120.0
"""Seconds that a worker has to start: it loads the library, and twenty may do so at once."""
STARTS: Final = 3
"""How often a worker is started until the job gives up: the system may have killed one to get memory."""
WATCH: Final = 0.05
"""Seconds between two looks at the deadlines."""
PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from articlekit.corpus.worker import main; main()"
)
"""A worker finds its modules where its job does, and not in the folder where it runs, which may hold anything."""
ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""The workers share the processors; threads of theirs would only get in each other's way."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to know."""

    form: Format
    """The format of the rows."""
    parser: str
    """The function that parses, as "module:name"."""
    kind: Kind
    """What the pages are."""
    extras: tuple[str, ...]
    """Optional helpers for the metadata."""
    timeout: float | None
    """Seconds that a page may take; None: as long as it likes."""
    memory: int | None
    """MiB of addresses that a worker may use; None: as many as it likes."""


class Outcome(NamedTuple):
    """What became of a page."""

    about: dict[str, Any]
    """What the summary counts of its row."""
    body: bytes
    """The row in the format of the output."""


def outcome(raw: RawPage, fault: Fault, form: Format) -> Outcome:
    """The outcome of a page that has a fault."""
    row = make_row(raw._replace(content=None, fault=fault))
    return Outcome(about(row), encode(row, form))


class _DiedError(Exception):
    """The worker ended before it answered."""


class _ExhaustedError(Exception):
    """The worker has no memory left."""


class _Worker:
    """A process. Raises `_DiedError`, `_ExhaustedError`, `TimeoutError`; after each of them it is of no more use."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._is_late = False
        self._process = subprocess.Popen(  # noqa: S603  (nothing of a page is in it)
            [sys.executable, "-P", "-c", PROGRAM, json.dumps([str(place) for place in sys.path])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**ONE_THREAD, **os.environ},
            start_new_session=True,  # Ctrl-C is for the job, which ends its workers itself
        )

    def start(self) -> None:
        """Wait until it is ready. Raises `JobError` with the worker's reason."""
        setup = self._setup
        head = {
            "parser": setup.parser,
            "kind": setup.kind,
            "extras": setup.extras,
            "format": setup.form,
            "timeout": setup.timeout,
            "memory": setup.memory,
        }
        answer = self._ask(Message(head), START)
        if "failed" in answer.head:
            raise JobError(f"a worker cannot start: {answer.head['failed']}")

    def parse(self, raw: RawPage) -> Outcome:
        """The outcome of a page."""
        answer = self._ask(pack(raw), self._setup.timeout)
        if "exhausted" in answer.head:
            raise _ExhaustedError
        return Outcome(*answer)

    def _ask(self, request: Message, timeout: float | None) -> Message:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101  (pipes, as asked for)
        assert stdout is not None  # noqa: S101
        self._set_deadline(timeout)
        try:
            send(stdin, request)
            return receive(stdout)
        except (OSError, EOFError, ValueError):
            self.stop()
            if self._is_late:
                raise TimeoutError from None
            raise _DiedError(_last_words(self._process.returncode)) from None
        finally:
            self._set_deadline(None)

    def _set_deadline(self, timeout: float | None) -> None:
        with self._lock:
            self._deadline = None if timeout is None else time.monotonic() + timeout
            if self._deadline is not None:
                self._is_late = False  # that the page before was, and answered all the same, is not this one's fault

    def end_if_late(self, now: float) -> None:
        """Kill it where its page is past its deadline."""
        with self._lock:
            if self._deadline is not None and now > self._deadline:
                self._is_late = True
                self._process.kill()

    def stop(self) -> None:
        """Kill it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


def _last_words(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit status {code}"


def _new_worker(setup: Setup) -> _Worker:
    """Raises `JobError` where the system allows no further process."""
    try:
        return _Worker(setup)
    except OSError as error:
        raise JobError(f"a worker cannot start: {error.strerror or error}") from None


class _Keeper:
    """Sees to one worker: a thread runs `run`."""

    def __init__(self, setup: Setup, tasks: SimpleQueue[Any], outcomes: SimpleQueue[Any]) -> None:
        self._setup = setup
        self._tasks = tasks
        self._outcomes = outcomes
        self._worker: _Worker | None = None
        self._closed = False
        self._lock = threading.Lock()

    def run(self) -> None:
        """Take tasks until one is None."""
        try:
            while (task := self._tasks.get()) is not None and not self._closed:
                number, raw = task
                self._outcomes.put((number, self._outcome(raw)))
        except Exception as error:  # noqa: BLE001  (it is raised where outcomes are taken)
            self._outcomes.put((-1, error))
        finally:
            self.close()

    def _outcome(self, raw: RawPage) -> Outcome:
        """Parse a page; a second time where its worker died."""
        if raw.fault is not None:
            return outcome(raw, raw.fault, self._setup.form)
        first = self._attempt(raw)
        second = self._attempt(raw) if isinstance(first, Fault) and first.kind != "timeout" else first
        return outcome(raw, second, self._setup.form) if isinstance(second, Fault) else second

    def _attempt(self, raw: RawPage) -> Outcome | Fault:
        worker = self._ready_worker()
        try:
            return worker.parse(raw)
        except TimeoutError:
            fault = Fault(
                "timeout", f"the page took more than {self._setup.timeout:g} s; raise the timeout, or leave it out"
            )
        except _ExhaustedError:
            limit = f"the {self._setup.memory} MiB that a worker may use" if self._setup.memory else "there is"
            fault = Fault("out-of-memory", f"the page needs more memory than {limit}")
        except _DiedError as error:
            fault = Fault("worker-died", f"the page's worker died twice ({error}); please report the page")
        worker.stop()
        self._worker = None
        return fault

    def _ready_worker(self) -> _Worker:
        """The worker; a new one where there is none. Raises `JobError` where none starts."""
        for _ in range(STARTS):
            if self._worker is not None:
                return self._worker
            with self._lock:
                if self._closed:
                    raise JobError("the job is over")
                self._worker = worker = _new_worker(self._setup)
            try:
                worker.start()
            except (TimeoutError, _DiedError) as error:
                self._worker, why = None, str(error) or f"it took more than {START:g} s"
        if self._worker is None:
            hint = "; it may need more memory than that" if self._setup.memory else ""
            raise JobError(f"a worker cannot start: {why}{hint}")
        return self._worker

    def end_if_late(self, now: float) -> None:
        """Kill the worker where its page is past its deadline."""
        worker = self._worker
        if worker is not None:
            worker.end_if_late(now)

    def close(self) -> None:
        """Kill the worker; there will be no other."""
        with self._lock:
            self._closed = True
            worker = self._worker
        if worker is not None:
            worker.stop()


class Pool:
    """Workers that parse pages, in whatever order they get done. A context: at its end the workers are gone."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self.workers = workers
        self.in_flight = 0
        """Pages whose outcome is yet to come."""
        self._tasks: SimpleQueue[Any] = SimpleQueue()
        self._outcomes: SimpleQueue[Any] = SimpleQueue()
        self._keepers = [_Keeper(setup, self._tasks, self._outcomes) for _ in range(workers)]
        self._over = threading.Event()
        runs = [self._watch, *(keeper.run for keeper in self._keepers)]
        self._threads = [threading.Thread(target=run, daemon=True) for run in runs]

    def __enter__(self) -> Pool:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for keeper in self._keepers:
            self._tasks.put(None)
            keeper.close()
        for thread in self._threads:
            thread.join()

    def submit(self, number: int, raw: RawPage) -> None:
        """Have a page parsed."""
        self.in_flight += 1
        self._tasks.put((number, raw))

    def take(self) -> tuple[int, Outcome]:
        """The outcome of any page that was submitted, with its number. Raises `JobError` where workers do not start."""
        number, found = self._outcomes.get()
        if isinstance(found, Exception):
            raise found
        self.in_flight -= 1
        return number, found

    def _watch(self) -> None:
        while not self._over.wait(WATCH):
            now = time.monotonic()
            for keeper in self._keepers:
                keeper.end_if_late(now)
