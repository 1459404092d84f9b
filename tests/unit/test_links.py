"""Addresses and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.links import Address, Link, LinkKind, parse_address, parse_link


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("listeners", Address("listeners")),
        ("listeners#example.conf.peer", Address("listeners", "example.conf.peer")),
        ("listeners.php#example.conf.peer", Address("listeners", "example.conf.peer")),
        ("ecelerity.conf.fallback", Address("ecelerity.conf.fallback")),
        ("ecelerity.conf.fallback.md", Address("ecelerity.conf.fallback")),
        ("listeners.MARKDOWN", Address("listeners")),
        ("listeners.xhtml", Address("listeners")),
        ("  listeners#x\n", Address("listeners", "x")),
        ("#top", Address("", "top")),
        ("momviewer://momentum-4/listeners#x", Address("listeners", "x", "momentum-4")),
        ("MOMVIEWER://momentum-4/listeners.html", Address("listeners", "", "momentum-4")),
    ],
)
def test_addresses_are_read(text: str, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com/",
        "file:///etc/passwd",
        "/etc/passwd",
        "\\\\server\\share",
        "momviewer://",
        "momviewer://manual",
        "momviewer:///page",
        "javascript:x",
        "Web+x:y",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    assert parse_address(text) is None


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda name: (
        name == name.strip() and not name.lower().endswith((".php", ".md", ".html", ".htm", ".markdown"))
    )
)


@given(NAMES, st.one_of(st.just(""), NAMES), st.one_of(st.just(""), NAMES))
def test_an_address_written_out_is_read_back(page: str, anchor: str, manual: str) -> None:
    address = Address(page, anchor, manual)
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("copy:snippet-1", Link(LinkKind.COPY, target="snippet-1")),
        ("straight:snippet-1", Link(LinkKind.STRAIGHT, target="snippet-1")),
        ("menu:snippet-1", Link(LinkKind.MENU, target="snippet-1")),
        ("image:images/a%20knot.png", Link(LinkKind.IMAGE, target="images/a knot.png")),
        ("table:table-1", Link(LinkKind.TABLE, target="table-1")),
        ("missing:/a%20page", Link(LinkKind.MISSING, Address("/a page"))),
        ("missing:using_domainkeys#x", Link(LinkKind.MISSING, Address("using_domainkeys", "x"))),
        ("https://example.com/a", Link(LinkKind.WEB, target="https://example.com/a")),
        ("mailto:a@example.com", Link(LinkKind.WEB, target="mailto:a@example.com")),
        ("listeners#x", Link(LinkKind.PAGE, Address("listeners", "x"))),
        ("file:///etc/passwd", Link(LinkKind.REFUSED, target="file:///etc/passwd")),
        ("javascript:alert(1)", Link(LinkKind.REFUSED, target="javascript:alert(1)")),
    ],
)
def test_links_are_told_apart(href: str, link: Link) -> None:
    assert parse_link(href) == link


def test_an_address_with_half_a_character_can_be_shown() -> None:
    assert str(Address("ro\ud83dpes", "\ud83d", "har\udcffbour")) == "momviewer://har%3Fbour/ro%3Fpes#%3F"
