"""A place among a query's tokens, for the parser: looks at a token, takes it, or refuses the query at it."""

from momviewer.query.escaping import EscapeError, unescape
from momviewer.query.lexer import Kind, Token
from momviewer.query.parsed import BadValue, Refusal, RefusalKind


class RefusedError(Exception):
    """Ends the parser's pass; `parse` turns it into a result."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def refused_value(at: int, value: BadValue) -> RefusedError:
    """Return the refusal of the word at token `at` for what it says."""
    return RefusedError(Refusal(RefusalKind.VALUE, at, value))


class Cursor:
    """A pass over the tokens. None is looked at before its turn: the first fault met is the refusal."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> Kind:
        """Return the kind of the next token, or of one further on; refuse where no token can be read."""
        kind = self.tokens[self.at + ahead].kind
        if kind == "INVALID":
            raise RefusedError(Refusal(RefusalKind.LEXICAL, self.at + ahead))
        return kind

    def skip(self) -> Kind:
        """Go past the next token and return the kind of the one behind it."""
        self.at += 1
        return self.peek()

    def take_if(self, kind: Kind) -> Token | None:
        """Take the next token if it is a `kind`."""
        if self.peek() != kind:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, kind: Kind) -> Token:
        """Return the next token and go past it; refuse where it is not the `kind` that has to stand here."""
        token = self.take_if(kind)
        if token is None:
            raise self.unexpected()
        return token

    def end(self) -> int:
        """Return where the last token taken ends."""
        return self.tokens[self.at - 1].end

    def unescaped(self, at: int, quotes: int = 0) -> str:
        """Return what the token at `at` stands for, without the quotes around it if it has them."""
        _, start, end = self.tokens[at]
        try:
            return unescape(self.text[start + quotes : end - quotes])
        except EscapeError as error:
            offset = start + quotes + error.offset
            raise RefusedError(Refusal(RefusalKind.VALUE, at, BadValue.ESCAPE, offset)) from None

    def unexpected(self) -> RefusedError:
        """Return the refusal of the next token, which cannot stand here."""
        return RefusedError(Refusal(RefusalKind.SYNTAX, self.at))
