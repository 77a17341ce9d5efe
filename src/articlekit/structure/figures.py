"""Figures with their images, captions and credits; embeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from articlekit.draft import DraftBlock
from articlekit.page import Page, PageBlock, absolute
from articlekit.structure.layout import new_leaf
from articlekit.structure.quotes import quote
from articlekit.structure.tree import Node

if TYPE_CHECKING:
    from articlekit.structure.writer import Writer

_CREDIT_WORDS: Final = frozenset("credit credits copyright photographer photocredit attribution source byline".split())
"""Words of class and id that call a line of a caption the image's credit."""
_EMBED_WORDS: Final = (
    ("audio", frozenset("audio podcast podcasts episode track mp3 m4a ogg".split())),
    ("map", frozenset("map maps".split())),
    ("post", frozenset("post posts status tweet toot".split())),
    ("document", frozenset("document documents pdf slideshow slides presentation".split())),
    ("video", frozenset("video videos player watch mp4 webm m3u8 embed".split())),
)
"""Words of an embed's title and address that tell what it is; the first that fits decides."""
_WORDS: Final = re.compile(r"[a-z\d]+")


def figure(writer: Writer, node: Node, gap: str) -> list[DraftBlock]:
    """A figure for each caption with the images above it, or all there are if it is the only one; what else there
    is, where it stands."""
    own = [c for c in node.children if isinstance(c, int)]
    images = [image(writer.page, b) for i in own if (b := writer.page.blocks[i]).kind == "image" and b.value]
    captions = [child for child in node.children if isinstance(child, Node) and child.tag == "figcaption"]
    if not images and not captions:
        return writer.blocks(node.children, gap)
    tables = [child for child in node.children if isinstance(child, Node) and child.tag == "table"]
    if len(tables) == 1 and not images and len(captions) == 1:
        named = Node(captions[0].region, "caption", captions[0].children)
        whole = Node(tables[0].region, "table", [named, *tables[0].children])
        rest = [whole if child is tables[0] else child for child in node.children if child is not captions[0]]
        return writer.blocks(rest, gap)
    quoted = [child for child in node.children if isinstance(child, Node) and child.tag == "blockquote"]
    if quoted and not images and len(captions) == 1:
        return _quoted(writer, node, quoted[-1], captions[0], gap)
    out, waiting = list[DraftBlock](), images if len(captions) < 2 else []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "figcaption":
            out.append(_captioned(writer, waiting, child.leaves()))
            waiting = []
        elif isinstance(child, Node) or writer.page.blocks[child].kind != "image":
            out += writer.blocks([child], gap)
        elif len(captions) > 1 and writer.page.blocks[child].value:
            waiting.append(image(writer.page, writer.page.blocks[child]))
    return [*out, _captioned(writer, waiting, [])] if waiting else out


def _quoted(writer: Writer, node: Node, quoted: Node, caption: Node, gap: str) -> list[DraftBlock]:
    """A figure that is a quotation, whose caption says who is quoted."""
    out: list[DraftBlock] = []
    for child in node.children:
        if child is quoted:
            out += quote(writer, quoted, gap, caption.leaves())
        elif child is not caption:
            out += writer.blocks([child], gap)
    return out


def stray_caption(writer: Writer, leaves: Sequence[int]) -> DraftBlock:
    """The figure of a caption whose figure does not show, or stands apart from it."""
    return _captioned(writer, [], leaves)


def image(page: Page, block: PageBlock) -> dict[str, Any]:
    return {"url": absolute(page, block.value), "alt": block.alt}


def _captioned(writer: Writer, images: list[dict[str, Any]], leaves: Sequence[int]) -> DraftBlock:
    """A caption stands beside the body's text; its spans count in the caption."""
    texts, makers, spans, at = list[str](), list[str](), list[dict[str, Any]](), 0
    leaves_of_caption: list[tuple[int, int]] = []  # page block, offset in the caption
    images = [*images, *(image(writer.page, b) for i in leaves if (b := writer.page.blocks[i]).kind == "image")]
    for index in leaves:
        block = writer.page.blocks[index]
        if block.text:
            spans += writer.spans(index, at, at + len(block.text))
            leaves_of_caption.append((index, at))
            at += len(block.text) + 1
            texts.append(block.text)
            if not _CREDIT_WORDS.isdisjoint(writer.page.regions[block.region].words):
                makers.append(block.text)
    credit = "\n".join(makers) or None
    made = writer.media("figure", images=images, caption="\n".join(texts) or None, credit=credit, spans=spans)
    for index, start in leaves_of_caption:
        end = start + len(writer.page.blocks[index].text)
        writer.layout.captions.append(new_leaf(index, start, end, "caption", made["id"], start))
    return made


def embed(writer: Writer, block: PageBlock) -> DraftBlock:
    """An embed, with what its address and title tell of it."""
    words = set(_WORDS.findall(f"{block.value.partition('?')[0]} {block.alt or ''}".lower()))
    sort = next((sort for sort, telling in _EMBED_WORDS if not telling.isdisjoint(words)), "other")
    return writer.media("embed", url=absolute(writer.page, block.value), title=block.alt, type=sort)
