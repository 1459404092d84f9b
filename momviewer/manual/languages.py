"""The languages of snippets: what the viewer shows, copies and saves of each, and how the builder tells it.

To add a language, add its record to `LANGUAGES`: nothing else names one. The patterns are texts, because only
the builder searches with them: verbose regular expressions in which `^` and `$` are the ends of lines.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language that snippets are in.

    `key` is what a fence of Markdown and the bundle call it, `name` what a reader sees above a snippet and
    `lexer` the name of the lexer that colours it, one of Pygments' or of `index_builder.render.highlight`
    ("" leaves it plain). `comment` is a comment of one line with `{}` for its words ("" where there is none)
    and `ending` that of a file. `prompt` matches what a program prints before a command, in a language that
    is a record of commands and answers; its commands can then be copied alone.

    A block that no fence names is told by its text: one place that `sign` matches is enough, and the places
    that `shape` matches count `weight` lines each and are held against those of other languages.
    """

    key: str
    name: str
    lexer: str = ""
    comment: str = ""
    ending: str = "txt"
    prompt: str = ""
    sign: str = ""
    shape: str = ""
    weight: int = 2


HASH, DASHES, C_COMMENT, XML_COMMENT = "# {}", "-- {}", "/* {} */", "<!-- {} -->"

PROMPT = r"""
    \d\d:\d\d:\d\d\ \S+>                       # 07:21:07 /tmp/2025>
  | (?:\d\d:\d\d:\d\d\ )?[\w.-]+\([^()\n]*\)>  # ecelerity(/tmp/2025)>
  | \[?[\w.-]+@[\w.-]+[^\n]{0,40}?[#$>]        # [root@mail1 ~]#
  | [a-z]+(?:-[\d.]+)?=?[>$#]                  # ecelerity>, bash-4.1#, msys=>
  | \$
"""
ROOT_COMMAND = r"\#(?=\ (?:cd|export|/\w+/|service|yum|rpm|cat|echo|chkconfig|vi|cp|mv|rm|mkdir|chown|su)\b)"
"""Root's prompt is also the sign of a comment: a command has to follow."""

HTTP = r"^\s*(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD)\ /?\S*\ HTTP/|HTTP/\d(?:\.\d)?\ \d{3})"
XML = r"\A\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>))"
PERL = r"^\#!.*\bperl\b|^\s*use\ (?:strict|warnings|\w+::)|\bmy\s+[$@%]\w+|^\s*sub\ \w+\s*\{"
CRONTAB = r"^(?=[^\n]*\*)(?:[\d*,/-]+[ \t]+){5}[/\w]|^@(?:daily|hourly|reboot|weekly)[ \t]+\S"
STANZA = r"""
    ^[ \t]*(?: (?:readonly_)?include[ \t]+"
      | [\w./-]+ (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|[\w.:*/@=-]+))* \s*\{ )
"""
LUA = r"""
    \blocal\s+\w+ | \bfunction\b[ \t]*[\w.:]*\s*\( | \brequire\s*\(?\s*["'] | \belseif\b | \bnil\b
  | \bmsys(?:\.\w+)+\s*[({"] | ^\s*--[^-\n>] | \bthen\s*$ | \bend\s*[;)]?\s*$ | \b\w+:\w+\(
  | ^\s*(?:if|for|while)\b.*\b(?:then|do)\b
  | ^\s*(?:\w+(?:\s*,\s*\w+)*\s*=\s*)?\w+(?:[.:]\w+)*\([^\n]*\);?\s*(?:--.*)?$   # a call
"""
C = r"""
    ^\s*\#\s*(?:include|define|ifdef|ifndef)\b | \bNULL\b
  | ^\s*(?:typedef|struct|static|extern|const)\b[^=\n]*[;{*(]
  | ^\s*(?:void|int|char|unsigned|long|size_t|u?int\d+_t|ec_\w+|accept_\w+)[ \t]+\**\w+[ \t]*[(;=,]
  | ^\s*\w[\w ]*\*\s*\w+\s*\(
"""
SHELL = r"""
    ^\#!.*\b(?:ba|k|z)?sh\b
  | ^\s*(?:sudo|service|chkconfig|yum|rpm|apt-get|systemctl|tar|cd|mkdir|chown|chmod|cp|mv|rm|ln|cat|echo
    |export|curl|wget|openssl|psql|vsql|ssh|scp|rsync|kill|ps|grep|sed|awk|vi|su|useradd|mount|iptables
    |ntpdate|dig|nslookup|telnet|python|perl|make|find|ls|for\ \w+\ in)[ \t]+\S
  | ^\s*(?:\.?/[\w.-]+)(?:/[\w.-]+)*/?[\w.-]*(?:[ \t]+-{1,2}\w|[ \t]+[\w./-]+\s*$|\s*$)
  | ^\s*(?:/[\w.-]+)*/s?bin/[\w.-]+[ \t]
  | ^\s*(?:ec|ecc|ad)_[a-z_]+(?=[ \t]+[^"\s{=]|[ \t]*$) | ^\s*eccfg[ \t]
"""
SQL = r"""(?is)
    ^\s*(?:SELECT\b.+?\bFROM | INSERT\s+INTO | UPDATE\s+\w+\s+SET | DELETE\s+FROM | GRANT\s+\w+
      | (?:CREATE|ALTER|DROP)\s+(?:TABLE|USER|DATABASE|SCHEMA|INDEX|ROLE))\b
"""
INI = r"^[ \t]*\[[\w .:/-]+\][ \t]*$|\\$"
"""A section in brackets, or a value that goes on in the next line."""

TEXT = Language("text", "Text")
"""What a snippet is in where nothing else shows."""
LANGUAGES = {
    language.key: language
    for language in (
        Language("json", "JSON", lexer="json", ending="json"),
        Language("http", "HTTP", lexer="http", ending="http", sign=HTTP),
        Language("xml", "XML", lexer="xml", comment=XML_COMMENT, ending="xml", sign=XML),
        Language("perl", "Perl", lexer="perl", comment=HASH, ending="pl", sign=PERL),
        Language(
            "console", "Console", "console", prompt=PROMPT, sign=rf"^\s*(?:{PROMPT}|>|{ROOT_COMMAND})[ \t]+\S"
        ),
        Language("crontab", "Crontab", lexer="bash", comment=HASH, ending="crontab", sign=CRONTAB),
        Language("yaml", "YAML", lexer="yaml", comment=HASH, ending="yaml"),
        Language("momentum", "Momentum configuration", "momentum", comment=HASH, ending="conf", shape=STANZA),
        Language("lua", "Lua", lexer="lua", comment=DASHES, ending="lua", shape=LUA),
        Language("c", "C", lexer="c", comment=C_COMMENT, ending="c", shape=C),
        Language("shell", "Shell", lexer="bash", comment=HASH, ending="sh", shape=SHELL),
        Language("sql", "SQL", lexer="sql", comment=DASHES, ending="sql", shape=SQL, weight=3),
        Language("ini", "Configuration file", "ini", comment=HASH, ending="ini", shape=INI, weight=4),
        TEXT,
    )
}
"""All languages by their keys. Signs are looked for in this order; of languages that weigh alike the first is
taken."""
