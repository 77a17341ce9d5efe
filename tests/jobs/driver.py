"""Runs a job in a process of its own, so that a test can kill it: INPUT OUTPUT OPTIONS-AS-JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

from articlekit.corpus import Options, run
from articlekit.errors import JobError


def main() -> int:
    """The exit status: 3 where the job cannot go on."""
    source, output, more = sys.argv[1:]
    given: dict[str, Any] = json.loads(more)
    limit, resume, workers = (given.pop(name) for name in ("file_size", "resume", "workers"))
    if limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        run(source, output, workers=workers, resume=resume, options=Options(**given))
    except JobError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
