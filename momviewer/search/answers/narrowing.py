"""What a search can be narrowed to: examples, options and functions, or sections."""

from enum import StrEnum

from momviewer.manual.model import LISTS, ItemKind, PageKind
from momviewer.search.answers.quick_open import Name, NameKind


class Narrowing(StrEnum):
    """The parts of a manual that a search can be narrowed to."""

    ALL = "all"
    EXAMPLES = "examples"
    DEFINITIONS = "options and functions"
    SECTIONS = "sections"

    def has_page(self, kind: PageKind) -> bool:
        """Return whether a page of a kind is such a part; for examples, whether it may hold some."""
        if self is Narrowing.DEFINITIONS:
            return kind is PageKind.REFERENCE
        if self is Narrowing.SECTIONS:
            return kind is not PageKind.REFERENCE and kind not in LISTS
        return True

    def has_name(self, name: Name, page: PageKind | None) -> bool:
        """Return whether what a name belongs to is such a part; `page` is the kind of its page, if known."""
        if name.kind is NameKind.CAPTION:
            return self is Narrowing.ALL or self.has_number(name.number.partition(" ")[0].lower())
        if name.kind is NameKind.TERM:
            return self in {Narrowing.ALL, Narrowing.DEFINITIONS}
        is_page = self is not Narrowing.EXAMPLES and page is not None
        return self is Narrowing.ALL or (is_page and self.has_page(page or PageKind.PAGE))

    def has_number(self, kind: str) -> bool:
        """Return whether what has a number is such a part, by its kind: "example", "table", "section"."""
        if self is Narrowing.EXAMPLES:
            return kind == ItemKind.EXAMPLE
        if self is Narrowing.SECTIONS:
            return kind not in set(ItemKind)
        return self is Narrowing.ALL
