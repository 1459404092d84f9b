"""Targets: how they are read, what they name in a manual, and in which manual of a library."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.errors import MomviewerError, NotFoundError, UsageError
from momviewer.library import library as library_module
from momviewer.library.library import BUILT_IN, Library
from momviewer.library.targets import AmbiguousTargetError, TargetNotFoundError, locate, opened_target
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address
from momviewer.manual.model import Counts, ItemKind, ManualInfo, NumberedItem, PageInfo, PageKind
from momviewer.manual.targets import Target, TargetFinder, read_target
from momviewer.paths import user_paths
from tests.unit.samples import sample_content, write_manual

# How a target is read


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("listeners", [Address("listeners")]),
        ("listeners.php", [Address("listeners")]),
        ("listeners.html#peer", [Address("listeners", "peer")]),
        ("#peer", [Address("", "peer")]),
        ("momviewer://sample/listeners#peer", [Address("listeners", "peer", "sample")]),
        ("MomViewer://sample/listeners.php", [Address("listeners", "", "sample")]),
        ("momviewer://sample", [Address("", "", "sample")]),
        ("momviewer://sample/", [Address("", "", "sample")]),
        ("momviewer://sample?x=1", [Address("", "", "sample")]),
        ("momviewer://a%20b/c%2Fd", [Address("c/d", "", "a b")]),
        ("https://example.com/listeners.php?v=4#peer", [Address("listeners", "peer")]),
        ("https://example.com/", []),
        ("momviewer://", []),
        ("", []),
    ],
)
def test_addresses_are_read_as_they_are_written(text: str, addresses: list[Address]) -> None:
    assert list(read_target(text).addresses)[: len(addresses) or None] == addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("listeners%23peer", Address("listeners", "peer")),
        ("listeners?x=1#peer", Address("listeners", "peer")),
        ("listeners.php?x=1", Address("listeners")),
        ("momviewer://sample/listeners%23peer", Address("listeners", "peer", "sample")),
        ("momviewer://sample/listeners?x=1#peer", Address("listeners", "peer", "sample")),
        ("https://example.com/4/web/guide/", Address("guide")),
        ("https://example.com/4/web/guide/index.html", Address("guide")),
        ("https://example.com/4/web/guide/intro.html", Address("guide.intro")),
        ("https://example.com/4/web/guide/intro.html", Address("intro")),
        ("file:///home/me/manual/listeners.html#peer", Address("listeners", "peer")),
        ("docs/listeners.html", Address("listeners")),
        ("/docs/listeners.html", Address("listeners")),
    ],
)
def test_what_people_and_programs_add_to_an_address_is_one_of_its_readings(
    text: str, address: Address
) -> None:
    assert address in read_target(text).addresses


def test_the_more_folders_a_page_is_named_with_the_likelier_it_is_meant() -> None:
    readings = read_target("https://example.com/guide/intro.html").addresses
    assert readings == (Address("guide.intro"), Address("intro"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\0b", "holds a NUL"),
        ("momviewer://m%00/p", "holds a NUL"),
        ("x\udcffy", "is not UTF-8"),
        ("\ud800", "is not UTF-8"),
        ("x" * 256, "256 bytes, and 255"),
        ("é" * 128, "256 bytes, and 255"),
        (f"momviewer://{'m' * 256}/p", "No manual"),
        (f"momviewer://m/{'p' * 256}", "No page"),
        (f"momviewer://m/p#{'a' * 256}", "No anchor"),
        ("x" * 100_000, "No target"),
    ],
)
def test_what_can_name_nothing_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        read_target(text)
    assert refused.value.exit_code == 2
    assert len(str(refused.value)) < 300
    assert str(refused.value).isprintable()


def test_a_name_as_long_as_a_file_may_have_is_read() -> None:
    assert read_target("x" * 255).addresses == (Address("x" * 255),)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UsageError):
        read_target(text)


# What it names in a manual


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TargetFinder]:
    """Yield what finds targets in the sample manual, with names to be found."""
    content = sample_content()
    listeners, queues = content.pages
    listeners = replace(listeners, terms=(("port", 0), ("Queues", 0)))
    queues = replace(queues, terms=(("port", 0), ("length", 0)))
    more = replace(listeners, info=PageInfo("length", "Length", "", PageKind.REFERENCE), terms=())
    twin = replace(more, info=PageInfo("length.twin", "Length", "", PageKind.REFERENCE))
    folder = tmp_path_factory.mktemp("targets") / "sample"
    write_manual(folder, replace(content, pages=(listeners, queues, more, twin)))
    with open_bundle(folder) as bundle:
        yield TargetFinder(bundle)


@pytest.mark.parametrize(
    ("text", "page", "anchor", "label"),
    [
        ("3.1", "listeners", "peer", "Example 3.1 Peers"),
        ("fig 3.1", "queues", "", "Figure 3.1 Flow"),
        ("sec 3.2", "queues", "", "Section 3.2 Queues"),
        ("listeners#peer", "listeners", "peer", "Example 3.1 Peers"),
        ("LISTENERS.php", "listeners", "", "Listeners"),
        ("momviewer://sample", "listeners", "", "Listeners"),
        ("https://example.com/x/queues.html?a=b", "queues", "", "Queues"),
        ("https://example.com/%71ueues", "queues", "", "Queues"),
        ("listeners%23snippet-1", "listeners", "snippet-1", "Listeners"),
        ("length.html", "length", "", "Length"),
        ("length", "queues", "", "length"),  # a name that is defined comes before the page
        ("Peers", "listeners", "peer", "Example 3.1 Peers"),
        ("3.1 listeners", "listeners", "", "Listeners"),
        ("length.twin", "length.twin", "", "Length"),
        ("queues", "listeners", "", "Queues"),
    ],
)
def test_a_target_names_one_place(
    finder: TargetFinder, text: str, page: str, anchor: str, label: str
) -> None:
    (found,) = finder.find(read_target(text)).targets
    assert (found.page, found.anchor, found.label) == (page, anchor, label)


def test_a_name_that_is_defined_twice_names_both_places(finder: TargetFinder) -> None:
    found = finder.find(read_target("PORT")).targets
    assert [(target.page, target.section) for target in found] == [
        ("listeners", "3.1 Listeners"),
        ("queues", "3.2 Queues"),
    ]


def test_a_name_in_its_own_case_comes_first(finder: TargetFinder) -> None:
    assert [target.page for target in finder.find(read_target("Length")).targets] == ["queues"]
    assert [target.page for target in finder.find(read_target("Listeners")).targets] == ["listeners"]


def test_a_lost_anchor_leads_to_its_page_and_is_told(finder: TargetFinder) -> None:
    (found,) = finder.find(read_target("queues#gone")).targets
    assert found == Target(
        "queues",
        title="Queues",
        note="The page queues has no anchor gone: this is its beginning.",
        lost_anchor="gone",
    )


@pytest.mark.parametrize(
    ("text", "reason", "nearby"),
    [
        ("3.9", "There is no example 3.9: chapter 3 ends at 3.1.", ["Example 3.1"]),
        ("ch 9", "There is no chapter 9; this manual has chapters 3.", []),
        ("gone", "Sample 1 Manual links to the page gone but does not hold it.", []),
        ("nothing", "", []),
        ("nothing#peer", "", []),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    finder: TargetFinder, text: str, reason: str, nearby: list[str]
) -> None:
    findings = finder.find(read_target(text))
    assert findings.targets == ()
    assert findings.reason == reason
    assert [place.label for place in findings.nearby] == nearby


# In which manual


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Return a library without a bundled manual."""
    monkeypatch.setattr(library_module, "resources", lambda: tmp_path / "resources")
    (tmp_path / "resources" / "manuals" / BUILT_IN).mkdir(parents=True)
    return Library(user_paths(str(tmp_path / "data")))


