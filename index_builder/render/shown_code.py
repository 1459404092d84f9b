"""Writes the code of a snippet as a window can lay it out: in colours, else plain, else its beginning."""

import re
from collections.abc import Sequence

from index_builder.render.highlight import coloured
from index_builder.render.snippets import Mark
from momviewer.manual.checked.page_html import INLINE_US, NESTED, layout_us, text_us
from momviewer.manual.languages import TEXT

MAX_SNIPPET_US = 200_000
"""Microseconds that the code of a snippet may take to lay out: 1,500 lines in colours, 7,000 plain ones."""
BEGINNING_SHOWN = "only its beginning is shown, Copy takes all of it"
SHORTER = 0.75
TOKEN = re.compile(r"\w+|[^\w\s]")


def shown_code(text: str, language: str, marks: Sequence[Mark], room_us: float) -> tuple[str, bool]:
    """Return code as HTML that takes no longer than `room_us` to lay out, and whether that is all of it.

    Code that takes too long in colours and with its links is plain.
    """
    code = coloured(text, language, marks)
    if _code_us(code) <= room_us:
        return code, True
    shown = text
    while _code_us(code := coloured(shown, TEXT.key)) > room_us:
        shown = shown[: int(SHORTER * len(shown))]
    return code, len(shown) == len(text)


def _code_us(code: str) -> float:
    return NESTED * layout_us(code)


def most_code_us(text: str, marks: Sequence[Mark]) -> float:
    """Return what the layout of code takes at most, in any language: each token in a colour and each mark."""
    tags = (len(TOKEN.findall(text)) + 2 * len(marks)) * (1 + len(marks))
    return NESTED * (text_us(text) + INLINE_US * tags)
