"""Guesses which language a code block is in, from its shape."""

import json
import re

from momviewer.manual.model import LANGUAGES

PROMPT = re.compile(
    r"""^\s*(?:
        \d\d:\d\d:\d\d\ \S+>                     # 07:21:07 /tmp/2025>
      | [\w.-]+\([^()\n]*\)>                     # ecelerity(/tmp/2025)>
      | \[?[\w.-]+@[\w.-]+[^\n]{0,40}?[#$>]      # [root@mail1 ~]#
      | (?:[a-z]+|[a-z]*sh-[\d.]+)?[>$]          # ecelerity> or $
      | \#(?=\ (?:cd|export|/\w+/|service|yum|rpm|cat|echo|chkconfig|vi|cp|mv|rm|mkdir|chown|su)\b)
    )[ \t]+\S""",
    re.MULTILINE | re.VERBOSE,
)
LUA = re.compile(
    r"""\blocal\s+\w+ | \bfunction\b[ \t]*[\w.:]*\s*\( | \brequire\s*\(?\s*["'] | \belseif\b | \bnil\b
      | \bmsys(?:\.\w+)+\s*[({"] | ^\s*--[^-\n>] | \bthen\s*$ | \bend\s*[;)]?\s*$ | \b\w+:\w+\(
      | ^\s*(?:if|for|while)\b.*\b(?:then|do)\b
      | ^\s*(?:\w+(?:\s*,\s*\w+)*\s*=\s*)?\w+(?:[.:]\w+)*\([^\n]*\);?\s*(?:--.*)?$   # a call
    """,
    re.MULTILINE | re.VERBOSE,
)
STANZA = re.compile(
    r"""^[ \t]*(?: (?:readonly_)?include[ \t]+"
      | [\w./-]+ (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|[\w.:*/@=-]+))* \s*\{ )""",
    re.MULTILINE | re.VERBOSE,
)
ASSIGNMENT = re.compile(
    r"^[ \t]*\"?[A-Za-z_][\w.-]*\"?[ \t]*\+?=[ \t]*(?![^\n]*(?:;[ \t]*$|\w\())[^\s=][^\n]*$", re.MULTILINE
)
COMMENT = re.compile(r"^[ \t]*#", re.MULTILINE)
INI = re.compile(r"^[ \t]*\[[\w .:/-]+\][ \t]*$|\\$", re.MULTILINE)
"""A section in brackets, or a value that goes on in the next line."""
C = re.compile(
    r"""^\s*\#\s*(?:include|define|ifdef|ifndef)\b | \bNULL\b
      | ^\s*(?:typedef|struct|static|extern|const)\b[^=\n]*[;{*(]
      | ^\s*(?:void|int|char|unsigned|long|size_t|u?int\d+_t|ec_\w+|accept_\w+)[ \t]+\**\w+[ \t]*[(;=,]
      | ^\s*\w[\w ]*\*\s*\w+\s*\(
    """,
    re.MULTILINE | re.VERBOSE,
)
PERL = re.compile(
    r"^#!.*\bperl\b|^\s*use (?:strict|warnings|\w+::)|\bmy\s+[$@%]\w+|^\s*sub \w+\s*\{", re.MULTILINE
)
SQL = re.compile(
    r"""^\s*(?:SELECT\b.+?\bFROM | INSERT\s+INTO | UPDATE\s+\w+\s+SET | DELETE\s+FROM | GRANT\s+\w+
      | (?:CREATE|ALTER|DROP)\s+(?:TABLE|USER|DATABASE|SCHEMA|INDEX|ROLE))\b
    """,
    re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE,
)
XML = re.compile(r"\A\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>))")
HTTP = re.compile(
    r"^\s*(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD) /?\S* HTTP/|HTTP/\d(?:\.\d)? \d{3})", re.MULTILINE
)
CRONTAB = re.compile(
    r"^(?=[^\n]*\*)(?:[\d*,/-]+[ \t]+){5}[/\w]|^@(?:daily|hourly|reboot|weekly)[ \t]+\S", re.MULTILINE
)
SHELL = re.compile(
    r"""^\#!.*\b(?:ba|k|z)?sh\b
      | ^\s*(?:sudo|service|chkconfig|yum|rpm|apt-get|systemctl|tar|cd|mkdir|chown|chmod|cp|mv|rm|ln|cat|echo
        |export|curl|wget|openssl|psql|vsql|ssh|scp|rsync|kill|ps|grep|sed|awk|vi|su|useradd|mount|iptables
        |ntpdate|dig|nslookup|telnet|python|perl|make|find|ls|for\ \w+\ in)[ \t]+\S
      | ^\s*(?:\.?/[\w.-]+)(?:/[\w.-]+)*/?[\w.-]*(?:[ \t]+-{1,2}\w|[ \t]+[\w./-]+\s*$|\s*$)
      | ^\s*(?:/[\w.-]+)*/s?bin/[\w.-]+[ \t]
      | ^\s*(?:ec|ecc|ad)_[a-z_]+(?=[ \t]+[^"\s{=]|[ \t]*$) | ^\s*eccfg[ \t]
    """,
    re.MULTILINE | re.VERBOSE,
)

TELLING = (("http", HTTP), ("xml", XML), ("perl", PERL), ("console", PROMPT), ("crontab", CRONTAB))
"""Shapes of which one place is enough, in the order they are asked."""
TELLTALE = 4_000
"""Code points from the beginning of a block that its language is told by."""
MIN_SCORE = 3
"""A language is chosen where it shows on at least one of so many lines."""


def guess_language(text: str, hint: str = "") -> str:
    """Return the key of `LANGUAGES` that a code block is in: the source's hint, else a guess by its shape."""
    if hint in LANGUAGES:
        return hint
    text = text[:TELLTALE]
    if _is_json(text):
        return "json"
    return next((language for language, shape in TELLING if shape.search(text)), "") or _weigh(text)


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return bool(re.match(r"\s*[\[{]\s*(?:\{\s*)?\"[^\"\n]+\"\s*:", text))
    return True


def _weigh(text: str) -> str:
    """Weigh the languages that look alike by how many places show the shape of each."""
    lines = [line for line in text.split("\n") if line.strip()]
    stanzas, assignments = len(STANZA.findall(text)), len(ASSIGNMENT.findall(text))
    comments = len(COMMENT.findall(text))
    weights = {
        "momentum": 2 * stanzas + assignments + (comments if stanzas or assignments else 0),
        "lua": 2 * len(LUA.findall(text)),
        "c": 2 * len(C.findall(text)),
        "shell": 2 * len(SHELL.findall(text)),
        "sql": 3 * len(SQL.findall(text)),
        "ini": 4 * len(INI.findall(text)) + assignments if assignments and not stanzas else 0,
    }
    if lines and SHELL.match(lines[0]) and weights["lua"] < weights["shell"]:
        return "shell"  # a command, and below it what it prints
    language, weight = max(weights.items(), key=lambda entry: entry[1])
    return language if weight and weight * MIN_SCORE >= len(lines) else "text"
