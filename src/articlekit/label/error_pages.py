"""How the headline, or the title, of an error page reads. Wordings only; what else is on the page, others look at."""

from __future__ import annotations

import re
from typing import Final

_ERROR: Final = re.compile(
    r"""(?ix) ^\W*(?:
      (?:error\s*|http\s*)?(?:40[0134]|410|429|50[0234])\b
      (?:\W*$ | \W+(?:error|page|not\s+found|forbidden|bad|unauthori[sz]ed|gone|too\s+many|internal|service|gateway))
    | (?:(?:this|the)\s+)?page\s+(?:is\s+)?(?:not\s+found|no\s+longer\s+(?:exists|available))
    | (?:(?:this|the)\s+)?page\s+(?:can['’]?t|cannot|could\s+not)\s+be\s+found
    | (?:not\s+found|forbidden|(?:access|permission)\s+denied|service\s+unavailable|too\s+many\s+requests)\W*$
    | (?:internal\s+)?server\s+error | just\s+a\s+moment\W*$ | attention\s+required\W*$
    | are\s+you\s+(?:a\s+)?(?:human|robot) | verif(?:y|ying)\s+(?:that\s+)?you\s+are\s+human | checking\s+your\s+browser
    | (?:oops|sorry)\W.*\b(?:not\s+found|can['’]?t\s+find|wrong|error|missing)
    | (?:die\s+)?seite\s+(?:wurde\s+)?nicht\s+gefunden | page\s+(?:introuvable|non\s+trouvée) | página\s+no\s+encontrada
    | pagina\s+(?:non\s+trovata|niet\s+gevonden) | página\s+não\s+encontrada | страница\s+не\s+найдена
    | ページが見つかりません | (?:页面|頁面)(?:不存在|未找到) | الصفحة\s+غير\s+موجودة
    )"""
)


def is_error(line: str) -> bool:
    """Whether a headline or title is that of an error page."""
    return _ERROR.match(line) is not None
