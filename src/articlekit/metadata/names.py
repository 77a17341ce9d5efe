"""Names of people and organisations in bylines and author fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from articlekit.dates import find_dates
from articlekit.measures import fold

_BY: Final = r"by|von|par|por|di|door|av|af|przez|автор"
_SAID: Final = (
    r"(?:written|posted|page|(?:blog[ -]?)?post|guest post|reported|published|submitted|started|created|authored"
    r"|asked|words|text|story|contributed|"
    r"veröffentlicht|geschrieben|erstellt|eingestellt|gespeichert|verfasst|(?:ein\s+)?(?:gast"
    r"|blog[ -]?)?(?:beitrag|artikel)|publié|écrit|rédigé|"
    r"publicado|escrito|pubblicato|scritto|geplaatst|geschreven|skrevet|skriven|publicerad)"
)
_GENRE: Final = (
    r"(?:(?:an?|eine?|une?|un[ao]?)\s)?(?:analysis|review|opinion|interview|essay|commentary|column|analyse|kommentar"
    r"|kolumne|bericht|rezension|reportage|análisis|opinión|crónica|critique|chronique)"
)
"""What a byline calls the text: "Analysis by Ann Lee"."""
_LEAD: Final = re.compile(
    rf"^(?:{_SAID}\s+|{_GENRE}\s+)?(?:{_BY})\b\s*:?\s+|^{_SAID}\s*:\s*|^(?:(?:the\s+)?authors?|autor(?:in|en)?|auteure?|autore"
    rf"|redaktion|writer|автор|avtor)\s*:\s*"
    rf"|^【?(?:取材・文|写真・文|文・写真|文)(?:\s|・(?=\S))|^(?:文|執筆|取材・文|記者|记者|作者|责任编辑|責任編輯|编辑|編輯)\s*[:：/／＝=・]\s*|^(?:كتب|بقلم)\s*:?\s*|^מאת\s*:?\s*|^(?:{_BY}"
    rf"|{_SAID}\s+(?:{_BY}))$",
    re.IGNORECASE,
)
_SAID_BY: Final = re.compile(rf"(?i)^.{{0,80}}?\b{_SAID}\b.{{0,80}}?\b(?:{_BY})\b\s*:?\s+")
_PREFIX: Final = re.compile(
    r"(?i)^(?:&|(?:and|und)\b|about|über|meet|vom|recipe by|rezept von|(?:zeige |view |see )?(?:alle"
    r"|all) (?:beiträge|posts|articles|artikel) (?:von|by|from|of)"
    r"|posts? by|(?:articles?|more) (?:by|from)|(?:editor|redaktion|text|authors?|autor(?:in)?(?:/autor)?"
    r"|user)\s*[:：]|autorin/autor)\s+(?=\S)"
)
_LABEL: Final = re.compile(
    rf"(?i)^(?:(?:{_SAID}|researched|curated|contributed|publiziert|am|on|the|bio|full bio|author|authors|autor"
    rf"|editor|und|and|et|y|{_BY}|gast)(?!\w)\W*)+$"
)
_WHEN: Final = re.compile(
    r"(?i)\b\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?(?:uhr|[ap]\.?m\.?|[a-z]{2,4}t))?\b"
    r"|(?<!\w)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b(?=[\s,.|]|$)"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b"
    r"|\b(?:(?:last\s+)?updated|modified|aktualisiert|edited)\b.{0,8}$"
)
_PARTING: Final = re.compile(
    r"\s*(?:[;|/\n•·⋅∙–—»›、،，]|\s[-@]\s|,(?!\s*(?i:Jr|Sr|PhD|MD)\b)"
    r"|\s(?:(?i:and|und)|et|e|en|och|og|&|و|(?i:with|mit)|avec|con)\s|\sy\s(?=\S+\s\S))\s*"
)
_HARD_PARTING: Final = re.compile(r"\s*[;|\n•·⋅∙]\s*")
_NO_NAME: Final = re.compile(r"\d|@|https?:|www\.|[?!:©»«#*=<>{}]|\.(?:com|org|net)\b")
_ROLES: Final = (
    r"(?:staff|writer|reporter|editor|correspondent|redakteur(?:in)?|journalist|contributor|author|autor(?:in)?"
    r"|updated?|published|"
    r"posted|comments?|admin|administrator|webmaster|super user|root|guest|unknown|anonymous|no author"
    r"|(?-i:Ph\.? ?D\.?|M\.? ?D\.?|MD))(?!\w)"
)
_ROLE: Final = re.compile(
    rf"^(?i:(?:senior |chief |deputy |contributing |guest )?{_ROLES})|\b{_ROLES}"
)  # "Jane Reporter" is a name
_ROLE_BEHIND: Final = re.compile(
    rf"(?i:\b(?:{_ROLES}|(?:[a-z-]+ )*(?:analyst|expert|columnist|manager|director|president|founder|co-founder"
    rf"|consultant|specialist|officer|professor"
    r"|ceo|cto|producer|strategist|engineer|researcher|advisor|attorney|veterinarian|nutritionist|dietitian"
    r"|therapist|coach|blogger|owner|lead|head)s?\b))"
    r"|^(?:[A-Z][A-Za-z]{0,2}\.?){1,4}[A-Z]\.?$|^[A-Z]{2,6}(?:-[A-Z]{1,4})?$|^SEO$"
)  # behind a name, any role is one, and letters of a degree
_ROLE_TRAILING: Final = re.compile(
    r"(?i)(?<=\w\s\w)?\s(?:(?:staff|senior|contributing|chief|deputy|managing|associate|political|business|sports?"
    r"|science|health|foreign|world|city|crime|education|environment|economics|technology|tech|features|news) )*"
    r"(?:writer|editor|reporter|redakteur(?:in)?|contributor"
    r"|correspondent)$"
)
_TITLE_BEFORE: Final = re.compile(
    r"^(?:[\w-]+-(?:Experte|Expertin|Redakteur(?:in)?|Autor(?:in)?|Korrespondent(?:in)?|Reporter(?:in)?"
    r"|Mitarbeiter(?:in)?)"
    r"|(?i:unserem? (?:redakteur|korrespondent(?:en)?|mitarbeiter)(?:in)?)|(?i:our (?:correspondent"
    r"|reporter)))\s+(?=[^\W\d_a-z])"
)
_ROLE_AT_END: Final = re.compile(r"\s?(?:記者|记者|기자|특파원)$")
_NOT_THE_AUTHOR: Final = re.compile(
    r"(?i)^(?:photos?|photographs?|images?|pictures?|fotos?|bild(?:er)?|illustrations?|video|graphics?|medically"
    r"|fact[- ]?check(?:ed)?|reviewed|"
    r"edited|translated|übersetzt|narrated|presented|hosted|foto|crédits?|source|quelle|category|kategorien?|tags?"
    r"|abgelegt|filed|in)\b"
)
_STOP: Final = re.compile(
    r"(?i)\s*(?:\b(?:schreibe?|hinterlasse|leave|kommentare?|comments?|no comments|keine|read more|weiterlesen"
    r"|follow|views?|posts?|share|subscribe|"
    r"on behalf of|veröffentlicht|publiziert|email protected|learn (?:more|about)|full bio|editorial (?:policy"
    r"|policies|guidelines)|methodology|homepage|read the|"
    r"zeige|show all|view all|see all|more from|all articles|min(?:ute)?s? read|lesezeit|reading time|kategorien?"
    r"|category|categories|filed under|"
    r"in category|abgelegt|about the author|über den autor|profile|profil|sponsored|advert\w*|disclosure|log ?in"
    r"|home|accueil|startseite)\b).*$"
)
_TAIL: Final = re.compile(
    r"\s+(?:on|am|um|le|el|il|op|den|at|the|vom|in|,|-|@)$|^(?i:on|am|um|le|el|il|op|den|at|the)$"
)
_ORGANIZATION: Final = re.compile(
    r"\b(?:AP|AFP|APA|KNA|SID|SDA|EPD|ANSA|EFE|JIJI|DPA|dpa|afp|apa|sid|epd|(?i:agency|agencies|redacci[oó]n|rédaction|redazione|redação|news|newsroom"
    r"|newsdesk|press|team|staff|redaktion|desk|media|reuters|group|"
    r"institute?|board|foundation|university|universität|association|department|ministry|committee|council|society"
    r"|center|centre|inc|llc|gmbh|ltd|"
    r"magazine|magazin|editors|editorial|agenturen|blog|company|studios?|solutions))\b"
)
_AGENCY: Final = re.compile(r"(?:AP|AFP|APA|KNA|SID|SDA|EPD|ANSA|EFE|DPA)$")
_BODY: Final = re.compile(
    r"(?i)\b(?:cent(?:er|re)|departe?ment|ministr\w+|universit\w+|institut\w*|associations?|bundes\w+|committee"
    r"|commission|office|society|council|"
    r"administration|services?|gmbh|school|college|abteilung|verein|kammer|verband)\b"
)
_LONGEST: Final = 1000  # characters of an author field that are read
_ASIDE: Final = re.compile(r"\s*\([^()]*\)|（[^（）]*）|\s*\S+@\S+|\s@\w+|\s*https?://\S+")
_OF_FEED: Final = re.compile(r"\S+@\S+\s\(([^()]+)\)$")  # "ann@paper.example (Ann Lee)"
_DEGREE: Final = re.compile(r",?\s(?:Ph\.? ?D|M\.? ?D|MD|MBA|RN|RD|DVM|DDS)\.?$")
_WITH_PLACE: Final = re.compile(r"([^\s,]+\s[^,]+),\s[A-Z][^\W\d_]+$")  # "Ann Lee, London"
_PLACE: Final = re.compile(r"\s(?:in|for|from|at|aus|für)\s+[A-Z].*$")
_HANDLE: Final = re.compile(r"@?[\w.'-]{2,30}$")
_PERSON: Final = re.compile(r"[^\W\d_]{2,20}, [^\W\d_]{2,20}(?: [A-Z]\.?)?$")
_NAME_WORDS: Final = 6
_LONG, _NAME_LENGTH = 9, 40


def people(text: str, site: str | None = None, *, handle: bool = False) -> list[dict[str, Any]]:
    """The people (or organisations) that a byline or author field names; the site itself is none.

    `handle`: whether a user name ("ann_lee24") is one, as where the markup says that the text is an author.
    """
    text = text[:_LONGEST]
    if of_feed := _OF_FEED.match(text.strip()):
        text = of_feed[1]
    if (
        handle
        and _HANDLE.match(text.strip())
        and not (_ROLE.search(text.strip()) or _LABEL.match(text) or _STOP.match(text))
    ):
        name = text.strip().removeprefix("@")
        return [] if site and fold(name) == fold(site) else [_named(name)]
    found: dict[str, dict[str, Any]] = {}
    for part, first in _parts(_bare(text)):
        name = _name(part, first and not found)
        role = (_ROLE_BEHIND if found else _ROLE).search(name)
        if name and not (site and fold(name) == fold(site)) and (not role or _AGENCY.match(name)):
            found.setdefault(fold(name), _named(name))
    return list(found.values())


class Names:
    """Reads names of one page, each text once: bylines and names of users come again."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, bool], list[dict[str, Any]]] = {}

    def people(self, text: str, *, handle: bool) -> list[dict[str, Any]]:
        """What the function of that name gives."""
        key = (text, handle)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = people(text, handle=handle)
        return [one.copy() for one in found]


