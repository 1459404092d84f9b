"""Two texts side by side hold both texts whole, and mark what differs."""

from hypothesis import given
from hypothesis import strategies as st

from momviewer.manual.editions import side_by_side as module
from momviewer.manual.editions.side_by_side import DiffRow, Gap, folded, side_by_side

TEXTS = st.lists(st.text("ab {}=1é\t", max_size=6), max_size=8).map("\n".join)


def sides(rows: list[DiffRow]) -> tuple[str, str]:
    left = "\n".join(row.left.text for row in rows if row.left)
    right = "\n".join(row.right.text for row in rows if row.right)
    return left, right


@given(TEXTS, TEXTS)
def test_both_texts_are_there_line_by_line(before: str, after: str) -> None:
    rows = side_by_side(before, after)
    assert sides(rows) == (before, after)
    assert [row.left.number for row in rows if row.left] == list(range(1, before.count("\n") + 2))
    assert [row.right.number for row in rows if row.right] == list(range(1, after.count("\n") + 2))


@given(TEXTS, TEXTS)
def test_a_row_is_marked_exactly_where_the_sides_differ(before: str, after: str) -> None:
    for row in side_by_side(before, after):
        left, right = (cell.text if cell else None for cell in (row.left, row.right))
        assert row.changed == (left != right)
        if not row.changed:
            assert not any(differs for cell in (row.left, row.right) if cell for _, differs in cell.parts)


@given(TEXTS)
def test_the_same_text_does_not_differ(text: str) -> None:
    rows = side_by_side(text, text)
    assert not any(row.changed for row in rows)
    assert folded(rows) == [Gap(len(rows))]


@given(TEXTS, TEXTS, st.integers(0, 3))
def test_folding_loses_no_line_and_no_change(before: str, after: str, context: int) -> None:
    rows = side_by_side(before, after)
    found = folded(rows, context)
    assert sum(row.lines if isinstance(row, Gap) else 1 for row in found) == len(rows)
    assert [row for row in rows if row.changed] == [
        row for row in found if isinstance(row, DiffRow) and row.changed
    ]


def test_what_differs_inside_a_line_is_marked() -> None:
    (row,) = side_by_side("  berth = 1;", "  berth = 25;")
    assert row.left
    assert row.right
    assert row.left.parts == (("  berth = ", False), ("1", True), (";", False))
    assert row.right.parts == (("  berth = ", False), ("25", True), (";", False))


def test_lines_that_have_little_in_common_are_marked_whole() -> None:
    (row,) = side_by_side("alpha beta gamma", "one two three four")
    assert row.left
    assert row.left.parts == (("alpha beta gamma", True),)


def test_a_line_that_was_added_stands_alone() -> None:
    rows = side_by_side("a\nc", "a\nb\nc")
    assert [(row.left.number if row.left else 0, row.right.number if row.right else 0) for row in rows] == [
        (1, 1),
        (0, 2),
        (2, 3),
    ]


def test_a_long_text_is_compared_from_both_ends() -> None:
    many = [f"line {n}" for n in range(3 * module.MAX_LINES)]
    rows = side_by_side("\n".join(many), "\n".join([*many[:5], "new", *many[5:]]))
    assert [row.right.text for row in rows if row.changed and row.right] == ["new"]
