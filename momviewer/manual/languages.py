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

    `aliases` are other names that sources call it by.

    A block that no fence names is told by its text. `proof` matches what is written in this language and no
    other: the language with most such places is taken, if they are a fair part of the block. One that
    `extends` another has the proofs of that too.

    A manual whose title `product` matches has most of its blocks in few languages, and so a likeness is
    enough there: one place that `sign` matches, or else the places that `shape` matches, which count
    `weight` lines each and are held against those of other languages. A language with a `product` is told
    in such manuals alone.
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
    aliases: tuple[str, ...] = ()
    proof: str = ""
    product: str = ""
    extends: str = ""


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

PYTHON = r"""
    ^[ ]*(?:async[ ]+)?(?:def|class)[ ]+\w+[ ]*[(:].*:\s*(?:\#.*)?$ | ^from[ ]+[\w.]+[ ]+import[ ]
  | ^import[ ]+[\w.]+(?:[ ]+as[ ]+\w+)?$ | ^>>>[ ]
  | ^[ ]*(?:for[ ]+\w+[ ]+in|elif|try|except|with)\b[^{;]*:\s*$
  | ^[ ]*@\w[\w.]*(?:\(.*\))?\n[ ]*(?:def|class)\b | \b(?:self\.\w+|__\w+__)\b
"""
LUA_PROOF = r"""
    \blocal\s+(?:function\b|\w+(?:\s*,\s*\w+)*\s+=) | ^\s*(?:else)?if\b.*\bthen\s*$
  | ^\s*for\b.*\bdo\s*$(?=[^$]*\bend\b)
  | \brequire\s*\(?\s*["'][\w.]+["']\s*\)?\s*$ | \.\.\s*["']
"""
SHELL_PROOF = r"""
    ^\#!.*\b(?:ba|k|z)?sh\b | ^\s*(?:fi|done|esac)\b | ^\s*if[ ]\[.*\];?[ ]*(?:then)?$ | ^\s*export[ ]\w+=
  | ^\s*(?:sudo|apt-get|apt|yum|dnf|rpm|dpkg|systemctl|service|chkconfig|mkdir|chown|chmod|useradd
    |openssl|curl|wget|tar|git|make|pip|npm|docker|cd|cp|mv|rm|ln|cat|echo|grep|sed|awk|ip|dig)[ ]+[\w./$"'-]
  | ^\s*\./configure\b | ^\s*(?:/[\w.-]+)*/s?bin/[\w.-]+[ ]
"""
CPP = r"""
    \bstd:: | ^\s*(?:namespace\b|template\s*<|using\s+(?:namespace|\w+::))
  | ^\s*(?:public|private|protected)\s*:\s*$
  | ^\s*class\s+\w+[^;()\n]*\{?$ | \w+::~?\w+\s*\( | ^\s*\#\s*include\s*<\w+>
"""
JAVA = r"""
    ^\s*(?:public|private|protected)\s+[\w<>\[\], .]+(?:\(|\{|;|=) | ^import\s+(?:static\s+)?[\w.]+(?:\.\*)?;
  | ^package\s+[\w.]+; | ^\s*@Override\b | \bSystem\.out\.
"""
GO = r"""
    ^package[ ]\w+$ | ^func[ ] | ^\s*[\w,\s]+[ ]:=[ ] | ^import[ ]\($
  | ^type[ ]\w+[ ](?:struct|interface)\b
"""
RUST = r"\bfn[ ]\w+ | \blet[ ]mut\b | ^use[ ]\w+:: | ^\s*impl\b | \w!\( | ^\s*\#!?\[\w | ^\s*let[ ]\w+.*;$"
JAVASCRIPT = r"""
    ^\s*(?:const|let|var)\s+[\w{\[].*= | =>\s*[{(]?\s*$ | \bconsole\.log\(
  | \bmodule\.exports\b | \bdocument\.\w+\(
  | ^\s*(?:export|import)\b.*\bfrom\s+['"] | \bfunction\s*\w*\([^)]*\)\s*\{
"""
YAML = r"""
    ^---\s*$ | ^\s*-[ ]\w[\w.-]*:(?:[ ]|$) | ^[ ]*[A-Za-z_][\w.-]*:\s*$(?=\n[ ]+(?:-[ ]|[\w.-]+:|\#))
"""
TOML = r"^\[\[[\w.-]+\]\]\s*$ | ^\[[\w-]+(?:\.[\w-]+)+\]\s*$"
SYSTEMD = r"^\[(?:Unit|Service|Install|Socket|Timer|Mount|Path)\]\s*$"
NGINX = r"""
    ^\s*(?:server|upstream\s+\w+|http|events|location\s[^{;]+)\s*\{
  | ^\s*(?:proxy_pass|server_name|listen|root|ssl_certificate\w*|worker_processes
    |access_log|try_files)\s[^;=]*;
"""
APACHE = r"""
    ^\s*</?(?:VirtualHost|Directory|DirectoryMatch|Location|LocationMatch
    |IfModule|IfDefine|Files|Proxy|Limit)\b
"""
DOCKER = r"\A(?:\#.*\n|\s*\n)*FROM[ ]\S+ | ^(?:RUN|CMD|ENTRYPOINT|COPY|EXPOSE|WORKDIR)[ ]\S"
DIFF = r"^(?:---|\+\+\+)[ ]\S+[/.]\S* | ^@@[ ].*[ ]@@ | ^diff[ ]--git[ ] | ^Index:[ ]\S"
MAKE = r"^[\w./%$() -]+:(?!=)[^=\n]*\n\t\S | ^\.PHONY: | \$\([A-Z_]+\)"
RUBY = r"""
    ^\s*(?:def[ ]\w+[?!]?(?:\s*\(.*\))?|module[ ]\w+|require[ ]['"].*|class[ ]\w+[ ]<[ ]\w+)\s*$
  | \bdo[ ]\|\w+
"""
SIEVE = r"""
    ^\s*require\s*\[ | \bfileinto[ ]" | ^\s*(?:els)?if\s+(?:header|address|anyof|allof|size)\b
"""
ZONE = r"\bIN[ \t]+(?:SOA|NS|A|AAAA|MX|CNAME|TXT|PTR|DS|DNSKEY)\b | ^\$(?:TTL|ORIGIN)\b"
CONSOLE_PROOF = r"""
    ^\s*(?:\$|%)[ ]+[\w./"'{(~-] | ^\s*\[?[\w.-]+@[\w.-]+[^\n]{0,40}?[\#$>%][ ]\S | ^[A-Z]:\\[^\n>]*>[ ]?\S
  | ^\s*\#[ ](?:cd|export|/\w+/|service|systemctl|yum|apt|apt-get|dnf|rpm
    |chkconfig|mkdir|chown|chmod|su|mount)[ ]
"""
C_PROOF = r"""
    ^\s*\#\s*(?:include\s*["<]|define\b|ifdef\b|ifndef\b) | \bNULL\b | ^\s*typedef\b | \w->\w
  | ^\s*(?:static|extern|const|unsigned|struct)\s+\w[^\n=]*[;{(]
  | ^\s*(?:void|int|char|long|double|size_t|u?int\d+_t|gboolean|g[a-z]*int\d*)[ ]+\**\w+\s*[(;=,\[]
"""
SQL_PROOF = r"""
    ^\s*SELECT\b[\s\S]+?\bFROM\b | ^\s*INSERT\s+INTO\b | ^\s*UPDATE\s+\w+\s+SET\b | ^\s*DELETE\s+FROM\b
  | ^\s*(?:CREATE|ALTER|DROP)\s+(?:TABLE|USER|DATABASE|SCHEMA|INDEX|ROLE|VIEW|FUNCTION|TRIGGER)\b
  | ^\s*GRANT\s+\w+
"""

