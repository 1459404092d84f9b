"""The forms of a copy: reference, Markdown, link, commands only, straightened, and the name of a file."""

import json

import pytest

from momviewer.manual.languages import LANGUAGES
from momviewer.manual.links import parse_address
from momviewer.manual.snippets import copying

MANUAL = "Harbour 2"
SAID = "Harbour 2, Example 1.1: Two ropes"


@pytest.mark.parametrize(
    ("language", "first"),
    [
        *((language, f"# {SAID}") for language in ("momentum", "shell", "ini", "crontab", "perl", "yaml")),
        *((language, f"-- {SAID}") for language in ("lua", "sql")),
        ("c", f"/* {SAID} */"),
        ("xml", f"<!-- {SAID} -->"),
    ],
)
def test_the_reference_is_a_comment_in_the_snippets_language(language: str, first: str) -> None:
    assert copying.with_reference("x\ny", language, MANUAL, "1.1", "Two ropes") == f"{first}\nx\ny"


@pytest.mark.parametrize("language", ["json", "http", "text", "console"])
def test_without_comments_the_reference_stands_above_an_empty_line(language: str) -> None:
    assert copying.with_reference("x", language, MANUAL, "1.1", "Two ropes") == f"{SAID}\n\nx"


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_the_reference_every_language_keeps_the_snippet(language: str) -> None:
    text = "\tfirst\n\nlast  "
    assert copying.with_reference(text, language, MANUAL, "", "1.1 Ropes").endswith(f"\n{text}")


def test_first_lines_stay_first() -> None:
    assert copying.with_reference("#!/bin/sh\nls", "shell", "M", "1.1", "T").split("\n") == [
        "#!/bin/sh",
        "# M, Example 1.1: T",
        "ls",
    ]
    declared = copying.with_reference('<?xml version="1.0"?>\n<a/>', "xml", "M", "1.1", "T")
    assert declared == '<?xml version="1.0"?>\n<!-- M, Example 1.1: T -->\n<a/>'
    assert copying.with_reference("#!/bin/sh", "shell", "M", "", "T") == "#!/bin/sh\n# M, T\n"


def test_a_title_does_not_end_its_comment() -> None:
    assert copying.with_reference("x", "c", "M", "", "a */ b").startswith("/* M, a * / b */\n")
    assert copying.with_reference("x", "xml", "M", "", "a --> b---").startswith("<!-- M, a - -> b- - - -->\n")
    assert copying.with_reference("x", "lua", "M", "", "two\nlines").startswith("-- M, two lines\n")


def test_markdown_has_a_fence_longer_than_any_inside() -> None:
    assert copying.as_markdown("x = 1", "lua", "Example 1.1: x") == (
        "**Example 1.1: x**\n\n```lua\nx = 1\n```\n"
    )
    inside = "````\ncode\n````"
    assert copying.as_markdown(inside, "text", "") == f"`````text\n{inside}\n`````\n"
    assert copying.as_markdown("", "text", "*a_b* `c`").startswith(r"**\*a\_b\* \`c\`**")


def test_a_link_leads_back() -> None:
    link = copying.link_to("harbour two", "ropes.x", "two ropes#1")
    assert link == "momviewer://harbour%20two/ropes.x#two%20ropes%231"
    address = parse_address(link)
    assert address
    assert (address.manual, address.page, address.anchor) == ("harbour two", "ropes.x", "two ropes#1")


@pytest.mark.parametrize(
    ("transcript", "commands"),
    [
        ("10:47:35 /tmp/2025> summary\nSummary Statistics\n  Active: 3", "summary"),
        ("16:59:26 ecelerity(/tmp/2025)> pid\n481\n16:59:32 ecelerity(/tmp/2025)> memory", "pid\nmemory"),
        ("[root@mail1 ~]# service x start\nStarting x: [ OK ]", "service x start"),
        ("shell> cp a b\nshell> chmod +x b", "cp a b\nchmod +x b"),
        ("$ ls -l\ntotal 0\n$", "ls -l"),
        ("ecelerity(/tmp/2025)> config eval \\\n domain x\nx = 1", "config eval \\\n domain x"),
        ("$ ls \\\n> -l\ntotal 0", "ls \\\n-l"),
        (
            "# service x stop\n# rm -rf /var/x\n# ./install --now",
            "service x stop\nrm -rf /var/x\n./install --now",
        ),
        ("# su - dba\n$ export A=1", "su - dba\nexport A=1"),
        ("$ cat > /etc/x <<EOF\na\n  b\nEOF\ndone\n$ ls", "cat > /etc/x <<EOF\na\n  b\nEOF\nls"),
        ("# cat > /etc/x\na = 1\n  b = 2", "cat > /etc/x\na = 1\n  b = 2"),
        ('$ sql -c "select a\nfrom b"\n 1\n', 'sql -c "select a\nfrom b"'),
        ('$ echo 3.5" disk\nand more', 'echo 3.5" disk'),
    ],
)
def test_commands_only_leaves_prompts_and_output_out(transcript: str, commands: str) -> None:
    assert copying.commands_only(transcript, "console") == commands


