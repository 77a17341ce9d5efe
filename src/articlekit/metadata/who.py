"""Authors: every place of the page that names one, with the evidence that it is the article's.

JSON-LD, declarations of the head, properties in the body (`rel=author`, microdata, classes), bylines. What the evidence
weighs, `resolve` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final

from articlekit.draft import Candidate
from articlekit.measures import ends_sentence, fold
from articlekit.metadata.addresses import web_address
from articlekit.metadata.declared import Declared
from articlekit.metadata.jsonld import Described, addresses, as_list, plain, texts
from articlekit.metadata.names import Names, people
from articlekit.metadata.places import Named, Places, property_words
from articlekit.models import PageType
from articlekit.page import Page, PageBlock, Property
from articlekit.survey import Survey

_SAYS_BY: Final = re.compile(
    r"(?i)^\W*(?:(?:written|posted|published|submitted|story|words|text|started|contributed|authored"
    r"|veröffentlicht|geschrieben|erstellt|"
    r"verfasst|ein (?:gast)?beitrag|ein artikel|publié|écrit|rédigé|publicado|escrito|scritto"
    r"|geschreven)\b[^.]{0,60}\s)?"
    r"(?:by|von|par|por|di|door|av|af|przez)\s?:?\s+\S"
    r"|^\W*(?:author|autor(?:in)?|auteur|autore|écrit par|текст|автор|文|記者|记者|作者|责任编辑)\s*[:：/／]"
)
_AUTHOR_WORDS: Final = frozenset(
    "author authors byline autor auteur autore writer contributor creator postedby authorname".split()
)
_USER_WORDS: Final = frozenset("username user poster op nickname".split())
_BIO_WORDS: Final = frozenset("bio about box description card".split())
_NOT_WORDS: Final = frozenset("comment comments commenter reply related avatar social share".split())
_LABEL: Final = re.compile(
    r"(?i)^\W*(?:(?:written|posted|published|authored|created|words|text|story|article|veröffentlicht|geschrieben"
    r"|verfasst|ein beitrag|escrito|écrit|rédigé)\s+)?"
    r"(?:by|von|par|por|di|door|av|af)\W*$|^\W*(?:about the )?(?:authors?|autor(?:in)?|auteure?|autore|writer"
    r"|verfasser(?:in)?)\W*$"
)
_AUTHOR_PAGE: Final = re.compile(
    r"(?i)/(?:authors?|autor(?:en|in|es)?|auteurs?|contributors?|writers?|journalists?|columnists?|redakteure?|by"
    r"|profiles?/author)/[^/?#]+|[?&]author=\w"
)
_AUTHOR_STEMS: Final = ("aut", "/by/", "ist", "writer", "contributor", "redakteur")
"""One of them stands in each such address."""
_BEGINNINGS: Final = frozenset(
    """
    ab af ar au av by co cr di do ei er es ge pa po pr pu ré sc st su te ve vo wo wr éc ав те 文 記 记 作 责
    """.split()
)
"""What lines begin with that `_SAYS_BY` or `_LABEL` fits, if they begin with a letter."""
_FIRST_WORD: Final = re.compile(r"\W*(\w+)")
_FIRST_WORDS: Final = frozenset(
    """
    written posted published submitted story words text started contributed authored created article about ein
    geschrieben erstellt verfasst publicado escrito scritto geschreven by von par por di door av af przez
    author authors autor autorin auteur auteure autore writer verfasser verfasserin
    """.split()
)
"""Their first words, but for those with other letters than those of ASCII."""
_DATED_NAME: Final = re.compile(r"[^\W\d_a-z]\w+ [^\W\d_a-z]\w+")
_USERS: Final = frozenset({"property", "class-user", "class-author", "author-link"})
_AND: Final = frozenset({"", "and", "und", "et", "y", "e", "en", "och", "og", "&", "•", "|"})
_CALLED_WORDS: Final = 12
_LINE_WORDS: Final = 20
_MOST: Final = 50  # authors of one object
_LONGEST_NAME: Final = 120
_ORGANIZATIONS: Final = ("Organization", "Organisation", "Corporation", "Agency", "University", "Brand")
_JOINED: Final = 300  # characters of lines one below the other that name authors together
_NAME_WORDS: Final = 8
_WEAK_METAS: Final = frozenset(
    {"meta dc.contributor", "meta twitter:data1", "meta creator", "meta dc.creator", "meta dcterms.creator"}
)


def author_rows(
    page: Page,
    survey: Survey,
    places: Places,
    declared: Sequence[Declared],
    objects: Sequence[Described],
    site: str | None,
    page_type: PageType,
) -> Iterator[Candidate]:
    """Rows for the authors; the value is a list of people."""
    yield from _of_objects(page, objects)
    for told in declared:
        if told.field == "authors" and told.kind == "meta" and (found := _of_values(told.value)):
            kind = "meta-weak" if told.where in _WEAK_METAS else "meta"
            evidence = (kind, *_likeness(found, site))
            yield Candidate("authors", found, told.where, told.value, evidence=evidence)
    waiting = page_type is PageType.FORUM  # for the first post
    names = Names()
    rows = [*_of_properties(page, places, site, names), *_of_lines(page, survey, places, site, names)]
    for row, block in sorted(rows, key=itemgetter(1)):
        if waiting and block > places.headline and not _USERS.isdisjoint(row.evidence):
            row = row._replace(evidence=(*row.evidence, "first-post"))
            waiting = False
        yield row


def _of_values(value: str) -> list[dict[str, Any]]:
    """The people of a field that may stand several times, once a line."""
    lines = value.split("\n")
    found = [one for line in lines for one in people(line, handle=len(lines) == 1)]
    return _unique(found)


def _unique(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The people, each once: of those of one name, the last at the place of the first."""
    return list({fold(one["name"]): one for one in people}.values())


