"""The named rules of the label step: what a line says, and what a region calls itself.

A rule is a row: name, reason, what it matches, and why. To add one: a row here, and two cases under its name in
`fixtures/rules.toml`, one where it fires and one where it must not; a test fails for a row without both.

Line rules see one short block; region rules see the words of an element's class and id, its tag and its role.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from articlekit.models import Reason


class LineRule(NamedTuple):
    """A short block that gives itself away by its wording."""

    name: str
    reason: Reason
    pattern: str
    """Matched at the start of the block, whatever the case; alternatives are parted by " | " and line breaks."""
    why: str
    opens: bool = False
    """True if it is the heading of a box: what stands below it goes, too."""


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


LINE_WORDS: Final = 24
"""Line rules look at blocks of at most so many words: a paragraph may speak of cookies."""
OPENING_WORDS: Final = 8
"""A line that heads a box has at most so many words."""

LINE_RULES: Final = (
    LineRule(
        "sponsor-call",
        Reason.SPONSOR,
        r"""become (?:a|our) sponsor | .*\bbecome sponsor\b | (?:need|want|looking\ for)\b.*\bsponsor(?:s|ship|ed)?\b
        | sponsor (?:this|us|our)\b | our sponsors? | support our sponsors | sponsoren$ | werde sponsor | nos sponsors$""",
        "asks for sponsors, or heads their list",
    ),
    LineRule(
        "sponsored-notice",
        Reason.SPONSOR,
        r"""(?:this (?:post|article|story|episode|newsletter) (?:is|was) )?(?:sponsored|brought to you|presented) by\b
        | sponsored(?: content| post)?$ | paid (?:partnership|post|content)\b | partner content$ | in partnership with\b""",
        "says who paid for the page",
    ),
    LineRule(
        "advert-label",
        Reason.ADVERT,
        r"""advertisements?(?:\W.*)?$ | ad$ | ads$ | anzeige$ | werbung$ | publicit[ée]$ | publicidad(?:e)?$ | pubblicità$
        | advertentie$ | reklam[ae]?$ | annons$ | إعلان$ | פרסומת$ | (?:スポンサーリンク|広告|pr)$ | 广告$ | 광고$
        | (?:story|article) continues (?:below|after) .* | continue reading below.* | advertising$ | scroll to continue.*
        | sigue leyendo.*publicidad""",
        "labels the advertisement that stood here",
    ),
    LineRule(
        "affiliate-note",
        Reason.ADVERT,
        r""".*\b(?:affiliate (?:links?|commission)|earn (?:a|an) (?:small )?(?:affiliate )?commission)\b
        | .*\bals amazon-partner\b | .*\baffiliate-links?\b""",
        "tells that the links pay",
    ),
    LineRule(
        "read-also",
        Reason.RELATED,
        r"""(?:read|see|watch|check out)(?:\s+(?:also|more|next|this|now|it))?\s*[:：]
        | also (?:read|see)\b.* | read (?:also|next|more (?:on|about|from))\b.* | read more$ | continue reading$
        | lesen sie (?:auch|mehr|hier|dazu)\b.* | (?:auch|mehr) (?:interessant|zum thema)\b.* | lire aussi\b.* | à lire\b.*
        | (?:lee|lea|leer) también\b.* | leggi anche\b.* | leia (?:também|mais)\b.* | lees ook\b.* | läs också\b.*
        | czytaj (?:też|także|również)\b.* | читайте также.* | اقرأ أيض.* | قد يهمك.* | קראו (?:גם|עוד).*
        | (?:あわせて読みたい|関連記事|続きを読む).* | 相关阅读.* | (?:延伸|推荐)阅读.*""",
        "sends the reader to another article",
    ),
    LineRule(
        "related-heading",
        Reason.RELATED,
        r"""(?:related|similar)(?: (?:posts?|articles?|stor(?:y|ies)|news|content|reading|topics?|links?|coverage|items?|pages?))?\s*:?$
        | more (?:on|about|from|in|like|stories|articles|posts|news)\b.{0,40}$ | further reading$ | see also$
        | (?:ähnliche|weitere|verwandte|passende)\s(?:artikel|beiträge|themen|meldungen|nachrichten).{0,20}$ | mehr zum thema.{0,20}$
        | (?:articles?|sujets?|contenus?) (?:similaires?|liés?|associés?|connexes?)$ | sur le même (?:sujet|thème)$
        | (?:artículos?|noticias?|entradas?|contenidos?) relacionad[oa]s?$ | articoli correlati$ | (?:artigos|notícias|posts) relacionad[oa]s$
        | gerelateerde .{0,20}$ | relaterade .{0,20}$ | podobne .{0,20}$ | похожие .{0,20}$ | по теме$
        | (?:مقالات|مواضيع|أخبار) (?:ذات صلة|مشابهة|متعلقة)$ | (?:כתבות|מאמרים) (?:נוספות|נוספים|קשורות|קשורים)$
        | 関連(?:記事|リンク|ニュース|キーワード)?$ | 相关(?:文章|新闻)$ | 관련 ?(?:기사|뉴스)$""",
        "heads a box of teasers on the subject",
        opens=True,
    ),
    LineRule(
        "recommended-heading",
        Reason.RECOMMENDED,
        r"""you (?:may|might|could)(?: also)? (?:like|have missed|be interested).{0,20}$ | you missed$ | in case you missed it$
        | (?:most|more) (?:read|popular|viewed|shared|commented|recent|watched|discussed)\b.{0,20}$ | trending(?: now| stories)?$
        | (?:popular|recent|latest|recommended|featured|top|hot)(?: (?:posts?|articles?|stor(?:y|ies)|news|videos?|stories|reads|for you|now))$
        | recommended(?: for you| reading)?$ | (?:don['’]t|do not) miss$ | editors?['’]?s? (?:picks?|choice)$ | what to read next$ | up next$
        | popular$ | trending$ | (?:previous|next|newer|older) (?:post|article|story|entry)s?\b.{0,60}$
        | meistgelesen\w*(?: artikel)?$ | (?:das könnte|könnte) (?:sie|dich|ihnen) auch .{0,30}$ | empfehlungen.{0,20}$ | neueste \w+$
        | les plus lus?$ | (?:à|a) ne pas manquer$ | vous aimerez aussi.{0,10}$ | articles? récents?$ | lo más (?:leído|visto)$
        | te puede interesar$ | (?:también )?te (?:puede|podría) (?:gustar|interesar)$ | entradas recientes$ | i più letti$ | mais lidas$
        | meest gelezen$ | najczęściej czytane$ | самое (?:читаемое|популярное)$ | الأكثر قراءة$ | הנצפות ביותר$ | (?:人気|おすすめ|新着)(?:の)?(?:記事|ランキング)?$
        | (?:热门|最新|推荐)(?:文章|新闻)$ | 많이 본 .{0,6}$""",
        "heads a box of teasers on other grounds",
        opens=True,
    ),
    LineRule(
        "share-line",
        Reason.SHARE,
        r"""(?:(?:share|tweet|pin|print|save|e-?mail|like|teilen|drucken|merken|kommentieren|partager|imprimer|enregistrer|compartir|guardar|imprimir)
          [\s|/·,]*){1,5}$
        | share(?: (?:this|it|on|via|with|the)\b.{0,40}| article| post| story)?\s*:?$ | tweet(?: this)?$ | pin(?: it)?$ | print(?: this)?(?: page)?$
        | (?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|e-?mail|telegram|copy link|flipboard|messenger)(?:\s*[|/·,]?\s*(?:share on |on )?
          (?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|e-?mail|telegram|copy link|flipboard|messenger))*$
        | (?:follow|like|find) us(?: on)?\b.{0,40}$ | save(?: for later)?$ | bookmark$ | (?:artikel )?(?:teilen|drucken|merken|kommentieren)$
        | auf (?:facebook|twitter|x|whatsapp) teilen$ | partager.{0,30}$ | compart(?:ir|e|ilhar).{0,30}$ | condividi.{0,30}$ | delen$ | dela$ | udostępnij$
        | поделиться.{0,20}$ | شارك.{0,20}$ | שתפו?.{0,20}$ | (?:シェア|ツイート|シェアする|共有)(?:する)?$ | 分享(?:到)?.{0,6}$ | 공유(?:하기)?$""",
        "shares, saves or prints the page",
    ),
    LineRule(
        "newsletter-line",
        Reason.NEWSLETTER,
        r"""(?:sign up|subscribe|signup|join|get)\b.{0,80}\b(?:newsletters?|inbox|mailing list|e-?mail alerts?|daily digest|updates by e-?mail)\b.*
        | .{0,60}\b(?:our|the|free|weekly|daily|a) newsletter\b.{0,60}$ | newsletters?$ | subscribe(?: now)?$ | sign up(?: now| here| free)?$
        | (?:jetzt )?newsletter (?:abonnieren|bestellen).* | .{0,40}\bnewsletter\b.{0,30}(?:abonnieren|anmelden|bestellen).* | abonnieren$
        | (?:inscrivez-vous|abonnez-vous)\b.* | suscr[ií]b[ea](?:te|se)\b.* | iscriviti\b.* | (?:assine|inscreva-se)\b.*
        | اشترك.{0,60}$ | הירשמו.{0,60}$ | (?:メルマガ|ニュースレター).{0,20}$ | 订阅.{0,20}$ | (?:enter|your) e-?mail(?: address)?.{0,20}$
        | you (?:are receiving|receive|received|got) this\b.* | you receive this\b.* | unsubscribe\b.* | view (?:this|it)\b.{0,30}\b(?:in|your) .{0,10}browser.*""",
        "asks for an address",
    ),
    LineRule(
        "cookie-line",
        Reason.COOKIE,
        r""".*\b(?:we|this (?:site|website)|our (?:site|website|partners)) uses? cookies\b.* | (?:accept|reject|allow|manage)(?: all)? cookies.{0,20}$ | accept all$
        | cookie (?:settings|preferences|policy|notice|consent|banner)$ | .*\bcookies\b.{0,60}\b(?:zustimmen|akzeptieren|einverstanden|accepter|aceptar)\b.*
        | (?:alle )?cookies? (?:akzeptieren|ablehnen|verwalten)$ | .*\b(?:verwende[nt]|nutz(?:en|t)) cookies\b.* | .*\butilis(?:e|ons) des cookies\b.*
        | .*\b(?:utiliza|usa)(?:mos)? cookies\b.* | (?:tout accepter|tout refuser|aceptar todo|rechazar todo)$ | .*(?:クッキー|cookie)を使用.*""",
        "asks for consent",
    ),
    LineRule(
        "comments-heading",
        Reason.COMMENTS,
        r"""(?:\d+\s+|no\s+|leave\s+(?:a|your)\s+|post\s+a\s+|add\s+(?:a|your)\s+|view\s+|show\s+|all\s+|write\s+a\s+)?(?:comments?|repl(?:y|ies)|responses?)(?:\s*\(?\d+\)?)?(?:\s+on\b.{0,80})?\s*:?$
        | \d+ (?:thoughts?|responses?|replies) (?:on|to)\b.* | join the (?:conversation|discussion).{0,20}$ | what do you think\?$ | discussion$
        | (?:\d+ )?kommentare?(?: \(?\d+\)?)?$ | (?:schreibe|hinterlasse) .{0,20}kommentar.{0,20}$ | (?:\d+ )?commentaires?$ | laisser un commentaire.*
        | (?:\d+ )?comentarios?$ | deja (?:un|tu) comentario.* | (?:\d+ )?commenti$ | lascia un commento$ | (?:\d+ )?reacties?$
        | (?:التعليقات|تعليقات|أضف تعليق|اترك تعليق).{0,10}$ | (?:תגובות|הוסף תגובה|כתבו תגובה).{0,10}$ | コメント(?:する|一覧|を書く|を残す)?(?:\s?\(?\d+\)?)?$ | (?:发表)?评论$ | 댓글.{0,8}$""",
        "heads the readers' comments",
        opens=True,
    ),
    LineRule(
        "paywall-line",
        Reason.PAYWALL,
        r"""(?:already )?(?:a )?(?:subscriber|member)\?.* | (?:to )?(?:continue|keep) reading\b.{3,80}$ | .{0,40}\b(?:subscribers?|members) only\b.{0,40}$
        | (?:subscribe|log ?in|sign in|register)(?: now)? (?:to|for) (?:read|continue|keep|unlock|access|full|unlimited)\b.* | unlock (?:this|the full) (?:article|story).*
        | this (?:article|content|story) is (?:only )?(?:for|available to|reserved for) .*(?:subscribers|members).* | you have (?:reached|read|\d+).{0,40}\barticles?\b.*
        | (?:jetzt )?weiterlesen mit\b.* | (?:cet )?article (?:est )?réservé aux abonnés.* | (?:contenido )?exclusivo para suscriptores.*
        | この記事は(?:有料)?会員.*""",
        "asks to pay or log in to read on",
    ),
    LineRule(
        "author-heading",
        Reason.AUTHOR_BIO,
        r"""about the authors?\s*:?$ | about (?:the )?(?:writer|contributor)s?$ | (?:über|zum) (?:den|die|der) autor(?:in)?.{0,20}$ | zur person$ | (?:à|a) propos de l['’]auteur.{0,10}$
        | (?:sobre|acerca de) (?:el|la|o|a) autora?$ | informazioni sull['’]autore$ | over de auteur$ | об авторе$ | عن (?:الكاتب|المؤلف)$ | על (?:הכותב|המחבר)ת?$ | (?:この記事を書いた人|著者(?:紹介|プロフィール)?)$ | 作者简介$""",
        "heads the box about the author",
        opens=True,
    ),
    LineRule(
        "reading-time",
        Reason.METADATA,
        r"""(?:reading time\s*:?\s*)(?:about |approx\. )?\d{1,3}\s?-?(?:min(?:ute)?s?\.?)$ | (?:about |approx\. )?\d{1,3}\s?-?min(?:ute)?s?\.? read(?:ing)?(?: time)?$ | (?:est(?:imated)?\.? )?read(?:ing)? time\b.{0,20}$
        | lesezeit\b.{0,20}$ | temps de lecture\b.{0,20}$ | tiempo de lectura\b.{0,20}$ | (?:この記事は)?約?\d+分で読めます.{0,4}$ | \d+ min(?:uten)? lesezeit$ | قراءة \d+ دقائق$""",
        "counts the page's minutes",
    ),
    LineRule(
        "tag-line",
        Reason.METADATA,
        r"""(?:tags?|filed (?:under|in)|posted in|categor(?:y|ies)|topics?|keywords?|labels?|schlagwörter|stichwörter|kategorien?|themen|mots-clés|étiquettes|catégories?|etiquetas|categorías?|temas)\s*[:：].{0,160}$
        | (?:タグ|カテゴリー?)\s*[:：].* | (?:الوسوم|الكلمات المفتاحية|تصنيفات?)\s*[:：].* | (?:תגיות|נושאים)\s*[:：].* | [\d.,]+ (?:from|out of) \d+ (?:votes?|ratings?|reviews?)$ | you are visitor\b.* | .{0,40}\bhits: \d+$ | \d[\d.,]*[km]? (?:views?|shares?|likes?|claps?|aufrufe|vues)$""",
        "lists tags or counters",
    ),
    LineRule(
        "feedback-line",
        Reason.FORM,
        r"""(?:was|did you find|is) this (?:page|article|answer|information)? ?(?:helpful|useful).{0,20}$ | rate this (?:page|article|recipe)$ | war (?:dieser|der) artikel hilfreich.{0,20}$
        | (?:report|suggest) an? (?:error|edit|problem|typo)\b.{0,40}$ | edit (?:this page|on github)\b.{0,20}$""",
        "asks the reader what they think of the page",
    ),
    LineRule(
        "permalink",
        Reason.NAVIGATION,
        r"[¶#§🔗]+$",
        "the mark behind a heading that links to it",
    ),
    LineRule(
        "menu-line",
        Reason.NAVIGATION,
        r"""(?:[^|]{1,25}\s\|\s){2,}[^|]{1,25}$""",
        "a menu on one line, parted by bars",
    ),
    LineRule(
        "skip-link",
        Reason.NAVIGATION,
        r"""(?:skip|jump) to (?:main )?(?:content|navigation|search|footer|primary|recipe).{0,20}$ | (?:zum inhalt|aller au contenu|saltar al contenido|ir al contenido|vai al contenuto).{0,20}$
        | (?:back|go|return) to (?:top|home|homepage)\b.{0,20}$ | (?:zurück|nach oben|zum seitenanfang|top ↑|↑ top|toggle navigation|open menu|close menu|menu|menü|home)$ | nach oben.{0,10}$
        | you are here\s*:?.{0,80}$ | (?:previous|next|prev)(?: page)?$ | page \d+ of \d+$ | (?:home|start(?:seite)?|inicio|accueil)\s[>»/›].{0,120}$ | (?:ホーム|トップ)\s?[>＞»].*""",
        "moves about the site",
    ),
    LineRule(
        "copyright-line",
        Reason.FOOTER,
        r"""(?:copyright\s+)?(?:©|\(c\)).{0,160}$ | copyright\b.{0,120}$ | .{0,60}\ball rights reserved\b.{0,60}$ | alle rechte vorbehalten.{0,20}$ | tous droits réservés.{0,20}$ | todos los derechos reservados.{0,20}$
        | (?:terms of (?:use|service)|privacy policy|imprint|impressum|datenschutz(?:erklärung)?|agb|mentions légales|aviso legal|contact us|kontakt|プライバシーポリシー|利用規約|سياسة الخصوصية)(?:\s*[|·•,/-]\s*.{0,80})?$
        | (?:جميع الحقوق محفوظة|כל הזכויות שמורות).{0,40}$ | (?:about(?: us)?|contact(?: us)?|home|careers|advertise|help|faq|terms(?: of use| of service)?|privacy(?: policy)?|imprint|impressum|datenschutz|agb|kontakt|sitemap|legal|press|jobs)
          (?:[\s|·•,/-]+(?:about(?: us)?|contact(?: us)?|home|careers|advertise|help|faq|terms(?: of use| of service)?|privacy(?: policy)?|imprint|impressum|datenschutz|agb|kontakt|sitemap|legal|press|jobs)){1,}$
        | 無断(?:転載|複製).{0,20}$ | proudly powered by .{0,40}$ | powered by .{0,30}$""",
        "closes the site's page",
    ),
)

REGION_RULES: Final = (
    RegionRule(
        "cookie-region",
        Reason.COOKIE,
        _words("cookie cookies gdpr consent cookiebar cookiebanner onetrust cmp didomi usercentrics cookieconsent"),
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
        _words("related relatedposts jp-relatedposts yarpp related-posts readmore morearticles similar relacionadas"),
        "teasers on the subject",
    ),
    RegionRule(
        "recommended-region",
        Reason.RECOMMENDED,
        _words("recommended recommendation recommendations recommend outbrain taboola trending popular mostread teaser teasers recirc"),
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
        _words("ad ads advert adverts advertisement advertising adsense adsbygoogle adslot dfp banner promo promotion anzeige werbung"),
        "advertisements and promotions",
        tags=_words("ins amp-ad"),
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
        pairs=frozenset({("author", "bio"), ("author", "box"), ("about", "author"), ("author", "info"), ("author", "description")}),
    ),
    RegionRule(
        "breadcrumb-region",
        Reason.NAVIGATION,
        _words("breadcrumb breadcrumbs pagination pager navbar menu nav navigation sitemap toc skip"),
        "menus, breadcrumbs, pagination",
        tags=_words("nav menu"),
        roles=_words("navigation menu menubar search"),
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
        _words("sidebar widget widgets aside secondary rail sidenav"),
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


SPONSOR_WORDS: Final = re.compile(r"(?i)\b(?:sponsor(?:s|ed|ship|ing)?|sponsoren|advertise with us|ihre werbung)\b")
"""Words that make a line above the headline a call for sponsors; in a paragraph they say nothing."""


def _alternatives(pattern: str) -> str:
    return re.sub(r"\s*\n\s*(?=\|)|\s+(?=\|\s)|(?<=\|)\s+|\s*\n\s*", "", pattern)


_DECORATION: Final = " \n*_→›»«-–—|•·"
_LINES: Final = re.compile(
    "|".join(f"(?P<r{i}>{_alternatives(rule.pattern)})" for i, rule in enumerate(LINE_RULES)), re.IGNORECASE
)


def match_line(text: str) -> LineRule | None:
    """The first line rule that fires on the text of a short block."""
    found = _LINES.match(text.strip(_DECORATION) or text)
    return LINE_RULES[int(found.lastgroup[1:])] if found and found.lastgroup else None


_BY_WORD: Final = {word: rule for rule in reversed(REGION_RULES) for word in rule.words}
_BY_TAG: Final = {tag: rule for rule in reversed(REGION_RULES) for tag in rule.tags}
_BY_ROLE: Final = {role: rule for rule in reversed(REGION_RULES) for role in rule.roles}
_PAIRED: Final = tuple((pair, rule) for rule in REGION_RULES for pair in rule.pairs)
_ORDER: Final = {rule.name: i for i, rule in enumerate(REGION_RULES)}


def match_region(tag: str, words: tuple[str, ...], role: str | None) -> RegionRule | None:
    """The first region rule that fires on an element."""
    found = [_BY_WORD[w] for w in words if w in _BY_WORD]
    if tag in _BY_TAG:
        found.append(_BY_TAG[tag])
    if role in _BY_ROLE:
        found.append(_BY_ROLE[role])
    if len(words) > 1:
        found += [rule for (one, two), rule in _PAIRED if one in words and two in words]
    return min(found, key=lambda rule: _ORDER[rule.name]) if found else None
