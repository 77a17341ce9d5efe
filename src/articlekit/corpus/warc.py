"""WARC and WET, read by fastwarc. Loaded where a file is WARC.

A page is a response record, or a conversion record, which holds text. Requests, metadata and the like hold no page and
are passed over. Reading goes on behind a damaged record: records can be told by how they begin.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from articlekit.corpus.reading import MOST_BYTES, Shape, lost, reason
from articlekit.readers import Kind
from articlekit.rows import Fault, RawPage

_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("text/markdown", "markdown"),
    ("text/plain", "text"),
)
"""What a page is by its content type; all others are no pages."""
_PAGES: Final = (WarcRecordType.response, WarcRecordType.conversion)
_GZIP: Final = b"\x1f\x8b\x08"
_BEGINNING: Final = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/1\.\d\r\n")
"""How a record may begin: compressed, or plain at the start of a line."""
_STRIDE: Final = 1 << 20
_CUT: Final = Fault("truncated", "the record is shorter than it says; fetch it again")


def read_warc(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    """The pages of an archive; of a damaged stretch, what is lost. Records are counted from 1."""
    done = 0
    after: int | None = 0
    while after is not None:
        stream.seek(after)
        begun, is_cut = after - 1, False
        try:
            for record in ArchiveIterator(stream, parse_http=False, record_types=WarcRecordType.any_type):
                begun, raw = record.stream_pos, _page(f"{path}#{done + 1}", record, shape)
                if raw is not None:
                    yield raw
                done += 1
                if is_cut := raw is not None and raw.fault is _CUT:
                    break  # its length may be wrong, and what follows it be records
            if not is_cut and not (_ends_well(stream, begun) if begun >= after else _is_empty(stream, after)):
                yield lost(f"{path}#{done + 1}-", "corrupt-input", "the archive ends within a record; fetch it again")
            after = _next_record(stream, begun + 1) if is_cut else None
        except OSError as error:
            after = _next_record(stream, begun + 1)
            to = "the end" if after is None else f"byte {after}"
            what = f"a record is damaged ({reason(error)}); lost is what lies behind byte {max(begun, 0)}, up to {to}"
            yield lost(f"{path}#{done + 1}{'-' * (after is None)}", "corrupt-input", what)
            done += 1


def _page(name: str, record: Any, shape: Shape) -> RawPage | None:
    """The page of a record; None where its type holds none. A record of any type may be cut short."""
    url = record.headers.get("WARC-Target-URI")
    is_page = record.record_type in _PAGES
    is_large = record.content_length > MOST_BYTES
    block = record.reader.read() if is_page and not is_large else b""
    size = len(block) or record.reader.consume()
    if not (record.headers.get("Content-Length") or "").isdigit() or size < record.content_length:
        return RawPage(name, url, None, fault=_CUT)
    if record.headers.get("WARC-Type") is None:
        return lost(name, "corrupt-input", "the record does not say of which type it is", url)
    if not is_page:
        return None
    if is_large:
        return lost(name, "too-large", f"the record has more than {MOST_BYTES >> 20} MiB", url)
    if cut := record.headers.get("WARC-Truncated"):
        return lost(name, "truncated", f"the crawler cut the page short ({cut}); fetch it again", url)
    if record.record_type == WarcRecordType.conversion:
        return RawPage(name, url, block, "utf-8", "text" if shape.kind == "auto" else shape.kind)
    if not record.is_http:
        return lost(name, "not-html", f"the record is {record.headers.get('Content-Type')}, no HTTP response", url)
    return _response(name, url, block, shape)


def _response(name: str, url: str | None, block: bytes, shape: Shape) -> RawPage:
    """The page of an HTTP response. Some archives hold decoded pages under the headers of encoded ones."""
    content = b""
    for decode in ("all", "none"):
        response = WarcRecord()
        response.is_http = True
        response.set_bytes_content(block)
        with suppress(OSError):
            response.parse_http(auto_decode=decode)
            content = response.reader.read(MOST_BYTES + 1)
            break
    if getattr(response.http_headers, "status_code", None) is None:
        return lost(name, "invalid-http", "the record holds no HTTP response that can be read", url)
    kind = _kind_of(response.http_content_type)
    if kind is None:
        return lost(name, "not-html", f"the page is {response.http_content_type}; articlekit reads HTML and text", url)
    return RawPage(name, url, content, response.http_charset, shape.kind if shape.kind != "auto" else kind)


def _kind_of(content_type: str | None) -> Kind | None:
    """What the header says of the page; "auto" where there is none, None where it is no page."""
    if not content_type or not content_type.strip():
        return "auto"
    plain = content_type.partition(";")[0].strip().lower()
    return next((kind for name, kind in _KINDS if plain == name), None)


# ---------------------------------------------------------------- damaged archives


def _is_empty(stream: IO[bytes], offset: int) -> bool:
    """Whether there is nothing from the offset on."""
    stream.seek(offset)
    return not stream.read(1)


def _ends_well(stream: IO[bytes], begun: int) -> bool:
    """Whether nothing is behind the gzip member that began at `begun`: fastwarc takes the beginning of one for the end
    of the archive. True where no member begins there, for what is compressed in another way, or not."""
    stream.seek(begun)
    if stream.read(len(_GZIP)) != _GZIP:
        return True
    stream.seek(begun)
    member = zlib.decompressobj(wbits=31)
    with suppress(zlib.error):
        while not member.eof and (chunk := member.unconsumed_tail or stream.read(1 << 16)):
            member.decompress(chunk, _STRIDE)
    return member.eof and not (member.unused_data + stream.read(_STRIDE)).strip(b"\0")


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Offset of the next record, at `start` or behind it, that is whole; None where there is none."""
    offset, tail = start, b""
    while True:
        stream.seek(offset)
        chunk = stream.read(_STRIDE)
        if not chunk:
            return None
        for found in _BEGINNING.finditer(tail + chunk):
            place = offset - len(tail) + found.start()
            if found[0] != _GZIP or _is_whole(stream, place):
                return place
        tail = (tail + chunk)[-16:]  # a beginning may lie across two chunks
        offset += len(chunk)


def _is_whole(stream: IO[bytes], offset: int) -> bool:
    """Whether a gzip member at the offset is a record, to its end and with the right checksum."""
    stream.seek(offset)
    member = zlib.decompressobj(wbits=31)
    beginning = b""
    with suppress(zlib.error):
        while not member.eof and (chunk := member.unconsumed_tail or stream.read(1 << 16)):
            text = member.decompress(chunk, 1 << 20)
            beginning = (beginning + text)[:5] if len(beginning) < 5 else beginning
            if not b"WARC/".startswith(beginning[:5]):
                return False
    return member.eof and beginning == b"WARC/"
