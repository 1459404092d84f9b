"""What reading a query gives: its tokens, and a tree or a refusal."""

from dataclasses import dataclass
from enum import StrEnum

from momviewer.query.lexer import Token
from momviewer.query.nodes import Query


class RefusalKind(StrEnum):
    """The ways in which Lucene refuses a query."""

    LEXICAL = "lexical"
    SYNTAX = "syntax"
    VALUE = "value"
    CLAUSES = "clauses"


class BadValue(StrEnum):
    """What is wrong with the text of one word, phrase or range."""

    ESCAPE = "escape"
    LEADING_WILDCARD = "leading wildcard"
    SIMILARITY = "similarity"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a query is refused: the token (by its index) that cannot be, or a value what is wrong with it.

    `offset` is where in the query a bad escape stands, in code points; `clauses` how many are too many.
    """

    kind: RefusalKind
    at: int
    value: BadValue | None = None
    offset: int = 0
    clauses: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as read. One of `tree` and `refusal` is there; `tokens` are those of the whole query."""

    text: str
    tokens: tuple[Token, ...]
    tree: Query | None
    refusal: Refusal | None

    @property
    def ok(self) -> bool:
        """Return whether Lucene accepts the query."""
        return self.refusal is None

    @property
    def kind(self) -> RefusalKind | None:
        """Return how the query is refused; None where it is not."""
        return self.refusal.kind if self.refusal else None
