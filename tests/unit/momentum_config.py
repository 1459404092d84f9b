"""Parses Momentum's configuration language (ecelerity.conf and its kin), so that snippets can be checked.

The language is what the vendor's manual says and shows: options `name = value`, stanzas `keyword "name" { }`,
includes, lists `( a "b" )`, maps `[ key = value ]` (after a name also without `=`), comments `#` and `/* */`.
Blanks and line ends mean nothing. A value that holds blanks or any of `#/"'={}[]()` is quoted, and may then
run over several lines. There are no heredocs and no separators between statements.
Of the manual's 112 numbered examples in this language 101 parse. The other 11 are no configuration as they
stand: 7 leave text out ("..."), and 4 close or open quotes with typographic ones.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

TOKEN = re.compile(
    r"""(?P<blank>(?:\s+|\#[^\n]*+|/\*(?s:.*?)\*/)+)
      | (?P<quoted>"(?s:\\.|[^"\\])*+"|'(?s:\\.|[^'\\])*+')
      | (?P<operator>\+?=)
      | (?P<mark>[{}()\[\],])
      | (?P<bare>(?:[^\s{}()\[\],;\#"'=+/“”‘’]|\+(?!=))++)
    """,
    re.VERBOSE,
)
KEYWORD = re.compile(r"[A-Za-z_][\w.-]*")
ESCAPE = re.compile(r"""\\(["'\\nrt])""")  # other backslashes stay, as in "\w"
ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
CLOSING = {"{": "}", "(": ")", "[": "]"}


class ConfigSyntaxError(ValueError):
    """A text that is no configuration; the message names the line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Word:
    """A plain value: `text` is without quotes and escapes."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list in parentheses."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A map in square brackets."""

    entries: tuple["Assignment", ...]


Value: TypeAlias = Word | Items | Entries


@dataclass(frozen=True, slots=True)
class Assignment:
    """An option and its value; `operator` is "=" or "+="."""

    name: str
    value: Value
    operator: str = "="


@dataclass(frozen=True, slots=True)
class Include:
    """A file or folder to be read in this place."""

    path: str
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class Stanza:
    """A keyword with its names, and the statements in its braces."""

    keyword: str
    names: tuple[str, ...]
    body: tuple["Statement", ...]


Statement: TypeAlias = Assignment | Include | Stanza


def parse(text: str) -> list[Statement]:
    """Return the statements of a configuration, or raise ConfigSyntaxError."""
    parser = _Parser()
    line, position = 1, 0
    while position < len(text):
        token = TOKEN.match(text, position)
        if token is None:
            raise ConfigSyntaxError(line, f"{text[position]} is misplaced, or opens a quote that never ends.")
        if token.lastgroup and token.lastgroup != "blank":
            parser.take(token.lastgroup, token[0], line)
        line += token[0].count("\n")
        position = token.end()
    return parser.finish(line)


@dataclass(slots=True)
class _Scope:
    """Brackets that are open, and what has been read in them; `words` and `operator` wait for more."""

    opening: str
    line: int
    words: list[Word] = field(default_factory=list)
    operator: str = ""
    statements: list[Statement] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    entries: list[Assignment] = field(default_factory=list)

    def check_complete(self, line: int) -> None:
        if self.words:
            needs = "a value" if self.operator else "= and a value, or {"
            raise ConfigSyntaxError(line, f"After {self.words[0].text} {needs} is missing.")


class _Parser:
    """Builds statements from tokens, with a stack of its own instead of calls: depth has no limit."""

    def __init__(self) -> None:
        self._scopes = [_Scope("", 1)]

    def take(self, kind: str, text: str, line: int) -> None:
        scope = self._scopes[-1]
        if kind == "bare":
            self._word(scope, Word(text))
        elif kind == "quoted":
            plain = ESCAPE.sub(lambda escape: ESCAPED.get(escape[1], escape[1]), text[1:-1])
            self._word(scope, Word(plain, quoted=True))
        elif kind == "operator":
            if len(scope.words) != 1 or scope.operator:
                raise ConfigSyntaxError(line, f"One name must stand before {text}")
            scope.operator = text
        elif text in CLOSING:
            self._open(scope, text, line)
        elif text in CLOSING.values():
            self._close(scope, text, line)
        elif not scope.values:
            raise ConfigSyntaxError(line, "A comma may stand in a list only, after a value.")

    def finish(self, line: int) -> list[Statement]:
        scope = self._scopes[-1]
        if scope.opening:
            raise ConfigSyntaxError(scope.line, f"{scope.opening} is never closed.")
        scope.check_complete(line)
        return scope.statements

    def _word(self, scope: _Scope, word: Word) -> None:
        if scope.operator or scope.opening == "(":
            self._value(scope, word)
        elif scope.opening != "[" and len(scope.words) == 1 and _is_include(scope.words[0]):
            readonly = scope.words.pop().text.lower() != "include"
            scope.statements.append(Include(word.text, readonly=readonly))
        else:
            scope.words.append(word)

    def _value(self, scope: _Scope, value: Value) -> None:
        if scope.opening == "(":
            scope.values.append(value)
        else:
            append = scope.entries.append if scope.opening == "[" else scope.statements.append
            append(Assignment(scope.words.pop().text, value, scope.operator))
            scope.operator = ""

    def _open(self, scope: _Scope, opening: str, line: int) -> None:
        if opening == "[" and len(scope.words) == 1:
            scope.operator = scope.operator or "="
        if opening == "{":
            keyword = KEYWORD.fullmatch(scope.words[0].text) if scope.words else None
            if keyword is None or scope.words[0].quoted or scope.operator or scope.opening == "[":
                raise ConfigSyntaxError(line, "A keyword must stand before {")
        elif scope.opening != "(" and not scope.operator:
            raise ConfigSyntaxError(line, f"A name and = must stand before {opening}")
        self._scopes.append(_Scope(opening, line))

    def _close(self, scope: _Scope, closing: str, line: int) -> None:
        if CLOSING.get(scope.opening) != closing:
            raise ConfigSyntaxError(line, f"{closing} closes nothing that is open here.")
        scope.check_complete(line)
        self._scopes.pop()
        outer = self._scopes[-1]
        if closing == ")":
            self._value(outer, Items(tuple(scope.values)))
        elif closing == "]":
            self._value(outer, Entries(tuple(scope.entries)))
        else:
            keyword, *names = (word.text for word in outer.words)
            outer.words.clear()
            outer.statements.append(Stanza(keyword, tuple(names), tuple(scope.statements)))


def _is_include(word: Word) -> bool:
    return not word.quoted and word.text.lower() in {"include", "readonly_include"}
