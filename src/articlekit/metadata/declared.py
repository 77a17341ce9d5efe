"""What the page declares of itself in its head and in JSON-LD: OpenGraph, Dublin Core, Parsely, Sailthru and plain
`meta` names, each as rows for the fields that it tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from articlekit.metadata.jsonld import Described, addresses, plain, texts
from articlekit.page import Head

META_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        field: tuple(names.split())
        for field, names in {
            "title": "og:title twitter:title dc.title dcterms.title parsely-title sailthru.title headline",
            "site_name": "og:site_name application-name apple-mobile-web-app-title al:ios:app_name publisher",
            "authors": """
                author parsely-author sailthru.author dc.creator dcterms.creator dc.contributor article:author
                article:author_name byl citation_author citation_authors creator og:article:author twitter:data1""",
            "published": """
                article:published_time og:article:published_time parsely-pub-date sailthru.date datepublished
                citation_publication_date citation_online_date dc.date.issued dcterms.issued dc.date.created
                dcterms.created dcterms.date dc.date prism.publicationdate date pubdate publishdate publish-date
                publish_date publication_date datecreated uploaddate article.published article_date_original
                cxenseparse:recs:publishtime rnews:datepublished og:pubdate timestamp displaydate created
                release_date""",
            "modified": """
                article:modified_time og:article:modified_time og:updated_time datemodified dcterms.modified
                dc.date.modified last-modified lastmod revised updated updateddate dateupdate""",
            "description": "description og:description twitter:description dc.description dcterms.description",
            "image": "og:image og:image:url og:image:secure_url twitter:image twitter:image:src thumbnailurl",
            "section": "article:section parsely-section og:article:section cxenseparse:section",
            "language": "content-language dc.language og:locale",
            "license": "dcterms.license dc.rights dcterms.rights",
            "access": "article:content_tier cxenseparse:pag-paywall",
        }.items()
    }
)
"""Fields, and the names of `meta` elements that tell them in order of trust; spaces in names do not count."""
JSON_FIELDS: Final = (
    # (field, property)
    ("title", "headline"),
    ("subtitle", "alternativeHeadline"),
    ("published", "datePublished"),
    ("published", "dateCreated"),
    ("published", "uploadDate"),
    ("modified", "dateModified"),
    ("section", "articleSection"),
    ("license", "license"),
    ("description", "description"),
    ("language", "inLanguage"),
)


class Declared(NamedTuple):
    """A value that the page declares."""

    field: str
    value: str
    where: str
    kind: str
    """"article", "work" or "page" for JSON-LD; "meta" for the head."""


def from_json(objects: list[Described]) -> Iterator[Declared]:
    """What JSON-LD tells of the article, authors and images left out."""
    for kind, fields in objects:
        for field, name in JSON_FIELDS:
            value = fields.get(name)
            if field in ("published", "modified") and isinstance(value, int) and not isinstance(value, bool):
                value = str(value)  # a Unix time
            if found := addresses(value) or texts(value) if field == "license" else texts(value):
                yield Declared(field, found[0], f"json-ld {name}", kind)


def from_head(head: Head) -> Iterator[Declared]:
    """What the `meta` elements tell, by field and in order of trust."""
    metas: dict[str, list[str]] = {}
    for name, content in head.metas:
        if value := plain(content):
            metas.setdefault(name.replace(" ", ""), []).append(value)
    for field, names in META_FIELDS.items():
        for name in names:
            if found := metas.get(name):
                value = "\n".join(dict.fromkeys(found)) if field == "authors" else found[0]
                yield Declared(field, value, f"meta {name}", "meta")