def _named(name: str) -> dict[str, Any]:
    return {"name": name, "kind": "organization" if _ORGANIZATION.search(name) else "person"}


def _bare(text: str) -> str:
    """The text without dates, clocks, addresses and asides."""
    at, pieces = 0, []
    for found in find_dates(text):
        pieces.append(text[at : found.start])
        at = found.end
    text = " | ".join([*pieces, text[at:]]) if pieces else text
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _WHEN.sub(" | ", _ASIDE.sub("", "\n".join(filter(None, lines))))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a byline that may be names, and whether each is the first."""
    if said := _SAID_BY.match(text):
        text = _HARD_PARTING.split(text[said.end() :].strip(" |"))[0]
    else:
        text = _LEAD.sub("", text.strip(" |,"), count=1)
    if _PERSON.match(text) and not _ORGANIZATION.search(text):
        surname, _, given = text.partition(", ")
        text = f"{given} {surname}"
    if (placed := _WITH_PLACE.match(text)) and not _ORGANIZATION.search(text):
        text = placed[1]
    if text.count(" ") > _LONG and "," in text[:_NAME_LENGTH]:
        text = text.partition(",")[0]  # what stands behind the name says who that is
    parting = _HARD_PARTING if _BODY.search(text) else _PARTING
    for place, part in enumerate(filter(str.strip, parting.split(text))):
        yield part, place == 0


def _name(part: str, first: bool) -> str:
    """The name that a part of a byline holds; "" for none."""
    name = _PREFIX.sub("", part if first else _LEAD.sub("", part, count=1), count=1)
    if _NOT_THE_AUTHOR.match(name) or _LABEL.match(name):
        return ""
    name = _DEGREE.sub("", name)
    name = _TITLE_BEFORE.sub("", _TAIL.sub("", _PLACE.sub("", _STOP.sub("", name)).strip()))
    name = _ROLE_AT_END.sub("", _TAIL.sub("", name)).strip(" ,'\"“”„()[]【】|-–—+*&")
    if name.count(" ") > 1:
        name = _ROLE_TRAILING.sub("", name)
    if not name.endswith((" Jr.", " Sr.")):
        name = name.rstrip(".") if not re.search(r"\b[A-Z]\.$", name) else name
    if (
        len(name) < 2
        or name.count(" ") >= (2 * _NAME_WORDS if _BODY.search(name) else _NAME_WORDS)
        or _NO_NAME.search(name)
    ):
        return ""
    word = name.islower() and name.isascii() and name.count(" ") not in (1, 2)
    return "" if word and not _ORGANIZATION.search(name) else name