@pytest.mark.parametrize(
    "text",
    [
        "",
        "config set port 25\nsched list",
        "# Example\n# cat > /etc/x\nupstream a {\n}",
        "mkdir x\n< in tr a b \\\n  > out",
    ],
)
def test_a_snippet_without_prompts_is_commands_already(text: str) -> None:
    assert copying.commands_only(text, "console") == text


def test_a_language_without_prompts_is_commands_already() -> None:
    assert copying.commands_only("$ ls\n$ pwd", "perl") == "$ ls\n$ pwd"
    assert copying.commands_only("$ ls\n$ pwd", "of a later version") == "$ ls\n$ pwd"


@pytest.mark.parametrize(
    ("text", "straight"),
    [
        ("domain “a” { x = ‘b’ }", "domain \"a\" { x = 'b' }"),
        ("ec_adtool –f x", "ec_adtool -f x"),
        ("eccfg ––username a", "eccfg --username a"),
        ("eccfg —username a", "eccfg --username a"),
        ("a\u00a0=\u202f1\u200b", "a = 1"),
        ("non\u2011breaking", "non-breaking"),
        ("if a: # \u202ekcab\u202c", "if a: # kcab"),
        ("a\u2066b\u2069\u200ec\u200f\u061c", "abc"),
        ("# a comment\u2028rm -r x\u2029", "# a comment rm -r x "),
        ("restart a\U000e0078\U000e003b\u2063", "restart a"),
    ],
)
def test_typographic_characters_are_found_and_straightened(text: str, straight: str) -> None:
    assert copying.straightened(text) == straight
    found = copying.typographic(text)
    assert found
    assert all(text[odd.start : odd.start + 1] == odd.text for odd in found)
    assert copying.typographic(straight) == []


@pytest.mark.parametrize(
    "text", ["# a dash – as prose has it — stays", "-- the reader’s own", "x = \"y\" - 'z'"]
)
def test_what_does_no_harm_stays(text: str) -> None:
    assert copying.typographic(text) == []
    assert copying.straightened(text) == text


@pytest.mark.parametrize(
    ("number", "title", "language", "name"),
    [
        ("15.1", "Two Ropes", "momentum", "example-15.1-two-ropes.conf"),
        ("15.1", "", "lua", "example-15.1.lua"),
        ("", "mailer.conf: 'set/up'", "console", "snippet-mailer.conf-set-up.txt"),
        ("", "../../etc/passwd", "text", "snippet-etc-passwd.txt"),
        ("", "Überblick", "xml", "snippet-uberblick.xml"),
        ("", "Services", "yaml", "snippet-services.yaml"),
        ("", "Later", "of a later version", "snippet-later.txt"),
        ("../1", "x" * 200, "sql", f"example-1-{'x' * copying.MAX_NAME_CHARS}.sql"),
    ],
)
def test_a_file_name_is_good_everywhere(number: str, title: str, language: str, name: str) -> None:
    assert copying.file_name(number, title, language) == name


def test_json_stays_readable_without_its_reference() -> None:
    text = copying.with_reference('{"a": 1}', "json", "M", "1.1", "T")
    assert json.loads(text.partition("\n\n")[2]) == {"a": 1}


def test_a_block_of_markdown_ends_its_code_with_one_line_end() -> None:
    assert copying.as_markdown("x", "lua", "") == copying.as_markdown("x\n", "lua", "") == "```lua\nx\n```\n"


@pytest.mark.parametrize(
    "hidden",
    [
        *map(chr, range(0x202A, 0x202F)),
        *map(chr, range(0x2066, 0x206A)),
        *"\u200e\u200f\u2028\u2029\U000e0041",
    ],
)
def test_a_hidden_character_is_shown_by_a_sign(hidden: str) -> None:
    assert copying.shown(f"a{hidden}b\t“c”") == "a\ufffdb\t“c”"
    (odd,) = copying.typographic(f"a{hidden}b")
    assert (odd.start, odd.text, odd.straight.strip()) == (1, hidden, "")
    assert copying.only_hidden([odd])


def test_what_a_straight_copy_writes_otherwise_is_not_only_hidden() -> None:
    assert copying.only_hidden(copying.typographic("a\u00a0b\u200b"))
    assert not copying.only_hidden(copying.typographic("“a”\u200b"))


def test_typographic_characters_are_named_by_their_kinds() -> None:
    found = copying.typographic("“a” –b c\u00a0d")
    assert copying.named_oddities(found) == "2 curly quotes and 1 dash and 1 special space"
