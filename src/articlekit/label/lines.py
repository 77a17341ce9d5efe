"""The line rules: what a short block says that gives it away.

A rule is a row: name, reason, the wordings it catches, and why. To add one: a row here, and two cases under its name in
`fixtures/rules.toml`, one where it fires and one where it must not; a test fails for a row without both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from articlekit.label.boxes import BOX_RULES
from articlekit.label.line_rule import DIGIT, TOLD, LineRule, Opening, by_beginning, insides
from articlekit.models import Reason

LINE_WORDS: Final = 24
"""Line rules look at blocks of at most so many words: a paragraph may speak of cookies."""
OPENING_WORDS: Final = 8
"""A line that heads a box has at most so many words."""

_SINGLE_RULES: Final = (
    LineRule(
        "sponsor-call",
        Reason.SPONSOR,
        r"""
        become (?:a|our) sponsor
        sponsor => \bbecome sponsor\b
        (?:need|want|looking\ for)\b.*\bsponsor(?:s|ship|ed)?\b
        sponsor (?:this|us|our)\b
        our sponsors?(?:\s*:.*)?$
        support our sponsors
        sponsoren$
        werde sponsor
        nos sponsors$
        """,
        "asks for sponsors, or heads their list",
    ),
    LineRule(
        "sponsored-notice",
        Reason.SPONSOR,
        r"""
        this (?:post|article|story|episode|newsletter) (?:is|was) (?:sponsored|brought to you|presented) by\b.*
        (?:sponsored|brought to you) by\b.{1,60}(?<![.!?])$
        sponsored(?: content| post)?$
        paid (?:partnership|post|content)\b
        partner content$
        in partnership with\b
        """,
        "says who paid for the page",
    ),
    LineRule(
        "advert-label",
        Reason.ADVERT,
        r"""
        advertisements?(?:\s*[-–—:|.(].*)?$
        ad$
        ads$
        anzeige$
        werbung$
        publicit[ée]$
        publicidad(?:e)?$
        pubblicità$
        advertentie$
        reklam[ae]?$
        annons$
        إعلان$
        פרסומת$
        (?:スポンサーリンク|広告|pr)$
        广告$
        광고$
        (?:story|article) continues (?:below|after) .*
        continue reading below.*
        advertising$
        scroll to continue.*
        sigue leyendo.*publicidad
        """,
        "labels the advertisement that stood here",
    ),
    LineRule(
        "affiliate-note",
        Reason.ADVERT,
        r"""
        affiliate => \baffiliate (?:links?|commission)\b
        commission => \bearn (?:a|an) (?:small )?(?:affiliate )?commission\b
        amazon-partner => \bals amazon-partner\b
        affiliate-link => \baffiliate-links?\b
        """,
        "tells that the links pay",
    ),
    LineRule(
        "main-article",
        Reason.RELATED,
        r"""
        (?:main articles?|further information|see also)\s*[:：].*
        (?:this article is about|for other uses,? see)\b.*
        (?:hauptartikel|siehe auch)\s*[:：].*
        articles? (?:principal|principaux|détaillés?)\s*[:：].*
        (?:artículos? principal(?:es)?|artigos? principa(?:l|is)|voce principale|hoofdartikel)\s*[:：].*
        (?:основн(?:ая|ые) стать[яи]|główny artykuł)\s*[:：].*
        主(?:条目|条|條)目?[:：].*
        """,
        "pointers of encyclopedias to another entry",
    ),
    LineRule(
        "read-also",
        Reason.RELATED,
        r"""
        (?:read|see|watch|check out)(?:\s+(?:also|more|next|this|now|it))?\s*[:：]
        also (?:read|see)\s*[:：-].*
        related\s*[:：].*
        read (?:also|next|more (?:on|about|from))\b.*
        read more$
        continue reading$
        weiterlesen$
        (?:lire la suite|seguir leyendo|sigue leyendo|continua a leggere|lees verder)$
        lesen sie (?:auch|mehr|hier|dazu)\b.*
        (?:auch|mehr) interessant\b.*
        lire aussi\b.*
        à lire\b.*
        (?:lee|lea|leer) también\b.*
        leggi anche\b.*
        leia (?:também|mais)\b.*
        lees ook\b.*
        läs också\b.*
        czytaj (?:też|także|również)\b.*
        читайте также.*
        اقرأ أيض.*
        قد يهمك.*
        קראו (?:גם|עוד).*
        (?:あわせて読みたい|続きを読む).*
        関連記事\s*[:：】].*
        相关阅读.*
        (?:延伸|推荐)阅读.*
        """,
        "sends the reader to another article",
    ),
    LineRule(
        "share-line",
        Reason.SHARE,
        r"""
        (?:<SHARE>[\s|/·,]*){1,5}$
        share(?: (?:this|it|on|via|with|the)\b.{0,40}| article| post| story)?\s*:?$
        tweet(?: this)?$
        pin(?: it)?$
        print(?: this)?(?: page)?$
        <NETWORK>(?:\s*[|/·,]?\s*(?:share on |on )?<NETWORK>)*$
        (?:follow|like|find) us(?: on)?\b.{0,40}$
        save(?: for later)?$
        bookmark$
        (?:artikel )?(?:teilen|drucken|merken|kommentieren)$
        auf (?:facebook|twitter|x|whatsapp) teilen$
        partager.{0,30}$
        compart(?:ir|e|ilhar).{0,30}$
        condividi.{0,30}$
        delen$
        dela$
        udostępnij$
        поделиться.{0,20}$
        شارك(?: المقال| هذا.{0,12}| على .{0,12}| عبر .{0,12})?$
        שתפו?.{0,20}$
        (?:シェア|ツイート|シェアする|共有)(?:する)?$
        分享(?:到)?.{0,6}$
        공유(?:하기)?$
        """,
        "shares, saves or prints the page",
    ),
    LineRule(
        "newsletter-line",
        Reason.NEWSLETTER,
        r"""
        (?:sign up|subscribe|signup|join|get)\b.{0,80}\b(?:newsletters?|inbox|mailing list|e-?mail alerts?)\b.*
        (?:sign up|subscribe|signup|join|get)\b.{0,80}\b(?:daily digest|updates by e-?mail)\b.*
        (?:(?:our|the|my|free|weekly|daily)\s)+newsletter$
        newsletters?$
        (?:get|download|install) (?:the|our)\b.{1,30}\bapp\b.{0,60}$
        subscribe(?: now| for free| today)?$
        sign up(?: now| here| free| for free)?$
        (?:jetzt )?newsletter (?:abonnieren|bestellen).*
        newsletter => ^.{0,40}\bnewsletter\b.{0,30}(?:abonnieren|anmelden|bestellen)
        abonnieren$
        (?:inscrivez-vous|abonnez-vous)\b.*
        suscr[ií]b[ea](?:te|se)\b.*
        iscriviti\b.*
        (?:assine|inscreva-se)\b.*
        اشترك(?: الآن| في (?:نشرت|النشرة|القائمة).{0,40})?$
        הירשמו.{0,60}$
        (?:メルマガ|ニュースレター).{0,20}$
        订阅.{0,20}$
        (?:enter )?your e-?mail(?: address)?.{0,12}$
        you (?:are receiving|receive|received|got) this\b.*
        you receive this\b.*
        unsubscribe\b.*
        view (?:this|it)\b.{0,30}\b(?:in|your) .{0,10}browser.*
        """,
        "asks for an address",
    ),
    LineRule(
        "cookie-line",
        Reason.COOKIE,
        r"""
        cookies => \b(?:we|this (?:site|website)|our (?:site|website|partners)) uses? cookies\b
        (?:accept|reject|allow|manage)(?: all)? cookies.{0,20}$
        accept all$
        cookie (?:settings|preferences|policy|notice|consent|banner)$
        cookies => \bcookies\b.{0,60}\b(?:zustimmen|akzeptieren|einverstanden|accepter|aceptar)\b
        (?:alle )?cookies? (?:akzeptieren|ablehnen|verwalten)$
        cookies => \b(?:verwende[nt]|nutz(?:en|t)) cookies\b
        cookies => \butilis(?:e|ons) des cookies\b
        cookies => \b(?:utiliza|usa)(?:mos)? cookies\b
        (?:tout accepter|tout refuser|aceptar todo|rechazar todo)$
        を使用 => (?:クッキー|cookie)を使用
        """,
        "asks for consent",
    ),
    LineRule(
        "paywall-line",
        Reason.PAYWALL,
        r"""
        (?:already )?(?:a )?(?:subscriber|member)\?.*
        (?:to )?(?:continue|keep) reading\b.{3,80}$
        s only => ^.{0,40}\b(?:subscribers|members) only\b.{0,40}$
        r only => ^.{0,40}\bsubscriber only\b.{0,40}$
        (?:subscribe|log ?in|sign in|register)(?: now)? (?:to|for) (?:read|continue|keep|unlock|access)\b.*
        (?:subscribe|log ?in|sign in|register)(?: now)? (?:to|for) (?:full|unlimited)\b.*
        unlock (?:this|the full) (?:article|story).*
        this (?:article|content|story) is (?:only )?(?:for|available to|reserved for) .*(?:subscribers|members).*
        you have (?:reached|read|\d+).{0,40}\barticles?\b.*
        (?:jetzt )?weiterlesen mit\b.*
        (?:cet )?article (?:est )?réservé aux abonnés.*
        (?:contenido )?exclusivo para suscriptores.*
        この記事は(?:有料)?会員.*
        """,
        "asks to pay or log in to read on",
    ),
    LineRule(
        "reading-time",
        Reason.METADATA,
        r"""
        (?:reading time\s*:?\s*)(?:about |approx\. )?\d{1,3}\s?-?(?:min(?:ute)?s?\.?)$
        (?:about |approx\. )?\d{1,3}\s?-?min(?:ute)?s?\.? read(?:ing)?(?: time)?$
        (?:est(?:imated)?\.? )?read(?:ing)? time\b.{0,20}$
        lesezeit\b.{0,20}$
        temps de lecture\b.{0,20}$
        tiempo de lectura\b.{0,20}$
        (?:この記事は)?約?\d+分で読めます.{0,4}$
        \d+ min(?:uten)? lesezeit$
        قراءة \d+ دقائق$
        """,
        "counts the page's minutes",
    ),
    LineRule(
        "tag-line",
        Reason.METADATA,
        r"""
        <TAGS>\s*[:：].{0,160}$
        (?:タグ|カテゴリー?)\s*[:：].*
        (?:الوسوم|الكلمات المفتاحية|تصنيفات?)\s*[:：].*
        (?:תגיות|נושאים)\s*[:：].*
        [\d.,]+ (?:from|out of) \d+ (?:votes?|ratings?|reviews?)$
        you are visitor\b.*
        hits: => ^.{0,40}\bhits: \d+$
        \d[\d.,]*[km]? (?:views?|shares?|likes?|claps?|aufrufe|vues)$
        """,
        "lists tags or counters",
    ),
    LineRule(
        "feedback-line",
        Reason.FORM,
        r"""
        (?:was|did you find|is) this (?:page|article|answer|information)? ?(?:helpful|useful).{0,20}$
        rate this (?:page|article|recipe)$
        war (?:dieser|der) artikel hilfreich.{0,20}$
        (?:report|suggest) an? (?:error|edit|problem|typo)\b.{0,40}$
        edit (?:this page|on github)\b.{0,20}$
        """,
        "asks the reader what they think of the page",
    ),
    LineRule(
        "permalink",
        Reason.NAVIGATION,
        r"""
        [¶#§🔗]+$
        (?:\[\s*)?<EDIT>(?:\s*\|\s*[^|]{3,30})?\s*\]?$
        """,
        "the marks behind a heading: one that links to it, one to edit it",
    ),
    LineRule(
        "menu-line",
        Reason.NAVIGATION,
        r"""
        | => ^(?:[^|]{1,25}\s\|\s){2,}[^|]{1,25}$
        """,
        "a menu on one line, parted by bars",
    ),
    LineRule(
        "skip-link",
        Reason.NAVIGATION,
        r"""
        (?:skip|jump) to (?:main )?(?:content|navigation|search|footer|primary|recipe).{0,20}$
        (?:zum inhalt|aller au contenu|saltar al contenido|ir al contenido|vai al contenuto).{0,20}$
        (?:back|go|return) to (?:top|home|homepage)\b.{0,20}$
        (?:zurück|nach oben|zum seitenanfang|top ↑|↑ top|toggle navigation|open menu|close menu|menu|menü|home)$
        nach oben.{0,10}$
        you are here\s*:?.{0,80}$
        (?:previous|next|prev)(?: page)?$
        (?:previous|next|prev)\s*[:：]\s*\S.{0,80}$
        page \d+ of \d+$
        (?:home|start(?:seite)?|inicio|accueil)\s[>»/›].{0,120}$
        (?:ホーム|トップ)\s?[>＞»].*
        """,
        "moves about the site",
    ),
    LineRule(
        "copyright-line",
        Reason.FOOTER,
        r"""
        (?:copyright\s+)?©.{0,160}$
        (?:copyright\s+)?\(c\)\s*(?:copyright\s*)?\d{4}.{0,120}$
        copyright\s*(?:\d{4}|by\b).{0,120}$
        all rights reserved => ^.{0,60}\ball rights reserved\b.{0,60}$
        alle rechte vorbehalten.{0,20}$
        tous droits réservés.{0,20}$
        todos los derechos reservados.{0,20}$
        (?:terms of (?:use|service)|privacy policy|imprint|contact us)(?:\s*[|·•,/-]\s*.{0,80})?$
        (?:impressum|datenschutz(?:erklärung)?|agb|kontakt|mentions légales|aviso legal)(?:\s*[|·•,/-]\s*.{0,80})?$
        (?:プライバシーポリシー|利用規約|سياسة الخصوصية)(?:\s*[|·•,/-]\s*.{0,80})?$
        (?:جميع الحقوق محفوظة|כל הזכויות שמורות).{0,40}$
        <SITE_PAGE>(?:[\s|·•,/-]+<SITE_PAGE>){1,}$
        無断(?:転載|複製).{0,20}$
        proudly powered by .{0,40}$
        best viewed (?:at|in|with|on)\b.*
        (?:page|site) (?:last )?(?:changed|updated|modified|generated|rendered)\b.{0,40}$
        page => \bpage (?:made|generated|rendered|created) in \d
        powered by .{0,30}$
        """,
        "closes the site's page",
    ),
)
LINE_RULES: Final = BOX_RULES + _SINGLE_RULES
"""In the order in which they are tried."""

SPONSOR_WORDS: Final = re.compile(r"(?i)\b(?:sponsor(?:s|ed|ship|ing)?|sponsoren|advertise with us|ihre werbung)\b")
"""Words that make a line above the headline a call for sponsors; in a paragraph they say nothing."""
SPONSOR_PARTS: Final = ("pon", "advert", "werbung")
"""Parts of these words in lower case, of letters that no other letter is a form of: a text without them has none."""

_DECORATION: Final = " \n*_→›»«-–—|•·【】▶▷➡"


@cache
def _openings() -> Mapping[str, tuple[Opening, ...]]:
    return MappingProxyType(by_beginning(LINE_RULES))


_INSIDE: Final = tuple(
    (word, re.compile(inside), number) for number, rule in enumerate(LINE_RULES) for word, inside in insides(rule)
)


def match_line(text: str) -> LineRule | None:
    """The first line rule that fires on the text of a short block."""
    return match_lines([text])[0]


def match_lines(texts: list[str]) -> list[LineRule | None]:
    """For each text of a short block the first line rule that fires on it."""
    lines = [(text.strip(_DECORATION) or text).lower() for text in texts]
    whole = "\n".join(lines)
    insides = [row for row in _INSIDE if row[0] in whole]
    known = _openings()
    fired = list[LineRule | None]()
    for line in lines:
        first = _opening_rule(known, line)
        for word, inside, number in insides:
            if number < first and word in line and inside.search(line):
                first = number
                break
        fired.append(LINE_RULES[first] if first < len(LINE_RULES) else None)
    return fired


def _opening_rule(known: Mapping[str, tuple[Opening, ...]], line: str) -> int:
    """The number of the first rule with an opening that the line matches; one behind the last for none."""
    beginning = DIGIT if line[:1].isdecimal() else line[:TOLD]
    while beginning not in known:
        if not beginning:
            return len(LINE_RULES)
        beginning = beginning[:-1]
    for opening in known[beginning]:
        if opening.expression().match(line):
            return opening.rule
    return len(LINE_RULES)
