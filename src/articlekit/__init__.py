"""articlekit turns a noisy scraped page, HTML, plain text or Markdown, into a typed `Article`.

import articlekit

article = articlekit.parse(page)      # str, bytes, lxml element or BeautifulSoup object
article.title, article.text, article.claims, article.removed

Importing it loads next to nothing: what a name needs is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from articlekit._version import __version__

if TYPE_CHECKING:
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

_MODULES: Final = {
    "Article": "models",
    **dict.fromkeys(("Result", "Trace", "parse", "parse_many", "trace"), "pipeline"),
}
"""The module that a name is loaded from, where it is not `errors`."""

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


def __getattr__(name: str) -> Any:
    if name in ("errors", "models", "pipeline"):
        return import_module(f"articlekit.{name}")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"articlekit.{_MODULES.get(name, 'errors')}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
