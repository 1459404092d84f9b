"""Makes the forms in which a snippet is copied: with reference, Markdown, commands only, straight quotes."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from momviewer.manual.languages import C_COMMENT, LANGUAGES, TEXT, XML_COMMENT
from momviewer.manual.links import Address
from momviewer.wording import counted

FIRST_LINES = re.compile(r"#![^\n]*|<\?xml\b[^>]*\?>")
"""First lines that mean something only at the very beginning, so that a comment goes below them."""
MAX_NAME_CHARS = 60
"""Most characters of a title in a file's name."""
SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~])")
"""Characters that mean something in a line of Markdown."""

ROOT_PROMPT = re.compile(
    r"""^[ \t]*\#[ \t]+(?=(?:
        cd|export|service|systemctl|chkconfig|yum|rpm|cat|echo|cp|mv|rm|mkdir|chown|chmod|su|sudo|vi|tar|scp|curl|openssl
      | (?:/[\w.-]+)*/(?:s?bin|init\.d)/[\w.-]+|\./\S+
    )(?:[ \t]|$))""",
    re.VERBOSE,
)
"""Root's prompt is also the sign of a comment: it is a prompt where a command follows it on every line."""
COMMENT = re.compile(r"^[ \t]*#[ \t]+\S")
HERE_DOCUMENT = re.compile(r"<<-?\s*([\"']?)(\w+)\1")
TYPED_FILE = re.compile(r"cat[ \t]*>>?[ \t]*\S+[ \t]*$")
"""A command that takes the lines below it as its input."""
SECOND_PROMPT = re.compile(r"^>[ \t]+")
"""The prompt of a line that goes on with a command."""

