"""The formats in which the command line writes articles. Each takes (name, trace) pairs and gives text in pieces.

What is slow to import is imported where it is used.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from articlekit.models import Article
    from articlekit.pipeline import Trace

Traces = Iterable[tuple[str, "Trace"]]
Chunks = Iterator[str]


def _json(traces: Traces, many: bool, removed: bool) -> Chunks:
    """One input: its article. Several: an array of records, one a line."""
    if not many:
        for _, trace in traces:
            yield trace.article.model_dump_json(indent=2) + "\n"
        return
    opening = "[\n"
    for name, trace in traces:
        yield opening + _record(name, trace.article)
        opening = ",\n"
    if opening != "[\n":
        yield "\n]\n"


def _jsonl(traces: Traces, many: bool, removed: bool) -> Chunks:
    """A record a line, for one input too."""
    for name, trace in traces:
        yield _record(name, trace.article) + "\n"


def _record(name: str, article: Article) -> str:
    return f'{{"input":{json.dumps(name)},"article":{article.model_dump_json()}}}'


def _markdown(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.many import markdown_head
    from articlekit.render.markdown import to_markdown
    from articlekit.render.removed import removed_markdown

    return _readable(traces, many, markdown_head, (to_markdown, removed_markdown) if removed else (to_markdown,))


def _text(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.many import text_head
    from articlekit.render.removed import removed_text
    from articlekit.render.text import to_text

    return _readable(traces, many, text_head, (to_text, removed_text) if removed else (to_text,))


def _html(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.html import to_html
    from articlekit.render.many import html_head
    from articlekit.render.removed import removed_html

    return _readable(traces, many, html_head, (to_html, removed_html) if removed else (to_html,))


def _claims(traces: Traces, many: bool, removed: bool) -> Chunks:
    """The claims tables as CSV under one header; with several inputs, the input's name leads each row."""
    from articlekit.render.claims import claims_table, write_rows

    header = True
    for name, trace in traces:
        out = io.StringIO(newline="")
        write_rows(out, claims_table(trace.article), header=header, lead=(name,) if many else ())
        header = False
        yield out.getvalue()


def _annotations(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.claims import web_annotations

    return _values(traces, many, "annotations", web_annotations)


def _csl(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.claims import csl_json

    return _values(traces, many, "sources", csl_json)


def _values(traces: Traces, many: bool, key: str, make: Callable[[Article], Any]) -> Chunks:
    """One input: the value. Several: a record a line."""
    for name, trace in traces:
        value = make(trace.article)
        record = {"input": name, key: value} if many else value
        yield json.dumps(record, ensure_ascii=False, indent=None if many else 2) + "\n"


def _readable(
    traces: Traces, many: bool, head: Callable[..., str], writers: tuple[Callable[[Article], str], ...]
) -> Chunks:
    first = True
    for name, trace in traces:
        parts = (write(trace.article) for write in writers)
        yield head(name, trace.article, first=first, many=many) + "\n".join(part for part in parts if part)
        first = False


def explained(traces: Traces, many: bool, removed: bool) -> Chunks:
    from articlekit.render.explain import explain
    from articlekit.render.many import text_head

    first = True
    for name, trace in traces:
        yield text_head(name, trace.article, first=first, many=many) + explain(trace.page, trace.labels)
        first = False


FORMATS: Final[Mapping[str, Callable[[Traces, bool, bool], Chunks]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "text": _text,
    "html": _html,
    "claims": _claims,
    "annotations": _annotations,
    "csl": _csl,
}