def _of_objects(page: Page, objects: Sequence[Described]) -> Iterator[Candidate]:
    for kind, fields in objects:
        for name in ("author", "creator"):
            value = fields.get(name)
            found = [person for one in as_list(value)[:_MOST] for person in _persons(page, one)][:_MOST]
            if found:
                unique = _unique(found)
                raw = "; ".join(person["name"] for person in unique)
                yield Candidate(
                    "authors", unique, f"json-ld {name}", raw, evidence=(f"json-{kind}", *_likeness(unique, None))
                )
                break


def _persons(page: Page, value: Any) -> list[dict[str, Any]]:
    """The people that a value of JSON-LD names: a string, or an object with a name and a type."""
    if isinstance(value, str):
        return people(plain(value))
    if not isinstance(value, dict):
        return []
    role = value.get("author")  # of a `Role`
    if isinstance(role, dict):
        value = role
    names = texts(value.get("name")) or [" ".join(texts([value.get("givenName"), value.get("familyName")]))]
    kinds = {str(kind).rpartition("/")[2] for kind in as_list(value.get("@type"))}
    if any(kind.endswith(_ORGANIZATIONS) for kind in kinds):
        found = [{"name": name[:_LONGEST_NAME], "kind": "organization"} for name in names[:_MOST] if name]
    else:
        found = [one for name in names[:_MOST] for one in people(name, handle=True)]
        if "Person" in kinds and len(found) == 1 and " " in found[0]["name"]:
            found[0]["kind"] = "person"
    urls = addresses([value])
    if len(found) == 1 and urls and (address := web_address(page, urls[0])):
        found[0]["url"] = address
    return found


def _likeness(found: Sequence[dict[str, Any]], site: str | None) -> tuple[str, ...]:
    told = []
    if site and any(_is_site(one["name"], site) for one in found):
        told.append("is-site")
    if all(one["kind"] == "organization" for one in found):
        told.append("organization")
    elif all(" " not in one["name"] and one["name"].isascii() for one in found):
        told.append("one-word")
    if len(found) > 3:
        told.append("many-names")
    return tuple(told)


def _is_site(name: str, site: str) -> bool:
    one, other = fold(name), fold(site)
    return one == other or (len(one) > 4 and (one in other or other in one))


def _of_properties(page: Page, places: Places, site: str | None, names: Names) -> Iterator[tuple[Candidate, int]]:
    """Authors in elements that say so; those that stand side by side make one row."""
    group: list[tuple[Property, list[dict[str, Any]], str]] = []
    for prop in page.properties:
        kind = _kind_of(page, places, prop)
        if not kind:
            continue
        text = prop.text or (prop.value if prop.name else "")
        found = names.people(text, handle=True) if text else []
        if len(found) == 1 and prop.href and (address := web_address(page, prop.href)):
            found[0]["url"] = address
        if not found:
            continue
        if group and not (
            group[-1][2] == kind and 0 <= prop.block - group[-1][0].block <= 1 and group[-1][0].words == prop.words
        ):
            yield _row_of(places, group, site), group[0][0].block
            group = []
        group.append((prop, found, kind))
    if group:
        yield _row_of(places, group, site), group[0][0].block


def _row_of(places: Places, group: list[tuple[Property, list[dict[str, Any]], str]], site: str | None) -> Candidate:
    found = _unique(one for _, names, _ in group for one in names)
    first, _, kind = group[0]
    evidence = (kind, *places.standing(first.block), *_likeness(found, site))
    return Candidate(
        "authors", found, kind, "; ".join(prop.text or prop.value for prop, _, _ in group), evidence=evidence
    )


def _kind_of(page: Page, places: Places, prop: Property) -> str:
    words = property_words(page, places, prop)
    if prop.name in ("author", "creator"):
        return "property" if not _NOT_WORDS & words else "property-apart"
    if prop.name:
        return ""
    own = frozenset(prop.words)
    if _NOT_WORDS & words:
        return ""
    if (_AUTHOR_WORDS & own and not _BIO_WORDS & own) or "fn" in own:
        return "class-author"
    return "class-user" if _USER_WORDS & own or "username" in words else ""


