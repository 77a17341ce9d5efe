"""What a job has done so far, on the disk: written after each part, read by a run that resumes.

It is the only state. A part counts when the manifest lists it; what lies about besides is written anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from articlekit.corpus import paths
from articlekit.corpus.reading import Position
from articlekit.errors import JobError

VERSION: Final = 1
"""Of the manifest's shape."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a job."""

    options: Mapping[str, Any]
    """All that decides what the output is, the inputs and the library's version among it."""
    parts: tuple[int, ...] = ()
    """Of each finished part, its size in bytes."""
    position: Position = field(default_factory=Position)
    """How far the inputs are in them."""
    counts: Mapping[str, Any] = field(default_factory=dict)
    """What the summary counts in them."""
    finished: bool = False
    """Whether the output is complete."""

    def with_part(self, size: int, position: Position, counts: Mapping[str, Any]) -> Manifest:
        """After another part."""
        return replace(self, parts=(*self.parts, size), position=position, counts=counts)


def save(manifest: Manifest, path: str) -> None:
    """Write it, all or nothing."""
    with paths.new_file(path) as stream:
        stream.write(json.dumps({"version": VERSION, **asdict(manifest)}, indent=1).encode())


def load(path: str) -> Manifest | None:
    """The manifest of the job; None where there is none. Raises `JobError` where it cannot be read."""
    if paths.stat_file(path) is None:
        return None
    try:
        with paths.open_file(path) as stream:
            found = json.load(stream)
        if found.pop("version") != VERSION:
            raise JobError(f"{path}: is of another version of articlekit; finish the job with that one")
        found["parts"] = tuple(found["parts"])
        found["position"] = Position(*found["position"])
        return Manifest(**found)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise JobError(f"{path}: is no manifest of a job ({error}); remove it and start anew") from None


def differences(manifest: Manifest, options: Mapping[str, Any]) -> list[str]:
    """The options that are not what they were: "timeout is 5, was 60"."""
    names = {**manifest.options, **options}
    return [
        f"{name} is {options.get(name)!r}, was {manifest.options.get(name)!r}"
        for name in names
        if manifest.options.get(name) != options.get(name)
    ]


def finish(manifest: Manifest) -> Manifest:
    """Of a job whose output is complete."""
    return replace(manifest, finished=True)
