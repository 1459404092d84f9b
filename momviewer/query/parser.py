"""Reads a query exactly as Lucene 3.0's classic QueryParser does, into a tree or a refusal.

The grammar is QueryParser.jj's, with OR as the default operator and no leading wildcards:

    query    = clause { [ AND | OR ] clause }
    clause   = [ + | - | NOT ] [ field : ] ( operand | "(" query ")" [ ^ number ] )
    operand  = word [ ~ ] [ ^ number [ ~ ] ] | phrase [ ~ ] [ ^ number ] | range [ ^ number ]

A query is refused for the fault that is met first, so the parser looks at the next token where Lucene's does:
it judges the text of a word after it has seen the token behind the word. Brackets are on a stack of its own,
so that a query may nest as deeply as it is long.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import TypedDict

from momviewer.query.escaping import EscapeError, unescape
from momviewer.query.java import MAX_INT, shortest, single, white_space_words
from momviewer.query.lexer import Kind, Token, lex
from momviewer.query.nodes import (
    DEFAULT_FIELD,
    EVERY_FIELD,
    MAX_CLAUSES,
    Boolean,
    Clause,
    Fuzzy,
    MatchAll,
    Phrase,
    Prefix,
    Query,
    Range,
    Term,
    Wildcard,
)
from momviewer.query.occur import Occur


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
    """Why a query is refused, and the index of the token that is at fault.

    `value` says what is wrong with a token's text, `offset` where in the query a bad escape stands (in code
    points), and `clauses` how many clauses there are if there are too many.
    """

    kind: RefusalKind
    at: int
    value: BadValue | None = None
    offset: int = 0
    clauses: int = 0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query that was read: it has either a `tree` or a `refusal`, and the `tokens` of all of it."""

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
        """Return the kind of refusal, or None for a query that is accepted."""
        return self.refusal.kind if self.refusal else None


class RefusedError(Exception):
    """Stops the parser; `parse` makes a refusal of it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def refused_value(at: int, value: BadValue) -> RefusedError:
    """Return the refusal of the token `at` for its text."""
    return RefusedError(Refusal(RefusalKind.VALUE, at, value))


class Cursor:
    """A pass over the tokens that looks at none before its turn: the first fault that it meets counts."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> Kind:
        """Return the kind of the token `ahead` of the next; raises RefusedError where none can be read."""
        kind = self.tokens[self.at + ahead].kind
        if kind == "INVALID":
            raise RefusedError(Refusal(RefusalKind.LEXICAL, self.at + ahead))
        return kind

    def skip(self) -> Kind:
        """Pass the next token and return the kind of the one behind it; raises what `peek` raises."""
        self.at += 1
        return self.peek()

    def accept(self, kind: Kind) -> Token | None:
        """Return the next token and pass it if it is of this kind; else return None."""
        if self.peek() != kind:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, kind: Kind) -> Token:
        """Return the next token and pass it; raises RefusedError if it is not of this kind."""
        token = self.accept(kind)
        if token is None:
            raise self.unexpected()
        return token

    def end(self) -> int:
        """Return the end of the last token that was passed, in code points."""
        return self.tokens[self.at - 1].end

    def unescaped(self, at: int, quotes: int = 0) -> str:
        """Return the text that the token at `at` stands for, without `quotes` characters at either end.

        Raises RefusedError where a backslash in it escapes nothing.
        """
        _, start, end = self.tokens[at]
        try:
            return unescape(self.text[start + quotes : end - quotes])
        except EscapeError as error:
            offset = start + quotes + error.offset
            raise RefusedError(Refusal(RefusalKind.VALUE, at, BadValue.ESCAPE, offset)) from None

    def unexpected(self) -> RefusedError:
        """Return the refusal of the next token, which cannot stand here."""
        return RefusedError(Refusal(RefusalKind.SYNTAX, self.at))


Analyzer = Callable[[str, str], list[str]]
"""Splits a text that is looked for in a field (field, text) into words that have to stand in a row."""

