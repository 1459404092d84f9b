"""Breaks words that are so long that a window would take seconds to lay them out."""

import re

from momviewer.manual.checked.page_html import BREAK, MAX_WORD_CHARS

LONG_OR_FIRST = re.compile(rf"\A[^ \t\n{BREAK}]+|[^ \t\n{BREAK}]{{{MAX_WORD_CHARS + 1},}}")


def breaks_of(text: str, before: int = 0) -> list[int]:
    """Return the offsets in a text where its long words are to be broken.

    `before` is how long the word is up to here that the text goes on with.
    """
    places: list[int] = []
    if before + len(text) > MAX_WORD_CHARS:
        for word in LONG_OR_FIRST.finditer(text):
            start = word.start() - (0 if word.start() else before)
            places += range(start + MAX_WORD_CHARS, word.end(), MAX_WORD_CHARS)
    return places


class WordBreaker:
    """Breaks the long words of texts that follow each other in a block, and have no other blank than " "."""

    def __init__(self) -> None:
        self._length = 0
        """Characters of the last word up to now."""

    def start(self) -> None:
        """Begin with another word."""
        self._length = 0

    def broken(self, text: str) -> str:
        """Return a text with zero-width spaces in its long words."""
        places = breaks_of(text, self._length)
        end = max(text.rfind(" "), text.rfind(BREAK)) + 1
        begun = max(end, places[-1] if places else 0)
        self._length = len(text) - begun if begun or places else self._length + len(text)
        if not places:
            return text
        ends = [*places, len(text)]
        return BREAK.join(text[start:end] for start, end in zip([0, *places], ends, strict=True))
