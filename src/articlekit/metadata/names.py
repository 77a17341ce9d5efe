"""Names: people in bylines, and site names at the ends of titles."""

from __future__ import annotations

import re
from typing import Any, Final

from articlekit.measures import fold

_LEAD: Final = re.compile(
    r"^(?:(?:written|posted|reported|published|words|text|story)\s+)?(?:by|von|par|por|di|door|av|af)\b\s*:?\s+"
    r"|^(?:author|autor|autorin|auteur|autore)\s*:\s*|^(?:文|執筆|取材・文|記者|作者)\s*[:：/／＝=]\s*|^(?:كتب|بقلم)\s*:?\s*|^מאת\s*:?\s*",
    re.IGNORECASE,
)
_PARTING: Final = re.compile(
    r"\s*(?:[;|/\n•·–—]|,(?!\s*(?:Jr|Sr|PhD|MD)\b)|\s(?:and|und|et|y|e|en|och|og|&|و)\s)\s*", re.IGNORECASE
)
_NO_NAME: Final = re.compile(r"\d|@|https?:|www\.|\.com\b|[?!:]")
_ROLE: Final = re.compile(
    r"(?i)\b(?:staff|writer|reporter|editor|correspondent|redakteur(?:in)?|journalist|contributor|updated?|published|posted|"
    r"min|read|comments?|admin|guest)\b"
)
_ORGANIZATION: Final = re.compile(
    r"(?i)\b(?:agency|news|press|team|staff|redaktion|desk|media|reuters|afp|dpa|ap|group|institute)\b"
)
_NAME_WORDS: Final = 6
_SEPARATOR: Final = re.compile(r"\s+(?:[|»·•]|::|[-–—])\s+|\s*[|｜]\s*")
_SHORTEST_TITLE: Final = 8


def people(text: str, site: str | None = None) -> list[dict[str, Any]]:
    """The people (or organisations) that a byline or author field names; the site itself is none."""
    text = _LEAD.sub("", " ".join(text.split()))
    found: dict[str, dict[str, Any]] = {}
    for part in _PARTING.split(text):
        name = _LEAD.sub("", part).strip(" .,'\"“”()[]")
        if not name or _NO_NAME.search(name) or name.count(" ") >= _NAME_WORDS or len(name) < 2:
            continue
        if (site and fold(name) == fold(site)) or (name.islower() and name.isascii()) or _ROLE.search(name):
            continue
        kind = "organization" if _ORGANIZATION.search(name) else "person"
        found.setdefault(fold(name), {"name": name, "kind": kind})
    return list(found.values())


def strip_site_name(title: str, site: str | None) -> str:
    """The title without the site's name at its end or start; a title is never cut inside."""
    title = " ".join(title.split())
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for part, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        named = bool(site) and (fold(part) in fold(site or "") or fold(site or "") in fold(part))
        if named or (not site and part is parts[-1] and part.count(" ") < 4):
            rest = re.sub(r"^[\s|»·•:｜–—-]+|[\s|»·•:｜–—-]+$", "", rest)
            if len(rest) >= _SHORTEST_TITLE or len(rest) > len(part):
                return rest
    return title