WORDS: frozenset[Kind] = frozenset({"TERM", "STAR", "PREFIX", "WILDCARD"})
FIELD_NAMES: frozenset[Kind] = frozenset({"TERM", "STAR"})
SUFFIXES: frozenset[Kind] = frozenset({"TILDE", "CARET"})
CONJUNCTIONS: frozenset[Kind] = frozenset({"AND", "OR"})
MUST, SHOULD, MUST_NOT = Occur.MUST, Occur.SHOULD, Occur.MUST_NOT
MODIFIERS: dict[Kind, Occur] = {"PLUS": MUST, "MINUS": MUST_NOT, "NOT": MUST_NOT}
OPERATORS = CONJUNCTIONS | MODIFIERS.keys()
CLAUSE_STARTS = WORDS | OPERATORS | {"OPEN", "QUOTED", "RANGE_OPEN"}
RANGE_ENDS: frozenset[Kind] = frozenset({"RANGE_TEXT", "RANGE_QUOTED"})
DEFAULT_SIMILARITY = 0.5


def parse(text: str, analyze: Analyzer = white_space_words) -> Parsed:
    """Read a query, in time linear in its length; what cannot be read is a `refusal` and raises nothing.

    `analyze` splits words and phrases. A clause of which it leaves nothing is left out.
    """
    tokens = lex(text)
    try:
        tree = _Parser(text, tokens, analyze).read()
    except RefusedError as error:
        return Parsed(text, tuple(tokens), None, error.refusal)
    return Parsed(text, tuple(tokens), tree, None)


class _Common(TypedDict):
    """The arguments that every node is made with."""

    boost: float
    start: int
    end: int


@dataclass(slots=True)
class _Level:
    """The clauses between two brackets, with the operators and the field that were read of the next one.

    `seen` counts all clauses, also those that were left out. `bare_first` says that the first one was not
    left out and has no sign.
    """

    inherited_field: str
    clauses: list[Clause] = dataclass_field(default_factory=list)
    seen: int = 0
    bare_first: bool = False
    is_and: bool = False
    modifier: Occur | None = None
    start: int = 0
    field: str = ""
    operand_start: int = 0


