"""The line rules that head a box: what stands below such a line goes with it."""

from __future__ import annotations

from typing import Final

from articlekit.label.line_rule import LineRule
from articlekit.models import Reason

BOX_RULES: Final = (
    LineRule(
        "related-heading",
        Reason.RELATED,
        r"""
        (?:related|similar)(?: <TEASERS>)?\s*:?$
        more (?:on|about|from|like) .{1,40}$
        more <TEASERS>(?: (?:on|about|from|in|like) .{1,40})?$
        further reading$
        see also$
        (?:ähnliche|weitere|verwandte|passende)\s(?:artikel|beiträge|themen|meldungen|nachrichten).{0,20}$
        mehr zum thema.{0,20}$
        (?:articles?|sujets?|contenus?) (?:similaires?|liés?|associés?|connexes?)$
        sur le même (?:sujet|thème)$
        (?:artículos?|noticias?|entradas?|contenidos?) relacionad[oa]s?$
        articoli correlati$
        (?:artigos|notícias|posts) relacionad[oa]s$
        gerelateerde .{0,20}$
        relaterade .{0,20}$
        podobne .{0,20}$
        похожие .{0,20}$
        по теме$
        (?:مقالات|مواضيع|أخبار) (?:ذات صلة|مشابهة|متعلقة)$
        (?:כתבות|מאמרים) (?:נוספות|נוספים|קשורות|קשורים)$
        関連(?:記事|リンク|ニュース|キーワード)?$
        相关(?:文章|新闻)$
        관련 ?(?:기사|뉴스)$
        """,
        "heads a box of teasers on the subject",
        opens=True,
    ),
    LineRule(
        "recommended-heading",
        Reason.RECOMMENDED,
        r"""
        you (?:may|might|could)(?: also)? (?:like|have missed|be interested).{0,20}$
        you missed$
        in case you missed it$
        (?:most|more) (?:read|popular|viewed|shared|commented|watched|discussed)(?: (?:<TEASERS>|now|today|this week))?$
        most recent <TEASERS>$
        trending(?: now| stories)?$
        (?:popular|recent|latest|recommended|featured|top|hot)(?: (?:<TEASERS>|videos?|reads|for you|now))$
        recommended(?: for you| reading)?$
        (?:don['’]t|do not) miss$
        editors?['’]?s? (?:picks?|choice)$
        what to read next$
        up next$
        popular$
        trending$
        (?:previous|next|newer|older) (?:post|article|story|entry)s?\b.{0,60}$
        meistgelesen\w*(?: artikel)?$
        (?:das könnte|könnte) (?:sie|dich|ihnen) auch .{0,30}$
        empfehlungen(?: der redaktion| für (?:sie|dich))?$
        neueste (?:artikel|beiträge|nachrichten|meldungen|videos)$
        les plus lus?$
        (?:à|a) ne pas manquer$
        vous aimerez aussi.{0,10}$
        articles? récents?$
        lo más (?:leído|visto)$
        te puede interesar$
        (?:también )?te (?:puede|podría) (?:gustar|interesar)$
        entradas recientes$
        i più letti$
        mais lidas$
        meest gelezen$
        najczęściej czytane$
        самое (?:читаемое|популярное)$
        الأكثر قراءة$
        הנצפות ביותר$
        (?:人気|おすすめ|新着)(?:の)?(?:記事|ランキング)?$
        (?:热门|最新|推荐)(?:文章|新闻)$
        많이 본 .{0,6}$
        """,
        "heads a box of teasers on other grounds",
        opens=True,
    ),
    LineRule(
        "comments-heading",
        Reason.COMMENTS,
        r"""
        <COMMENT_LEAD>?comments?(?:\s*\(?\d+\)?)?\s*:?$
        \d+ comments? on\b.{0,80}$
        <COMMENT_LEAD>(?:repl(?:y|ies)|responses?)(?:\s*\(?\d+\)?)?\s*:?$
        \d+ (?:thoughts?|responses?|replies) (?:on|to)\s*["“”«„:].*
        join the (?:conversation|discussion).{0,20}$
        what do you think\?$
        (?:\d+ )?kommentare?(?: \(?\d+\)?)?$
        (?:schreibe|hinterlasse) .{0,20}kommentar.{0,20}$
        (?:\d+ )?commentaires?$
        laisser un commentaire.*
        (?:\d+ )?comentarios?$
        deja (?:un|tu) comentario.*
        (?:\d+ )?commenti$
        lascia un commento$
        (?:\d+ )?reacties?$
        (?:التعليقات|تعليقات|أضف تعليق|اترك تعليق).{0,10}$
        (?:תגובות|הוסף תגובה|כתבו תגובה).{0,10}$
        コメント(?:する|一覧|を書く|を残す)?(?:\s?\(?\d+\)?)?$
        (?:发表)?评论$
        댓글.{0,8}$
        """,
        "heads the readers' comments",
        opens=True,
    ),
    LineRule(
        "author-heading",
        Reason.AUTHOR_BIO,
        r"""
        about the authors?\s*:?$
        about (?:the )?(?:writer|contributor)s?$
        (?:über|zum) (?:den|die|der) autor(?:in|en|innen)?$
        zur person$
        (?:à|a) propos de l['’]auteur.{0,10}$
        (?:sobre|acerca de) (?:el|la|o|a) autora?$
        informazioni sull['’]autore$
        over de auteur$
        об авторе$
        عن (?:الكاتب|المؤلف)$
        על (?:הכותב|המחבר)ת?$
        (?:この記事を書いた人|著者(?:紹介|プロフィール)?)$
        作者简介$
        """,
        "heads the box about the author",
        opens=True,
    ),
)
