"""articlekit turns a noisy scraped page, HTML, plain text or Markdown, into a typed `Article`.

import articlekit

article = articlekit.parse(page)      # str, bytes, lxml element or BeautifulSoup object
article.title, article.text, article.claims, article.removed
"""

from articlekit._version import __version__
from articlekit.errors import (
    ArticleKitError,
    BinaryInputError,
    EmptyInputError,
    InputTypeError,
    InvalidOptionError,
    LostTextError,
    MissingExtraError,
)
from articlekit.models import Article
from articlekit.pipeline import Result, Trace, parse, parse_many, trace

__all__ = [
    "Article",
    "ArticleKitError",
    "BinaryInputError",
    "EmptyInputError",
    "InputTypeError",
    "InvalidOptionError",
    "LostTextError",
    "MissingExtraError",
    "Result",
    "Trace",
    "__version__",
    "parse",
    "parse_many",
    "trace",
]
