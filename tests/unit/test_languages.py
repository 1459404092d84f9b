"""Which language a snippet is taken for, and that a language is one record."""

import re
from html import unescape

import pytest

from index_builder.render.highlight import coloured
from index_builder.render.languages import guess_language, own_languages
from momviewer.manual.languages import LANGUAGES, Language, language_called
from momviewer.manual.snippets import copying
from tests.unit.test_steps import rendered

SAMPLES = {
    "momentum": [
        'domain "slow.example" {\n  # at most four\n  max_outbound_connections = 4\n}',
        "mail_loop\n{\n  max_received_headers = 30\n}",
        "message_expiration = 7200",
        'include "/etc/mail/extra.conf"\nreadonly_include "base.conf"',
    ],
    "lua": [
        'local core = require("msys.core")\nlocal mod = {}\nfunction mod:validate_data(msg)\n  return 0\nend',
        "print(curl.escape(text));",
        "if msg:size() > 10 then\n  msg:context_set(1, 'big', 'yes')\nend",
    ],
    "shell": [
        "cd /var/tmp\ntar xzf logs.tar.gz",
        "/opt/example/bin/tool --verbose",
        "dig mx example.com\n\n; answer",
    ],
    "console": [
        "07:21:07 /tmp/2025> summary\nok",
        "[root@mail1 ~]# service x start",
        "$ ls -l\ntotal 0",
        "ecelerity(/tmp/2025)> config eval port",
    ],
    "c": ['#include "hooks.h"\nstatic int run(void *closure) {\n  return 0;\n}'],
    "perl": ["#!/usr/bin/perl\nuse strict;\nmy $line = <STDIN>;"],
    "xml": ['<?xml version="1.0"?>\n<doc/>', "<roles>\n  <role name='a'/>\n</roles>"],
    "json": ['{"a": [1, 2]}', '[{"name": "x", ... }]'],
    "sql": ["SELECT name\nFROM hosts;", "CREATE TABLE keys (domain varchar(255));"],
    "ini": ["[main]\nenabled = yes\n[logs]\nkeep = 7"],
    "crontab": ["*/5 * * * * /usr/local/bin/rotate"],
    "http": ["POST /v1/send HTTP/1.1\nHost: mail.example.com"],
    "text": ["", "250 2.0.0 OK", "a list of names"],
}


