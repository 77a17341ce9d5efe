"""The language of a code listing: what class names, attributes and labels of code boxes call it.

Knows how highlighters spell it. A name is given as the page has it, in lower case; what says that there is none
("text", "nohighlight") gives none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ATTRIBUTES: Final = ("data-lang", "data-language", "data-enlighter-language", "language")
_MARKED: Final = re.compile(
    r"""(?x) (?:^|\s)
      (?: (?:lang|language|highlight-source|highlight-text|highlight|source|src|gatsby-code) - (?!line|code)
        | brush: \s* )
      ([a-z][a-z\d+#._-]*)"""
)
"""The language behind the word that says what it is: "language-c++", "brush: js", "highlight-python3"."""
_HIGHLIGHTERS: Final = frozenset("hljs sourcecode prettyprint shiki prism-code code codeblock listing src".split())
_NONE: Final = frozenset(
    """
    auto code default hljs highlight line-numbers linenums lines listing no-highlight nohighlight none
    notranslate null numbers output override plain plaintext raw source sp text toolbar txt undefined unknown wrap
    """.split()
)
_TONGUES: Final = frozenset("ar cs da de el en es fi fr he hu it ja ko nl no pl pt ro ru sv tr uk zh".split())
"""Languages that people speak, as "lang-de" around a code box names them."""
KNOWN: Final = frozenset(
    """
    ada apache asm assembly awk bash batch c c# c++ clojure cmake cmd cobol coffeescript console cpp crystal csharp css
    csv cuda cython d dart delphi diff dockerfile elixir elm erlang f# fish fortran fsharp go golang graphql groovy
    haskell hcl html http ini java javascript js json json5 jsonc jsx julia kotlin kusto latex lean less lisp lua
    makefile markdown matlab mermaid mysql nginx nim nix node.js objective-c objectivec ocaml pascal perl php plsql
    postgresql powershell prolog proto protobuf python python3 r racket ruby rust sass scala scheme scss sh shell
    shell-session solidity sql svelte swift tcl terraform toml ts tsql tsx typescript vb vba vb.net verilog vhdl vim vue
    wasm x86asm xml yaml yml zig zsh
    """.split()
)
"""Languages that are told by their bare name, in the head of a code box or beside the class of a highlighter."""
_LONGEST: Final = 24
_FEW_CLASSES: Final = 3  # a longer list of short names is what a program has made of them; one may look like "js"


def language_of(tag: str, attrib: Mapping[str, str]) -> str | None:
    """The language that one element says its code is in; None if it says nothing of that."""
    for name in _ATTRIBUTES:
        if name in attrib and (found := settled(attrib[name])):
            return found
    names = attrib.get("class", "").lower()
    if names and (found := _named(tag, names)):
        return found
    spoken = attrib.get("lang", "").lower() if tag in ("pre", "code") else ""
    return spoken if spoken in KNOWN and spoken not in _TONGUES else None


def _named(tag: str, names: str) -> str | None:
    """The language in class names: behind a word for it, or bare beside a highlighter's class."""
    marked = _MARKED.findall(names)
    for name in marked:
        if (found := settled(name)) and (tag in ("pre", "code") or found not in _TONGUES):
            return found
    tokens = names.split()
    if marked or not (_HIGHLIGHTERS & set(tokens) or (tag in ("pre", "code") and len(tokens) <= _FEW_CLASSES)):
        return None
    return next((token for token in tokens if token in KNOWN and (len(token) > 1 or len(tokens) <= 2)), None)


def label_language(text: str) -> str | None:
    """The language that a line of text names, if it does nothing else."""
    name = text.strip().lower() if len(text) <= _LONGEST else ""
    return name if name in KNOWN else None


def settled(name: str) -> str | None:
    """A language's name as it is given: lower case; None for what is none."""
    name = name.strip().lower().rstrip("._-")
    return name if name and len(name) <= _LONGEST and name not in _NONE else None
