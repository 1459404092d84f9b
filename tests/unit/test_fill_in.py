"""What a reader replaces in a snippet: what is found, what is not, and what comes of values."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.snippets.fill_in import PlaceholderKind, derived, fields, fill, places

PIECES = st.sampled_from(
    [
        "example.com",
        "mx1.example.net",
        "192.0.2.1",
        "198.51.100.0/24",
        "2001:db8::1",
        "2001:db8::/32",
        "::1",
        "ops@example.org",
        "msys.core",
        "ecelerity.conf",
        "4.2.1.51128",
        "domain ",
        '"',
        "'",
        " ",
        "\n",
        "=",
        ":",
        "@",
        ".",
        "/",
        "[",
        "]",
        "(",
        ")",
        "-",
        "\\",
        "%",
        "a",
        "1",
        "é",
        "🚢",
        "\t",
        "250-",
        "_",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80))


def found(text: str) -> list[tuple[str, str]]:
    return [(place.kind.value, place.text) for place in places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('domain "slow.example" {', [("name", "slow.example")]),
        ("Domain yahoo.com {\n}", [("name", "yahoo.com")]),
        ('Listen "192.0.2.10:25" {', [("ipv4", "192.0.2.10")]),
        ('Listen "[2001:db8::25]:25" {}', [("ipv6", "2001:db8::25")]),
        (
            'relay_hosts = ( "10.0.0.0/8" "2001:db8::/32" )',
            [("ipv4", "10.0.0.0/8"), ("ipv6", "2001:db8::/32")],
        ),
        ("hosts=192.0.2.1,192.0.2.2", [("ipv4", "192.0.2.1"), ("ipv4", "192.0.2.2")]),
        ("from 192.0.2.1-192.0.2.9", [("ipv4", "192.0.2.1"), ("ipv4", "192.0.2.9")]),
        ('x = "ops+a@mail.example.com"', [("email", "ops+a@mail.example.com")]),
        ("user=ops@example.com", [("email", "ops@example.com")]),
        ("--hostname=db1.example.net -u x", [("name", "db1.example.net")]),
        ("http://www.shop.co.uk/x.html", [("name", "www.shop.co.uk")]),
        ('"220-mx1.example.net ESMTP"', [("name", "mx1.example.net")]),
        ('"*.example.com"', [("name", "example.com")]),
        ("ec_console nora@192.0.2.40:2025", [("ipv4", "192.0.2.40")]),
        ("[root@mail1.example.com ~]# ls", [("name", "mail1.example.com")]),
        ("MX 5 192.0.2.44.\nbad.example.org.", [("ipv4", "192.0.2.44"), ("name", "bad.example.org")]),
        (
            'peers = [\n  mta1.mydomain.com = "192.0.2.1"\n]',
            [("name", "mta1.mydomain.com"), ("ipv4", "192.0.2.1")],
        ),
        ("map [ example.net = 1 ]", [("name", "example.net")]),
        ("“gold.example.com”", [("name", "gold.example.com")]),
        ("if name == example.com", [("name", "example.com")]),
    ],
)
def test_what_a_reader_replaces_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'require("msys.core")',
        'source = "msys.rest.templates"',
        "msys.registerModule(x)",
        "msys.net.lookup(x)",
        "handle.com(x)",
        "vctx.com:lookup(x)",
        "sig.info or row.name",
        'include "ecelerity.conf"',
        "/opt/msys/ecelerity/etc/ecelerity.conf",
        "/var/log/mainlog.ec",
        "opts.com = 3",
        "net.core.rmem_max = 262144",
        "Version: 4.2.1.5",
        "scanner version number: 5.2.3.6",
        "momentum-4.2.1.51128",
        "Linux box 2.6.16.21-0.8-default",
        "msys 1.2.3.4.rpm",
        "1.3.6.1.4.1.19552",
        "300.1.2.3",
        '"452 4.2.2 mailbox full"',
        "16:40:12 /tmp/2025> pid",
        "00:11:22:33:44:55",
        "use JLog::Reader; a::b",
        "2026-02-27@11:25:51",
        "%t|%r@%R",
        'Listen "127.0.0.1:2025"',
        'Peer "0.0.0.0/0" { }',
        "[::1]:25 and ::",
        '127.0.0.10 = "bl"\n192.0.2.9 = "bl"',
        r"b\195\188cher.com",
        r"@staff%.example%.org$",
        "^x@complaints[.]example[.]com$",
        "string.lower(x)..domain.com",
    ],
)
def test_what_only_looks_like_it_is_left(text: str) -> None:
    assert found(text) == []


def test_equal_texts_are_one_field() -> None:
    text = 'domain "example.com" { # example.com\n  x = "192.0.2.1"'
    assert len(places(text)) == 3
    assert [(field.text, field.kind) for field in fields(text)] == [
        ("example.com", PlaceholderKind.NAME),
        ("192.0.2.1", PlaceholderKind.IPV4),
    ]


def test_values_go_to_their_places_and_nowhere_else() -> None:
    text = "example.com x@example.com mx.example.com example.com.\nmsys.core"
    assert fill(text, {"example.com": "corp.net", "msys.core": "no"}).text == (
        "corp.net x@example.com mx.example.com corp.net.\nmsys.core"
    )
    assert fill(text, {"example.com": ""}).text == text


def test_what_changed_is_told() -> None:
    done = fill(
        "a.example.com b.example.com", {"a.example.com": "🚢.corp.net", "b.example.com": "b.example.com"}
    )
    assert [done.text[start:end] for start, end in done.changed] == ["🚢.corp.net"]
    assert [done.text[start:end] for _, start, end in done.spans] == ["🚢.corp.net", "b.example.com"]


def test_a_name_follows_the_value_of_its_end() -> None:
    host, mail, address = places("mx1.east.example.com ops@example.com 192.0.2.1")
    values = {"example.com": "corp.net", "0.2.1": "x"}
    assert derived(host, values) == "mx1.east.corp.net"
    assert derived(host, {**values, "east.example.com": "west.corp.net"}) == "mx1.west.corp.net"
    assert derived(mail, values) == "ops@corp.net"
    assert derived(address, values) == "192.0.2.1"
    assert derived(host, {}) == "mx1.east.example.com"


@pytest.mark.parametrize("piece", ["a.", "a-", ":", "1:", "1.", "x@", "a.fr ", "a.a.a@", "[", '"a.info" '])
def test_long_texts_take_no_long_time(piece: str) -> None:
    before = time.process_time()
    places(piece * 20_000 + "!")
    assert time.process_time() - before < 3


@given(TEXTS)
def test_places_lie_inside_and_do_not_overlap(text: str) -> None:
    end = 0
    for place in places(text):
        assert end <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == place.text
        end = place.end


@given(TEXTS)
def test_the_same_values_change_nothing(text: str) -> None:
    assert fill(text, {place.text: place.text for place in places(text)}).text == text
    assert fill(text, {}).text == text
    assert fill(text, {}).changed == ()


@given(TEXTS, st.dictionaries(PIECES, st.text(max_size=12)))
def test_filling_touches_the_places_only(text: str, values: dict[str, str]) -> None:
    done = fill(text, values)
    rest, last = [], 0
    for place, start, end in done.spans:
        assert done.text[start:end] == (values.get(place.text) or place.text)
        rest.append(done.text[last:start])
        last = end
    outside, last = [], 0
    for place in places(text):
        outside.append(text[last : place.start])
        last = place.end
    assert rest == outside


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("netmask 255.255.255.0", []),
        ('host = "mail.local"', ["mail.local"]),
        ("host mail.local", []),
        ("listen ::ffff:192.0.2.1", ["::ffff:192.0.2.1"]),  # one address, not another in it
        ("f(x).mail.com", []),
        ("t[1].mail.com", []),
    ],
)
def test_the_text_around_decides_what_is_replaced(text: str, found: list[str]) -> None:
    assert [place.text for place in places(text)] == found
