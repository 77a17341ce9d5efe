"""The region rules: what an element's class, id, tag or role calls it.

A rule is a row: name, reason, the words it goes by, and why. To add one: a row here, and two cases under its name in
`fixtures/rules.toml`, one where it fires and one where it must not; a test fails for a row without both.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from articlekit.models import Reason


class RegionRule(NamedTuple):
    """An element that says what it is."""

    name: str
    reason: Reason
    words: frozenset[str]
    """One of these among the words of class and id."""
    why: str
    tags: frozenset[str] = frozenset()
    """Or one of these tags."""
    roles: frozenset[str] = frozenset()
    """Or one of these ARIA roles."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Or these two words, both among those of class and id."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REGION_RULES: Final = (
    RegionRule(
        "cookie-region",
        Reason.COOKIE,
        _words("cookie cookies gdpr consent cookiebar cookiebanner onetrust didomi usercentrics cookieconsent"),
        "consent layers",
    ),
    RegionRule(
        "comments-region",
        Reason.COMMENTS,
        _words("comments comment commentlist disqus respond commentform livefyre kommentare comentarios commentaires"),
        "readers' comments and their form",
    ),
    RegionRule(
        "share-region",
        Reason.SHARE,
        _words("share sharing sharebar sharedaddy addtoany addthis social socials shariff sharethis socialshare"),
        "share bars, follow links",
    ),
    RegionRule(
        "newsletter-region",
        Reason.NEWSLETTER,
        _words("newsletter subscribe subscription signup mailchimp optin mailpoet substack newsletters convertkit"),
        "newsletter sign-ups",
    ),
    RegionRule(
        "related-region",
        Reason.RELATED,
        _words("related relatedposts yarpp readmore morearticles similar relacionadas"),
        "teasers on the subject",
    ),
    RegionRule(
        "recommended-region",
        Reason.RECOMMENDED,
        _words(
            """
            recommended recommendation recommendations recommend outbrain taboola trending popular mostread
            teaser teasers recirc
            """
        ),
        "teasers on other grounds",
        pairs=frozenset({("most", "read"), ("post", "navigation"), ("missed", "you")}),
    ),
    RegionRule(
        "sponsor-region",
        Reason.SPONSOR,
        _words("sponsor sponsors sponsored sponsorship"),
        "sponsors' boxes",
    ),
    RegionRule(
        "advert-region",
        Reason.ADVERT,
        _words(
            """
            ad ads advert adverts advertisement advertising adsense adsbygoogle adslot dfp banner promo
            promotion anzeige werbung
            """
        ),
        "advertisements and promotions",
        tags=_words("amp-ad"),
    ),
    RegionRule(
        "paywall-region",
        Reason.PAYWALL,
        _words("regwall"),
        "calls to subscribe or log in; the paid text itself often lies in a region named so, too",
        pairs=frozenset(
            ("paywall", word) for word in "message prompt overlay cta offer box modal notice banner call wall".split()
        ),
    ),
    RegionRule(
        "author-region",
        Reason.AUTHOR_BIO,
        _words("authorbox authorbio bio"),
        "the box about the author",
        pairs=frozenset(
            {("author", "bio"), ("author", "box"), ("about", "author"), ("author", "info"), ("author", "description")}
        ),
    ),
    RegionRule(
        "navigation-region",
        Reason.NAVIGATION,
        _words("breadcrumb breadcrumbs pagination pager navbar menu nav navigation sitemap toc skip"),
        "menus, breadcrumbs, pagination",
        tags=_words("nav menu"),
        roles=_words("navigation menu menubar"),
    ),
    RegionRule(
        "metadata-region",
        Reason.METADATA,
        _words("tags tagcloud taglist categories"),
        "tags and categories",
        pairs=frozenset({("entry", "footer"), ("post", "tags"), ("tag", "list"), ("cat", "links")}),
    ),
    RegionRule(
        "footer-region",
        Reason.FOOTER,
        _words("footer colophon siteinfo copyright"),
        "the site's footer",
        tags=_words("footer"),
        roles=_words("contentinfo"),
    ),
    RegionRule(
        "header-region",
        Reason.HEADER,
        _words("masthead topbar siteheader"),
        "the site's header",
        tags=_words("header"),
        roles=_words("banner"),
        pairs=frozenset({("site", "header"), ("page", "header"), ("site", "title")}),
    ),
    RegionRule(
        "popup-region",
        Reason.OTHER,
        _words("modal popup lightbox tooltip offcanvas dialog"),
        "layers above the page",
        tags=_words("dialog"),
        roles=_words("dialog alertdialog"),
    ),
    RegionRule(
        "sidebar-region",
        Reason.SIDEBAR,
        _words("sidebar widget widgets aside rail sidenav"),
        "boxes beside the article",
        tags=_words("aside"),
        roles=_words("complementary"),
    ),
    RegionRule(
        "form-region",
        Reason.FORM,
        _words("searchform searchbox"),
        "controls",
        tags=_words("button select textarea form svg"),
        roles=_words("search button"),
    ),
)


_NONE: Final = len(REGION_RULES)
_RANK_OF_WORD: Final = {word: rank for rank, rule in reversed(tuple(enumerate(REGION_RULES))) for word in rule.words}
_RANK_OF_TAG: Final = {tag: rank for rank, rule in reversed(tuple(enumerate(REGION_RULES))) for tag in rule.tags}
_RANK_OF_ROLE: Final = {role: rank for rank, rule in reversed(tuple(enumerate(REGION_RULES))) for role in rule.roles}
_PAIRS: Final = tuple((one, two, rank) for rank, rule in enumerate(REGION_RULES) for one, two in sorted(rule.pairs))
_PAIRED: Final = {word: tuple((two, rank) for one, two, rank in _PAIRS if one == word) for word, _, _ in _PAIRS}
_DENYING: Final = _words("has no not with without hide")
_TELLING: Final = frozenset(_RANK_OF_WORD) | {word for one, two, _ in _PAIRS for word in (one, two)}


def match_region(tag: str, words: tuple[str, ...], role: str | None) -> RegionRule | None:
    """The first region rule that fires on an element."""
    rank = min(_rank_of_words(words), _RANK_OF_TAG.get(tag, _NONE))
    if role:
        rank = min(rank, _RANK_OF_ROLE.get(role, _NONE))
    return REGION_RULES[rank] if rank < _NONE else None


def _rank_of_words(words: tuple[str, ...]) -> int:
    """The place of the first rule that the words of class and id fire; one behind the last where none does."""
    rank = _NONE
    if not _TELLING.isdisjoint(words):
        before = ""
        for word in words:
            told = _RANK_OF_WORD.get(word, _NONE)
            if told < rank and before not in _DENYING:  # "has-sidebar" is no sidebar
                rank = told
            before = word
            partners = _PAIRED.get(word)
            if partners is not None:
                for partner, paired in partners:
                    if paired < rank and partner in words:
                        rank = paired
    return rank
