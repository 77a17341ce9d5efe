"""Links inside sentences: which of them say where the sentence comes from.

Most links of a page do not: they explain a word, name a person, sell something, lead on. What tells the others apart
stands around them ("according to", "a study found") and in their address.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

from articlekit.models import CitationForm
from articlekit.page import PageSpan, is_automatic
from articlekit.sources.candidates import Candidate, Scene, Target
from articlekit.sources.lines import sends_on
from articlekit.sources.passages import Passage
from articlekit.survey import NOT_A_SOURCE, host_of

# Patterns for texts and addresses in lower case: the search for letters of either case takes several times as long.

_ATTRIBUTION: Final = re.compile(
    r"(?:\b(?:according to|as (?:reported|noted|stated|cited|shown|described|explained|outlined"
    r"|documented) (?:by|in|on|at)"
    r"|(?:reported|cited|published|quoted|compiled|released|reviewed|obtained|documented|conducted"
    r"|posted) (?:by|in|on|at)|citing|cites"
    r"|(?:data|figures|research|statistics|numbers|reporting|survey|study|report|poll) (?:from|by|of)|based on"
    r"|laut|zufolge|gemäß|nach angaben|nach informationen|berichtete?n? (?:die|der|das|in)|selon|d[’']après"
    r"|según|de acuerdo con"
    r"|secondo|stando a|segundo|de acordo com|volgens|enligt|ifølge|согласно|по данным)\b|,\s+per\b"
    r"|\bper (?:the|a|an)\b)[^.!?;:,]{0,60}$"
    r"|(?:根据|据|根據|據|بحسب|وفقا ل|وفقًا ل|حسب)[^。.]{0,20}$"
)
_WORD: Final = re.compile(r"\w+")
_ATTRIBUTING: Final = frozenset(
    """
    according as reported cited published quoted compiled released reviewed obtained documented conducted posted citing
    cites data figures research statistics numbers reporting survey study report poll based laut zufolge gemäß nach
    berichtet berichtetn berichtete berichteten selon d según de secondo stando segundo volgens enligt ifølge согласно
    по per
    """.split()
)
"""The words with which `_ATTRIBUTION` begins, where words are parted by spaces."""
_UNSPACED: Final = re.compile("[据據حو]")
"""A letter of each word with which it begins elsewhere."""
_TOLD: Final = re.compile(
    r"\b(?:reportedly|allegedly|angeblich|told|tells|says?|said|writes|wrote|reports|reported|noted|states|stated"
    r"|an interview with|schreib[te]\w*|sagte\w*|meldet\w*|berichtet\w*|rapporte|indique|informó|explicó)\s"
    r"(?:(?:to|in|on|by|at|with|der|die|das|dem|le|la|el)\s){0,2}(?:the|a|an|its|his|her|their)?\s?$"
)
_VERBS: Final = (
    r"announce[ds]?|report(?:s|ed)?|found|finds|says?|said|told|tells|warn(?:s|ed)|show(?:s|ed|n)?|reveal(?:s"
    r"|ed)?|wrote|writes"
    r"|publish(?:ed|es)|rank(?:s|ed)|estimate[ds]?|claim(?:s|ed)|confirm(?:s|ed)|suggest(?:s|ed)?|conclude[ds]?"
    r"|discover(?:s|ed)"
    r"|explain(?:s|ed)|described?|note[ds]|admit(?:s|ted)|acknowledge[ds]|argue[ds]|calculate[ds]|predict(?:s"
    r"|ed)|survey(?:ed)"
    r"|berichtet\w*|meldet\w*|schreibt|schrieb|zeig(?:t|te|en)|ergab|belegt?|fand(?:en)?|warnt\w*|erklärt\w*"
    r"|teilte mit|sagte"
    r"|a révélé|a montré|a annoncé|montre|révèle|indique|reveló|informó|anunció|mostró|publicó|afirma|señala"
)
_VERB: Final = re.compile(rf"\b(?:{_VERBS})\b")
_STUDY: Final = re.compile(
    r"\b(?:stud(?:y|ies)|surveys?|reports?|data|research(?:ers)?|analys[ie]s|polls?|papers?|findings"
    r"|statistics|figures"
    r"|meta-analys[ie]s|investigations?|audit|census|statement|press release|filing|lawsuit|interviews?|memo"
    r"|letter|tweet(?:ed)?|blog ?post"
    r"|assessment|transcript|testimony|survey|dataset|list compiled|tracker|news reports?|article|op-ed|essay"
    r"|studien?|umfragen?|berichte?s?|untersuchung(?:en)?|daten|erhebung|analysen?|mitteilung|pressemitteilung"
    r"|interview|statistik(?:en)?"
    r"|étude|enquête|rapport|sondage|estudio|encuesta|informe|studio|indagine|rapporto|estudo|pesquisa"
    r"|relatório|onderzoek|studie)\b"
)
_HERE: Final = re.compile(r"(?:hier|here|ici|aquí|source|quelle|link|this|study|studie)\W*")
_PROFILE: Final = re.compile(
    r"/(?:authors?|people|person|persons|profiles?|staff|team|about(?:-us)?|bio|members?|users?|faculty"
    r"|experts?|menschen|personen"
    r"|autor(?:en)?|auteur|in)/|/@\w+/?$|linkedin\.com/|(?://|\.)(?:twitter|x|instagram|facebook"
    r"|threads)\.(?:com|net)/[@\w.]+/?$|/about/?$"
)
_LEADS_ON: Final = re.compile(r"\b(?:here|more|hier|mehr|ici|aquí)\W*$")
_SHOP: Final = re.compile(
    r"amzn|amazon\.|/(?:shop|store|buy|product|products|cart|dp|deal|deals|affiliate|go|ad|tickets?|pricing"
    r"|signup|register|subscribe|donate|download)/"
    r"|[?&](?:tag|aff\w*|partner\w*|coupon|ref_?id|irclickid|clickid)=|apps\.apple\.com|play\.google\.com"
    r"|ebay\.|etsy\.|booking\.com|awin1|shareasale|go\.redirect"
)
_SOCIAL: Final = re.compile(
    r"(?://|\.)(?:twitter|x|facebook|instagram|linkedin|tiktok|threads|t|pinterest)\.(?:com|net|co|me)/"
)
_MEDIA: Final = re.compile(
    r"youtu\.?be|vimeo\.com|pic\.twitter|//t\.co/|pinterest|soundcloud|spotify\.com|podcast|\.(?:jpe?g|png"
    r"|gif|webp|mp4|mp3)(?:$|\?)"
    r"|imdb\.com|flickr"
)
_REFERENCE_WORK: Final = re.compile(
    r"wiki|creativecommons\.org|wikipedia\.org|wiktionary|britannica\.com|merriam-webster|fandom\.com"
    r"|/wiki/|dictionary|duden\.de"
    r"|maps\.|/maps/"
)
_DOCUMENT: Final = re.compile(
    r"/(?:19|20)\d\d/|/(?:19|20)\d\d-\d\d|\.pdf\b|doi\.org|pubmed|ncbi\.nlm|arxiv\.org|/(?:news|article"
    r"|articles|story|stories|press|release|releases|report|reports|publications?|research|studies|study|abs"
    r"|doi|blog|posts?|status|papers?|document)/"
    r"|(?<![\w%])[\w%]+(?:-[\w%]+){3,}|/\d{5,}|\.s?html?$"
)
_DATED: Final = re.compile(
    r"/(?:19|20)\d\d/\w|/(?:19|20)\d\d-\d|\.pdf\b|doi\.org|ncbi\.nlm|pubmed|arxiv\.org|/(?:news|press"
    r"|article|articles|artikel|story|release|releases)\b"
    r"|research|report|survey|stud(?:y|ies)|/data\b|statisti"
)
_INSTITUTION: Final = re.compile(
    r"\.(?:gov|edu|int|mil)(?:\.\w\w)?$|\.(?:gov|ac|gouv|gob|bund|admin)\.\w\w$|europa\.eu$"
)
_VERB_FORM: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|may|would|ist|sind|war|waren|hat|haben|hatte|wurde|wurden|wird"
    r"|werden|est|sont|a|ont"
    r"|es|son|fue|ha|han)\b|[a-z]{2}ed\b"
)
_HELP: Final = re.compile(
    r"\b(?:tips?|tutorials?|guides?|guidance|resources?|tools?|templates?|checklists?|how to|video|podcast"
    r"|book|course|event"
    r"|webinar|request|program|anleitung|tipps|kurs|kongress|buch|livre|guía|libro)\b|kongress"
)
"""What helps the reader rather than proves the sentence."""
_SENTENCE_BEGINS: Final = re.compile(r"(?:^|[.!?:”»\"“„«(\n]\s?)$")
_CREDIT: Final = re.compile(
    r"(?i)\W{0,3}(?:foto|photo|bild|image|picture|illustration|grafik|graphic|video)s?\b.{0,20}:"
)
_HOME: Final = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home)(?:\.\w+)?)?/?")
_AROUND: Final = 20  # characters around a link that is nearly all there is
CONNECTORS: Final = frozenset("the and for und der die das des von vom zur zum del los las les sur par sul".split())
"""Lower-case words inside names."""
LOWER_WORD: Final = re.compile(r"(?<![\w.-])[a-zà-ÿ]{3,}(?![\w.-])")
_NEAR: Final = 100  # characters before a link in which words of attribution are looked for
_BEHIND: Final = re.compile(
    rf"^[”’\"']?,?\s(?:(?:has|have|had|also|recently|previously|first|then|hat|haben"
    rf"|hatte)\s){{0,2}}(?:{_VERBS})\b"
)
_PERSON: Final = re.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s)?[A-ZÀ-Þ][\w’'.-]+(?:\s[A-ZÀ-Þ]\.?)?(?:\s(?:van|von|de|der|da|di|el"
    r"|al))?\s[A-ZÀ-Þ][\w’'-]+"
)
_PHRASE: Final = 3  # words
_LONG: Final = 12  # words


def find_attributions(passage: Passage, scene: Scene) -> list[Candidate]:
    """The links inside a passage's sentences that words around them call a source, with what speaks for and against."""
    found: list[Candidate] = []
    links = passage.links
    if not links or (passage.role == "caption" and _CREDIT.match(passage.text)) or sends_on(passage.text):
        return found
    counts: Counter[str] | None = None
    for span in links:
        if span.value.startswith("#"):
            continue
        anchor = passage.text[span.start : span.end].strip()
        if not anchor or anchor.startswith(("http://", "https://", "www.")):
            continue
        address = scene.address(span.value)
        alone = len(passage.text) - (span.end - span.start) < _AROUND
        if alone and not (scene.references.sections or is_automatic(address)):
            continue
        if counts is None and _HERE.fullmatch(anchor.lower()):
            counts = Counter([passage.text[s.start : s.end].strip() for s in links])
        site = scene.site_evidence(address)
        if site == "own-site" and not (host_of(address) and _attributes(_before(passage, span))):
            continue  # what else may speak for it is not asked
        told = _evidence_of_words(passage, span, anchor)
        if scene.references.sections and scene.references.lists(address):
            told.append("listed")
        if counts is not None and counts[anchor] > 1 and "study" in told:
            told.append("several-alike")
        evidence = (site, *told, *_evidence_of_link(passage, scene, span, address))
        found.append(Candidate(span.start, span.end, CitationForm.ATTRIBUTION, (Target(anchor, address),), evidence))
    return found


