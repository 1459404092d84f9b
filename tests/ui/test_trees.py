"""The trees of the sidebar: what of a long name is seen, and which rows."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from momviewer.manual.links import Address
from momviewer.manual.outline import Branch
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.sidebar.contents_panel import TreePanel, ancestors
from momviewer.ui.widgets.row_painting import cut_where_alike

CHAPTERS, SECTIONS = 12, 9


def branch(chapter: int, section: int = 0) -> Branch:
    page = f"page-{chapter}-{section}"
    below = () if section else tuple(branch(chapter, number) for number in range(1, SECTIONS + 1))
    return Branch(f"{chapter}.{section}", page, Address(page), children=below)


@pytest.fixture
def tree(qtbot: QtBot) -> Iterator[TreePanel]:
    made = TreePanel("Contents", LIGHT)
    qtbot.addWidget(made)
    made.resize(280, 400)
    made.show_branches([branch(number) for number in range(1, CHAPTERS + 1)])
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def is_seen(tree: TreePanel, page: str) -> bool:
    return tree.viewport().rect().contains(tree.visualRect(tree.tree.index_of(Address(page))))


@pytest.mark.parametrize("section", [1, 5, SECTIONS])
@pytest.mark.parametrize("chapter", [1, 6, CHAPTERS])
def test_a_place_is_seen_with_its_chapter(tree: TreePanel, chapter: int, section: int) -> None:
    tree.select(Address(f"page-{chapter}-{section}"))
    assert is_seen(tree, f"page-{chapter}-{section}")
    assert is_seen(tree, f"page-{chapter}-0")


def test_where_both_have_no_room_the_place_is_seen(tree: TreePanel) -> None:
    tree.resize(280, 100)
    tree.select(Address(f"page-6-{SECTIONS}"))
    assert is_seen(tree, f"page-6-{SECTIONS}")


def test_nothing_scrolls_where_both_are_seen(tree: TreePanel) -> None:
    tree.select(Address("page-6-2"))
    before = tree.verticalScrollBar().value()
    tree.select(Address("page-6-3"))
    assert tree.verticalScrollBar().value() == before


def test_a_place_that_was_chosen_while_the_tree_was_hidden_is_seen_when_it_comes(tree: TreePanel) -> None:
    tree.hide()
    tree.select(Address(f"page-{CHAPTERS}-3"))
    tree.resize(280, 300)
    tree.show()
    assert is_seen(tree, f"page-{CHAPTERS}-3")
    assert len(ancestors(tree.currentIndex())) == 1


BESIDE = ["Upgrade of the Analytics Nodes", "Upgrade of the Database"]


@pytest.mark.usefixtures("qapp")
def test_a_name_is_cut_where_it_is_like_the_names_beside_it() -> None:
    metrics, text = QFontMetrics(QFont()), "Upgrade of the Platform Nodes"
    whole = metrics.horizontalAdvance(text)
    shown = cut_where_alike(text, BESIDE, metrics, whole - 20)
    assert shown.startswith("Upg")
    assert shown.endswith("… Platform Nodes")
    for width in range(whole, 60, -7):
        cut = cut_where_alike(text, BESIDE, metrics, width)
        assert metrics.horizontalAdvance(cut) <= width
        assert cut.startswith("Upg")  # also where what differs has no room
    assert cut_where_alike(text, BESIDE, metrics, whole) == text


@pytest.mark.usefixtures("qapp")
def test_a_name_like_no_other_keeps_its_beginning_and_its_end() -> None:
    metrics, text = QFontMetrics(QFont()), "Verifying the Configuration of Nodes"
    shown = cut_where_alike(text, BESIDE, metrics, metrics.horizontalAdvance(text) // 2)
    assert shown.startswith("Ver")
    assert shown.endswith("es")
