"""Makes text safe to print on a terminal: nothing of a page may move the cursor, clear the screen or turn the text."""

from __future__ import annotations

import re
from typing import Final

# C0 controls but line break and tab, DEL, C1 controls; marks and overrides of writing direction.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def terminal_safe(text: str) -> str:
    """`text` with its control characters written out as "\\u001b"; so JSON stays the same JSON."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
