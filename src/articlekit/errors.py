"""The errors that articlekit raises on purpose. Every one says what is wrong and what to do about it."""


class ArticleKitError(Exception):
    """Base of all errors of this library: catch this one and no page can stop a job."""


class EmptyInputError(ArticleKitError):
    """The page holds no text at all: nothing but white space, or nothing."""


class BinaryInputError(ArticleKitError):
    """The bytes are no text: a PDF, an image, an archive. Extract or decompress them first."""


class InputTypeError(ArticleKitError, TypeError):
    """The page is none of the accepted types: str, bytes, lxml element, BeautifulSoup object."""


class InvalidOptionError(ArticleKitError, ValueError):
    """An option has a value that is not among the documented ones."""


class MissingExtraError(ArticleKitError, ImportError):
    """What the call needs is not installed; the message names the extra that brings it."""


class LostTextError(ArticleKitError):
    """A fault of the library: text of the page is neither in the article nor removed. Please report the page."""


class WeightsError(ArticleKitError):
    """The labeller's weights do not fit this version: they were made for other features, or the file is damaged."""


class JobError(ArticleKitError):
    """A job over many pages cannot start or go on: its output cannot be written, what it was is not what it is now, or
    its workers do not start. What it did until then is kept."""