OWN = own_languages("Momentum 4 Reference Manual")
PROVED = {
    "c": ['#include <stdio.h>\nint main(void)\n{\n    while (1) {\n        if (!go("x")) return;\n    }\n}'],
    "shell": [
        '# cut the line\nif [ "$6" = "x" ]; then\n  ip route add 192.168.0.0/24 dev $1\nfi',
        "./configure --x\nmake",
    ],
    "cpp": [
        "namespace a\n{\n  using std::string;\n}",
        "class Pier : public Quay {\npublic:\n  int depth() const;\n};",
    ],
    "python": [
        "def relay(host, port=25):\n    for x in host:\n        print(x)",
        ">>> relay.ports\n(25, 587)",
    ],
    "yaml": ["a:\n  - b: 1\n    c: true", "---\nrelay: harbour"],
    "lua": ["local x = 1\nif x > 0 then\n  print(x)\nend"],
    "java": ["public class Pier extends Quay {\n  private int depth = 4;\n}"],
    "go": ["package pier\n\nfunc Depth() int {\n\treturn 4\n}"],
    "rust": ["fn depth() -> u32 {\n    let mut sum = 4;\n    sum\n}"],
    "javascript": ["const pier = (a) => {\n  console.log(a);\n};"],
    "toml": ['[[ship]]\nname = "Elbe"\nmasts = [1, 2]'],
    "nginx": ["server {\n    listen 80;\n    server_name example.com;\n}"],
    "apache": ["<VirtualHost *:80>\n  ServerName example.com\n</VirtualHost>"],
    "systemd": ["[Unit]\nDescription=Relay\n[Service]\nExecStart=/usr/sbin/relay"],
    "docker": ["FROM debian:12\nRUN apt-get update"],
    "diff": ["--- a/pier.c\n+++ b/pier.c\n@@ -1,2 +1,2 @@\n-a\n+b"],
    "make": ["all: pier\n\tcc -o pier pier.c"],
    "ruby": ["require 'pier'\nclass Quay < Pier\n  def depth\n    4\n  end\nend"],
    "sieve": ['require ["fileinto"];\nif header :is "subject" "x" {\n  fileinto "x";\n}'],
    "zone": ["$TTL 3600\n@ IN SOA ns.example.com. root.example.com. 1 2 3 4 5\n  IN NS ns.example.com."],
    "perl": ["#!/usr/bin/perl\nuse strict;"],
    "sql": ["SELECT name\nFROM hosts;"],
    "console": ["$ ls -l\ntotal 0", "root@mail1:~# service x start"],
    "crontab": ["*/5 * * * * /usr/local/bin/rotate"],
    "http": ["POST /v1/send HTTP/1.1\nHost: mail.example.com"],
    "xml": ["<roles>\n  <role name='a'/>\n</roles>"],
    "json": ['{"a": [1, 2], "b": null}'],
    "text": [
        "# mail relay\nrelayhost = [mx.example.com]:25\nsmtpd_tls_cert_file = /etc/ssl/a.pem",
        'zone "example.com" {\n        type master;\n        file "/etc/bind/db";\n};',
        "  --with-include-dir=/foo/H-x86-gcc",
        "net.ipv4.conf.default.forwarding = 1\nnet.ipv4.tcp_syncookies = 1",
        "postmap(1)\nrelay(harbour)",
        "From: pilot@example.com\nSubject: tide",
        'queue.type="list"',
        "-- a rule\nfunction depth (x)",
        "",
    ],
}
"""What each language is proved by, in manuals of any product."""


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in SAMPLES for text in SAMPLES[name]])
def test_a_language_is_known_by_its_shape(language: str, text: str) -> None:
    assert guess_language(text, own=OWN) == language


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in PROVED for text in PROVED[name]])
def test_a_language_is_proved_where_likeness_says_nothing(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_only_manuals_of_a_product_have_its_language() -> None:
    assert own_languages("Momentum 4 Example Companion") == {"momentum"}
    assert own_languages("Postfix manual") == own_languages("momentum of a body") == set()


def test_the_source_knows_better() -> None:
    assert guess_language("x = 1", "sql") == "sql"
    assert guess_language("x = 1", "cobol", OWN) == "momentum"


def test_a_language_has_several_names() -> None:
    assert [language_called(name) for name in ("Bash", "py3", "yml", "c++", "momentum")] == [
        "shell",
        "python",
        "yaml",
        "cpp",
        "momentum",
    ]
    assert language_called("cobol") == ""


def test_every_language_that_is_told_by_its_text_has_a_sample() -> None:
    told = {language.key for language in LANGUAGES.values() if language.sign or language.shape}
    assert SAMPLES.keys() == told | {"json", "text"}
    proved = {language.key for language in LANGUAGES.values() if language.proof}
    assert PROVED.keys() == proved | {"json", "text"}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=str)
def test_every_lexer_is_there(language: Language) -> None:
    assert "one two" in unescape(re.sub("<[^>]*>", "", coloured("one two", language.key)))


def test_yaml_is_coloured() -> None:
    page = rendered("<pre data-language='yaml'># a pier\npier:\n  name: 'north'</pre>")
    assert '<td class="snippet-head">YAML</td>' in page.html
    for coloured_part in (
        '<span class="comment"># a pier</span>',
        '<span class="name">pier</span>',
        '<span class="string">north</span>',
    ):
        assert coloured_part in page.html


def test_a_language_is_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    toml = Language("toml", "TOML", lexer="toml", comment="# {}", ending="toml", proof=r"^\[\[\w+\]\]$")
    monkeypatch.setitem(LANGUAGES, toml.key, toml)
    (told, fenced) = rendered("<pre>[[ship]]\nmast = 2</pre><pre data-language='toml'>a = 2</pre>").snippets
    assert (told.language, fenced.language) == ("toml", "toml")
    assert '<span class="value">2</span>' in coloured(fenced.text, fenced.language)
    assert copying.with_reference(told.text, "toml", "M", "1.1", "T").startswith("# M, Example 1.1: T\n")
    assert copying.file_name("1.1", "Ships", "toml") == "example-1.1-ships.toml"