def link_evidence(passage: Passage, scene: Scene, span: PageSpan) -> list[str]:
    """What speaks for and against a link as the name of a source."""
    address = scene.address(span.value)
    words = _evidence_of_words(passage, span, passage.text[span.start : span.end].strip(" ()[]"))
    return [scene.site_evidence(address), *words, *_evidence_of_link(passage, scene, span, address)]


def _before(passage: Passage, span: PageSpan) -> str:
    """The words in front of a link, in lower case."""
    return passage.text[max(0, span.start - _NEAR) : span.start].lower()


def _attributes(before: str) -> bool:
    """Whether the words in front of a link say that what it leads to is the source."""
    if _ATTRIBUTING.isdisjoint(_WORD.findall(before)) and (before.isascii() or not _UNSPACED.search(before)):
        return False
    return _ATTRIBUTION.search(before) is not None


def _evidence_of_words(passage: Passage, span: PageSpan, anchor: str) -> list[str]:
    """What words in front of a link, in it, and behind it say of it."""
    before, anchor = _before(passage, span), anchor.lower()
    told = []
    if _attributes(before):
        told.append("attribution")
    elif _VERB.search(anchor) or _TOLD.search(before) or _BEHIND.match(passage.text[span.end : span.end + 60].lower()):
        told.append("reporting-verb")
    if _STUDY.search(anchor) or _HERE.fullmatch(anchor):
        told.append("study")
    return told


