"""The plain text of a page as it grows, for searching, excerpts and the places of what is on the page."""


class PlainText:
    """Text in blocks, one on a line, never with two blanks in a row but in code. `end` is its length."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.end = 0
        self.ends_blank = True
        """Whether it ends in white space, so that no second blank is added."""

    def __str__(self) -> str:
        return "".join(self._parts)

    def say(self, text: str) -> None:
        """Add words to the block at hand."""
        if self.ends_blank:
            text = text.lstrip(" ")
        if text:
            self._add(text)
            self.ends_blank = text[-1] in " \n"

    def end_block(self) -> None:
        """End the block at hand, if there is one, without a blank at its end."""
        if self._parts and self._parts[-1][-1] == " ":
            shorter = self._parts.pop()[:-1]
            self.end -= 1
            if shorter:
                self._parts.append(shorter)
        if self._parts and self._parts[-1][-1] != "\n":
            self._add("\n")
        self.ends_blank = True

    def add_code(self, code: str) -> None:
        """Add a block of its own, of which no blank is taken."""
        self._add(code)
        self._add("\n")
        self.ends_blank = True

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.end += len(text)
