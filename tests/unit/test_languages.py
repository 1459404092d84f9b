"""Which language a snippet is taken for, and that a language is one record."""

import re
from html import unescape

import pytest

from index_builder.render.highlight import coloured
from index_builder.render.languages import guess_language
from momviewer.manual.languages import LANGUAGES, Language
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


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in SAMPLES for text in SAMPLES[name]])
def test_a_language_is_known_by_its_shape(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_the_source_knows_better() -> None:
    assert guess_language("x = 1", "sql") == "sql"
    assert guess_language("x = 1", "cobol") == "momentum"


def test_every_language_that_is_told_by_its_text_has_a_sample() -> None:
    told = {language.key for language in LANGUAGES.values() if language.sign or language.shape}
    assert SAMPLES.keys() == told | {"json", "text"}


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
    toml = Language("toml", "TOML", lexer="toml", comment="# {}", ending="toml", sign=r"^\[\[\w+\]\]$")
    monkeypatch.setitem(LANGUAGES, toml.key, toml)
    (told, fenced) = rendered("<pre>[[ship]]\nmast = 2</pre><pre data-language='toml'>a = 2</pre>").snippets
    assert (told.language, fenced.language) == ("toml", "toml")
    assert '<span class="value">2</span>' in coloured(fenced.text, fenced.language)
    assert copying.with_reference(told.text, "toml", "M", "1.1", "T").startswith("# M, Example 1.1: T\n")
    assert copying.file_name("1.1", "Ships", "toml") == "example-1.1-ships.toml"
