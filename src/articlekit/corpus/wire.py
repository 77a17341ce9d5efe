"""What a job and its workers say to each other: a head as JSON and a body of bytes, with their lengths before them.

No pickles: whatever a page does to the worker that parses it, what comes back is taken for data.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any, Final, NamedTuple

from articlekit.rows import RawPage

_LENGTHS: Final = struct.Struct("<IQ")


class Message(NamedTuple):
    """One message."""

    head: dict[str, Any]
    body: bytes = b""


def send(stream: IO[bytes], message: Message) -> None:
    """Write a message. Raises OSError when nobody reads it any more."""
    head = json.dumps(message.head).encode()
    stream.write(_LENGTHS.pack(len(head), len(message.body)) + head)
    stream.write(message.body)
    stream.flush()


def receive(stream: IO[bytes]) -> Message:
    """Read a message. Raises EOFError at the end of the stream, wherever it comes."""
    of_head, of_body = _LENGTHS.unpack(_read(stream, _LENGTHS.size))
    return Message(json.loads(_read(stream, of_head)), _read(stream, of_body))


def _read(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def pack(raw: RawPage) -> Message:
    """A page that holds something, as a message."""
    head = {"id": raw.id, "url": raw.url, "charset": raw.charset, "kind": raw.kind}
    if isinstance(raw.content, str):
        return Message({**head, "is_text": True}, raw.content.encode("utf-8", "surrogatepass"))
    return Message({**head, "is_text": False}, raw.content or b"")


def unpack(message: Message) -> RawPage:
    """The page of such a message."""
    head = message.head
    content = message.body.decode("utf-8", "surrogatepass") if head["is_text"] else message.body
    return RawPage(head["id"], head["url"], content, head["charset"], head["kind"])
