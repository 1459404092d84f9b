"""How a text that was typed or pasted is to be read: as a query, as plain words, or as text that is no query.

A reader asks in words ("rotate logs daily"), with the query language (`+title:rotate -daily`), or by pasting
what is at hand: a line of a log, a reply of a mail server, a block of configuration, a call. A paste is full
of the language's signs and means none of them. `interpret` tells the three apart; only for the first does the
language decide, and a text that uses its operators is always a query.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from momviewer.folding import SCRIPTS_WITHOUT_BLANKS, fold
from momviewer.query.escaping import escape
from momviewer.query.lexer import BLANKS
from momviewer.query.nodes import (
    DEFAULT_FIELD,
    EVERY_FIELD,
    FIELDS,
    Boolean,
    MatchAll,
    Phrase,
    Query,
    Term,
    walk,
)
from momviewer.query.occur import Occur
from momviewer.query.parser import Parsed, parse

MAX_WORDS = 64
"""Words of a text that are searched for; of a longer paste those that count most."""
MIN_QUESTION_WORDS = 3
"""Words from which on a question mark at the end is punctuation, and no wildcard."""
VALUE_WEIGHT = 0.15
"""What a word inside quotes counts in a paste: it is somebody's value."""
NUMBER_WEIGHT = 0.3
COMMON_WEIGHT = 0.3
COMMON_WORDS = frozenset(
    "a an and are as at be been but by can cannot do does for from had has have how i if in into is it its me"
    " my no not of on or our so that the their then there these they this to was we what when where which who"
    " why will with you your".split()
)
"""English words that say little of what a page is about; they count less, and are never left out."""
EVERYDAY_WEIGHT = 0.6
EVERYDAY_WORDS = frozenset(
    "about after all also another any before between change each every find get getting give go help"
    " here just keep let like make making more most need new now off one only other out over own per"
    " please put same say see set show some such take than try turn two up use used using very via want"
    " way without work working works".split()
)
"""Words that any task is told in, and that many pages use for something of their own: turn, use, set."""
EXAMPLE_WORDS = frozenset("example examples sample samples".split())
"""What is asked for, rather than what it is about: the pages that have most examples do not say so."""
STATUS_CODE = re.compile(r"[1-5][0-9][0-9]")
"""A reply of a server, whose number says much."""
NUMERIC = re.compile(r"[0-9][0-9.,:/-]*")
LETTERS = rf"(?:[^\W_]|[{SCRIPTS_WITHOUT_BLANKS}])+"
WORD = re.compile(rf"{LETTERS}(?:[_.:\-]{LETTERS})*")
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
COMMAND = re.compile(
    r"""(?<!\w) '[^'\n]*[ ][^'\n]*' (?!\w)                            # FROM PROGRAM 'gzip -dc f.gz'
      | (?<!\S) -\w+ \s (?: .* \s )? -[A-Za-z] (?!\S)                # pg_dump -Fc -j 4
      | (?<!\S) -[A-Za-z] \s (?: .* \s )? -\w+ (?!\S)
      | (?<!\S) \* \s+ \*                                          # 0 3 * * * /usr/bin/rotate""",
    re.VERBOSE,
)
"""Signs of a paste that are looked for before those of a query, which they look like."""
OPERATORS = re.compile(
    rf"""(?<![^\s(]) (?: (?: AND|OR|NOT|&&|\|\| ) (?![^\s(])
                       | [+-] (?: [^\W\d_][\w.]* (?![\w=]) | ["(] )
                       | [+-]? (?: {"|".join(FIELDS)} ) : )
      | [\w")] [\^~] [0-9.]* (?![^\s)])
      | (?<!\S) \w* [*?] \w+ (?!\S) | \w \* (?!\S)
      | [\[{{] [^\]}}]* \s TO \s
      | \A \s* " [^"]* \Z              # a phrase that is still being typed
      | \\ [+\-!(){{}}\[\]^"~*?:\\&|]""",
    re.VERBOSE,
)
"""What nobody writes but in a query: operators in capitals, signs, fields, weights, wildcards, ranges."""
PASTED = re.compile(
    r"""(?<!\S) [:+-]?= (?!\S)          # wal_level = logical
      | \w \( (?! \s*\) \s* $)          # msg:header("X", "y"), lower(name)
      | [;,{}] \s* $ | ; \s             # a statement, or a line of a block
      | \w :: \w | \w :// \w | \w @ [^@\s]+ @
      | </? \w+ [^<>]* >""",
    re.VERBOSE,
)
"""Signs of code, configuration, commands and logs."""
MIN_FIELD_SIMILARITY = 0.78
"""How alike an unknown field must be to a known one to be a slip: titel and title, not node and code."""