def put(library: Library, name: str, *numbers: str, title: str = "", edition: str = "") -> None:
    """Put a manual with these examples into the library, as the one added last."""
    content = sample_content()
    items = tuple(
        NumberedItem(ItemKind.EXAMPLE, number, f"Of {name}", "listeners", "peer") for number in numbers
    )
    info = ManualInfo(name, title or f"The {name}", edition, "", "markdown", "", "f", Counts())
    library.paths.manuals.mkdir(parents=True, exist_ok=True)
    write_manual(library.paths.manuals / name, replace(content, info=info, items=items))
    count = len(list(library.paths.manuals.iterdir()))
    os.utime(library.paths.manuals / name, (count, count))


def answering(library: Library, text: str, **meant: str) -> list[str]:
    return [place.manual.info.id for place in locate(library, text, **meant)]


def test_the_manual_that_is_read_answers_else_the_only_one_that_can(library: Library) -> None:
    put(library, "one", "7.1", "7.2")
    put(library, "two", "7.1", "7.3")
    assert answering(library, "7.1", reading="one") == ["one"]
    assert answering(library, "7.1", reading="two") == ["two"]
    assert answering(library, "7.3", reading="one") == ["two"]
    assert answering(library, "7.2") == ["one"]
    assert answering(library, "7.1", manual="one", reading="two") == ["one"]
    assert answering(library, "momviewer://one/listeners", reading="two") == ["one"]


