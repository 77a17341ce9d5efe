"""Entries of reference lists and notes: what they say of the source, as far as their shape tells it without guessing.

A title is what stands in quotation marks, what the entry's link is set on, or what follows "Authors. Year."; authors
are names in front of the year or of the quoted title. What fits no such shape stays in the raw text alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from articlekit.dates import find_date
from articlekit.sources.address import bare_url
from articlekit.survey import host_of

_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>“”]{1,120}[^\s\"<>“”.,;:)\]]")
_YEAR: Final = re.compile(r"(?<![\d/.-])(1[5-9]\d\d|20[0-4]\d)[a-z]?(?![\d/-])")
_ACCESS: Final = re.compile(
    r"(?i)\b(?:retrieved|archived|accessed|last visited|abgerufen|zugriff|aufgerufen|archiviert|consulté|consultado"
    r"|recuperado|archivado|geraadpleegd|hämtad|consultato)\b|\bstand:|访问|閲覧|اطلع عليه"
)
_QUOTED: Final = re.compile(
    r"“([^“”]{8,300})”|„([^„“”]{8,300})[“”]|«\s?([^«»]{8,300}?)\s?»|»([^«»]{8,300})«|\"([^\"]{8,300})\"|《([^》]{2,100})》"
)
_AUTHORS_YEAR_TITLE: Final = re.compile(
    r"(?P<authors>[^\d.:()]{2,40}+[^\d:()]{0,200}?)[.,:]?\s*\(?(?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)?\s?[.:,]\s+"
    r"(?P<title>[^.?!]{8,250}[?!]?)(?:\.\s|[?!]\s|\.$|$)"
)
_FAMILY_FIRST: Final = re.compile(
    r"[^\W\d_][\w’'\- ]{0,30}[^\W_],\s(?:(?:[A-ZÀ-Þ][\w’'-]*\.?[ -]?){1,4})(?=$|[;,&]|\s(?:and|und|y|et|e)\s)"
)
_FULL_NAME: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]*\.?\s){1,3}(?:(?:van|von|de|der|den|di|la|le|bin|al)\s)*[A-ZÀ-Þ][\w’'-]+"
)
_BETWEEN_NAMES: Final = re.compile(
    r"^(?:[;,&\s]|\b(?:and|und|y|et|e|u)\b|\(?(?:Hrsg|Hg|eds?)\.?\)?|et al\.?|u\. ?a\.?)*$"
)
_INITIALS: Final = 6  # characters of initials at most: "L.J.P."
_LONGEST: Final = 600  # characters of an entry that are searched
_IDENTIFIER: Final = re.compile(
    r"(?i)\bdoi\.org/|_\(identifier\)|Special:BookSources|/wiki/(?:ISBN|ISSN|Digital_Object_Identifier|International_Standard)"
    r"|//\w+\.(?:wikipedia|wiktionary)\.org/wiki/|scholar\.google|search\.crossref|worldcat\.org/(?:issn|isbn|oclc)|api\.semanticscholar\.org|ui\.adsabs\.harvard"
)
"""Addresses that resolve an identifier or explain a word of the entry, and are no place of the work itself."""
_CODE: Final = re.compile(
    r"(?i)(?:(?:PMC|PMID|doi|ISBN|arXiv|S2CID|OCLC|JSTOR)[\s:]*)?(?=\S*\d)(?!https?:)[\w.:/()<>;-]{5,}"
)
"""The text of a link that is an identifier: "PMC 3122126", "10.1118/1.3267037", "978-0521880220"."""
_LEADING: Final = re.compile(r"^[\s^↑:.,;–—-]+")


class EntryLink(NamedTuple):
    """A link in an entry."""

    url: str
    text: str


class Reference(NamedTuple):
    """What an entry says of its source."""

    raw: str
    """The entry's text, without its mark."""
    title: str | None
    authors: tuple[str, ...]
    issued: str | None
    """Day or year of publication in ISO 8601: "2016-10-13", "2016"."""
    doi: str | None
    url: str | None
    """The address: of the title's link, else of the first outside link, else the first address in the text. An
    identifier's resolver is none: "https://doi.org/…" is told by `doi`."""


