"""Coverage-guided fuzzing: inputs that reach new code are kept and changed further, until one breaks a promise.

    pip install atheris && python fuzz/fuzz.py                  ten minutes, all targets
    python fuzz/fuzz.py --minutes 60 --corpus /tmp/corpus       an hour; what reached new code is kept in the folder
    python fuzz/fuzz.py --target json-ld --minutes 5            one target
    python fuzz/fuzz.py --replay crash-0123abcd                 what is wrong with an input that was found

The seeds are small pages of the hostile families (`tests/hostile/families`). An input's first octet chooses the
target; the rest is its material. The promises are those of `tests/hostile/checking.py`. An input that breaks one is
written to a file, and the run ends; it becomes a case before the cause is mended.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

import atheris

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["articlekit"]):
    import articlekit
    import articlekit.formats
    import articlekit.label.runs
    import articlekit.readers.markdown

    articlekit.parse("<p>Whatever is loaded late is loaded now.").to_markdown()

from hostile.checking import faults  # noqa: E402
from hostile.families import THEMES  # noqa: E402

LONGEST: Final = 3000
"""Octets of an input."""
PROSE: Final = "<p>The council of the harbour met in the hall to talk about the bridge, and it took until evening.</p>"
CHARSETS: Final = (None, "utf-8", "windows-1252", "utf-16", "shift_jis", "utf-7", "iso-2022-jp", "x-unknown")

Target = Callable[[bytes], list[str]]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _html(data: bytes) -> list[str]:
    return faults(_text(data), marked=False, kind="html")


def _bytes(data: bytes) -> list[str]:
    charset = CHARSETS[data[0] % len(CHARSETS)] if data else None
    return faults(data[1:], marked=False, charset=charset)


def _plain(data: bytes) -> list[str]:
    return faults(_text(data), marked=False, kind="text")


def _markdown_reader(data: bytes) -> list[str]:
    return faults(_text(data), marked=False, kind="markdown")


def _json_ld(data: bytes) -> list[str]:
    json = _text(data).replace("</", "<\\/")
    return faults(f'<head><script type="application/ld+json">{json}</script></head>{PROSE}', marked=False)


def _markdown_writer(data: bytes) -> list[str]:
    """Text of the page in every place that Markdown writes out."""
    text = escape(_text(data))
    page = (
        f"<h1>{text}</h1>{PROSE}<p>{text}</p><h2>{text}</h2><ul><li>{text}</li><li>x {text}</li></ul>{PROSE}"
        f'<p>It sank. <a href="https://a.test/?utm_source=chatgpt.com">{text}</a></p>'
        f"<table><tr><th>{text}</th><th>b</th></tr><tr><td>c</td><td>{text}</td></tr></table>"
        f"<pre><code>{text}</code></pre><blockquote><p>{text}</p></blockquote><p><code>{text}</code> <b>{text}</b></p>"
    )
    return faults(page, marked=False, kind="html")


def _addresses(data: bytes) -> list[str]:
    address = _text(data)
    shown = escape(address)
    page = (
        f'<base href="{shown}"><link rel=canonical href="{shown}">{PROSE}<p>It sank in the bay in May. '
        f'<a href="{shown}">{shown}</a></p><img src="{shown}" srcset="{shown}"><p>{shown}</p>'
    )
    return faults(page, marked=False, url=address)


TARGETS: Final[dict[str, Target]] = {
    "html": _html,
    "bytes": _bytes,
    "text": _plain,
    "markdown-reader": _markdown_reader,
    "json-ld": _json_ld,
    "markdown-writer": _markdown_writer,
    "addresses": _addresses,
}


class BrokenPromiseError(Exception):
    """An input was found that breaks a promise."""


def check(names: tuple[str, ...], octets: bytes) -> None:
    """Gives an input to its target. Raises `BrokenPromiseError` with the faults."""
    if not octets:
        return
    name = names[octets[0] % len(names)]
    if found := TARGETS[name](octets[1:]):
        raise BrokenPromiseError(f"{name}: {'; '.join(found)}")


def seeds(names: tuple[str, ...]) -> Iterator[bytes]:
    """Small pages of all families, for each target that they could be material of."""
    for theme, families in THEMES.items():
        for make in families.values():
            page = make(3)
            octets = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
            for number, name in enumerate(names):
                material = _material(name, theme, octets)
                if material is not None and len(material) < LONGEST:
                    yield bytes([number]) + material


def _material(name: str, theme: str, octets: bytes) -> bytes | None:
    """What of a family's page a target can make use of."""
    if name == "json-ld":
        _, opening, rest = octets.partition(b'ld+json">')
        return rest.partition(b"</script>")[0] if opening else None
    if name in ("text", "markdown-reader"):
        return octets if theme in ("plain", "tables", "citing") else None
    if name in ("markdown-writer", "addresses"):
        return octets[-60:] if theme in ("plain", "addresses", "characters") else None
    return b"\0" + octets if name == "bytes" else octets


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; it ends with libFuzzer's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="default: %(default)s")
    parser.add_argument("--target", choices=TARGETS, help="default: all")
    parser.add_argument("--corpus", type=Path, help="folder for inputs that reach new code; default: a temporary one")
    parser.add_argument("--replay", type=Path, help="an input to look at again")
    options = parser.parse_args(arguments)
    names = (options.target,) if options.target else tuple(TARGETS)
    if options.replay:
        check(names, options.replay.read_bytes())
        return 0
    with tempfile.TemporaryDirectory() as folder:
        corpus, given = options.corpus or Path(folder, "corpus"), Path(folder, "seeds")
        for path in (corpus, given):
            path.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(dict.fromkeys(seeds(names))):
            (given / f"{number:05}").write_bytes(seed)
        _fuzz(names, corpus, given, options.minutes)
    return 0


def _fuzz(names: tuple[str, ...], corpus: Path, given: Path, minutes: float) -> Any:
    limits = [f"-max_len={LONGEST}", f"-max_total_time={60 * minutes:.0f}", "-timeout=20", "-rss_limit_mb=2048"]
    atheris.Setup(
        [sys.argv[0], *limits, "-print_final_stats=1", str(corpus), str(given)], lambda data: check(names, data)
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
