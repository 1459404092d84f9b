"""Two editions of a manual: what is which, what changed, and which numbers lead where."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.bundle import Bundle
from momviewer.manual.editions.comparison import PAGE, Comparison, EditionChange, Way, compare
from momviewer.manual.editions.edition import Edition, common_pages, edition_of, is_newer
from momviewer.manual.model import (
    Counts,
    ItemKind,
    ManualInfo,
    NumberedItem,
    Page,
    PageInfo,
    PageKind,
    Snippet,
)
from momviewer.manual.model import TocEntry as Entry
from momviewer.manual.numbering import NumberIndex, parse_reference

DOCK = "dock {\n  berth = 1\n}"
ROPE = "rope {\n  length = 20\n  colour = red\n}"


def page(name: str, text: str, *codes: tuple[str, str], number: str = "", title: str = "") -> Page:
    """Return a page; `codes` are pairs of an example's number and its code."""
    info = PageInfo(name, title or name.title(), number, PageKind.SECTION)
    snippets = tuple(Snippet(f"snippet-{n}", "text", code, of) for n, (of, code) in enumerate(codes, start=1))
    body = "\n".join([info.title, text, *(code for _, code in codes)])
    return Page(info, "", body, (), snippets)


def example(number: str, title: str, where: str, anchor: str = "") -> NumberedItem:
    return NumberedItem(ItemKind.EXAMPLE, number, title, where, anchor or f"{where}.{title.lower()}")


def edition(name: str, pages: list[Page], items: list[NumberedItem] | None = None) -> Edition:
    info = ManualInfo("m", "Harbour", name, "Harbour", "markdown", "", "", Counts())
    contents = tuple(Entry(p.info.title, p.info.number, p.info.id, kind=PageKind.SECTION) for p in pages)
    return Edition(info, tuple(pages), tuple(items or ()), contents)


OLD = edition(
    "2017-Aug-09",
    [
        page("ropes", "How ropes are kept.", ("1.1", ROPE), number="1.1"),
        page("docks", "How docks are built.", ("1.2", DOCK), number="1.2"),
    ],
    [example("1.1", "Ropes", "ropes"), example("1.2", "Dock", "docks")],
)
NEW = edition(
    "2019-March-31",
    [
        page("ropes", "How ropes are kept.", ("1.1", "knot"), ("1.2", ROPE), number="1.1"),
        page("docks", "How docks are built.", ("1.3", DOCK.replace("1", "2")), number="1.2"),
    ],
    [example("1.1", "Knot", "ropes"), example("1.2", "Ropes", "ropes"), example("1.3", "Dock", "docks")],
)


def told(comparison: Comparison) -> set[tuple[str, str, str, tuple[Way, ...]]]:
    """Return each change as kind, old number or page, new number or page, and ways."""

    def name(change: EditionChange, place: object) -> str:
        found = change.old if place == "old" else change.new
        return "" if found is None else found.page if change.kind == PAGE else found.number

    return {(c.kind, name(c, "old"), name(c, "new"), c.ways) for c in comparison.changes}


def test_what_was_added_renumbered_and_changed_is_told() -> None:
    assert told(compare(OLD, NEW)) == {
        ("page", "ropes", "ropes", (Way.CHANGED,)),
        ("page", "docks", "docks", (Way.CHANGED,)),
        ("example", "", "1.1", (Way.ADDED,)),
        ("example", "1.1", "1.2", (Way.RENUMBERED,)),
        ("example", "1.2", "1.3", (Way.RENUMBERED, Way.CHANGED)),
    }


def test_a_changed_example_has_both_texts() -> None:
    (change,) = (c for c in compare(OLD, NEW).changes if c.kind == "example" and Way.CHANGED in c.ways)
    assert (change.before, change.after) == (DOCK, DOCK.replace("1", "2"))


def test_what_was_removed_keeps_its_text() -> None:
    changes = compare(NEW, OLD).changes
    (removed,) = (c for c in changes if c.ways == (Way.REMOVED,))
    assert (removed.place.number, removed.before, removed.after) == ("1.1", "knot", "")


def test_an_old_number_finds_its_new_one() -> None:
    notes = [known.note for known in compare(OLD, NEW).former]
    assert notes == [
        "Example 1.1 of the 2017-Aug-09 edition is 1.2 now.",
        "Example 1.2 of the 2017-Aug-09 edition is 1.3 now.",
    ]


def test_numbers_are_followed_over_several_editions() -> None:
    second = replace(NEW, former=compare(OLD, NEW).former)
    third = edition(
        "2021-01-01",
        [page("docks", "How docks are built.", ("1.1", DOCK), number="1.1")],
        [example("1.1", "Dock", "docks")],
    )
    notes = {known.note for known in compare(second, third).former}
    assert "Example 1.2 of the 2017-Aug-09 edition is 1.1 now." in notes
    assert "Example 1.3 of the 2019-March-31 edition is 1.1 now." in notes
    assert "Example 1.2 of the 2019-March-31 edition is no longer in the manual." in notes