def test_where_nobody_says_which_all_that_have_it_are_told(library: Library) -> None:
    put(library, "one", "7.1")
    put(library, "two", "7.1")
    assert answering(library, "7.1") == ["two", "one"]
    assert answering(library, "7.1", reading="gone since") == ["two", "one"]
    with pytest.raises(AmbiguousTargetError) as several, opened_target(library, "7.1"):
        pass
    assert several.value.exit_code == 2
    assert str(several.value) == (
        "'7.1' is in several manuals; say which with --manual:\n"
        "  momviewer://two/listeners#peer  Example 7.1 Of two · The two\n"
        "  momviewer://one/listeners#peer  Example 7.1 Of one · The one"
    )


def test_a_newer_edition_answers_for_an_older_one(library: Library) -> None:
    put(library, "new", "7.1", title="Harbour", edition="2026-05-01")
    put(library, "old", "7.1", "7.2", title="Harbour", edition="2025-05-01")
    assert answering(library, "7.1") == ["new"]
    assert answering(library, "7.2") == ["old"]
    assert answering(library, "7.1", reading="old") == ["old"]


def test_the_bundled_manual_answers_what_no_other_can(library: Library, tmp_path: Path) -> None:
    put(library, "bundled", "7.1", "7.2")
    (tmp_path / "resources" / "built").mkdir()
    (library.paths.manuals / "bundled").rename(tmp_path / "resources" / "built" / BUILT_IN)
    put(library, "one", "7.1")
    assert answering(library, "7.1") == ["one"]
    assert [place.manual.built_in for place in locate(library, "7.2")] == [True]


def test_what_no_manual_has_is_told_for_the_one_that_is_read(library: Library) -> None:
    put(library, "one", "7.1")
    put(library, "two", "7.7")
    with pytest.raises(TargetNotFoundError) as missing:
        locate(library, "7.9", reading="one")
    assert str(missing.value) == (
        "There is no example 7.9: chapter 7 ends at 7.1. Nearby: Example 7.1 Of one."
    )
    with pytest.raises(TargetNotFoundError, match=r"ends at 7\.7"):
        locate(library, "7.9")
    with pytest.raises(TargetNotFoundError, match="'nothing' is no number, name, page or address in any"):
        locate(library, "nothing")
    with pytest.raises(TargetNotFoundError, match="in The one"):
        locate(library, "nothing", manual="one")
    assert missing.value.exit_code == 1


def test_a_manual_that_is_asked_for_and_not_there_is_told(library: Library) -> None:
    put(library, "one", "7.1")
    for text in ("momviewer://gone/listeners", "momviewer://gone"):
        with pytest.raises(NotFoundError, match="no manual gone"):
            locate(library, text)
    with pytest.raises(UsageError, match="No manual"):
        locate(library, "7.1", manual="x" * 300)


def test_a_damaged_manual_is_passed_over_and_told_where_nothing_is_found(library: Library) -> None:
    put(library, "one", "7.1")
    put(library, "two", "7.1")
    (library.paths.manuals / "two" / "manual.db").write_bytes(b"")
    assert answering(library, "7.1") == ["one"]
    assert answering(library, "7.1", reading="two") == ["one"]
    with pytest.raises(NotFoundError, match="is damaged"):
        locate(library, "nothing")
    with pytest.raises(MomviewerError, match="is damaged"):
        locate(library, "7.1", manual="two")
