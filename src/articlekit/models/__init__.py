"""The public types: what `parse` returns. Frozen pydantic models, documented field by field.

This module knows nothing of markup, rules or files. It is the lowest layer; everything else imports it.

Offsets are code points of `Article.text`, start inclusive, end exclusive, unless a field says "page text": those count
in the normalised text of the whole page (`trace(page).page.text`).
"""

from articlekit.models.article import (
    SCHEMA_NAME,
    SCHEMA_VERSION,
    Article,
    ArticleWarning,
    FrontLine,
    Person,
    Provenance,
    Removed,
)
from articlekit.models.blocks import (
    Block,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Embed,
    Figure,
    Footnote,
    Heading,
    Image,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Rule,
    Section,
    Span,
    Table,
    children,
    walk,
)
from articlekit.models.sources import (
    Citation,
    Claim,
    ClaimSpan,
    Source,
)
from articlekit.models.views import ClaimRow, UncitedClaim
from articlekit.models.vocabulary import (
    Access,
    CitationForm,
    ClaimScope,
    MarkerPosition,
    Model,
    PageType,
    Reason,
    SpanKind,
)

__all__ = [
    "SCHEMA_NAME",
    "SCHEMA_VERSION",
    "Access",
    "Article",
    "ArticleWarning",
    "Block",
    "Cell",
    "Citation",
    "CitationForm",
    "Claim",
    "ClaimRow",
    "ClaimScope",
    "ClaimSpan",
    "Code",
    "Definition",
    "DefinitionList",
    "Embed",
    "Figure",
    "Footnote",
    "FrontLine",
    "Heading",
    "Image",
    "List",
    "ListItem",
    "MarkerPosition",
    "Model",
    "PageType",
    "Paragraph",
    "Person",
    "Provenance",
    "Quote",
    "Reason",
    "Removed",
    "Row",
    "Rule",
    "Section",
    "Source",
    "Span",
    "SpanKind",
    "Table",
    "UncitedClaim",
    "children",
    "walk",
]
