"""Guesses which language a code block is in, from its shape."""

import json
import re

from momviewer.manual.model import LANGUAGES

PROMPT = re.compile(
    r"^\s*(?:\[?[\w.-]+@[\w.-]+[^\n]{0,40}[#$>]|[\w.-]*(?:\([^\n)]*\)|\[[^\n\]]*\])?[>#$]|\d+:\S*>)"
    r"[ \t]+\S",
    re.MULTILINE,
)
LUA = re.compile(
    r"\blocal\s+\w+|\bfunction\s+[\w.:]*\s*\(|\bfunction\s*\(|\brequire\s*\(?\s*[\"']msys|\bmsys\.\w+[\w.]*\s*[({\"]"
    r"|^\s*--[^-\n]|\bthen\s*$|\bend\s*[;)]?\s*$|\belseif\b|^\s*(?:if|for|while)\b.*\b(?:then|do)\b|\bnil\b"
    r"|\b\w+:\w+\(",
    re.MULTILINE,
)
STANZA = re.compile(r"^\s*[\w./-]+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|[\w.:*/@=-]+))*[ \t]*\{", re.MULTILINE)
ASSIGNMENT = re.compile(
    r"^[ \t]*\"?[A-Za-z_][\w.-]*\"?[ \t]*\+?=[ \t]*"
    r"(?:\(|\{|\[|\"|'|<|-?\d[\w.:/-]*|true|false|yes|no|on|off|[\w./:@,*-]+)",
    re.MULTILINE | re.IGNORECASE,
)
INI_SECTION = re.compile(r"^\s*\[[^\]\n=]+\]\s*$", re.MULTILINE)
C = re.compile(
    r"^\s*#\s*(?:include|define|ifdef|ifndef)\b|^\s*(?:typedef|struct|static|extern|const)\b[^=\n]*[;{*(]|\bNULL\b"
    r"|^\s*(?:void|int|char|unsigned|long|size_t|uint\d+_t|ec_\w+|accept_\w+)[ \t]+\**\w+[ \t]*[(;=,]"
    r"|^\s*\w[\w ]*\*\s*\w+\s*\(",
    re.MULTILINE,
)
PERL = re.compile(
    r"^#!.*\bperl\b|^\s*use (?:strict|warnings|\w+::)|\bmy\s+[$@%]\w+|^\s*sub \w+\s*\{", re.MULTILINE
)
SQL = re.compile(
    r"^\s*(?:SELECT\b.+?\bFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(?:TABLE|USER|DATABASE|SCHEMA|INDEX|ROLE)"
    r"|ALTER\s+(?:TABLE|USER|ROLE)|DROP\s+(?:TABLE|USER|DATABASE)|GRANT\s+\w+)\b",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
XML = re.compile(r"\A\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>))")
HTTP = re.compile(
    r"^\s*(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD) /?\S* HTTP/|HTTP/\d(?:\.\d)? \d{3})", re.MULTILINE
)
CRONTAB = re.compile(r"^\s*(?:[\d*,/-]+\s+){5}\S|^\s*@(?:daily|hourly|reboot|weekly)\s+\S", re.MULTILINE)
SHELL = re.compile(
    r"^#!.*\b(?:ba|k|z)?sh\b|^\s*(?:sudo|service|chkconfig|yum|rpm|apt-get|systemctl|tar|cd|mkdir|chown|chmod|cp|mv|ln"
    r"|cat|echo|export|curl|wget|openssl|psql|ssh|scp|rsync|kill|ps|grep|sed|awk|vi|su|useradd|mount|iptables|ntpdate"
    r"|/(?:opt|usr|etc|bin|sbin|var)/[\w./-]*s?bin/\S+|\./[\w.-]+|(?:ec|ecc|ad)_?[a-z_]*(?:ctl|console|tool|dump|show))\b",
    re.MULTILINE,
)


def guess_language(text: str, hint: str = "") -> str:
    """Return the key of `LANGUAGES` that a code block is in: the source's hint, else a guess by its shape."""
    if hint in LANGUAGES:
        return hint
    if _is_json(text):
        return "json"
    for language, shape in (
        ("http", HTTP),
        ("xml", XML),
        ("perl", PERL),
        ("console", PROMPT),
        ("crontab", CRONTAB),
    ):
        if shape.search(text):
            return language
    return _by_weight(text)


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return bool(re.match(r"\s*[\[{]\s*(?:\{\s*)?\"[^\"\n]+\"\s*:", text))
    return True


def _by_weight(text: str) -> str:
    """Weigh the languages that look alike by how many places show the shape of each."""
    lines = [line for line in text.split("\n") if line.strip()]
    weights = {
        "momentum": 2 * len(STANZA.findall(text)) + len(ASSIGNMENT.findall(text)),
        "lua": 2 * len(LUA.findall(text)),
        "c": 2 * len(C.findall(text)),
        "shell": 2 * len(SHELL.findall(text)),
        "sql": 3 * len(SQL.findall(text)),
        "ini": 4 * len(INI_SECTION.findall(text)) if not STANZA.search(text) else 0,
    }
    language, weight = max(weights.items(), key=lambda entry: entry[1])
    return language if weight * 3 >= len(lines) and weight else "text"
