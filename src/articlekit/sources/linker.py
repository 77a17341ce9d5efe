"""Puts the tags, what they point to and what they support together: sources, claims and citations, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from articlekit.draft import Linking
from articlekit.measures import fold
from articlekit.models import CitationForm, MarkerPosition
from articlekit.sentences import trimmed
from articlekit.sources.address import canonical_url
from articlekit.sources.candidates import Candidate, Scene, Target, confidence
from articlekit.sources.claims import Piece, Reached
from articlekit.sources.forms import ROWS
from articlekit.sources.marked import Marked
from articlekit.sources.passages import Passage
from articlekit.sources.references import Entry, is_bare
from articlekit.survey import host_of, split_counter

_NAME_LENGTH: Final = 300
_MOST_WORDS: Final = 8  # of a link's text that is the name of a source; longer ones are words of the sentence


@dataclass(slots=True)
class Linker:
    """The citations so far. Claims and sources that come again are found by their keys."""

    scene: Scene
    text: str
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    citations: list[tuple[tuple[int, int, int], dict[str, Any]]] = field(default_factory=list)
    """With the page block and the offset in it, which tell the order."""
    _claimed: dict[tuple[Piece, Piece, int], str | None] = field(default_factory=dict)
    _cited: set[tuple[int, int]] = field(default_factory=set)
    _last_sources: list[str] = field(default_factory=list)

    def linking(self) -> Linking:
        """All of it, in reading order; ids count up."""
        citations = [citation for _, citation in sorted(self.citations, key=lambda pair: pair[0])]
        sources, claims = dict[str, str](), dict[str, str]()
        for number, citation in enumerate(citations, start=1):
            citation["id"] = f"t{number}"
            names = (sources.setdefault(name, f"s{len(sources) + 1}") for name in citation["source_ids"])
            citation["source_ids"] = list(names)
            if (claim := citation["claim_id"]) is not None:
                citation["claim_id"] = claims.setdefault(claim, f"c{len(claims) + 1}")
        told_sources = {source["id"]: source for source in self.sources.values()}
        told_claims = {claim["id"]: claim for claim in self.claims.values()}
        return Linking(
            tuple(told_sources[old] | {"id": new} for old, new in sources.items()),
            tuple(told_claims[old] | {"id": new} for old, new in claims.items()),
            tuple(citations),
        )

    def cite(self, passage: Passage, tag: Candidate, reached: Reached | None, marked: Sequence[Marked]) -> None:
        """Add a tag with what it supports."""
        row = ROWS[tag.form]
        if reached is None and row.reach == "back":
            return  # straight behind a label, a name is what the label names
        names = self._sources_of(tag)
        claim_id = self._claim(reached, marked) if reached else None
        self._add(passage, tag, names, claim_id, reached.position if reached else MarkerPosition.OWN_LINE)

    def _add(
        self, passage: Passage, tag: Candidate, names: list[str], claim_id: str | None, position: MarkerPosition
    ) -> None:
        span = {"start": passage.start + tag.start, "end": passage.start + tag.end}
        if passage.figure:
            span["figure_id"] = passage.block_id  # type: ignore[assignment]
        self._last_sources = names or self._last_sources
        unknown = (
            tag.form is CitationForm.AUTHOR_YEAR and "no-link" in tag.evidence
        )  # no entry has that author and year
        citation = {
            "form": tag.form,
            "marker": passage.text[tag.start : tag.end],
            "marker_span": span,
            "claim_id": claim_id,
            "source_ids": names,
            "hidden_count": tag.hidden_count,
            "position": position,
            "resolved": bool(names) and not unknown,
            "confidence": round(confidence(ROWS[tag.form].prior, tag.evidence), 3),
            "rule": tag.rule,
            "evidence": tag.evidence,
        }
        self.citations.append(((passage.block, tag.start, tag.end), citation))

    def add_end_sections(self, marked: Sequence[Marked]) -> None:
        """Add the entries of kept lists of sources that no tag points to; they support the article as a whole."""
        starts = {entry.block: entry for section in self.scene.references.sections for entry in section}
        for here in marked:
            entry = starts.get(here.passage.block)
            if entry is None or (entry.block, entry.start) in self._cited:
                continue
            start = max(0, entry.start - here.passage.cut)
            end = len(here.passage.text.rstrip())
            if start >= end or self.scene.references.kind(entry) == "note" or entry.backlinked:
                continue
            tag = Candidate(start, end, CitationForm.END_SECTION, (Target(entry=entry),), (), rule="end-sections")
            self._add(here.passage, tag, self._sources_of(tag), None, MarkerPosition.OWN_LINE)

    # ------------------------------------------------------------ claims

    def _claim(self, reached: Reached, marked: Sequence[Marked]) -> str | None:
        """The claim over some pieces of text, markers inside them left out; None if nothing is left."""
        key = (reached.pieces[0], reached.pieces[-1], len(reached.pieces))
        if key not in self._claimed:
            self._claimed[key] = self._new_claim(reached, marked)
        return self._claimed[key]

    def _new_claim(self, reached: Reached, marked: Sequence[Marked]) -> str | None:
        spans = [span for piece in reached.pieces for span in self._spans(marked[piece[0]], *piece[1:])]
        if not spans:
            return None
        key = (*((s["start"], s["end"]) for s in (spans[0], spans[-1])), spans[0].get("figure_id"))
        claim = self.claims.get(key)
        if claim is None:
            claim = self.claims[key] = {
                "id": f"c{len(self.claims) + 1}",
                "text": " ".join(span.pop("text") for span in spans),
                "spans": spans,
                "scope": reached.scope,
                "block_id": marked[reached.pieces[0][0]].passage.block_id,
            }
        return str(claim["id"])

    def _spans(self, marked: Marked, start: int, end: int) -> list[dict[str, Any]]:
        """The parts of a piece between the markers in it."""
        passage, spans = marked.passage, []
        at = start
        for left, right in [*marked.hidden_between(start, end), (end, end)]:
            stop = min(max(left, at), end)
            first, last = trimmed(passage.text, at, stop)
            if any(char.isalnum() for char in passage.text[first:last]):
                span: dict[str, Any] = {"start": passage.start + first, "end": passage.start + last}
                if passage.figure:
                    span["figure_id"] = passage.block_id
                spans.append(span | {"text": passage.text[first:last]})
            at = max(at, right)
        return spans

    # ------------------------------------------------------------ sources

    def _sources_of(self, tag: Candidate) -> list[str]:
        names: list[str] = []
        for target in tag.targets:
            if target.previous:
                names += self._last_sources
                continue
            name = self._entry_source(target.entry) if target.entry else self._web_source(target)
            if name and name not in names:
                names.append(name)
        return names

    def _entry_source(self, entry: Entry) -> str:
        references = self.scene.references
        reference, kind = references.told(entry), references.kind(entry)
        self._cited.add((entry.block, entry.start))
        url = reference.url
        key = canonical_url(url) if url and kind == "web" else f"entry:{entry.block}:{entry.start}"
        name = host_of(url) if url and is_bare(reference) else _short(reference.raw)
        return self._source(
            key,
            name=name or (url or entry.label),
            url=url,
            kind=kind,
            label=entry.label or None,
            raw=reference.raw or None,
            title=reference.title,
            authors=list(reference.authors),
            issued=reference.issued,
            doi=reference.doi,
        )

    def _web_source(self, target: Target) -> str:
        name, _ = split_counter(" ".join(target.name.split()).strip(" ,;:"))
        canonical = canonical_url(target.url) if target.url else None
        domain = host_of(target.url) if target.url else ""
        wordy = bool(domain) and (name.count(" ") >= _MOST_WORDS or name[:1].islower() or not name)
        name = domain if wordy else name.strip('()»«„“”"') if not domain else name
        key = canonical or "name:" + (fold(name) or name)
        return self._source(key, name=name[:_NAME_LENGTH], url=target.url) if name else ""

    def _source(self, key: str, **fields: Any) -> str:
        source = self.sources.get(key)
        if source is None:
            url = fields.get("url")
            source = self.sources[key] = {
                "id": f"s{len(self.sources) + 1}",
                "canonical_url": canonical_url(url) if url else None,
                "domain": (host_of(url) or None) if url else None,
                **fields,
            }
        return str(source["id"])


def _short(text: str) -> str:
    return text if len(text) <= _NAME_LENGTH else text[:_NAME_LENGTH].rpartition(" ")[0].rstrip(" ,;:") + "…"
