"""JSON-LD, read tolerantly: comments, several values, wrong types, broken parts. What cannot be read is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

_OPENINGS: Final = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
_CLOSINGS: Final = ("-->", "//]]>", "/*]]>*/", "]]>", ";")
_MOST: Final = 5000  # objects that are looked at; a page has some dozens


def article_objects(scripts: Sequence[str]) -> list[dict[str, Any]]:
    """The objects that describe the page's article, best first: articles, then the page itself."""
    objects = list(_objects(scripts))
    by_id = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str) and len(o) > 1}
    ranked = sorted((rank, i) for i, o in enumerate(objects) if (rank := _rank(o)) is not None)
    return [_with_references(objects[i], by_id) for _, i in ranked]


def _rank(obj: dict[str, Any]) -> int | None:
    types = obj.get("@type")
    names = [t.rpartition("/")[2] for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]
    if any(name.endswith(("Article", "Posting", "Report", "Review")) or name in ("Recipe", "HowTo") for name in names):
        return 0
    return 1 if any(name.endswith("Page") for name in names) else None


def _objects(scripts: Sequence[str]) -> Iterator[dict[str, Any]]:
    count = 0
    for script in scripts:
        pending: list[Any] = [_load(script)]
        while pending and count < _MOST:
            value = pending.pop()
            if isinstance(value, list):
                pending.extend(reversed(value))
            elif isinstance(value, dict):
                count += 1
                yield value
                pending.extend(v for v in reversed(value.values()) if isinstance(v, dict | list))


def _load(script: str) -> Any:
    for text in (script, _unwrapped(script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(script: str) -> str:
    """The script without the comment or CDATA marks that old templates put around it."""
    script = script.strip()
    for mark in _OPENINGS:
        script = script.removeprefix(mark).lstrip()
    for mark in reversed(_CLOSINGS):
        script = script.removesuffix(mark).rstrip()
    return script


def _with_references(obj: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The object with `{"@id": …}` values replaced by what they refer to."""

    def resolved(value: Any) -> Any:
        if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
            return by_id.get(value["@id"], value)
        return value

    return {
        key: [resolved(v) for v in value] if isinstance(value, list) else resolved(value) for key, value in obj.items()
    }


def texts(value: Any) -> list[str]:
    """The strings of a value that may be a string, an object with a name, or a list of either."""
    values = value if isinstance(value, list) else [value]
    names = [v.get("name") or v.get("url") if isinstance(v, dict) else v for v in values]
    flat = [n for name in names for n in (name if isinstance(name, list) else [name])]
    return [" ".join(n.split()) for n in flat if isinstance(n, str) and n.strip()]
