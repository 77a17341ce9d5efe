"""WARC archives for tests, written out by hand, so that they can be wrong."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping, Sequence


def record(
    kind: str, block: bytes, url: str = "https://ferry.example/", headers: Mapping[str, str] | None = None
) -> bytes:
    """A WARC record."""
    lines = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-05-01T00:00:00Z",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/plain",
        **(headers or {}),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(
    body: bytes, content_type: str | None = "text/html; charset=utf-8", more: str = "", status: str = "200 OK"
) -> bytes:
    """An HTTP response."""
    declared = f"Content-Type: {content_type}\r\n" if content_type is not None else ""
    return f"HTTP/1.1 {status}\r\n{declared}{more}\r\n".encode() + body


def page(number: int) -> bytes:
    """A response record with a page, whose bytes do not compress to nothing."""
    words = " ".join(str(pow(number + 3, power, 10**9 + 7)) for power in range(200))
    return record(
        "response", response(f"<html><p>page {number} {words}</p></html>".encode()), f"https://ferry.example/{number}"
    )


def compressed(records: Sequence[bytes]) -> bytes:
    """A gzip member for each record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def chunked(body: bytes) -> bytes:
    """The body in HTTP's chunks."""
    return f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"


def damaged(octets: bytes, chance: random.Random) -> bytes:
    """The octets after some accidents: changed, lost, put in, cut off."""
    found = bytearray(octets)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        place = chance.randrange(len(found) + 1)
        accident = chance.randrange(4)
        if accident == 0:
            found[place : place + 1] = chance.randbytes(1)
        elif accident == 1:
            del found[place : place + chance.randrange(1, 200)]
        elif accident == 2:
            found[place:place] = chance.randbytes(chance.randrange(1, 60))
        elif chance.random() < 0.3:
            del found[place:]
    return bytes(found)
