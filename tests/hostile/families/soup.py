"""Markup that keeps no promise: tags without ends, ends without tags, declarations, scripts that never close."""

from __future__ import annotations

from typing import Final

from hostile.families.making import LAST, PROSE, Families, among, many


def _flood(piece: str) -> Families:
    """The piece between paragraphs, in one paragraph, and at the beginning."""
    return {
        f"{piece!r} between paragraphs": many(piece, PROSE + "{}"),
        f"{piece!r} in a paragraph": many(piece, PROSE + "<p>word {}"),
        f"{piece!r} at the beginning": many(piece, "{}" + PROSE),
    }


FAMILIES: Final[Families] = (
    _flood("<")
    | _flood("<<")
    | _flood("< ")
    | _flood(">")
    | _flood("</")
    | _flood("</>")
    | _flood("<>")
    | _flood("</ p>")
    | _flood("<!")
    | _flood("<!>")
    | _flood("<!->")
    | _flood("<!-->")
    | _flood("<!--->")
    | _flood("<!---->")
    | _flood("<!-- -- -->")
    | _flood("--!>")
    | _flood("<!DOCTYPE html>")
    | _flood("<!DOCTYPE html PUBLIC '")
    | _flood("<!ENTITY a 'b'>")
    | _flood("<?")
    | _flood("<?php echo 1 ?>")
    | _flood("<?xml version='1.0' encoding='utf-16'?>")
    | _flood("<![CDATA[x]]>")
    | _flood("<![CDATA[")
    | _flood("]]>")
    | _flood("<![if IE]>x<![endif]>")
    | _flood("<!--[if IE]>x<![endif]-->")
    | _flood("<p")
    | _flood("<p ")
    | _flood("<p/>")
    | _flood("<br/ >")
    | _flood("</br>")
    | _flood("</br ")
    | _flood("</BR")
    | _flood("</p")
    | _flood("<p<p>")
    | _flood("<a href=")
    | _flood("<a href=>")
    | _flood('<a href=">')
    | _flood("<p a='>")
    | _flood("<p a=\"b\"c='d'e>")
    | _flood('<p =">')
    | _flood("<a/b/c>")
    | _flood("<1>")
    | _flood("<a:b:c>")
    | _flood("<é>")
    | _flood("<P\x0c>")
    | _flood("<\u2028p>")
    | _flood("<image>")
    | _flood("<isindex>")
    | _flood("<keygen>")
    | _flood("<frame>")
    | _flood("<frameset>")
    | _flood("<param>")
    | _flood("<body>")
    | _flood("</body>")
    | _flood("</html>")
    | _flood("</head>")
    | _flood("<head>")
    | _flood("<table>")
    | _flood("<tr>")
    | _flood("<option>")
    | _flood("<select>")
    | _flood("<form>")
    | _flood("<button>")
    | _flood("<svg>")
    | _flood("<math>")
    | _flood("<svg/>")
    | _flood("<script/>")
    | _flood("<script>x</script>")
    | _flood("</script>")
    | _flood("</style>")
    | _flood("</title>")
    | _flood("</textarea>")
    | _flood("<noscript>")
    | _flood("<template>")
    | _flood("<dialog>")
    | _flood("<input type=hidden>")
    | _flood("<svg><desc><p>")
    | _flood("<math><annotation-xml encoding=text/html><p>")
    | {
        "scripts that never end": many("<script>dead{n} ", PROSE + "{}"),
        "scripts in strings": many('<script>x = "<\\/script>dead{n}";</script>', PROSE + "{}" + LAST),
        "scripts in comments": many("<!-- <script> --><p>seen{n}</p><!-- </script> -->", PROSE + "{}" + LAST),
        "styles that never end": many("<style>dead{n} ", PROSE + "{}"),
        "comments that never end": many("<!-- dead{n} ", PROSE + "{}"),
        "text areas that never end": many("<textarea>x ", PROSE + "{}"),
        "plaintext": many("<p>x</p>", PROSE + "<plaintext>seen1 {}"),
        "xmp": many("<xmp>seen{n} <b></xmp>", PROSE + "{}" + LAST),
        "noembed": many("<noembed>x</noembed><noframes>y</noframes>", PROSE + "{}" + LAST),
        "iframes with pages": many("<iframe srcdoc='<p>dead{n}</p>'><p>x</p></iframe>", PROSE + "{}" + LAST),
        "shadow roots": many("<x-a><template shadowrootmode=open><p>x</p></template></x-a>", PROSE + "{}" + LAST),
        "quotes open over the page": many("<p>seen{n}</p>", PROSE + "{}" + '<a href="<p>And no more.</p>'),
        "entities that grow": lambda n: (
            "<!DOCTYPE x [<!ENTITY a0 'x'>"
            + "".join(f"<!ENTITY a{i} '&a{i - 1};&a{i - 1};'>" for i in range(1, n))
            + f"]>{PROSE}<p>seen1 &a{n};</p>{LAST}"
        ),
        "entities from files": many(
            "<!ENTITY a{n} SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x [{}]>" + PROSE + "<p>seen1 &a1;</p>"
        ),
        "XHTML": many(
            "<p>seen{n}<br/></p>",
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>",
        ),
        "XML of no kind": many(
            "<item><title>x{n}</title><description>seen{n}</description></item>", "<rss><channel>{}</channel></rss>"
        ),
        "SVG as a page": many("<text>x{n}</text>", "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg><p>seen1</p>"),
        "tags in capitals": among("<P CLASS=A>seen{n}</P>"),
        "tags with names of their own": among("<a{n}>seen{n}</a{n}>"),
        "text behind the page": many("seen{n} ", f"<html><body>{PROSE}</body></html>{{}}"),
        "text before the page": many("seen{n} ", f"{{}}<html><body>{PROSE}</body></html>"),
        "text in the head": many("seen{n} ", f"<html><head>{{}}</head><body>{PROSE}</body></html>"),
        "paragraphs in tables": many("<p>seen{n}</p>", PROSE + "<table>{}</table>" + LAST),
        "paragraphs in rows": many("<tr><p>seen{n}</p></tr>", PROSE + "<table>{}</table>" + LAST),
        "bodies in frames": many("<frame src=x><noframes>x</noframes>", "<frameset>{}</frameset>" + PROSE),
        "doctypes and words": many("<!DOCTYPE html>seen{n} ", "{}" + PROSE),
        "idle boxes": many('<div style="display:inline"></div>seen{n} ', PROSE + "<p>{}</p>" + LAST),
        "idle boxes in idle boxes": many('<div style="display:inline">', PROSE + "<p>{}seen1"),
        "idle boxes of scripts": many(
            '<div style="display:inline"><script>dead{n}</script></div>seen{n} ', PROSE + "<p>{}</p>"
        ),
    }
)
