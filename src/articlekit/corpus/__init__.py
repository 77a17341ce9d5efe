"""Many pages on one machine: `run` reads files, parses their pages in processes, writes rows. See docs/corpora.md."""

from articlekit.corpus.job import Options, Progress, run
from articlekit.corpus.summary import Summary
from articlekit.rows import Columns

__all__ = ["Columns", "Options", "Progress", "Summary", "run"]