def test_a_number_that_is_back_where_it_was_is_not_told() -> None:
    second = replace(NEW, former=compare(OLD, NEW).former)
    third = replace(OLD, info=replace(OLD.info, edition="2021-01-01"))
    former = {(known.number, known.edition): known for known in compare(second, third).former}
    assert not {key for key in former if key[1] == "2017-Aug-09"}


def test_editions_of_one_name_are_told_apart() -> None:
    again = replace(NEW, info=OLD.info)
    assert compare(OLD, again).former[0].note == "Example 1.1 of the previous edition is 1.2 now."


def test_a_page_that_moved_is_known_by_its_text() -> None:
    text = "\n".join(f"Sentence number {word} of many." for word in ("one", "two", "three", "four"))
    old = edition("1", [page("harbour.old", text, title="Harbour"), page("x", "other words")])
    new = edition("2", [page("harbour", f"{text}\nAnd one more.", title="Harbour"), page("x", "other words")])
    assert told(compare(old, new)) == {("page", "harbour.old", "harbour", (Way.MOVED, Way.CHANGED))}


def test_an_example_that_moved_to_another_page_is_known_by_its_code() -> None:
    old = edition("1", [page("a", "x", ("1.1", ROPE)), page("b", "y")], [example("1.1", "Rope", "a")])
    new = edition("2", [page("a", "x"), page("b", "y", ("2.1", ROPE))], [example("2.1", "Rope", "b")])
    assert ("example", "1.1", "2.1", (Way.RENUMBERED, Way.MOVED)) in told(compare(old, new))


def test_an_example_that_moved_and_was_rewritten_is_known_by_number_and_title() -> None:
    old = edition("1", [page("a", "x", ("1.1", ROPE))], [example("1.1", "Rope", "a")])
    new = edition("2", [page("b", "y", ("1.1", DOCK))], [example("1.1", "Rope", "b")])
    assert ("example", "1.1", "1.1", (Way.MOVED, Way.CHANGED)) in told(compare(old, new))


def test_anchors_that_are_only_counted_do_not_mislead() -> None:
    old = edition("1", [page("a", "x", ("1.1", ROPE))], [example("1.1", "Rope", "a", "id1")])
    new = edition(
        "2",
        [page("a", "x", ("1.1", DOCK), ("1.2", ROPE))],
        [example("1.1", "Dock", "a", "id1"), example("1.2", "Rope", "a", "id2")],
    )
    assert compare(old, new).items[old.items[0]] == new.items[1]


def test_numbers_of_captions_and_headings_do_not_make_a_page_changed() -> None:
    old = edition("1", [page("a", "Example 1.1 Rope\nWords.")], [example("1.1", "Rope", "a")])
    new = edition("2", [page("a", "Example 1.7 Rope\nWords.")], [example("1.7", "Rope", "a")])
    assert told(compare(old, new)) == {("example", "1.1", "1.7", (Way.RENUMBERED,))}


def test_white_space_quotes_and_stops_are_no_change() -> None:
    old = edition("1", [page("a", "The “quay” is\u00a0long.", ("1.1", "a  =  1\n\n"))], [])
    new = edition("2", [page("a", 'The "quay" is long', ("1.1", "a = 1"))], [])
    assert compare(old, new).changes == ()


def test_a_page_that_only_got_another_number_is_renumbered() -> None:
    old = edition("1", [page("a", "words", number="1.1")])
    new = edition("2", [page("a", "words", number="1.2")])
    assert told(compare(old, new)) == {("page", "a", "a", (Way.RENUMBERED,))}
    assert [known.note for known in compare(old, new).former] == ["Section 1.1 of the 1 edition is 1.2 now."]


def test_a_section_that_lost_its_number_is_found_by_its_page() -> None:
    old = edition("1", [page("a", "words", number="1.1", title="Ropes")])
    new = edition("2", [page("a", "words", title="Ropes")])
    (known,) = compare(old, new).former
    assert known.note == "Section 1.1 of the 1 edition is “Ropes” now."
    assert known.now
    assert (known.now.page, known.now.number) == ("a", "")


def test_the_bar_offers_what_had_the_number() -> None:
    index = NumberIndex(NEW.contents, NEW.items, compare(OLD, NEW).former)
    suggestion = index.suggest("ex 1.1")
    assert suggestion is not None
    assert suggestion.note == "Example 1.1 of the 2017-Aug-09 edition is 1.2 now."
    assert [place.title for place in suggestion.places[:2]] == ["Knot", "Ropes"]
    gone = NumberIndex(OLD.contents, OLD.items, compare(NEW, OLD).former).suggest("ex 1.3")
    assert gone is not None
    assert gone.places[0].number == "1.2"
    assert gone.note == "Example 1.3 of the 2019-March-31 edition is 1.2 now."
    assert index.suggest("1.") == NumberIndex(NEW.contents, NEW.items).suggest("1.")
    reference = parse_reference("ex 1.2")
    assert reference
    assert [known.number for known in index.formerly(reference)] == ["1.2"]


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("2019-March-31", "2017-Aug-09"),
        ("2019-03-31", "2019-March-30"),
        ("2026-01-02", "2019-March-31"),
        ("4.2.28", "4.2.9"),
        ("Rev. 10", "Rev. 9"),
        ("2019", "2017"),
    ],
)
def test_editions_are_ordered_by_age(newer: str, older: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)
    assert not is_newer(newer, newer)


