"""Colours code with Pygments' lexers, and with a lexer for Momentum's configuration language."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import ClassVar

from pygments.lexer import Lexer, RegexLexer, words
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, _TokenType

from index_builder.render.long_words import breaks_of
from index_builder.render.snippets import Mark
from momviewer.manual.checked.page_html import BREAK
from momviewer.manual.languages import LANGUAGES

STANZAS = (
    "binding binding_group domain host listen esmtp_listener http_listener ecstream_listener control_listener"
    " eccluster_listener xmpp_listener peer cluster datasource scriptlet script logs node subcluster security"
    " authorization include readonly_include conffile delivery_methods group replicate snmp thread_pool"
)


class MomentumLexer(RegexLexer):
    """Splits ecelerity.conf and its like: stanzas in braces, options, quoted values, lists, comments."""

    name = "Momentum configuration"
    aliases: ClassVar[list[str]] = ["momentum"]
    tokens: ClassVar[dict[str, list[tuple[object, ...]]]] = {
        "root": [
            (r"#[^\n]*", Comment.Single),
            (r"\s+", Text),
            (words(STANZAS.split(), prefix=r"(?i)\b", suffix=r"(?=[ \t\"'{])(?![ \t]*\+?=)"), Keyword),
            (r"[A-Za-z_][\w.-]*(?=[ \t]*\+?=)", Name.Attribute),
            (r'"[^"\n]*"(?=[ \t]*=)', Name.Attribute),
            (r"\+?=", Operator, "value"),
            (r'"(?:\\.|[^"\\])*"', String),
            (r"'(?:\\.|[^'\\])*'", String),
            (r"[A-Za-z_][\w.-]*(?=[^\n{}=#]*\{)", Keyword),
            (r"[(\[]", Punctuation, "list"),
            (r"[{});\],]", Punctuation),
            (r"[^\s{}()\[\];,#\"'=]+", Text),
            (r".", Text),
        ],
        "value": [
            (r"[ \t]+", Text),
            (r"\n", Text, "#pop"),
            (r"#[^\n]*", Comment.Single),
            (r'"(?:\\.|[^"\\])*"', String),
            (r"'(?:\\.|[^'\\])*'", String),
            (r"<<(\w+)\n(?:.*\n)*?\1\b", String.Heredoc),
            (r"[(\[]", Punctuation, "list"),
            (r"(?=[{};])", Text, "#pop"),
            (r"[^\s{}()\[\];,#\"']+", Number),
            (r".", Punctuation),
        ],
        "list": [
            (r"\s+", Text),
            (r"#[^\n]*", Comment.Single),
            (r'"(?:\\.|[^"\\])*"', String),
            (r"'(?:\\.|[^'\\])*'", String),
            (r"[A-Za-z_][\w.-]*(?=[ \t]*=)", Name.Attribute),
            (r"=", Operator),
            (r"[(\[]", Punctuation, "#push"),
            (r"[)\]]", Punctuation, "#pop"),
            (r"[^\s(){}\[\],#\"']+", Number),
            (r".", Punctuation),
        ],
    }


CLASSES: dict[_TokenType, str] = {
    Comment: "comment",
    Keyword: "keyword",
    Keyword.Constant: "value",
    Name.Attribute: "name",
    Name.Tag: "name",
    Name.Function: "name",
    Name.Builtin: "name",
    Name.Variable: "name",
    Number: "value",
    String: "string",
}
MAX_CHARS = 100_000
"""Code points of a block that is coloured; longer ones stay plain, since no lexer is linear for sure."""


def coloured(text: str, language: str, marks: Sequence[Mark] = ()) -> str:
    """Return `text` as HTML with each token in a span of its class and the elements of `marks` around them.

    Of marks that begin at the same place, the outer ones have to come first. Long words are broken.
    """
    spans = list(_spans(text, language))
    cuts = {0, len(text)}
    cuts.update(cut for start, end, _ in spans for cut in (start, end))
    cuts.update(cut for mark in marks for cut in (mark.start, mark.end))
    breaks = set(breaks_of(text))
    cuts.update(breaks)
    classes = {start: (end, name) for start, end, name in spans}
    pieces: list[str] = []
    current = (0, "")
    waiting, around = sorted(marks, key=lambda mark: mark.start)[::-1], list[Mark]()
    for start, end in pairwise(sorted(cuts)):
        current = classes.get(start, current)
        name = current[1] if start < current[0] else ""
        while waiting and waiting[-1].start <= start:
            around.append(waiting.pop())
        around = [mark for mark in around if end <= mark.end]
        piece = escape(text[start:end], quote=False)
        if start in breaks:
            piece = BREAK + piece
        pieces += [mark.opening for mark in around]
        pieces.append(f'<span class="{name}">{piece}</span>' if name else piece)
        pieces += [mark.closing for mark in reversed(around)]
    return "".join(pieces)


def _spans(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, class) for the coloured ranges of `text`, in order, without overlaps."""
    lexer = _lexer(language)
    if lexer is None or len(text) > MAX_CHARS:
        return
    for start, token, value in lexer.get_tokens_unprocessed(text):
        if (name := _class_of(token)) and value.strip():
            yield start, start + len(value), name


@cache
def _lexer(language: str) -> Lexer | None:
    """Return the lexer of a language, or None for one that stays plain."""
    name = LANGUAGES[language].lexer
    if name in MomentumLexer.aliases:
        return MomentumLexer()
    lexer: Lexer | None = get_lexer_by_name(name) if name else None
    return lexer


@cache
def _class_of(token: _TokenType) -> str:
    while token:
        if token in CLASSES:
            return CLASSES[token]
        if token.parent is None:
            return ""
        token = token.parent
    return ""