class Kind(StrEnum):
    """What a text is: a query in the language, plain words, or text that is searched word by word."""

    QUERY = "query"
    WORDS = "words"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word to look for, as it was typed, and what it counts beside the others: at most 1."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a text is read. `query` asks the language for the same pages; `words` are empty for a query."""

    kind: Kind
    query: str
    words: tuple[TypedWord, ...] = ()


def interpret(text: str) -> Interpretation:
    """Return how a text is to be read, e.g. `log = 1` as text whose query is "log 1"."""
    parsed = parse(text)
    kind = _kind(text, parsed)
    if kind is Kind.QUERY:
        return Interpretation(kind, text)
    words = _words(text, code=kind is Kind.TEXT)
    if not words:
        return Interpretation(Kind.QUERY, text)
    if kind is Kind.WORDS:
        return Interpretation(kind, text, words)
    return Interpretation(kind, " ".join(dict.fromkeys(escape(fold(word.text)) for word in words)), words)


def _kind(text: str, parsed: Parsed) -> Kind:
    if not text.strip(BLANKS):
        return Kind.QUERY
    if COMMAND.search(text):
        return Kind.TEXT
    if OPERATORS.search(text):
        return Kind.QUERY
    if PASTED.search(text) or _is_question(text) or parsed.tree is None or _names_no_field(parsed.tree):
        return Kind.TEXT
    return Kind.WORDS if all(_is_plain(node, text) for node in walk(parsed.tree)) else Kind.QUERY


def _names_no_field(tree: Query) -> bool:
    """Say whether a query names a field that there is not, and that no known field was meant by."""
    names = {node.field for node in walk(tree) if not isinstance(node, Boolean | MatchAll)}
    return any(
        not get_close_matches(name.lower(), FIELDS, 1, MIN_FIELD_SIMILARITY) for name in names - {EVERY_FIELD}
    )


def _is_plain(node: Query, text: str) -> bool:
    """Say whether a part of a query is a word as anybody types it, or optional words side by side."""
    if node.boost != 1.0:
        return False
    if isinstance(node, Boolean):
        return all(clause.occur is Occur.SHOULD for clause in node.clauses)
    return isinstance(node, Term | Phrase) and node.field == DEFAULT_FIELD and text[node.start] != '"'


def _is_question(text: str) -> bool:
    """Say whether a text ends in a question mark that is punctuation."""
    stripped = text.rstrip()
    return (
        stripped.endswith("?")
        and not re.search(r"[*?\"]", stripped[:-1])
        and len(stripped.split()) >= MIN_QUESTION_WORDS
    )


def _meaning(word: str) -> float:
    """Return what a word counts for how much it says in English."""
    if word in COMMON_WORDS or word in EXAMPLE_WORDS:
        return COMMON_WEIGHT
    return EVERYDAY_WEIGHT if word in EVERYDAY_WORDS else 1.0


def _words(text: str, *, code: bool) -> tuple[TypedWord, ...]:
    """Return the words of a text with what each counts, those that count most where there are too many."""
    values = [found.span() for found in QUOTED.finditer(text)] if code else []
    words: list[TypedWord] = []
    for match in WORD.finditer(text):
        word = match[0]
        weight = 1.0
        if any(start <= match.start() < end for start, end in values):
            weight *= VALUE_WEIGHT
        if NUMERIC.fullmatch(word) and not STATUS_CODE.fullmatch(word):
            weight *= NUMBER_WEIGHT
        words.append(TypedWord(word, weight * _meaning(word.lower())))
    if len(words) > MAX_WORDS:
        kept = set(sorted(range(len(words)), key=lambda place: -words[place].weight)[:MAX_WORDS])
        words = [word for place, word in enumerate(words) if place in kept]
    return tuple(words)