@pytest.mark.parametrize("text", ["", "first", "Summer"])
def test_an_edition_without_a_number_is_not_newer(text: str) -> None:
    assert not is_newer(text, "2017-Aug-09")
    assert not is_newer("2017-Aug-09", text)


def test_pages_in_common_are_a_share_of_both() -> None:
    assert common_pages("abcd", "abcd") == 1
    assert common_pages("ab", "abcd") == 0.5
    assert common_pages("", "ab") == 0


LINES = st.text(string.ascii_lowercase + " ", max_size=12)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6))
    pages, items = [], []
    for chapter, name in enumerate(names, start=1):
        codes = draw(st.lists(TEXTS, max_size=3))
        numbers = [f"{chapter}.{n}" for n in range(1, len(codes) + 1)]
        pages.append(page(name, draw(TEXTS), *zip(numbers, codes, strict=True), number=str(chapter)))
        items += [
            NumberedItem(ItemKind.EXAMPLE, number, draw(LINES), name, draw(st.sampled_from("xyz")) + number)
            for number in numbers
        ]
    return edition(draw(st.sampled_from(["2017", "2019"])), pages, items)


@given(editions())
def test_an_edition_has_not_changed_from_itself(one: Edition) -> None:
    comparison = compare(one, one)
    assert comparison.changes == ()
    assert comparison.former == ()
    assert comparison.pages == {page.info.id: page.info.id for page in one.pages}


@given(editions(), editions())
def test_everything_is_matched_once_or_added_or_removed(old: Edition, new: Edition) -> None:
    comparison = compare(old, new)
    for mapping in (comparison.pages, comparison.items):
        assert len(set(mapping.values())) == len(mapping)
    removed = [
        c.old.page for c in comparison.changes if c.kind == PAGE and c.ways == (Way.REMOVED,) and c.old
    ]
    added = [c.new.page for c in comparison.changes if c.kind == PAGE and c.ways == (Way.ADDED,) and c.new]
    assert sorted([*removed, *comparison.pages]) == sorted(old.by_id)
    assert sorted([*added, *comparison.pages.values()]) == sorted(new.by_id)
    gone = sum(c.kind == "example" and c.ways == (Way.REMOVED,) for c in comparison.changes)
    come = sum(c.kind == "example" and c.ways == (Way.ADDED,) for c in comparison.changes)
    assert gone + len(comparison.items) == len(old.items)
    assert come + len(comparison.items) == len(new.items)


@given(editions(), editions())
def test_former_numbers_lead_to_what_is_there(old: Edition, new: Edition) -> None:
    for known in compare(old, new).former:
        assert known.now is None or known.now in new.places or known.now.page in new.by_id
        assert any((place.kind, place.number) == (known.kind, known.number) for place in old.places)


@given(editions(), st.integers(0, 5))
def test_an_example_put_before_others_moves_their_numbers_on(one: Edition, at: int) -> None:
    if not one.items:
        return
    where = one.items[min(at, len(one.items) - 1)]
    chapter = where.number.partition(".")[0]
    shifted = {
        item: replace(item, number=f"{chapter}.{int(item.number.partition('.')[2]) + 1}")
        for item in one.items
        if item.page == where.page
    }
    code = {item.number: shifted[item].number for item in shifted}
    pages = [
        replace(p, snippets=tuple(replace(s, number=code.get(s.number, s.number)) for s in p.snippets))
        for p in one.pages
    ]
    fresh = NumberedItem(ItemKind.EXAMPLE, f"{chapter}.1", "Brand new", where.page, "brand.new")
    items = [fresh, *(shifted.get(item, item) for item in one.items)]
    new = replace(one, pages=tuple(pages), items=tuple(items))
    comparison = compare(one, new)
    assert {item: comparison.items[item] for item in shifted} == shifted


def test_the_real_manual_in_two_editions(html: Bundle, markdown: Bundle) -> None:
    comparison = compare(edition_of(html), edition_of(markdown))
    pages = [change for change in comparison.changes if change.kind == PAGE]
    assert sum(change.ways == (Way.ADDED,) for change in pages) == 26
    assert not [change for change in comparison.changes if Way.REMOVED in change.ways]
    assert not comparison.former  # the numbers are the same in both
    assert len(comparison.items) == 338
    assert sum(Way.CHANGED in change.ways for change in pages) < 15