def parse_reference(raw: str, links: Sequence[EntryLink]) -> Reference:
    """What an entry of a reference list says."""
    text = _LEADING.sub("", raw)
    outside = [link for link in links if host_of(link.url)]
    doi = _doi(text, outside)
    told = text[: found.start()] if (found := _ACCESS.search(text)) else text
    shaped = _AUTHORS_YEAR_TITLE.match(told[:_LONGEST])
    quoted = _QUOTED.search(told[:_LONGEST])
    title = authors = None
    if quoted and (not shaped or quoted.start() < shaped.start("title") + 2):
        title = next(group for group in quoted.groups() if group).strip(" ,.;")
        authors = _authors(re.sub(r"\([^()]*\)\W*$", "", told[: quoted.start()]))
    elif shaped and (names := _authors(shaped["authors"])):
        title, authors = shaped["title"].strip(), names
    elif linked := next((link for link in outside if _is_title(link.text, told)), None):
        title = _bare(linked.text)
    url = _address(outside, title) or _spelled_out(text)
    return Reference(text.strip(), title, authors or (), _issued(told), doi, url)


def _doi(text: str, links: Sequence[EntryLink]) -> str | None:
    found = _DOI.search(text)
    for link in () if found else links:
        if "doi.org/" in link.url and (found := _DOI.search(link.url)):
            break
    return found[0] if found else None


def _address(links: Sequence[EntryLink], title: str | None) -> str | None:
    """The address of the link that the title is set on, else of the first one that is no identifier's."""
    named = (link.url for link in links if title and len(link.text) > 6 and _bare(link.text) in title)
    first = (link.url for link in links if not _IDENTIFIER.search(link.url) and not _CODE.fullmatch(link.text))
    return next(named, None) or next(first, None)


def _spelled_out(text: str) -> str | None:
    url = bare_url(text)
    return None if url is None or _IDENTIFIER.search(url) else url


def _bare(text: str) -> str:
    return text.strip(' "“”„«».,')


def _is_title(text: str, entry: str) -> bool:
    """Whether the text of a link is an entry's title: several words, most of the entry, and no address."""
    words = text.strip()
    return " " in words and "://" not in words and len(words) > 12 and 3 * len(words) > len(entry.strip())


def _authors(text: str) -> tuple[str, ...]:
    """Names, if a text is nothing but names: "Ford, Martin", "van der Maaten, L.J.P.; Hinton, G.E."; else none."""
    text = _LEADING.sub("", text).strip(" ,:;(")
    if not text or len(text) > 300 or any(char.isdigit() for char in text):
        return ()
    for shape in (_FAMILY_FIRST, _FULL_NAME):
        found = list(shape.finditer(text))
        rest = shape.sub(" ", text)
        if found and _BETWEEN_NAMES.match(rest.strip(" .,")):
            return tuple(map(_name, found))
        if shape is _FAMILY_FIRST and found and found[0].start() == 0:
            after = text[found[0].end() :]
            more = list(_FULL_NAME.finditer(after))
            if more and _BETWEEN_NAMES.match(_FULL_NAME.sub(" ", after).strip(" .,")):
                return tuple(map(_name, (found[0], *more)))
    return ()


def _name(found: re.Match[str]) -> str:
    """A name without the punctuation behind it; an initial keeps its stop."""
    name = found[0].strip(" ,")
    return name.rstrip(".") if len(name.rpartition(" ")[2]) > _INITIALS or name[-3:-2].islower() else name


def _issued(text: str) -> str | None:
    """The date of publication; the year alone where no day is told, nothing where years differ."""
    years = {found[1] for found in _YEAR.finditer(text[:_LONGEST])}
    found = find_date(text)
    if found is not None and (years <= {str(found.value.year)} or text[: found.start].rstrip().endswith("(")):
        return found.value.isoformat()[:10]
    return years.pop() if len(years) == 1 else None