def _evidence_of_link(passage: Passage, scene: Scene, span: PageSpan, address: str) -> list[str]:
    text = passage.text
    anchor = text[span.start : span.end].strip(" ()[]")
    told = _evidence_of_address(address)
    if is_automatic(address):
        told.append("automatic-link")
    lower = anchor.lower()
    if NOT_A_SOURCE.search(anchor) and (not _VERB.search(lower) or _LEADS_ON.search(lower)):
        told.append("call-to-action")
    told += _evidence_of_anchor(passage, scene, span, anchor, address)
    if anchor.count(" ") >= _LONG:
        told.append("long-anchor")
    if len(text) - (span.end - span.start) < _AROUND:
        told.append("whole-block")
    return told


def _evidence_of_anchor(passage: Passage, scene: Scene, span: PageSpan, anchor: str, address: str) -> list[str]:
    """Whether a link's text is a name, or words of the sentence."""
    words, lower = anchor.split(), anchor.lower()
    german = (scene.page.head.language or "").lower().startswith("de")  # where all nouns have capitals
    told = []
    if _names_domain(anchor, address):
        told.append("names-publication")
    elif not german and _PERSON.fullmatch(anchor):
        told.append("two-words")
    if anchor[:1].islower():
        told.append("words-of-sentence")
    elif (anchor[:1].isupper() and len(words) == 1) or (
        anchor[:1].isupper() and not _SENTENCE_BEGINS.search(passage.text[max(0, span.start - 4) : span.start])
    ):
        told.append("name")
    if len(words) == 1 and not _HERE.fullmatch(lower):
        told.append("one-word")
    elif len(words) >= _PHRASE:
        told.append("phrase")
    if _VERB_FORM.search(lower):
        told.append("verb")
    if any(char.isdigit() for char in anchor):
        told.append("number")
    if _HELP.search(lower):
        told.append("help")
    return told


