"""Which language a snippet is taken for."""

import pytest

from index_builder.render.languages import guess_language
from momviewer.manual.model import LANGUAGES

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


def test_every_language_has_a_sample() -> None:
    assert SAMPLES.keys() == LANGUAGES.keys()
