"""What a page declares about itself, as it is read: title, `meta`, `link`, `base`, JSON-LD, language."""

from __future__ import annotations

from articlekit.page import Head, HeadLink
from articlekit.readers.events import Event


class HeadBuilder:
    """Gathers the declarations."""

    def __init__(self) -> None:
        self._collecting = ""  # tag of the element whose text is being collected
        self._collected: list[str] | None = None
        self._title: str | None = None
        self._metas: list[tuple[str, str]] = []
        self._links: list[HeadLink] = []
        self._json_ld: list[str] = []
        self._declared: dict[str, str] = {}  # language, direction, base

    def begin(self, tag: str, attrib: dict[str, str], drawing: bool) -> None:
        """An element begins whose text is no text of the page: what the title and JSON-LD hold is collected.

        `drawing`: whether it lies in an `svg`, which has titles of its own.
        """
        if tag == "title":
            told = self._title is None and not drawing
        else:
            told = tag == "script" and "ld+json" in attrib.get("type", "").lower()
        self._collecting, self._collected = tag, [] if told else None

    def skip(self, event: Event, depth: int) -> int:
        """Passes over an event inside such an element, so many elements deep; gives the change of depth."""
        if event is None:
            if depth == 1:
                self.end()
            return -1
        if isinstance(event, tuple):
            return 1
        self.collect(event)
        return 0

    def collect(self, text: str) -> None:
        """Text in such an element."""
        if self._collected is not None:
            self._collected.append(text)

    def end(self) -> None:
        """The element ends."""
        if self._collected is None:
            return
        text = "".join(self._collected)
        self._collected = None
        if self._collecting == "title":
            self._title = " ".join(text.split()) or None
        elif text.strip():
            self._json_ld.append(text)

    def declare(self, tag: str, attrib: dict[str, str]) -> None:
        """What `meta`, `link`, `base`, `html` and `body` say of the page."""
        href = attrib.get("href")
        if tag == "meta":
            name = attrib.get("property") or attrib.get("name") or attrib.get("itemprop") or attrib.get("http-equiv")
            if name and attrib.get("content"):
                self._metas.append((name.strip().lower(), attrib["content"]))
        elif tag == "link" and href:
            self._links.append(HeadLink(attrib.get("rel", "").lower(), href, dict(attrib)))
        elif tag == "base" and href:
            self._declared.setdefault("base", href)
        elif tag in ("html", "body"):
            for name, field in (("lang", "language"), ("xml:lang", "language"), ("dir", "direction")):
                if attrib.get(name):
                    self._declared.setdefault(field, attrib[name])

    def head(self) -> Head:
        """The declarations so far."""
        return Head(
            title=self._title,
            metas=tuple(self._metas),
            links=tuple(self._links),
            json_ld=tuple(self._json_ld),
            language=self._declared.get("language"),
            direction=self._declared.get("direction"),
            base=self._declared.get("base"),
        )