MOMENTUM = r"\b(?:Momentum|Ecelerity)\b"
TEXT = Language("text", "Text", aliases=("none", "txt", "plaintext", "output", "nohighlight"))
"""What a snippet is in where nothing else shows."""
LANGUAGES = {
    language.key: language
    for language in (
        Language("json", "JSON", lexer="json", ending="json", aliases=("jsonc", "json5")),
        Language("http", "HTTP", lexer="http", ending="http", sign=HTTP, proof=HTTP),
        Language(
            "xml", "XML", "xml", XML_COMMENT, "xml", sign=XML, proof=XML, aliases=("xslt", "svg", "docbook")
        ),
        Language("perl", "Perl", "perl", HASH, "pl", sign=PERL, proof=PERL, aliases=("pl",)),
        Language(
            "console",
            "Console",
            "console",
            prompt=PROMPT,
            sign=rf"^\s*(?:{PROMPT}|>|{ROOT_COMMAND})[ \t]+\S",
            aliases=("shell-session", "shellsession", "sh-session", "terminal", "pycon-none", "doscon"),
            proof=CONSOLE_PROOF,
        ),
        Language(
            "crontab", "Crontab", lexer="bash", comment=HASH, ending="crontab", sign=CRONTAB, proof=CRONTAB
        ),
        Language("yaml", "YAML", lexer="yaml", comment=HASH, ending="yaml", aliases=("yml",), proof=YAML),
        Language(
            "momentum", "Momentum configuration", "momentum", HASH, "conf", shape=STANZA, product=MOMENTUM
        ),
        Language("lua", "Lua", lexer="lua", comment=DASHES, ending="lua", shape=LUA, proof=LUA_PROOF),
        Language("c", "C", lexer="c", comment=C_COMMENT, ending="c", shape=C, proof=C_PROOF, aliases=("h",)),
        Language(
            "shell",
            "Shell",
            "bash",
            HASH,
            "sh",
            shape=SHELL,
            aliases=("bash", "sh", "zsh", "ksh"),
            proof=SHELL_PROOF,
        ),
        Language(
            "sql", "SQL", "sql", DASHES, "sql", shape=SQL, weight=3, proof=SQL_PROOF, aliases=("postgresql",)
        ),
        Language(
            "ini", "Configuration file", "ini", HASH, "ini", shape=INI, weight=4, aliases=("cfg", "conf")
        ),
        Language(
            "python", "Python", "python", HASH, "py", aliases=("py", "python3", "py3", "pycon"), proof=PYTHON
        ),
        Language(
            "cpp", "C++", "cpp", "// {}", "cpp", aliases=("c++", "cxx", "cc", "hpp"), proof=CPP, extends="c"
        ),
        Language("csharp", "C#", "csharp", "// {}", "cs", aliases=("c#", "cs")),
        Language("java", "Java", "java", "// {}", "java", proof=JAVA),
        Language("kotlin", "Kotlin", "kotlin", "// {}", "kt", aliases=("kt",)),
        Language("go", "Go", "go", "// {}", "go", aliases=("golang",), proof=GO),
        Language("rust", "Rust", "rust", "// {}", "rs", aliases=("rs",), proof=RUST),
        Language(
            "javascript", "JavaScript", "javascript", "// {}", "js", aliases=("js", "jsx"), proof=JAVASCRIPT
        ),
        Language("typescript", "TypeScript", "typescript", "// {}", "ts", aliases=("ts", "tsx")),
        Language("php", "PHP", "php", "// {}", "php", aliases=("php3",)),
        Language("html", "HTML", "html", XML_COMMENT, "html", aliases=("xhtml", "html+jinja", "jinja")),
        Language("css", "CSS", "css", C_COMMENT, "css", aliases=("scss", "less")),
        Language("qml", "QML", "qml", "// {}", "qml"),
        Language("toml", "TOML", "toml", HASH, "toml", proof=TOML),
        Language("nginx", "nginx", "nginx", HASH, "conf", proof=NGINX),
        Language("apache", "Apache", "apache", HASH, "conf", aliases=("apacheconf",), proof=APACHE),
        Language("systemd", "systemd unit", "systemd", HASH, "service", proof=SYSTEMD),
        Language("docker", "Dockerfile", "docker", HASH, "dockerfile", aliases=("dockerfile",), proof=DOCKER),
        Language("diff", "Diff", "diff", ending="diff", aliases=("patch", "udiff"), proof=DIFF),
        Language("make", "Makefile", "make", HASH, "mk", aliases=("makefile", "mf"), proof=MAKE),
        Language("cmake", "CMake", "cmake", HASH, "cmake"),
        Language("ruby", "Ruby", "ruby", HASH, "rb", aliases=("rb", "irb"), proof=RUBY),
        Language("sieve", "Sieve", "", HASH, "sieve", proof=SIEVE),
        Language("zone", "Zone file", "zone", "; {}", "zone", aliases=("dns", "bindzone"), proof=ZONE),
        Language("properties", "Properties", "properties", HASH, "properties"),
        Language("powershell", "PowerShell", "powershell", HASH, "ps1", aliases=("ps1", "pwsh")),
        Language("batch", "Batch file", "bat", "REM {}", "bat", aliases=("bat", "cmd", "dos")),
        Language("erlang", "Erlang", "erlang", "% {}", "erl", aliases=("erl",)),
        Language("elixir", "Elixir", "elixir", HASH, "ex", aliases=("ex", "iex")),
        Language("scheme", "Scheme", "scheme", "; {}", "scm", aliases=("guile",)),
        Language("lisp", "Lisp", "common-lisp", "; {}", "lisp", aliases=("cl", "elisp", "emacs-lisp")),
        Language("octave", "Octave", "octave", "% {}", "m", aliases=("matlab",)),
        Language("r", "R", "r", HASH, "R", aliases=("splus",)),
        Language("tcl", "Tcl", "tcl", HASH, "tcl"),
        Language("awk", "awk", "awk", HASH, "awk", aliases=("gawk",)),
        Language("m4", "m4", "", "dnl {}", "m4"),
        Language("tex", "TeX", "tex", "% {}", "tex", aliases=("latex",)),
        Language("rst", "reStructuredText", "rst", ".. {}", "rst", aliases=("rest",)),
        Language("markdown", "Markdown", "markdown", XML_COMMENT, "md", aliases=("md",)),
        Language("protobuf", "Protocol Buffers", "protobuf", "// {}", "proto", aliases=("proto",)),
        TEXT,
    )
}
"""All languages by their keys. Signs are looked for in this order; of languages that weigh alike the first is
taken."""


def language_called(name: str) -> str:
    """Return the key of the language that a source calls by this name, or "": "sh" and "bash" are "shell"."""
    return _NAMES.get(name.casefold(), "")


_NAMES = {
    name.casefold(): language.key
    for language in LANGUAGES.values()
    for name in (language.key, *language.aliases)
}