def _of_lines(
    page: Page, survey: Survey, places: Places, site: str | None, names: Names
) -> Iterator[tuple[Candidate, int]]:
    """Lines that name who wrote the page: "By Ann Lee", or a name in an element that is called an author."""
    told = {
        prop.block
        for prop in page.properties
        if prop.text and (prop.name in ("author", "creator") or _AUTHOR_WORDS & frozenset(prop.words))
    }
    named = Named(page, _AUTHOR_WORDS | _USER_WORDS | _NOT_WORDS)
    label = -2  # the last line that is no more than "Written by"
    before: Candidate | None = None  # the row of the line above, and where it stands
    above = -9
    for index, (block, m) in enumerate(zip(page.blocks, survey.measures, strict=True)):
        text, words = block[2], m[2]
        if not text or block[4] != "text" or words > _LINE_WORDS or index == survey.headline:
            continue
        says = _may_say(text)
        if says and _LABEL.match(text):
            label = index
            continue
        kinds = _kinds_of_line(page, survey, named.of(block[3]), index, index in told, says)
        if index - label == 1 and words <= _NAME_WORDS:
            kinds.append("label-above")
        if not kinds or (kinds[0] not in ("says-by", "byline") and words > _NAME_WORDS and ends_sentence(text)):
            continue
        found = _named_in(page, block, kinds, names)
        if site and len(found) > 1:
            found = [one for one in found if not _is_site(one["name"], site)] or found
        if not found:
            continue
        heading = ("heading",) if m[1] else ()
        evidence = (*kinds, *places.standing(index), *_likeness(found, site), *heading)
        where = "byline" if survey.front.get(index) == "byline" else "line"
        row = Candidate("authors", found, where, text, evidence=evidence)
        yield row, index
        near = before is not None and index - above <= 2 and len(before.raw) < _JOINED
        if before is not None and near and before.evidence[0] == kinds[0] and _joins(page, above, index):
            row = _joined(before, row)
            yield row, index
        before, above = row, index


def _joined(above: Candidate, below: Candidate) -> Candidate:
    """The row of two lines that name authors one below the other."""
    both = _unique((*above.value, *below.value))
    evidence = tuple(dict.fromkeys((*above.evidence, *below.evidence, "joined")))
    return below._replace(value=both, raw=f"{above.raw}; {below.raw}", evidence=evidence)


def _joins(page: Page, above: int, below: int) -> bool:
    """Whether nothing but "and" stands between two lines."""
    return all(page.blocks[i].text.casefold().strip(" ,") in _AND for i in range(above + 1, below))


def _may_say(text: str) -> bool:
    """Whether a line may say "by" or "author" at its beginning: most begin with letters that tell that they do not."""
    first = text[0]
    if first.isalnum() and text[:2].lower() not in _BEGINNINGS and first not in _BEGINNINGS:
        return False
    found = _FIRST_WORD.match(text)
    if found is None:
        return False
    word: str = found[1]
    return not word.isascii() or word.lower() in _FIRST_WORDS


def _kinds_of_line(page: Page, survey: Survey, words: frozenset[str], index: int, told: bool, says: bool) -> list[str]:
    """Evidence that a line names the author, the kind that decides how it is read first.

    `words`: what the regions around it are called; `says`: what `_may_say` tells.
    """
    _, _, text, region, _, spans, _, _, _ = page.blocks[index]
    count = survey.measures[index][2]
    kinds: list[str] = []
    if says and (found := _SAYS_BY.match(text)) and (count <= 4 or not text[found.end() - 1].islower()):
        kinds.append("says-by")
    if told and not kinds:
        return kinds
    if words:
        if _AUTHOR_WORDS & words and count <= _CALLED_WORDS and (kinds or not _NOT_WORDS & words):
            kinds.append("class-author")
        elif _USER_WORDS & words and count <= 3:
            kinds.append("class-user")
    attrs = page.regions[region][3]
    if attrs and attrs.get("itemprop") in ("author", "creator"):
        kinds.append("property")
    if any(span[2] == "link" and _is_author_page(span[3]) for span in spans):
        kinds.append("author-link")
    front = survey.front.get(index)
    if front == "byline":
        kinds.append("byline")
    elif front == "dateline" and not kinds and _DATED_NAME.search(text):
        kinds.append("dated-line")
    return kinds


def _is_author_page(address: str) -> bool:
    folded = address.lower()
    return any(stem in folded for stem in _AUTHOR_STEMS) and _AUTHOR_PAGE.search(address) is not None


def _named_in(page: Page, block: PageBlock, kinds: Sequence[str], names: Names) -> list[dict[str, Any]]:
    found = names.people(block.text, handle=kinds[0] not in ("says-by", "byline", "dated-line", "author-link"))
    if "author-link" in kinds:
        linked = [
            one
            for span in block.spans
            if span.kind == "link" and _is_author_page(span.value)
            for one in names.people(block.text[span.start : span.end], handle=True)
        ]
        if linked and (len(linked) >= len(found) or kinds[0] == "author-link"):
            found = linked
    _link(page, block, found)
    return found


def _link(page: Page, block: PageBlock, found: list[dict[str, Any]]) -> None:
    links = {fold(block.text[s.start : s.end]): s.value for s in block.spans if s.kind == "link"}
    for person in found:
        if (href := links.get(fold(person["name"]))) and (url := web_address(page, href)):
            person["url"] = url
