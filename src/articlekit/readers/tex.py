r"""What TeX looks like: whether a text is TeX, the text without its wrapping, and the commands of symbols.

Knows strings; where they stand on a page is the business of `math`.
"""

from __future__ import annotations

import re
from typing import Final

from articlekit.page import INVISIBLE

_COMMANDS: Final = """
    ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≃ simeq ≅ cong ∝ propto ≪ ll ≫ gg ≺ prec ≻ succ ± pm ∓ mp × times ÷ div
    ⋅ cdot · cdot ∗ ast ⋆ star ∘ circ ∙ bullet • bullet ⊕ oplus ⊗ otimes ⊙ odot ∧ wedge ∨ vee ¬ neg ∩ cap ∪ cup
    ∖ setminus ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ∈ in ∉ notin ∋ ni ∅ emptyset ∀ forall ∃ exists ∄ nexists
    ⊢ vdash ⊨ models ⊥ perp ∥ parallel ∣ mid ∠ angle ∞ infty ∂ partial ∇ nabla ∑ sum ∏ prod ∐ coprod ∫ int ∬ iint
    ∭ iiint ∮ oint ⋂ bigcap ⋃ bigcup ⨁ bigoplus ⨂ bigotimes √ surd → to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow
    ⇐ Leftarrow ⇔ Leftrightarrow ⟹ implies ⟺ iff ⟶ longrightarrow ↦ mapsto ↑ uparrow ↓ downarrow ⟨ langle ⟩ rangle
    ⌈ lceil ⌉ rceil ⌊ lfloor ⌋ rfloor ‖ Vert … ldots ⋯ cdots ⋮ vdots ⋱ ddots ′ prime † dagger ‡ ddagger ℏ hbar ℓ ell
    ℵ aleph ℜ Re ℑ Im ■ blacksquare ∎ blacksquare □ square α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta
    η eta θ theta ϑ vartheta ι iota κ kappa ϰ varkappa λ lambda μ mu ν nu ξ xi π pi ϖ varpi ρ rho ϱ varrho σ sigma
    ς varsigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma
    Υ Upsilon Φ Phi Ψ Psi Ω Omega ~ sim \\ backslash
""".split()
SYMBOLS: Final[dict[str, str]] = (
    {char: f"\\{name}" for char, name in zip(_COMMANDS[::2], _COMMANDS[1::2], strict=True)}
    | {char: f"\\{char}" for char in "{}%$#&_"}
    | {"−": "-", "^": "\\hat{}", "″": "\\prime\\prime"}
    | dict.fromkeys("\u2061\u2062\u2063\u2064", "")  # operators that nobody sees
)
"""How TeX writes a character that it does not take as it is."""
OPERATORS: Final = frozenset(
    """
    sum prod coprod int iint iiint oint bigcap bigcup bigoplus bigotimes lim limsup liminf max min sup inf det gcd Pr
    """.split()
)
"""Commands whose limits stand below and above them."""
FUNCTIONS: Final = OPERATORS | frozenset(
    """
    sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan arg deg dim exp hom ker lg ln log
    """.split()
)
"""Names of functions that are commands."""
_KNOWN: Final = (
    FUNCTIONS
    | frozenset(_COMMANDS[1::2])
    | frozenset(
        """
        frac dfrac tfrac sqrt binom left right text mathrm mathbf mathbb mathcal mathsf mathit operatorname displaystyle
        textstyle begin end hat bar vec dot ddot tilde overline underline quad qquad le ge ne
        """.split()
    )
)
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)(\s*\{)?")
_WORD: Final = re.compile(r"[^\W\d_]{4,}|(?<![^\W\d_])[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_NAMED: Final = re.compile(r"\\(?:text|mathrm|mbox|operatorname)\w*\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}\s+[^\W\d_]{3,}")
_FILE: Final = re.compile(r"://|\.(?:jpe?g|png|gif|svg|webp|avif|pdf)$", re.IGNORECASE)
_COMMENT: Final = re.compile(r"(?<!\\)(?:\\\\)*%")
_CDATA: Final = re.compile(r"\A\s*(?:%\s*)?<!\[CDATA\[|(?:%\s*)?\]\]>\s*\Z")
_DELIMITERS: Final = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))
_STYLES: Final = ("{\\displaystyle ", "{\\textstyle ")


def is_tex(text: str) -> bool:
    """Whether a text that claims to be a formula can be TeX, and is no description in words."""
    if _FILE.search(text):
        return False
    return bool(text.strip()) and (any(char in text for char in "\\^_{}") or not _WORD.search(text))


def is_surely_tex(text: str) -> bool:
    """Whether a text is TeX whoever says so: it holds a command that TeX knows, or one with an argument."""
    if "\\" not in text or _FILE.search(text) or _PROSE.search(_NAMED.sub(" ", text)):
        return False
    return any(argument or name in _KNOWN for name, argument in _COMMAND.findall(text))


def cleaned(tex: str) -> str:
    """TeX on one line, without comments, without the delimiters and the style that a renderer wraps around it."""
    if "%" in tex or "<" in tex:
        tex = _uncommented(_CDATA.sub("", tex))
    tex = " ".join(INVISIBLE.sub("", tex).split())
    for start, end in _DELIMITERS:
        inner = tex[len(start) : -len(end)]
        if inner.strip() and tex.startswith(start) and tex.endswith(end) and start not in inner and end not in inner:
            tex = inner.strip()
            break
    for style in _STYLES:
        if tex.startswith(style) and _group_end(tex) == len(tex):
            tex = tex[len(style) : -1].strip()
    spaces = len(tex) - len(tex.rstrip("\\"))
    return tex[:-1].rstrip() if spaces % 2 else tex  # of a space that ended it, the backslash is left


def _uncommented(tex: str) -> str:
    """TeX without comments; a comment takes the end of its line along. On the last line, a sign may be a plain one."""
    *lines, last = tex.split("\n")
    out = []
    for line in lines:
        found = _COMMENT.search(line)
        out.append(line[: found.end() - 1] if found else f"{line}\n")
    return "".join(out) + last


def _group_end(tex: str) -> int:
    """Offset behind the group that begins the text; -1 where it does not end."""
    depth = at = 0
    while at < len(tex):
        char = tex[at]
        depth += (char == "{") - (char == "}")
        at += 2 if char == "\\" else 1
        if not depth:
            return at
    return -1