STRAIGHT = {
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("\u2010\u2011\u2012–−", "-"),
    **dict.fromkeys("—―", "--"),
    **dict.fromkeys("\u00a0\u2007\u202f", " "),
    **dict.fromkeys("\u2028\u2029", " "),  # no line end, which would make a command of a comment's end
}
"""What a keyboard types for each typographic character; the other hidden ones become nothing."""
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
LINE_SEPARATORS = "\u2028\u2029"
ZERO_WIDTHS = "\u00ad\u200b\u2060\ufeff"
OTHER_HIDDEN = "\u180e\u2061-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"
"""Invisible operators, shaping and annotation controls, and tags, which can spell whole commands unseen."""
HIDDEN = re.compile(f"[{DIRECTION_MARKS}{LINE_SEPARATORS}{ZERO_WIDTHS}{OTHER_HIDDEN}]")
"""Characters that show nothing by themselves, or change where others are shown."""
HIDDEN_SIGN = "\ufffd"
"""What is shown in the place of a hidden character."""
TYPOGRAPHIC = re.compile(
    rf"""[“”„‟‘‚‛\u00a0\u2007\u202f\u2010\u2011] | {HIDDEN.pattern}
      | (?<!\w)’ | ’(?!\w)                       # between letters it is an apostrophe, and does no harm
      | [\u2012–−—―](?=\S) | (?<=\S)[\u2012–−—―] # with spaces around it a dash is a dash
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class PlacedSnippet:
    """A snippet with the place that it is from: `number` and `title` are those of its example.

    A snippet of no example has the number "" and the title of its page.
    """

    text: str
    language: str
    number: str
    title: str
    manual: str
    manual_title: str
    page: str
    anchor: str

    @property
    def name(self) -> str:
        """Return the snippet's name in a sentence: "Example 15.1" or "the snippet"."""
        return f"Example {self.number}" if self.number else "the snippet"


@dataclass(frozen=True, slots=True)
class Oddity:
    """A typographic or hidden character in code: its offset, itself, and what a keyboard types for it."""

    start: int
    text: str
    straight: str

    @property
    def kind(self) -> str:
        """Return what it is, in words: "direction mark"."""
        return next((name for name, pattern in KINDS.items() if pattern.match(self.text)), "special space")


KINDS = {
    "curly quote": re.compile("[“”„‟‘’‚‛]"),
    "dash": re.compile("[\u2010-\u2012–−—―]"),
    "direction mark": re.compile(f"[{DIRECTION_MARKS}]"),
    "line separator": re.compile(f"[{LINE_SEPARATORS}]"),
    "hidden character": re.compile(f"[{OTHER_HIDDEN}]"),
}
"""The kinds of oddities, beside special spaces."""


def reference(manual_title: str, number: str, title: str) -> str:
    """Return the place that a snippet is from in one line: "Momentum 4, Example 15.1: Title"."""
    place = f"Example {number}: {title}" if number and title else (f"Example {number}" if number else title)
    return " ".join(", ".join(part for part in (manual_title, place) if part.strip()).split())


def with_reference(snippet_text: str, language: str, manual_title: str, number: str, title: str) -> str:
    """Return a snippet below a comment in its own language that says where it is from.

    JSON, HTTP, plain text and console transcripts have no comments. Their reference is a plain line with an
    empty line below it: whoever asks for it wants to show the snippet to somebody. For a program to read,
    there is the plain Copy.
    """
    line = reference(manual_title, number, title)
    comment = LANGUAGES.get(language, TEXT).comment
    if not comment:
        return f"{line}\n\n{snippet_text}"
    if comment == C_COMMENT:
        line = line.replace("*/", "* /").replace("/*", "/ *")
    elif comment == XML_COMMENT:  # two hyphens may not stand in it, nor one at its end
        line = re.sub(r"-(?=-)", "- ", line)
    first = FIRST_LINES.match(snippet_text)
    if first is None:
        return f"{comment.format(line)}\n{snippet_text}"
    rest = snippet_text[first.end() :].removeprefix("\n")
    return f"{first.group()}\n{comment.format(line)}\n{rest}"


def referred(snippet: PlacedSnippet) -> str:
    """Return a placed snippet with its reference, as `with_reference` does."""
    return with_reference(snippet.text, snippet.language, snippet.manual_title, snippet.number, snippet.title)


def as_markdown(text: str, language: str, caption: str) -> str:
    """Return a snippet as a fenced block of Markdown under its caption."""
    runs = re.findall(r"`+", text)
    fence = "`" * max(3, 1 + max(map(len, runs), default=0))
    end = "" if text.endswith("\n") else "\n"
    shown = SPECIAL.sub(r"\\\1", " ".join(caption.split()))
    above = f"**{shown}**\n\n" if shown else ""
    return f"{above}{fence}{language}\n{text}{end}{fence}\n"


def link_to(manual: str, page: str, anchor: str) -> str:
    """Return the address of a place that any program can open: `momviewer://manual/page#anchor`."""
    return str(Address(page, anchor, manual))


def commands_only(text: str, language: str) -> str:
    """Return the commands of a console transcript, without prompts and output.

    A command goes on in the next line after a backslash, inside double quotes, in a here-document and below
    `cat > file`. A snippet without prompts, or in a language that has none, is returned as it is.
    """
    if not (prompt := LANGUAGES.get(language, TEXT).prompt):
        return text
    lines = text.split("\n")
    usual = re.compile(rf"^[ \t]*(?:{prompt})(?:[ \t]+|$)", re.VERBOSE)
    prompts = (usual, ROOT_PROMPT) if _root_prompts(lines) else (usual,)
    starts = [(at, found.end()) for at, line in enumerate(lines) if (found := _first(prompts, line))]
    if not starts:
        return text
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    kept: list[str] = []
    for (at, typed), end in zip(starts, ends, strict=True):
        block = [lines[at][typed:], *lines[at + 1 : end]]
        if block[0].strip():
            kept += _typed(block)
    return "\n".join(kept)


def typographic(text: str) -> list[Oddity]:
    """Return what a program may not take in a snippet, and what makes code look other than it is.

    Those are curly quotes, dashes that stand for hyphens, no-break blanks and hidden characters.
    """
    return [Oddity(m.start(), m.group(), _straight(m)) for m in TYPOGRAPHIC.finditer(text)]


def named_oddities(found: Sequence[Oddity]) -> str:
    """Return typographic and hidden characters in a few words: "2 curly quotes and 1 dash"."""
    return " and ".join(counted(count, kind) for kind, count in Counter(odd.kind for odd in found).items())


def only_hidden(found: Sequence[Oddity]) -> bool:
    """Return whether a straight copy leaves characters out or makes blanks of them, and does nothing else."""
    return not any(odd.straight.strip() for odd in found)


def straightened(text: str) -> str:
    """Return a snippet with typographic characters replaced by those that a keyboard types."""
    return TYPOGRAPHIC.sub(_straight, text)


def shown(text: str) -> str:
    """Return a snippet as a page shows it: with a sign in the place of each hidden character."""
    return HIDDEN.sub(HIDDEN_SIGN, text)


def file_name(number: str, title: str, language: str) -> str:
    """Return a file name that every system takes, such as `example-15.1-two-ropes.conf`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9_.]+", "-", plain)[:MAX_NAME_CHARS].strip("-.")
    kept_number = re.sub(r"[^\w.]+", "-", number).strip("-.")
    stem = "-".join(part for part in (f"example-{kept_number}" if kept_number else "snippet", words) if part)
    return f"{stem}.{LANGUAGES.get(language, TEXT).ending}"


# Inside


def _straight(found: re.Match[str]) -> str:
    return STRAIGHT.get(found.group(), "")


def _first(patterns: tuple[re.Pattern[str], ...], line: str) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.match(line))), None)


def _root_prompts(lines: list[str]) -> bool:
    """Return whether every line that begins with `#` is a command of root's; else they are comments."""
    hashed = [line for line in lines if COMMENT.match(line)]
    return bool(hashed) and all(map(ROOT_PROMPT.match, hashed))


def _typed(block: list[str]) -> list[str]:
    """Return the lines of a command without its output."""
    command = block[0].rstrip()
    document = HERE_DOCUMENT.search(command)
    if document:
        end = next((at for at, line in enumerate(block) if line.strip() == document.group(2)), 0)
        return [command, *block[1 : end + 1]]
    if TYPED_FILE.match(command):
        return [command, *block[1:]]
    kept = [command]
    is_open = command.count('"') % 2 and any(line.count('"') % 2 for line in block[1:])
    for line in block[1:]:
        if not (is_open or kept[-1].endswith("\\")):
            break
        kept.append(SECOND_PROMPT.sub("", line).rstrip())
        is_open = is_open != line.count('"') % 2
    return kept