def _evidence_of_address(address: str) -> list[str]:
    told: list[str] = []
    address = address.lower()
    try:
        _, host, path, query, _ = urlsplit(address)
    except ValueError:
        return told
    if _PROFILE.search(address):
        told.append("person")
    if _SHOP.search(address):
        told.append("shop")
    if _REFERENCE_WORK.search(address):
        told.append("reference-work")
    elif _MEDIA.search(address):
        told.append("media")
    elif "/status/" not in address and _SOCIAL.search(address):
        told.append("social")
    if _HOME.fullmatch(path) and not query:
        told.append("homepage")
    else:
        if _DOCUMENT.search(path):
            told.append("document")
        if _DATED.search(address):
            told.append("dated-address")
    if _INSTITUTION.search(host):
        told.append("institution")
    return told


def _names_domain(anchor: str, address: str) -> bool:
    """Whether a link's text and its domain are the same name: "Iowa Starting Line" and iowastartingline.com."""
    letters = "".join(char for char in anchor.lower() if char.isalnum()).removeprefix("the")
    domain = host_of(address)
    labels = domain.split(".")
    own = "".join(char for char in "".join(labels[:-1]) if char.isalnum())
    if len(letters) < 2 or len(letters) > 40 or not own:
        return False
    initials = "".join(word[0] for word in anchor.lower().split() if word not in ("the", "of", "and", "for"))
    main = labels[-2] if len(labels) > 1 else own
    if letters in own or main in letters or (len(initials) > 2 and initials in (main, own)):
        return True
    last = "".join(char for char in anchor.lower().split()[-1] if char.isalnum())
    return main in (initials[:-1] + last, initials + "news", initials + "online")  # "New York Times", nytimes.com
