"""Names: people in bylines, and site names at the ends of titles."""

from __future__ import annotations

import re
from typing import Any, Final

from articlekit.measures import fold

_LEAD: Final = re.compile(
    r"^(?:(?:written|posted|reported|published|words|text|story)\s+)?(?:by|von|par|por|di|door|av|af)\b\s*:?\s+"
    r"|^(?:author|autor|autorin|auteur|autore)\s*:\s*|^(?:文|執筆|取材・文|記者|作者)\s*[:：/／＝=]\s*|^(?:كتب|بقلم)\s*:?\s*|^מאת\s*:?\s*|^(?:by|von|par|por)$",
    re.IGNORECASE,
)
_PARTING: Final = re.compile(
    r"\s*(?:[;|/\n•·–—、،，]|,(?!\s*(?:Jr|Sr|PhD|MD)\b)|\s(?:and|und|et|y|e|en|och|og|&|و)\s)\s*", re.IGNORECASE
)
_NO_NAME: Final = re.compile(r"\d|@|https?:|www\.|\.com\b|[?!:]")
_ROLES: Final = (
    r"(?:staff|writer|reporter|editor|correspondent|redakteur(?:in)?|journalist|contributor|author|updated?|published|"
    r"posted|comments?|admin|guest|ph\.? ?d\.?|m\.? ?d\.?)(?!\w)"
)
_ROLE: Final = re.compile(rf"^(?i:(?:senior |chief |deputy )?{_ROLES})|\b{_ROLES}")  # "Jane Reporter" is a name
_ROLE_BEHIND: Final = re.compile(rf"(?i)\b{_ROLES}")  # behind a name, any role is one
_ORGANIZATION: Final = re.compile(
    r"\b(?:AP|AFP|APA|KNA|SID|dpa|afp|apa|(?i:agency|news|press|team|staff|redaktion|desk|media|reuters|group|institute|board))\b"
)
_LONGEST: Final = 1000  # characters of an author field that are read
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|\s*\S+@\S+")
_PLACE: Final = re.compile(r"\s(?:in|for|from|at)\s+[A-Z].*$")
_NAME_WORDS: Final = 6
_SEPARATOR: Final = re.compile(r"\s+(?:[|»·•]|::|[-–—])\s+|\s*[|｜]\s*")
_GLUED: Final = frozenset("|｜_-–—:：·•»")  # what parts a site's name that is known from a title
_EDGES: Final = " |｜_-–—:：·•»"
_SHORTEST_TITLE: Final = 8


def people(text: str, site: str | None = None) -> list[dict[str, Any]]:
    """The people (or organisations) that a byline or author field names; the site itself is none."""
    text = " ".join(text[:_LONGEST].split())
    text = _LEAD.sub("", _ASIDE.sub("", text), count=1)
    found: dict[str, dict[str, Any]] = {}
    for place, part in enumerate(_PARTING.split(text)):
        part = _LEAD.sub("", part, count=1) if place else part
        name = _PLACE.sub("", part).strip(" .,'\"“”()[]")
        if not name or _NO_NAME.search(name) or name.count(" ") >= _NAME_WORDS or len(name) < 2:
            continue
        if (site and fold(name) == fold(site)) or (_ROLE_BEHIND if found else _ROLE).search(name):
            continue
        kind = "organization" if _ORGANIZATION.search(name) else "person"
        if kind == "person" and name.islower() and name.isascii():
            continue
        found.setdefault(fold(name), {"name": name, "kind": kind})
    return list(found.values())


def strip_site_name(title: str, site: str | None) -> str:
    """The title without the site's name at its end or start; a title is never cut inside."""
    title = " ".join(title.split())
    if site and title.casefold().endswith(site.casefold()):
        rest = title[: -len(site)].rstrip()
        if rest[-1:] in _GLUED and rest.rstrip(_EDGES):
            return rest.rstrip(_EDGES)
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title.rstrip("|｜ ") or title
    for part, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        rest = rest.strip(_EDGES)
        enough = 0 if part is parts[-1] else min(_SHORTEST_TITLE, len(part))
        if site and _same_name(part, site) and len(rest) > enough:
            return rest
        label = not site and part is parts[-1] and part.count(" ") < 4 and not part[0].islower()
        if label and (len(rest) >= _SHORTEST_TITLE or len(rest) > len(part)):
            return rest
    return title


def _same_name(part: str, site: str) -> bool:
    """Whether a part of a title is the site's name, in full or for the greater part ("BBC" of "BBC News" is not)."""
    one, other = sorted((fold(part), fold(site)), key=len)
    return one == other or (len(one) > 3 and one in other and len(one) >= 0.5 * len(other))