class _Parser(Cursor):
    """The grammar, one method for each of its rules."""

    def __init__(self, text: str, tokens: list[Token], analyze: Analyzer) -> None:
        super().__init__(text, tokens)
        self._analyze = analyze

    def read(self) -> Query:
        """Return the tree of the query, which matches nothing if analysis leaves nothing of it."""
        level = _Level(DEFAULT_FIELD)
        outer: list[_Level] = []
        while True:
            kind = self._begin_clause(level)
            if kind == "OPEN":
                self.at += 1
                outer.append(level)
                level = _Level(level.field)
                continue
            self._add(level, self._operand(kind, level.field, level.operand_start))
            while self.peek() not in CLAUSE_STARTS:
                query = self._close(level)
                if not outer:
                    self.expect("END")
                    return query or Boolean(end=len(self.text))
                self.expect("CLOSE")
                boost = self._boost()
                level = outer.pop()
                if query:
                    boost = query.boost if boost is None else boost
                    query = replace(query, boost=boost, start=level.operand_start, end=self.end())
                self._add(level, query)

    def _begin_clause(self, level: _Level) -> Kind:
        """Read AND or OR, a sign or NOT, and a field; return the kind of the token behind them."""
        kind = self.peek()
        level.is_and = kind == "AND"
        if level.seen and kind in CONJUNCTIONS:
            kind = self.skip()
        level.seen += 1
        level.start = level.operand_start = self.tokens[self.at].start
        level.modifier = MODIFIERS.get(kind)
        if level.modifier:
            kind = self.skip()
            level.operand_start = self.tokens[self.at].start
        level.field = level.inherited_field
        if kind in FIELD_NAMES and self.peek(1) == "COLON":
            level.field = self.unescaped(self.at) if kind == "TERM" else EVERY_FIELD
            self.at += 1
            kind = self.skip()
        return kind

    def _add(self, level: _Level, query: Query | None) -> None:
        """Add a clause. AND makes it and the one before required if they are not excluded; OR is void."""
        clauses = level.clauses
        if level.is_and and clauses and clauses[-1].occur is SHOULD:
            before = clauses[-1]
            clauses[-1] = Clause(MUST, before.query, before.start, before.end)
        if query is None:
            return
        if level.seen == 1 and level.modifier is None:
            level.bare_first = True
        occur = level.modifier or (MUST if level.is_and else SHOULD)
        clauses.append(Clause(occur, query, level.start, self.end()))

    def _close(self, level: _Level) -> Query | None:
        """Return the node of a level: a Boolean, or the only clause if that has no sign and was the first."""
        clauses = level.clauses
        if level.bare_first and len(clauses) == 1:
            return clauses[0].query
        if len(clauses) > MAX_CLAUSES:
            raise RefusedError(Refusal(RefusalKind.CLAUSES, self.at, clauses=len(clauses)))
        if not clauses:
            return None
        return Boolean(tuple(clauses), start=clauses[0].start, end=clauses[-1].end)

    def _operand(self, kind: Kind, field: str, start: int) -> Query | None:
        if kind in WORDS:
            return self._word(kind, field, start)
        if kind == "QUOTED":
            return self._phrase(field, start)
        if kind == "RANGE_OPEN":
            return self._range(field, start)
        raise self.unexpected()

    def _word(self, kind: Kind, field: str, start: int) -> Query | None:
        at = self.at
        tilde = boost = None
        if self.skip() in SUFFIXES:
            tilde = self.accept("TILDE")
            boost = self._boost()
            if boost is not None:
                tilde = self.accept("TILDE") or tilde
        text = self.unescaped(at)
        common = self._common(boost, start)
        if kind == "TERM":
            return self._fuzzy(at, field, tilde, common) if tilde else self._analyzed(field, text, 0, common)
        if kind == "STAR" and field == EVERY_FIELD:
            return MatchAll(**common)
        if text.startswith("*") or (text.startswith("?") and kind != "PREFIX"):
            raise refused_value(at, BadValue.LEADING_WILDCARD)
        if kind == "PREFIX":
            return Prefix(field, text[:-1].lower(), **common)
        return Wildcard(field, text.lower(), **common)

    def _fuzzy(self, at: int, field: str, tilde: Token, common: _Common) -> Fuzzy:
        digits = self.text[tilde.start + 1 : tilde.end]
        similarity = shortest(single(digits)) if digits else DEFAULT_SIMILARITY
        if similarity >= 1:
            raise refused_value(at, BadValue.SIMILARITY)
        return Fuzzy(field, self.unescaped(at).lower(), similarity, **common)

    def _phrase(self, field: str, start: int) -> Query | None:
        at = self.at
        self.at += 1
        tilde = self.accept("TILDE")
        boost = self._boost()
        digits = self.text[tilde.start + 1 : tilde.end] if tilde else ""
        slop = int(min(single(digits), MAX_INT)) if digits else 0
        return self._analyzed(field, self.unescaped(at, 1), slop, self._common(boost, start))

    def _range(self, field: str, start: int) -> Range:
        inclusive = self.text[self.expect("RANGE_OPEN").start] == "["
        lower = self._range_end()
        self.accept("RANGE_TO")
        upper = self._range_end()
        self.expect("RANGE_CLOSE")
        boost = self._boost()
        common = self._common(boost, start)
        return Range(field, self._bound(lower), self._bound(upper), inclusive, inclusive, **common)

    def _range_end(self) -> int:
        if self.peek() not in RANGE_ENDS:
            raise self.unexpected()
        self.at += 1
        return self.at - 1

    def _bound(self, at: int) -> str:
        return self.unescaped(at, 1 if self.tokens[at].kind == "RANGE_QUOTED" else 0).lower()

    def _analyzed(self, field: str, text: str, slop: int, common: _Common) -> Query | None:
        words = self._analyze(field, text)
        if len(words) == 1:
            return Term(field, words[0], **common)
        return Phrase(field, tuple(words), slop, **common) if words else None

    def _boost(self) -> float | None:
        """Read a caret and its number; return the number, or None where there is no caret."""
        if not self.accept("CARET"):
            return None
        number = self.expect("NUMBER")
        return shortest(single(self.text[number.start : number.end]))

    def _common(self, boost: float | None, start: int) -> _Common:
        return {"boost": 1.0 if boost is None else boost, "start": start, "end": self.end()}
